import assert from "node:assert/strict";
import { join } from "@std/path";
import { readZoo, type ZooRun } from "../../lib/training/zoo_runs.ts";

const RUN: ZooRun = {
  ...{ network: "lenet5", seed: 0, epochs: 40, parameters: 62_384, seconds: 60 },
  ...{ imagesPerSecond: 39_000, n: 10_000, errors: 47 },
};

Deno.test("readZoo() begins with nothing, and refuses what is no list of runs", async () => {
  const dir = await Deno.makeTempDir(), path = join(dir, "zoo.json");
  try {
    assert.deepEqual(await readZoo(path), []);
    await Deno.writeTextFile(path, JSON.stringify([RUN]));
    assert.equal((await readZoo(path))[0].errors, 47);
    for (const bad of ["{}", "[1]", '[{"network":"lenet5"}]', "["]) {
      await Deno.writeTextFile(path, bad);
      await assert.rejects(readZoo(path), {
        name: "InputError",
        message: /expected a list of runs/,
      });
    }
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
