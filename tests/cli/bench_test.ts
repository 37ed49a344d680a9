import assert from "node:assert/strict";
import { type BenchFigures, formatBench } from "../../lib/bench/report.ts";
import { spawnDeno } from "./spawn.ts";
import { commandOf } from "../project_config.ts";

const bench = (...args: string[]) => spawnDeno([...commandOf("bench"), ...args]);

const ONE_WORKER = [
  ...["whole epochs, validation included", "training, augmented", "training, plain"],
  ...["inference, Workers standing by", "inference, classify() from a model on"],
  "training, tfjs op by op",
];

Deno.test("bench --json prints one object with kernels, training, inference and memory; as tables, too", async () => {
  const { code, stdout, stderr } = await bench("--runs", "1", "--workers", "1", "--json");
  assert.equal(code, 0, stderr);
  const figures: BenchFigures = JSON.parse(stdout);
  assert.ok(figures.agreement.loss < 1e-4 && figures.agreement.gradients < 1e-4);
  assert.deepEqual(figures.throughput.map(({ name }) => name), ONE_WORKER);
  for (const { name, median, best } of figures.throughput) {
    assert.ok(median > 0 && best >= median, name);
  }
  for (const { name, microseconds, multiplyAdds, gflops } of figures.kernels) {
    assert.ok(microseconds.min > 0, name);
    assert.equal(gflops !== undefined, multiplyAdds > 0, name);
  }
  assert.ok(figures.augmentationCost < 1);
  const { sharedBytes, peakRssBytes } = figures.memory;
  // All digits of the run lie there, as bytes.
  assert.ok(sharedBytes > 60_000 * 784 && peakRssBytes > sharedBytes);
  assert.ok(peakRssBytes < 500e6, `${peakRssBytes}`);

  const text = formatBench(figures, { batchSize: 128, runs: 1 });
  for (const { name } of [...figures.kernels, ...figures.throughput]) {
    assert.ok(text.includes(`\n${name} `), name);
  }
  assert.match(text, /\naugmentation takes -?[\d.]+% of the training throughput\n/);
  assert.match(
    text,
    /\nmemory while training: \d+ MB at most, \d+ MB of it shared by the Workers$/,
  );
});

Deno.test("bench answers wrong use by one line and exit code 2", async () => {
  const { code, stderr } = await bench("--runs", "0");
  assert.equal(code, 2);
  assert.match(stderr, /^bench: [^\n]+\n$/);
});
