import assert from "node:assert/strict";
import { createClassifier } from "../../../lib/inference/classify.ts";
import { findWeight, type Model } from "../../../lib/model/model.ts";
import { countParameters, summarize } from "../../../lib/model/summarize.ts";
import { createLenet5 } from "../../../lib/model/zoo/lenet5.ts";
import { createImages } from "../../engine/in_process.ts";

const PLAIN = { batchNorm: false, dropout: 0, pooling: "average", activation: "tanh" } as const;

Deno.test("createLenet5() near the paper has its layers, shapes and 61,706 parameters", () => {
  const model = createLenet5(PLAIN);
  const ledger = summarize(model)
    .filter(({ type }) => type !== "Activation")
    .map(({ name, outputShape, parameters }) => [name, outputShape.join("×"), parameters]);
  assert.deepEqual(ledger, [
    ["C1", "28×28×6", 6 * (5 * 5 + 1)],
    ["S2", "14×14×6", 0],
    ["C3", "10×10×16", 16 * (5 * 5 * 6 + 1)],
    ["S4", "5×5×16", 0],
    ["flatten", "400", 0],
    ["C5", "120", 120 * (400 + 1)],
    ["F6", "84", 84 * (120 + 1)],
    ["output", "10", 10 * (84 + 1)],
  ]);
  assert.deepEqual(countParameters(model), { all: 61_706, trainable: 61_706 });
});

Deno.test("createLenet5() has 62,384 parameters by default, 452 of them moving statistics", () => {
  const { all, trainable } = countParameters(createLenet5());
  assert.deepEqual([all, all - trainable], [62_384, 2 * 226]);
});

Deno.test("createLenet5() names its layers in the order of the paper", () => {
  assert.deepEqual(summarize(createLenet5()).map(({ name }) => name), [
    ...["C1", "C1_norm", "C1_relu", "S2", "C3", "C3_norm", "C3_relu", "S4", "flatten"],
    ...["C5", "C5_norm", "C5_relu", "C5_dropout", "F6", "F6_norm", "F6_relu", "F6_dropout"],
    "output",
  ]);
});

Deno.test("createLenet5() builds every combination of options, with the same shapes", () => {
  for (const batchNorm of [true, false]) {
    for (const dropout of [0, 0.3]) {
      for (const pooling of ["max", "average"] as const) {
        for (const activation of ["relu", "tanh"] as const) {
          const model = createLenet5({ batchNorm, dropout, pooling, activation });
          const layers = summarize(model);
          const count = (wanted: string) => layers.filter(({ type }) => type === wanted).length;
          assert.equal(count("BatchNormalization"), batchNorm ? 4 : 0);
          assert.equal(count("Dropout"), dropout > 0 ? 2 : 0);
          assert.equal(count(pooling === "max" ? "MaxPooling2D" : "AveragePooling2D"), 2);
          assert.equal(layers.filter(({ name }) => name.endsWith(activation)).length, 4);
          assert.equal(countParameters(model).trainable, batchNorm ? 61_932 : 61_706);
        }
      }
    }
  }
});

Deno.test("createLenet5() takes channels, units and classes of any number", () => {
  const classes = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  const options = { channels: [8, 24], units: [50, 40, 30], classes, batchNorm: false } as const;
  const model = createLenet5(options);
  assert.deepEqual(model.classes, classes);
  const weighted = summarize(model).filter(({ parameters }) => parameters > 0);
  assert.deepEqual(
    weighted.map(({ name, outputShape, parameters }) => [name, outputShape.at(-1), parameters]),
    [
      ["C1", 8, 8 * (5 * 5 + 1)],
      ["C3", 24, 24 * (5 * 5 * 8 + 1)],
      ["C5", 50, 50 * (5 * 5 * 24 + 1)],
      ["F6", 40, 40 * (50 + 1)],
      ["F8", 30, 30 * (40 + 1)],
      ["output", 26, 26 * (30 + 1)],
    ],
  );
});

/** All weights of a model, one after the other. */
const flattenWeights = ({ weights }: Model) => weights.flatMap(({ values }) => [...values]);

Deno.test("createLenet5() starts from the same weights each time by default (seed 0)", () => {
  assert.deepEqual(flattenWeights(createLenet5({ seed: 0 })), flattenWeights(createLenet5()));
});

Deno.test("createLenet5() starts from the same weights for the same seed only", () => {
  const [first, same, other] = [7, 7, 8].map((seed) => createLenet5({ seed }));
  assert.deepEqual(flattenWeights(same), flattenWeights(first));
  for (const name of ["C1", "C3", "C5", "F6", "output"]) {
    const [mine, theirs] = [first, other].map((model) =>
      findWeight(model, `${name}/kernel`).values
    );
    assert.notDeepEqual(theirs, mine, name);
  }
});

// tfjs draws from a normal distribution cut off at two standard deviations, which narrows it by this.
const TRUNCATION = 0.8796;

Deno.test("createLenet5() scales initial weights to the activation: He for relu, Glorot for tanh", () => {
  const deviationOf = (model: Model, name: string) => {
    const { values } = findWeight(model, `${name}/kernel`);
    return Math.sqrt(values.reduce((sum, w) => sum + w * w, 0) / values.length);
  };
  const he = deviationOf(createLenet5({ activation: "relu" }), "C5") / Math.sqrt(2 / 400);
  assert.ok(Math.abs(he - TRUNCATION) < 0.02, `${he}`);
  const glorot = deviationOf(createLenet5(PLAIN), "C5") / Math.sqrt(2 / (400 + 120));
  assert.ok(Math.abs(glorot - TRUNCATION) < 0.02, `${glorot}`);
});

Deno.test("createLenet5() maps a batch of ink to probabilities", async () => {
  const classify = await createClassifier(createLenet5({ seed: 3 }));
  const probabilities = await classify(createImages(3).images);
  assert.equal(probabilities.length, 30);
  for (let start = 0; start < 30; start += 10) {
    const row = probabilities.subarray(start, start + 10);
    assert.ok(Math.abs(row.reduce((a, b) => a + b) - 1) < 1e-6);
    assert.ok(row.every((probability) => probability >= 0));
  }
});
