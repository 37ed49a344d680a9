import assert from "node:assert/strict";
import { createNetwork, NETWORKS } from "../../../lib/model/registry.ts";
import { countParameters, summarize } from "../../../lib/model/summarize.ts";

/** A layer with parameters, or one that changes the shape: name, output, parameters, trained ones. */
type Line = [name: string, output: string, all: number, trained: number];

/** A norm's gain and offset are trained, its mean and variance are not. */
const norm = (of: string, output: string, channels: number): Line => [
  ...[`${of}_norm`, output] as const,
  ...[4 * channels, 2 * channels] as const,
];

/** A layer without a bias, for the norm behind it has one. */
const plain = (name: string, output: string, kernel: number): Line[] => [
  [name, output, kernel, kernel],
  norm(name, output, Number(output.split("×").at(-1))),
];

/** A layer with a bias. */
const biased = (name: string, output: string, inputs: number): Line => {
  const parameters = Number(output.split("×").at(-1)) * (inputs + 1);
  return [name, output, parameters, parameters];
};

/** A layer that only changes the shape. */
const shape = (name: string, output: string): Line => [name, output, 0, 0];

const LEDGERS: Record<string, { all: number; trainable: number; lines: Line[] }> = {
  "lenet1": {
    ...{ all: 3294, trainable: 3262 },
    lines: [
      ...plain("C1", "24×24×4", 4 * 5 * 5),
      shape("S2", "12×12×4"),
      ...plain("C3", "8×8×12", 12 * 5 * 5 * 4),
      shape("S4", "4×4×12"),
      shape("flatten", "192"),
      biased("output", "10", 192),
    ],
  },
  "lenet4": {
    ...{ all: 51_470, trainable: 51_190 },
    lines: [
      ...plain("C1", "28×28×4", 4 * 5 * 5),
      shape("S2", "14×14×4"),
      ...plain("C3", "10×10×16", 16 * 5 * 5 * 4),
      shape("S4", "5×5×16"),
      shape("flatten", "400"),
      ...plain("C5", "120", 120 * 400),
      biased("output", "10", 120),
    ],
  },
  "lenet5": {
    ...{ all: 62_384, trainable: 61_932 },
    lines: [
      ...plain("C1", "28×28×6", 6 * 5 * 5),
      shape("S2", "14×14×6"),
      ...plain("C3", "10×10×16", 16 * 5 * 5 * 6),
      shape("S4", "5×5×16"),
      shape("flatten", "400"),
      ...plain("C5", "120", 120 * 400),
      ...plain("F6", "84", 84 * 120),
      biased("output", "10", 84),
    ],
  },
  "lenet5-1998": {
    ...{ all: 61_706, trainable: 61_706 },
    lines: [
      biased("C1", "28×28×6", 5 * 5),
      shape("S2", "14×14×6"),
      biased("C3", "10×10×16", 5 * 5 * 6),
      shape("S4", "5×5×16"),
      shape("flatten", "400"),
      biased("C5", "120", 400),
      biased("F6", "84", 120),
      biased("output", "10", 84),
    ],
  },
  "vgg-small": {
    ...{ all: 83_994, trainable: 83_546 },
    lines: [
      ...plain("conv1a", "26×26×16", 16 * 3 * 3),
      ...plain("conv1b", "24×24×16", 16 * 3 * 3 * 16),
      shape("pool1", "12×12×16"),
      ...plain("conv2a", "10×10×32", 32 * 3 * 3 * 16),
      ...plain("conv2b", "8×8×32", 32 * 3 * 3 * 32),
      shape("pool2", "4×4×32"),
      shape("flatten", "512"),
      ...plain("dense", "128", 128 * 512),
      biased("output", "10", 128),
    ],
  },
  "vgg-large": {
    ...{ all: 198_442, trainable: 197_802 },
    lines: [
      ...plain("conv1a", "26×26×32", 32 * 3 * 3),
      ...plain("conv1b", "24×24×32", 32 * 3 * 3 * 32),
      shape("pool1", "12×12×32"),
      ...plain("conv2a", "10×10×64", 64 * 3 * 3 * 32),
      ...plain("conv2b", "8×8×64", 64 * 3 * 3 * 64),
      shape("pool2", "4×4×64"),
      shape("flatten", "1024"),
      ...plain("dense", "128", 128 * 1024),
      biased("output", "10", 128),
    ],
  },
};

Deno.test("every network of the registry has a ledger", () => {
  assert.deepEqual(Object.keys(LEDGERS), Object.keys(NETWORKS));
});

for (const [name, { lines, ...total }] of Object.entries(LEDGERS)) {
  Deno.test(`${name} has its layers, shapes and ${total.all.toLocaleString("en-US")} parameters`, () => {
    const model = createNetwork(name);
    const shown = summarize(model).filter(({ type }) => !["Activation", "Dropout"].includes(type));
    assert.deepEqual(
      shown.map((
        { name, outputShape, parameters, trainableParameters },
      ) => [name, outputShape.join("×"), parameters, trainableParameters]),
      lines,
    );
    assert.deepEqual(countParameters(model), total);
  });
}
