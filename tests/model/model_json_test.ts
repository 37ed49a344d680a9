import assert from "node:assert/strict";
import type { Model } from "../../lib/model/model.ts";
import {
  decodeModel,
  encodeModelJson,
  encodeWeights,
  type ModelDetails,
  readModelJson,
} from "../../lib/model/model_json.ts";
import { createNetwork } from "../../lib/model/registry.ts";
import { copySeeded } from "../tfjs/copy_seeded.ts";
import { tf } from "../tfjs/tf.ts";

const MODEL = createNetwork("lenet1", { classes: ["a", "b", "c"], seed: 4 });
const BYTES = encodeWeights(MODEL);

/** What `JSON.parse` makes of a model.json. */
const describe = (model: Model = MODEL) => JSON.parse(JSON.stringify(encodeModelJson(model)));

/** MODEL's model.json, with a change somewhere. */
function change(edit: (json: ReturnType<typeof describe>) => void): unknown {
  const json = describe();
  edit(json);
  return json;
}

const decode = (json: unknown, bytes = BYTES, details: ModelDetails = { classes: MODEL.classes }) =>
  decodeModel(readModelJson(json), bytes, details);

Deno.test("decodeModel() of what encodeModelJson() and encodeWeights() made is the model, bit for bit", () => {
  const { name, options, classes } = MODEL;
  assert.deepEqual(decode(describe(), BYTES, { name, options, classes }), MODEL);
});

Deno.test("encodeModelJson() describes a plain tfjs LayersModel", () => {
  const { modelTopology, weightsManifest, ...rest } = describe();
  assert.deepEqual(rest, {
    ...{ format: "layers-model", generatedBy: "lenet5/digits", convertedBy: null },
  });
  assert.deepEqual(modelTopology, MODEL.topology);
  assert.deepEqual(weightsManifest[0].weights[0], {
    ...{ name: "C1/kernel", shape: [5, 5, 1, 4], dtype: "float32" },
  });
});

Deno.test("encodeWeights() gives little-endian floats in the order of the weights", () => {
  assert.equal(BYTES.length, 4 * MODEL.weights.reduce((sum, { values }) => sum + values.length, 0));
  const view = new DataView(BYTES.buffer), [kernel, gamma] = MODEL.weights;
  assert.equal(view.getFloat32(0, true), kernel.values[0]);
  assert.equal(view.getFloat32(4 * kernel.values.length, true), gamma.values[0]);
});

Deno.test("decodeModel() reads bytes from the middle of a larger buffer, and copies them", () => {
  const larger = new Uint8Array(BYTES.length + 9);
  larger.set(BYTES, 3);
  const { weights } = decode(describe(), larger.subarray(3, 3 + BYTES.length));
  larger.fill(0);
  assert.deepEqual(weights, MODEL.weights);
});

Deno.test("decodeModel() takes the name of the layers and the digits or numbers where nobody named them", () => {
  const loaded = decode(describe(), BYTES, {});
  assert.deepEqual([loaded.name, loaded.options], ["lenet1", {}]);
  assert.deepEqual(loaded.classes, ["0", "1", "2"]);
  const ten = createNetwork("lenet1");
  const { classes } = decode(describe(ten), encodeWeights(ten), {});
  assert.deepEqual(classes, [..."0123456789"]);
});

Deno.test("readModelJson() joins the groups of a manifest, and takes float32 where no type is said", () => {
  const json = change(({ weightsManifest: [group], weightsManifest }) => {
    const [first, ...rest] = group.weights;
    delete first.dtype;
    weightsManifest.splice(
      ...[0, 1] as const,
      { paths: ["x"], weights: [first] },
      { paths: ["y", "z"], weights: rest },
      { paths: [], weights: [] },
    );
  });
  const { paths } = readModelJson(json);
  assert.deepEqual(paths, ["x", "y", "z"]);
  assert.deepEqual(decode(json).weights, MODEL.weights);
});

const TOPOLOGY = /^modelTopology: expected a network's layers, got /;

