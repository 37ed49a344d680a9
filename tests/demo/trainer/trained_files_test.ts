import assert from "node:assert/strict";
import { dirname, join } from "@std/path";
import { unzipSync, zipSync } from "fflate/browser";
import { packModel, unpackModel } from "../../../lib/demo/trainer/trained_files.ts";
import { createNetwork } from "../../../lib/model/registry.ts";
import { readNetwork } from "../../../lib/model/read_network.ts";
import type { ReaderCalibration } from "../../../lib/reader/calibration.ts";
import { roundExaminer } from "../../../lib/reader/examiner.ts";
import { loadModel } from "../../../lib/model/store.ts";
import { assertAllIdentical } from "../../assert_identical.ts";

const model = createNetwork("lenet1", { seed: 3, channels: [4, 8] });
const archive = packModel({ model, run: { parameters: 7 } }, "own");
const valuesOf = ({ weights }: typeof model) => weights.map(({ values }) => values);

Deno.test("unpackModel() does not unpack what takes more memory than any network", () => {
  const zip = zipSync({ "model.json": new Uint8Array(101_000_000) });
  assert.ok(zip.length < 1_000_000);
  assert.throws(() => unpackModel(zip), /more than 100 MB of files$/);
});

Deno.test("packModel()'s folder is one that loadModel() reads", async () => {
  const dir = await Deno.makeTempDir({ prefix: "packed_" });
  try {
    for (const [path, bytes] of Object.entries(unzipSync(archive))) {
      if (path.endsWith("/")) continue;
      await Deno.mkdir(dirname(join(dir, path)), { recursive: true });
      await Deno.writeFile(join(dir, path), bytes);
    }
    const loaded = await loadModel(join(dir, "own"));
    assert.deepEqual(loaded.model.options, model.options);
    assert.equal(loaded.model.name, "lenet1");
    assert.equal(loaded.run.parameters, 7);
    assertAllIdentical(valuesOf(loaded.model), valuesOf(model));
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("unpackModel() gives back what packModel() was given", () => {
  const { model: unpacked, run } = unpackModel(archive);
  assert.deepEqual(unpacked.topology, model.topology);
  assert.deepEqual([...unpacked.classes], [...model.classes]);
  assertAllIdentical(valuesOf(unpacked), valuesOf(model));
  assert.equal(run.parameters, 7);
});

Deno.test("packModel()'s reader.json is the one that judges after unpackModel()", () => {
  const calibration: ReaderCalibration = {
    limits: { confidence: 0.9, unusual: 0.5, foreign: 0.7 },
    examiner: roundExaminer(makeExaminer()),
  };
  const packed = unpackModel(packModel({ model, run: {}, calibration }, "own"));
  assert.deepEqual(packed.calibration, calibration);
  assert.equal(unpackModel(archive).calibration, undefined);
});

function makeExaminer() {
  const { topology, weights } = createNetwork("lenet4", {
    ...{ classes: [..."0123456789", "none"], seed: 1, channels: [2, 3], units: [4] },
  });
  const values = Object.fromEntries(weights.map(({ name, values }) => [name, values]));
  return { network: readNetwork(topology), weights: values };
}

const files = unzipSync(archive);
const BAD: Record<string, [bytes: Uint8Array, message: RegExp]> = {
  "no archive": [new Uint8Array(50), /^expected a ZIP archive with a network in it: /],
  "an empty file": [new Uint8Array(), /^expected a ZIP archive with a network in it: /],
  "half an archive": [archive.slice(0, archive.length >> 1), /^expected a ZIP archive/],
  "an archive of something else": [
    zipSync({ "a/letter.txt": new Uint8Array(3) }),
    /^expected model.json in the archive, found letter.txt$/,
  ],
  "a model.json that is none": [
    zipSync({ ...files, "own/model.json": new Uint8Array(3) }),
    /^model.json: expected a JSON object$/,
  ],
  "a reader.json of nothing": [
    zipSync({ ...files, "own/reader.json": new TextEncoder().encode("{}") }),
    /^reader.json: expected limits.confidence: a number; got undefined$/,
  ],
  "weights that are cut short": [
    zipSync({ ...files, "own/weights.bin": files["own/weights.bin"].slice(4) }),
    /^the weights should hold \d+ float32 numbers, got \d+ bytes$/,
  ],
};

for (const [what, [bytes, message]] of Object.entries(BAD)) {
  Deno.test(`unpackModel() refuses ${what} in one line`, () => {
    assert.throws(() => unpackModel(bytes), (error: Error) => {
      assert.match(error.message, message);
      assert.ok(!error.message.includes("\n"));
      return true;
    });
  });
}
