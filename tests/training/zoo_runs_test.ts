import assert from "node:assert/strict";
import { join } from "@std/path";
import { readZoo, type ZooRun } from "../../lib/training/zoo_runs.ts";

const RUN: ZooRun = {
  ...{ network: "lenet5", seed: 0, epochs: 40, parameters: 62_384, seconds: 60 },
  ...{ imagesPerSecond: 39_000, n: 10_000, errors: 47 },
};

Deno.test("readZoo() begins with nothing, and says where a list of runs is wrong", async () => {
  const dir = await Deno.makeTempDir(), path = join(dir, "zoo.json");
  try {
    assert.deepEqual(await readZoo(path), []);
    await Deno.writeTextFile(path, JSON.stringify([RUN]));
    assert.deepEqual(await readZoo(path), [RUN]);
    const cases: [unknown, string][] = [
      [{}, "expected a list, got an object"],
      [[1], "[0]: expected an object, got 1"],
      [[RUN, []], "[1]: expected an object, got a list"],
      [[{ network: "lenet5" }], "[0].seed: expected a whole number of at least 0, got nothing"],
      [[{ ...RUN, errors: "47" }], '[0].errors: expected a whole number of at least 0, got "47"'],
      [[RUN, { ...RUN, epochs: 0 }], "[1].epochs: expected a whole number of at least 1, got 0"],
      [[{ ...RUN, errors: 10_001 }], "[0]: expected at most n errors, got an object"],
      [
        [{ ...RUN, note: "x" }],
        "[0]: expected network, seed, epochs, parameters, seconds, imagesPerSecond, n, errors, " +
        'got "note"',
      ],
    ];
    for (const [bad, message] of cases) {
      await Deno.writeTextFile(path, JSON.stringify(bad));
      await assert.rejects(readZoo(path), {
        name: "InputError",
        message: `${path}: ${message}; delete it to begin anew`,
      });
    }
    await Deno.writeTextFile(path, "[");
    await assert.rejects(readZoo(path), /^InputError: [^\n]+zoo\.json: [^\n]*JSON[^\n]*$/);
    await assert.rejects(readZoo(dir), { name: "InputError" });
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
