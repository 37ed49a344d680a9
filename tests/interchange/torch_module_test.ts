import assert from "node:assert/strict";
import { decodeSafetensors } from "../../lib/interchange/safetensors.ts";
import { encodeWeights } from "../../lib/interchange/export_safetensors.ts";
import { formatTorchModule } from "../../lib/interchange/torch_module.ts";
import { createExample, NETWORKS } from "./networks.ts";

const FILES = { weightsFile: "digits.safetensors", moduleName: "digits" };

/** The layers of a module's source: name, class and arguments. */
function listLayers(source: string): [name: string, kind: string, args: string][] {
  const lines = source.matchAll(/^ {12}\("(\w+)", nn\.(\w+)\((.*)\)\),$/gm);
  return Array.from(lines, ([, name, kind, args]) => [name, kind, args]);
}

Deno.test("formatTorchModule() of lenet5-1998 lists the layers of the paper", async () => {
  const { description } = await createExample("lenet5-1998");
  const source = formatTorchModule(description, FILES);
  assert.deepEqual(listLayers(source), [
    ["C1", "Conv2d", '1, 6, 5, padding="same"'],
    ["C1_activation", "Tanh", ""],
    ["S2", "AvgPool2d", "2"],
    ["C3", "Conv2d", "6, 16, 5"],
    ["C3_activation", "Tanh", ""],
    ["S4", "AvgPool2d", "2"],
    ["C5_flatten", "Flatten", ""],
    ["C5", "Linear", "400, 120"],
    ["C5_activation", "Tanh", ""],
    ["F6", "Linear", "120, 84"],
    ["F6_activation", "Tanh", ""],
    ["output", "Linear", "84, 10"],
  ]);
  assert.match(source, /^class Lenet5_1998\(nn\.Sequential\):$/m);
  assert.match(source, /with_name\("digits\.safetensors"\)/);
  assert.match(source, /^ {4}from digits import CLASSES, load$/m);
});

for (const name of NETWORKS) {
  Deno.test(`formatTorchModule() of ${name} has a layer for every tensor of the file`, async () => {
    const { description } = await createExample(name);
    const layers = listLayers(formatTorchModule(description, FILES));
    const { tensors } = decodeSafetensors(encodeWeights(description), "x");
    const expected = layers.flatMap(([layer, kind, args]) => {
      if (kind.startsWith("BatchNorm")) {
        return ["weight", "bias", "running_mean", "running_var"].map((part) => `${layer}.${part}`);
      }
      if (kind !== "Conv2d" && kind !== "Linear") return [];
      const parts = args.includes("bias=False") ? ["weight"] : ["weight", "bias"];
      return parts.map((part) => `${layer}.${part}`);
    });
    assert.deepEqual([...tensors.keys()], expected);
  });
}
