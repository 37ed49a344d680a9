import assert from "node:assert/strict";
import { join } from "@std/path";
import { InputError } from "../../lib/errors.ts";
import { classify } from "../../lib/inference/classify.ts";
import type { Model } from "../../lib/model/model.ts";
import { describe } from "../../lib/interchange/description.ts";
import { encodeOnnx } from "../../lib/interchange/export_onnx.ts";
import { encodeWeights } from "../../lib/interchange/export_safetensors.ts";
import { importModel, type ImportSettings } from "../../lib/interchange/import_model.ts";
import { decodeOnnxModel, encodeOnnxModel } from "../../lib/interchange/onnx_schema.ts";
import { decodeSafetensors, encodeSafetensors } from "../../lib/interchange/safetensors.ts";
import type { Tensor } from "../../lib/interchange/tensors.ts";
import { createNetwork } from "../../lib/model/registry.ts";
import { saveModel } from "../../lib/model/store.ts";
import { createRandom } from "../../lib/random.ts";
import {
  createExample,
  type Example,
  firstDigits,
  largestDifference,
  loadShipped,
  NETWORKS,
} from "./networks.ts";

const SETTINGS: ImportSettings = { known: { model: "lenet5", options: {} } };

/** Imports bytes from a file of that name. */
async function importBytes(
  name: string,
  bytes: Uint8Array,
  settings: Partial<ImportSettings> = {},
): Promise<Model> {
  const dir = await Deno.makeTempDir();
  try {
    await Deno.writeFile(join(dir, name), bytes);
    return (await importModel(join(dir, name), { ...SETTINGS, ...settings })).model;
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

async function refuse(name: string, bytes: Uint8Array, message: RegExp): Promise<void> {
  await assert.rejects(importBytes(name, bytes), (error: Error) => {
    assert.ok(error instanceof InputError, `${error.stack}`);
    assert.match(error.message, /^[^\n]+$/);
    assert.match(error.message, message);
    return true;
  });
}

/** Every weight of the network bit for bit, and the same answers. */
async function assertSame(model: Model, { description, classify: answer }: Example): Promise<void> {
  const given = new Map(model.weights.map(({ name, values }) => [name, values]));
  const bits = (values?: Float32Array) => values && new Uint32Array(values.slice().buffer);
  const original = Object.values(description.weights).map(bits);
  const kept = original.filter((wanted) =>
    [...given.values()].some((values) => `${bits(values)}` === `${wanted}`)
  );
  assert.equal(kept.length, original.length);
  const { images } = await firstDigits(20);
  const answers = await classify(model, images);
  assert.deepEqual(answers, await answer(images));
}

for (const name of NETWORKS) {
  Deno.test(`importModel() gives back ${name} from safetensors and ONNX bit for bit`, async () => {
    const example = await createExample(name);
    const { description } = example;
    const labels = { name: "mine", options: { a: 1 }, classes: [..."abcdefghij"] };
    const labelled = { ...description, ...labels };
    const weights = await importBytes("x.safetensors", encodeWeights(labelled));
    await assertSame(weights, example);
    assert.deepEqual(
      weights.weights.map((weight) => weight.name).toSorted(),
      Object.keys(description.weights).toSorted(),
    );
    const graph = await importBytes("x.onnx", encodeOnnx(labelled));
    await assertSame(graph, example);
    for (const { name, options, classes } of [weights, graph]) {
      assert.deepEqual({ name, options, classes }, labels);
    }
  });
}

Deno.test("importModel() reads a tfjs folder bit for bit, in one file or in shards", async () => {
  const example = await loadShipped(), { description } = example;
  const dir = await Deno.makeTempDir();
  try {
    const order = Object.keys(description.weights);
    const model = await importBytes("x.safetensors", encodeWeights(description));
    await saveModel(join(dir, "m"), model, {});
    await assertSame((await importModel(join(dir, "m"), SETTINGS)).model, example);
    const json = JSON.parse(await Deno.readTextFile(join(dir, "m", "model.json")));
    const bytes = await Deno.readFile(join(dir, "m", "weights.bin"));
    json.weightsManifest[0].paths = ["shard1", "shard2"];
    await Deno.writeFile(join(dir, "m", "shard1"), bytes.subarray(0, 1001));
    await Deno.writeFile(join(dir, "m", "shard2"), bytes.subarray(1001));
    await Deno.writeTextFile(join(dir, "m", "net.json"), JSON.stringify(json));
    await Deno.remove(join(dir, "m", "run.json")); // which knows model.json by its sum; tfjs writes none
    const sharded = (await importModel(join(dir, "m", "net.json"), SETTINGS)).model;
    await assertSame(sharded, example);
    assert.deepEqual(sharded.weights.map(({ name }) => name), order);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

/** LeNet-5's tensors under the numbers of a torch.nn.Sequential, with biases in front of the norms. */
async function toStateDict(): Promise<{ tensors: Map<string, Tensor>; example: Example }> {
  const example = await loadShipped();
  const { tensors } = decodeSafetensors(encodeWeights(example.description), "x");
  const numbers: Record<string, string> = {
    ...{ C1: "0", C1_norm: "1", C3: "4", C3_norm: "5", C5: "9", C5_norm: "10" },
    ...{ F6: "13", F6_norm: "14", output: "17" },
  };
  const renamed = new Map<string, Tensor>();
  for (const [name, tensor] of tensors) {
    const [module, part] = name.split(".");
    renamed.set(`${numbers[module]}.${part}`, tensor);
    const hasNoBias = part === "weight" && tensor.shape.length > 1 && module !== "output";
    const bias = new Float32Array(tensor.shape[0]);
    if (hasNoBias) renamed.set(`${numbers[module]}.bias`, { shape: [bias.length], values: bias });
  }
  return { tensors: renamed, example };
}

const encode = (tensors: ReadonlyMap<string, Tensor>) =>
  encodeSafetensors({ tensors, metadata: {} });

Deno.test("importModel() knows LeNet-5's layers by their shapes, whatever their names and order", async () => {
  const { tensors, example } = await toStateDict();
  const reversed = new Map([...tensors].reverse());
  const other = new Map([...tensors].map(([name, tensor]) => {
    const [module, part] = name.split(".");
    return [`net.${String.fromCharCode(122 - Number(module))}.${part}`, tensor];
  }));
  const { images } = await firstDigits(200);
  const expected = await example.classify(images);
  for (const dict of [tensors, reversed, other]) {
    const model = await importBytes("x.safetensors", encode(dict));
    const difference = largestDifference(
      await classify(model, images),
      expected,
    );
    assert.ok(difference < 1e-6, `largest difference ${difference}`);
    // Biases in front of norms are more than LeNet-5 has here.
    assert.equal(model.name, "x");
  }
  const plain = [...tensors].filter(([name, { values }]) =>
    !/^(0|4|9|13)\.bias$/.test(name) || values.some((value) => value !== 0)
  );
  const model = await importBytes("x.safetensors", encode(new Map(plain)));
  assert.deepEqual([model.name, model.options], ["lenet5", { batchNorm: true }]);
  await assertSame(model, example);
});

Deno.test("importModel() knows LeNet-5 with 26 classes, and asks for their names", async () => {
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  const made = createNetwork("lenet5", { classes: letters, seed: 3 });
  const exported = encodeWeights(describe(made));
  assert.deepEqual((await importBytes("x.safetensors", exported)).classes, letters);
  const graph = await importBytes("x.onnx", encodeOnnx(describe(made)));
  assert.deepEqual(graph.classes, letters);
  const dict = encode(decodeSafetensors(exported, "x").tensors);
  await refuse("x.safetensors", dict, /expected the names of its 26 classes by --classes/);
  const model = await importBytes("x.safetensors", dict, { classes: letters });
  assert.equal(model.name, "lenet5");
  assert.deepEqual(model.weights, made.weights);
});

Deno.test("importModel() scales the input also where C1 pads", async () => {
  const { tensors, example } = await toStateDict();
  const scaling = { mean: 0.25, deviation: 0.5 };
  const model = await importBytes("x.safetensors", encode(tensors), { scaling });
  // A network that got (ink - 0.25) / 0.5 there: C1's map of it, worked out here.
  const kernel = example.description.weights["C1/kernel"];
  const { images } = await firstDigits(1), ink = Array.from(images, (byte) => byte / 255);
  const { compileModel } = await import("../../lib/inference/classify.ts");
  const { stages } = (await compileModel(model)).inspect(images);
  const [c1] = stages.filter(({ name }) => name === "C1");
  const at = (channel: number, y: number, x: number) => {
    let sum = 0;
    for (let i = 0; i < 25; i++) {
      const row = y + Math.floor(i / 5) - 2, column = x + i % 5 - 2;
      if (row < 0 || row > 27 || column < 0 || column > 27) continue;
      sum += kernel[i * 6 + channel] * (ink[row * 28 + column] - 0.25) / 0.5;
    }
    const part = (name: string) => example.description.weights[`C1_norm/${name}`][channel];
    const factor = part("gamma") / Math.sqrt(part("moving_variance") + 1e-5);
    return Math.max(0, (sum - part("moving_mean")) * factor + part("beta"));
  };
  for (const [y, x] of [[0, 0], [0, 13], [27, 1], [14, 14]]) {
    for (let channel = 0; channel < 6; channel++) {
      const value = c1.activation.values[(y * 28 + x) * 6 + channel];
      assert.ok(Math.abs(value - at(channel, y, x)) < 1e-5, `${[channel, y, x, value]}`);
    }
  }
});

Deno.test("importModel() refuses state dicts that are not LeNet-5's in one line", async () => {
  const { tensors } = await toStateDict();
  const change = (edit: (dict: Map<string, Tensor>) => void) => {
    const dict = new Map(tensors);
    edit(dict);
    return encode(dict);
  };
  const vector = (size: number, value = 0) => {
    return { shape: [size], values: new Float32Array(size).fill(value) };
  };
  const cases: [Uint8Array, RegExp][] = [
    [change((dict) => dict.delete("4.weight")), /no layer like 4 \(weight \[missing\]\)/],
    [change((dict) => (dict.delete("4.weight"), dict.delete("4.bias"))), /C3 .*found none/],
    [change((dict) => dict.delete("5.bias")), /expected a tensor C3_norm\.bias, found none/],
    [change((dict) => dict.set("20.weight", { ...vector(6), shape: [2, 3] })), /no layer like 20/],
    [change((dict) => dict.set("4.bias", vector(15))), /C3\.bias of shape \[16\], got \[15\]/],
    [change((dict) => dict.set("4.bias", vector(16, NaN))), /finite numbers in C3\.bias/],
    [change((dict) => dict.set("5.running_var", vector(16, -1))), /variances of at least 0/],
    [change((dict) => dict.set("0.scale", vector(6))), /the network has no tensor C1\.scale/],
    [encode(new Map()), /C1 .*found none/],
    [
      change((dict) => [..."ab"].forEach((n) => dict.set(`${n}.weight`, dict.get("4.weight")!))),
      /one layer like lenet5's C3 .*found 4, a, b/,
    ],
  ];
  for (const [bytes, message] of cases) await refuse("x.safetensors", bytes, message);
});

Deno.test("importModel() refuses damaged ONNX files in one line", async () => {
  const { description } = await createExample("lenet5-1998");
  const bytes = encodeOnnx(description);
  type Edit = (model: ReturnType<typeof decodeOnnxModel>) => void;
  const change = (edit: Edit) => {
    const model = decodeOnnxModel(bytes);
    edit(model);
    return encodeOnnxModel(model);
  };
  const graph = (edit: (graph: NonNullable<Parameters<Edit>[0]["graph"]>) => void) =>
    change((model) => edit(model.graph!));
  const cases: [Uint8Array, RegExp][] = [
    [new Uint8Array(0), /a graph, found none/],
    [new TextEncoder().encode("not a model"), /expected an ONNX file/],
    [bytes.subarray(0, bytes.length >> 1), /expected an ONNX file, got unreadable bytes/],
    [graph((g) => g.node[0].opType = "Einsum"), /node C1 \(Einsum\) is of a kind/],
    [graph((g) => g.node[0].opType = "constructor"), /\(constructor\) is of a kind/],
    [graph((g) => g.node[0].domain = "other"), /is of a kind/],
    [graph((g) => g.node.splice(2, 1)), /one chain/],
    [graph((g) => g.node.push({ ...g.node[1], output: ["z"] })), /one chain/],
    [graph((g) => g.initializer.shift()), /expected a constant C1\.weight, found none/],
    [graph((g) => g.initializer[0].dataType = 10), /C1\.weight as float32, got ONNX type 10/],
    [graph((g) => g.initializer[0].dims = [6, 1, 5, 6]), /expected 180 numbers in C1\.weight/],
    [graph((g) => g.initializer[0].dims = [150]), /kernel of \[150\]/],
    [
      graph((g) => g.initializer[0].externalData = [{ key: "location", value: "/etc/passwd" }]),
      /itself/,
    ],
    [
      graph((g) => g.input[0].type.tensorType!.shape!.dim![2].dimValue = 32),
      /\[batch, 1, 32, 28\]/,
    ],
    [
      graph((g) => g.node[0].attribute!.push({ name: "strides", type: 7, ints: [2, 2] })),
      /a stride/,
    ],
    [graph((g) => g.node[0].attribute![1].ints = [1, 1, 1, 1]), /padded by \[1, 1, 1, 1\]/],
    [graph((g) => g.node[2].attribute![1].ints = [1, 1]), /overlaps/],
    [change((model) => model.metadataProps![2].value = "[1"), /expected JSON as classes/],
    [change((model) => model.metadataProps![2].value = '["a","a"]'), /each name once, got a twice/],
    [change((model) => model.metadataProps![2].value = '["a","b"]'), /names of 10 classes, got 2/],
  ];
  for (const [file, message] of cases) await refuse("x.onnx", file, message);
});

Deno.test("importModel() answers files cut anywhere and flipped bytes by an InputError or a model", async () => {
  const { description } = await createExample("pooling that leaves a remainder");
  const { next } = createRandom(7);
  for (
    const [name, bytes] of [["x.onnx", encodeOnnx(description)], [
      "x.safetensors",
      encodeWeights(description),
    ]] as const
  ) {
    for (let round = 0; round < 150; round++) {
      const copy = bytes.slice(), isCut = round % 3 === 0;
      const at = Math.floor(next() * (round % 2 ? bytes.length : 3000)) % bytes.length;
      copy[at] = Math.floor(next() * 256);
      const file = isCut ? copy.subarray(0, at) : copy;
      await importBytes(name, file).catch((error) => {
        assert.ok(error instanceof InputError, `${name}, byte ${at}: ${error.stack}`);
        assert.match(error.message, /^[^\n]+$/);
      });
    }
  }
});

Deno.test("importModel() refuses what is no model file, and too large ones, in one line", async () => {
  await refuse("x.pt", new Uint8Array(3), /expected a \.safetensors or \.onnx file, or a folder/);
  await assert.rejects(
    importModel("/none.onnx", SETTINGS),
    /none\.onnx: expected a file that can be read/,
  );
  const path = await Deno.makeTempFile({ suffix: ".safetensors" });
  try {
    await Deno.truncate(path, 2 ** 29);
    await assert.rejects(importModel(path, SETTINGS), /expected at most 256 MiB/);
  } finally {
    await Deno.remove(path);
  }
});