for (
  const [what, json, message] of [
    ["null", null, /^modelTopology: expected a network's layers, got nothing$/],
    ["no topology", { weightsManifest: [] }, new RegExp(TOPOLOGY.source + "nothing$")],
    ["a topology of null", { modelTopology: null }, new RegExp(TOPOLOGY.source + "nothing$")],
    ["a list for a topology", { modelTopology: [] }, new RegExp(TOPOLOGY.source + "a list$")],
    ["a text for a topology", { modelTopology: "x" }, new RegExp(TOPOLOGY.source + '"x"$')],
    [
      "no manifest",
      { modelTopology: {} },
      /^weightsManifest: expected a list, got nothing$/,
    ],
    [
      "an object for a manifest",
      { modelTopology: {}, weightsManifest: {} },
      /^weightsManifest: expected a list, got an object$/,
    ],
    [
      "a group of null",
      { modelTopology: {}, weightsManifest: [null] },
      /^weightsManifest\[0\](\.paths: expected file names|: expected an object), got nothing$/,
    ],
    [
      "a number for file names",
      change((json) => json.weightsManifest[0].paths = 7),
      /^weightsManifest\[0\]\.paths: expected file names, got 7$/,
    ],
    [
      "a number for one file name",
      change((json) => json.weightsManifest[0].paths = ["a", 7]),
      /^weightsManifest\[0\]\.paths: expected file names, got a list$/,
    ],
    [
      "a group without weights",
      change((json) => delete json.weightsManifest[0].weights),
      /^weightsManifest\[0\]\.weights: expected a list, got nothing$/,
    ],
    [
      "a weight of null",
      change((json) => json.weightsManifest[0].weights[1] = null),
      /^weightsManifest\[0\]\.weights\[1\](\.name: expected a name|: expected an object), got nothing$/,
    ],
    [
      "a weight with a number for a name",
      change((json) => json.weightsManifest[0].weights[2].name = 3),
      /^weightsManifest\[0\]\.weights\[2\]\.name: expected a name, got 3$/,
    ],
    ...[undefined, 5, "5", [5, 0], [-1], [1.5], ["5"], [null]].map((shape) => [
      `the shape ${JSON.stringify(shape)}`,
      change((json) => json.weightsManifest[0].weights[0].shape = shape),
      /^weightsManifest\[0\]\.weights\[0\]\.shape(\[\d\])?: expected (a )?whole numbers?( above 0)?, got [^\n]+$/,
    ]),
    [
      "weights of another type",
      change((json) => json.weightsManifest[0].weights[0].dtype = "int32"),
      /^weightsManifest\[0\]\.weights\[0\]\.dtype: expected float32, got "int32"$/,
    ],
    [
      "quantized weights",
      change((json) => json.weightsManifest[0].weights[0].quantization = { dtype: "uint8" }),
      /\.weights\[0\]\.quantization: expected plain float32, got an object$/,
    ],
  ] as [string, unknown, RegExp][]
) {
  Deno.test(`readModelJson() refuses in one line: ${what}`, () => {
    assert.throws(() => readModelJson(json), (error: Error) => {
      assert.match(error.message, message);
      assert.ok(!error.message.includes("\n"));
      return true;
    });
  });
}

/** MODEL's bytes with one number replaced. */
function replaceFloat(index: number, value: number): Uint8Array<ArrayBuffer> {
  const bytes = BYTES.slice();
  new DataView(bytes.buffer).setFloat32(4 * index, value, true);
  return bytes;
}

const renameFirst = (json: ReturnType<typeof describe>, name: string) =>
  json.weightsManifest[0].weights[0].name = name;

for (
  const [what, { json = describe(), bytes = BYTES, details }, message] of [
    ["too few bytes", { bytes: BYTES.subarray(1) }, /should hold 1943 float32 numbers, got 7771 b/],
    ["no bytes", { bytes: BYTES.subarray(0, 0) }, /float32 numbers, got 0 bytes$/],
    ["too many bytes", { bytes: Uint8Array.of(...BYTES, 0) }, /float32 numbers, got 7773 bytes$/],
    ["NaN", { bytes: replaceFloat(7, NaN) }, /^the weights hold numbers that are not finite$/],
    ["infinity", { bytes: replaceFloat(7, -Infinity) }, /numbers that are not finite$/],
    [
      "a network of no layers",
      { json: { modelTopology: {}, weightsManifest: [] } },
      /^expected a network that reads 28×28×1, got nothing$/,
    ],
    [
      "a network of larger images",
      {
        json: change(({ modelTopology: { config: { layers } } }) =>
          layers[0].config.batch_input_shape = [null, 32, 32, 1]
        ),
      },
      /^expected a network that reads 28×28×1, got 32×32×1$/,
    ],
    [
      "a network of coloured images",
      {
        json: change(({ modelTopology: { config: { layers } } }) =>
          layers[0].config.batch_input_shape = [null, 28, 28, 3]
        ),
      },
      /^expected a network that reads 28×28×1, got 28×28×3$/,
    ],
    [
      "a weight of another layer's name",
      { json: change((json) => renameFirst(json, "C9/kernel")) },
      /^weight C1\/kernel: expected the shape \[5, 5, 1, 4\], got none of that name$/,
    ],
    [
      "a weight of another shape",
      { json: change((json) => json.weightsManifest[0].weights[0].shape = [5, 5, 4, 1]) },
      /^weight C1\/kernel: expected the shape \[5, 5, 1, 4\], got \[5, 5, 4, 1\]$/,
    ],
    ["too few class names", { details: { classes: ["a", "b"] } }, /^expected names of 3 c.*got 2$/],
    [
      "one class name",
      { details: { classes: ["a"] } },
      /^classes: expected 2 to 255 names, got 1$/,
    ],
    [
      "a class name twice",
      { details: { classes: ["a", "b", "a"] } },
      /^classes: expected each name once, got a twice$/,
    ],
  ] as [
    string,
    { json?: unknown; bytes?: Uint8Array<ArrayBuffer>; details?: ModelDetails },
    RegExp,
  ][]
) {
  Deno.test(`decodeModel() refuses in one line: ${what}`, () => {
    assert.throws(() => decode(json, bytes, details), (error: Error) => {
      assert.match(error.message, message);
      assert.ok(!error.message.includes("\n"));
      return true;
    });
  });
}

Deno.test("decodeModel() leaves the check of layers that only tfjs knows to tfjs", async () => {
  const { layers } = tf;
  const model = await copySeeded(tf.sequential({
    layers: [
      layers.depthwiseConv2d({ inputShape: [28, 28, 1], kernelSize: 5, strides: 3 }),
      layers.flatten(),
      layers.dense({ units: 2, activation: "softmax" }),
    ],
  }));
  const { name, classes } = model;
  assert.deepEqual(decode(describe(model), encodeWeights(model), { name, classes }), model);
});
