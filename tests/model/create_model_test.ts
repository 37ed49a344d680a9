import assert from "node:assert/strict";
import { DIGIT_CLASSES } from "../../lib/dataset/labeled_images.ts";
import { checkClasses, createModel, createSeeds } from "../../lib/model/create_model.ts";
import { dense, flatten } from "../../lib/model/layers.ts";

const createLayers = (units: number) => [
  flatten(),
  dense("output", {
    units,
    useBias: true,
    activation: "softmax",
    initializer: { kind: "glorot", seed: 5 },
  }),
];

const count = (length: number) => Array.from({ length }, (_, index) => `class ${index}`);

Deno.test("createModel() keeps name, options and classes, and gives the layers weights", () => {
  const classes = ["cat", "dog"];
  const model = createModel("linear", createLayers(2), { classes, seed: 5, depth: { of: 1 } });
  assert.equal(model.name, "linear");
  assert.deepEqual(model.options, { seed: 5, depth: { of: 1 } });
  assert.deepEqual(
    model.weights.map(({ name, shape, values }) => [name, shape, values.length]),
    [["output/kernel", [784, 2], 1568], ["output/bias", [2], 2]],
  );
  classes.push("owl");
  assert.deepEqual(model.classes, ["cat", "dog"], "a copy");
});

Deno.test("createModel() takes the digits for the classes where none are named", () => {
  assert.deepEqual(createModel("linear", createLayers(10), {}).classes, DIGIT_CLASSES);
});

Deno.test("checkClasses() takes 2 to 255 different names", () => {
  for (const classes of [["0", "1"], DIGIT_CLASSES, count(255), ["Å", "A", "a", " "]]) {
    checkClasses(classes);
  }
});

for (
  const [what, classes, message] of [
    ["none", [], "classes: expected 2 to 255 names, got 0"],
    ["one", ["0"], "classes: expected 2 to 255 names, got 1"],
    ["256", count(256), "classes: expected 2 to 255 names, got 256"],
    ["a text", "digits", "classes: expected 2 to 255 names, got string"],
    ["an object", { 0: "a", 1: "b" }, "classes: expected 2 to 255 names, got object"],
    ["nothing", undefined, "classes: expected 2 to 255 names, got undefined"],
    ["an empty name", ["a", ""], "classes[1]: expected a name, got "],
    ["a number for a name", [7, "b"], "classes[0]: expected a name, got 7"],
    ["null for a name", ["a", "b", null], "classes[2]: expected a name, got null"],
    ["a hole", Object.assign(["a", "b"], { 3: "d" }), "classes[2]: expected a name, got undefined"],
    ["a name twice", ["a", "b", "a"], "classes: expected each name once, got a twice"],
  ] as [string, unknown, string][]
) {
  Deno.test(`checkClasses() refuses ${what} in one line`, () => {
    const check = () => checkClasses(classes as string[]);
    assert.throws(check, { name: "RangeError", message });
  });
}

Deno.test("createModel() refuses class names that labels cannot stand for", () => {
  assert.throws(() => createModel("linear", createLayers(1), { classes: ["0"] }), RangeError);
});

Deno.test("createSeeds() counts up, never gives 0, and no seed of a neighbour's network", () => {
  const draw = (seed: number) => Array.from({ length: 40 }, createSeeds(seed));
  const seeds = [0, 1, 2, 3, 2 ** 31 - 1].map(draw);
  assert.deepEqual(seeds[1].slice(0, 3), [101, 102, 103]);
  assert.ok(!seeds.flat().includes(0));
  assert.equal(new Set(seeds.flat()).size, 5 * 40);
});
