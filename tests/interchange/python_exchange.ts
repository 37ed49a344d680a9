/**
 * The Deno half of check_with_python.py: `python_exchange.ts DIR` writes every network into DIR/ours as
 * ONNX and safetensors with the engine's probabilities, and the probabilities of each network in
 * DIR/theirs.
 */
import assert from "node:assert/strict";
import { join } from "@std/path";
import { exportModel } from "../../lib/interchange/export_model.ts";
import { importModel } from "../../lib/interchange/import_model.ts";
import { classify } from "../../lib/inference/classify.ts";
import { createExample, firstDigits, loadShipped, NETWORKS } from "./networks.ts";

const [dir] = Deno.args;
const { images } = await firstDigits(1000);
await Deno.writeFile(join(dir, "images.u8"), images);

async function writeProbabilities(path: string, probabilities: Float32Array): Promise<void> {
  await Deno.writeFile(path, new Uint8Array(probabilities.buffer as ArrayBuffer));
}

const examples = [loadShipped, ...NETWORKS.map((name) => () => createExample(name))];
for (const [index, create] of examples.entries()) {
  const { description, classify } = await create();
  const folder = join(dir, "ours", index === 0 ? "shipped" : NETWORKS[index - 1]);
  await Deno.mkdir(folder, { recursive: true });
  await exportModel(description, { format: "onnx", out: join(folder, "model.onnx") });
  await exportModel(description, { format: "safetensors", out: join(folder, "model.safetensors") });
  await writeProbabilities(join(folder, "probabilities.f32"), await classify(images));
}

for await (const { name } of Deno.readDir(join(dir, "theirs"))) {
  if (!/\.(safetensors|onnx)$/.test(name)) continue;
  const path = join(dir, "theirs", name);
  const { model } = await importModel(path, {
    known: {
      model: "lenet5",
      options: name.includes("tanh") ? { activation: "tanh", pooling: "average" } : {},
    },
    scaling: name.includes("scaled") ? { mean: 0.1307, deviation: 0.3081 } : undefined,
  });
  assert.equal(model.classes.length, 10);
  await writeProbabilities(`${path}.f32`, await classify(model, images));
}
