import assert from "node:assert/strict";
import { join } from "@std/path";
import { nameModel } from "../../lib/cli/make_zoo_run.ts";
import { loadModel } from "../../lib/model/store.ts";
import { commandOf } from "../project_config.ts";
import { spawnDeno, startDeno } from "./spawn.ts";

const ZOO = commandOf("zoo"), FILES = ["model.json", "reader.json", "run.json", "weights.bin"];

const listFiles = async (...path: string[]) =>
  (await Array.fromAsync(Deno.readDir(join(...path)))).map(({ name }) => name).sort();

Deno.test("zoo keeps a calibrated model, takes up a run that was cut off, and makes none twice", async () => {
  const out = await Deno.makeTempDir();
  const flags = ["--networks", "lenet1", "--seeds", "1", "--epochs", "1", "--out", out, "--json"];
  try {
    const running = startDeno([...ZOO, ...flags]);
    await running.waitFor("stderr", /^lenet1, seed 0\n/);
    // Well within the epoch, which takes a second.
    await new Promise((resolve) => setTimeout(resolve, 300));
    running.kill("SIGINT");
    assert.equal((await running.finish()).code, 130);
    assert.deepEqual(await listFiles(out), ["lenet1"]);
    assert.ok((await listFiles(out, "lenet1")).includes("checkpoint.bin"));

    const { code, stdout, stderr } = await spawnDeno([...ZOO, ...flags]);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^lenet1, seed 0, resumed after step \d+\n/);
    assert.deepEqual(await listFiles(out, "lenet1"), FILES);
    const [{ network, seed, epochs, n, errors }, ...others] = JSON.parse(stdout);
    assert.deepEqual([network, seed, epochs, n, others.length], ["lenet1", 0, 1, 10_000, 0]);
    const { run, calibration } = await loadModel(join(out, "lenet1"));
    assert.equal((run.test as { errors: number }).errors, errors);
    assert.ok("examiner" in (calibration as object));

    const again = await spawnDeno([...ZOO, ...flags]);
    assert.match(again.stderr, /^1 of 1 runs are in \S+zoo\.json\n$/);
    assert.equal(again.stdout, stdout);
  } finally {
    await Deno.remove(out, { recursive: true });
  }
});

Deno.test("nameModel() has a folder for every run but the one that deno task train makes", () => {
  const names = [["lenet5", 0], ["lenet5", 2], ["vgg-small", 0], ["vgg-small", 1]] as const;
  assert.deepEqual(
    names.map(([network, seed]) => nameModel({ network, seed })),
    [undefined, "lenet5-2", "vgg-small", "vgg-small-1"],
  );
});

Deno.test("zoo answers wrong use by one line and exit code 2", async () => {
  for (const args of [["--networks", "lenet7"], ["--seeds", "0"], ["--epochs", "x"], ["lenet5"]]) {
    const { code, stdout, stderr } = await spawnDeno([...ZOO, ...args]);
    assert.deepEqual([code, stdout], [2, ""], stderr);
    assert.match(stderr, /^zoo: [^\n]+\n$/);
  }
});
