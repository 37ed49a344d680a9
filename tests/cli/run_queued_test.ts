import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { join } from "@std/path";
import { keepModel } from "../../lib/cli/run_queued.ts";
import { encodeModelJson, encodeWeights } from "../../lib/model/model_json.ts";
import { createNetwork } from "../../lib/model/registry.ts";
import { loadModel } from "../../lib/model/store.ts";
import { expandPlan } from "../../lib/sweep/expand.ts";
import type { RunResult } from "../../lib/queue/job.ts";
import { assertIdentical } from "../assert_identical.ts";

const [{ id: ID, spec: SPEC }] = expandPlan({}, {
  ...{ source: "mnist", sha256: "0".repeat(64), classes: ["no", "yes"], count: 55_000 },
});

const HELD_OUT = { n: 9, errors: 1, loss: 0.5, misclassified: [4] };

const MODEL = createNetwork("lenet1", { classes: ["no", "yes"], seed: 3 });

const toBase64 = (value: Uint8Array | object) =>
  Buffer.from(value instanceof Uint8Array ? value : JSON.stringify(value)).toString("base64");

/** A model as a worker sends it, with changes to its record. */
function createResult(change: object = {}, weights = encodeWeights(MODEL)): RunResult {
  const { name, options, classes } = MODEL;
  const weightsSha256 = createHash("sha256").update(encodeWeights(MODEL)).digest("hex");
  const sweep = createSweep({});
  const course = { history: [], parameters: 5, wallSeconds: 1 };
  const run = { network: { name, options }, classes, sweep, ...course, note: "kept" };
  return {
    files: {
      "weights.bin": toBase64(weights),
      "model.json": toBase64(encodeModelJson(MODEL)),
      "run.json": toBase64({ ...run, weightsSha256, ...change }),
    },
  };
}

const createSweep = (change: object) => {
  return { spec: SPEC, build: "relaxed SIMD", heldOut: HELD_OUT, ...change };
};

async function withFolder(check: (dir: string) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir();
  try {
    await check(join(dir, ID));
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("keepModel() saves what a worker has trained", async () => {
  await withFolder(async (dir) => {
    await keepModel(dir, ID, createResult());
    const { model, run } = await loadModel(dir);
    assertIdentical(encodeWeights(model), encodeWeights(MODEL));
    assert.deepEqual([model.name, model.options, model.classes, run.note], [
      ...["lenet1", MODEL.options, ["no", "yes"], "kept"],
    ]);
  });
});

Deno.test("keepModel() refuses what is no model, or another run's, and writes nothing", async () => {
  await withFolder(async (dir) => {
    const changed = encodeWeights(createNetwork("lenet1", { classes: ["no", "yes"], seed: 4 }));
    const other = { ...SPEC, network: "lenet1" };
    const cut = changed.slice(4), sha256 = createHash("sha256").update(cut).digest("hex");
    const cases: [RunResult, RegExp][] = [
      [createResult({ sweep: {} }), /run\.json: sweep\.spec: expected an object, got nothing$/],
      [createResult({ sweep: createSweep({ spec: other }) }), /expected the run run-\w+, got run-/],
      [createResult({ sweep: createSweep({ heldOut: { ...HELD_OUT, errors: 2 } }) }), /got 1$/],
      [createResult({}, changed), /expected weights of SHA-256 \w+, got \w+$/],
      [createResult({ weightsSha256: sha256 }, cut), /the weights should hold \d+ float32 numbers/],
      [{ files: { ...createResult().files, "model.json": "e30=" } }, /modelTopology: expected/],
      [{ files: { ...createResult().files, "run.json": "" } }, /JSON/],
    ];
    for (const [result, message] of cases) {
      await assert.rejects(keepModel(dir, ID, result), (error: Error) => {
        assert.equal(error.name, "InputError");
        assert.match(error.message, /^expected a trained model: /);
        assert.match(error.message, message);
        return true;
      });
    }
    assert.deepEqual(await Array.fromAsync(Deno.readDir(join(dir, ".."))), []);
  });
});
