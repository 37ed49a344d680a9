import assert from "node:assert/strict";
import * as ort from "onnxruntime-web";
import { encodeOnnx } from "../../lib/interchange/export_onnx.ts";
import { decodeOnnxModel, type OnnxValue } from "../../lib/interchange/onnx_schema.ts";
import {
  createExample,
  type Example,
  firstDigits,
  largestDifference,
  loadShipped,
  NETWORKS,
} from "./networks.ts";

ort.env.wasm.numThreads = 1;

/** Probabilities by ONNX Runtime. */
async function runOnnx(bytes: Uint8Array, images: Uint8Array): Promise<Float32Array> {
  const session = await ort.InferenceSession.create(bytes, { executionProviders: ["wasm"] });
  const ink = Float32Array.from(images, (byte) => byte / 255);
  const { probabilities } = await session.run({
    image: new ort.Tensor("float32", ink, [images.length / 784, 1, 28, 28]),
  });
  await session.release();
  return probabilities.data as Float32Array;
}

async function compare({ description, classify }: Example, count: number): Promise<void> {
  const { images } = await firstDigits(count);
  const theirs = await runOnnx(encodeOnnx(description), images);
  const difference = largestDifference(await classify(images), theirs);
  assert.ok(difference <= 1e-5, `largest difference ${difference}`);
}

Deno.test("encodeOnnx() of the shipped model: ONNX Runtime gives its probabilities of 500 digits to 1e-5", async () => {
  await compare(await loadShipped(), 500);
});

for (const name of NETWORKS) {
  Deno.test(`encodeOnnx() of ${name}: ONNX Runtime gives its probabilities of 100 digits to 1e-5`, async () => {
    await compare(await createExample(name), 100);
  });
}

Deno.test("encodeOnnx() names opset, shapes, classes and options as the specification has them", async () => {
  const { description } = await createExample("lenet5-1998");
  const classes = "abcdefghij".split("").map((name) => `letter ${name} ü`);
  const bytes = encodeOnnx({ ...description, name: "mine", classes, options: { seed: 3 } });
  const { graph, opsetImport, irVersion, metadataProps } = decodeOnnxModel(bytes);
  assert.ok(irVersion >= 8 && opsetImport[0].version >= 17);
  const dimensions = (value: OnnxValue) =>
    value.type.tensorType!.shape!.dim!.map(({ dimValue, dimParam }) => dimParam || dimValue);
  assert.deepEqual(graph!.input.map(({ name }) => name), ["image"]);
  assert.deepEqual(dimensions(graph!.input[0]), ["batch", 1, 28, 28]);
  assert.deepEqual(graph!.output.map(({ name }) => name), ["probabilities"]);
  assert.deepEqual(dimensions(graph!.output[0]), ["batch", 10]);
  const metadata = Object.fromEntries(metadataProps!.map(({ key, value }) => [key, value]));
  assert.equal(metadata.name, "mine");
  assert.deepEqual(JSON.parse(metadata.classes), classes);
  assert.deepEqual(JSON.parse(metadata.options), { seed: 3 });
});
