import assert from "node:assert/strict";
import { formatZoo } from "../../lib/cli/format_zoo.ts";
import type { ZooRun } from "../../lib/training/zoo_runs.ts";

const run = (network: string, seed: number, errors: number): ZooRun => ({
  network,
  seed,
  epochs: 40,
  parameters: 62_384,
  seconds: 60 + seed,
  imagesPerSecond: 39_000 - seed,
  n: 10_000,
  errors,
});

Deno.test("formatZoo() gives a line a network with mean and standard deviation of its test error", () => {
  const table = formatZoo([run("lenet5", 0, 47), run("lenet5", 1, 48), run("lenet5", 2, 52)]);
  const [head, rule, ...rows] = table.split("\n");
  assert.match(head, /^\| network \|/);
  assert.match(rule, /^\| --- \|/);
  assert.equal(rows.length, 1);
  assert.match(rows[0], /LeNet-5 \(`lenet5`\) .* \| 62,384 \| 40 \| 61 \| 38,999 \| /);
  assert.match(rows[0], /\| 0\.49% ± 0\.03 \(47, 48, 52 of 10,000\) \|$/);
});

Deno.test("formatZoo() keeps the registry's order, and gives no spread to a single run", () => {
  const rows = formatZoo([run("vgg-small", 0, 30), run("lenet1", 0, 120)]).split("\n").slice(2);
  assert.match(rows[0], /lenet1.*1\.20% \(120 of 10,000\)/);
  assert.match(rows[1], /vgg-small/);
});

Deno.test("formatZoo() keeps runs of different lengths apart", () => {
  const short = { ...run("lenet5", 0, 60), epochs: 5 };
  const rows = formatZoo([run("lenet5", 0, 47), short]).split("\n").slice(2);
  assert.deepEqual(rows.map((row) => row.match(/\((\d+) of/)![1]), ["47", "60"]);
});
