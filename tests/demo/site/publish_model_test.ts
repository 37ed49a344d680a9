import assert from "node:assert/strict";
import { unpackWeights } from "../../../lib/reader/published_model.ts";
import { readVariants } from "../../../lib/demo/site/describe_model.ts";
import { describeRun, publish } from "../../../lib/demo/site/publish_model.ts";
import { createCompiledClassifier } from "../../../lib/engine/compiled_classifier.ts";
import { compileModel } from "../../../lib/inference/classify.ts";
import { compileKernelModule } from "../../../lib/kernels/module.ts";
import { createLenet5 } from "../../../lib/model/zoo/lenet5.ts";
import { makeDigits, publishLenet5 } from "../models.ts";

Deno.test("publish() gives all that the page needs to compute what the model does", async () => {
  const options = { seed: 9 };
  const { description, binary } = publishLenet5(options);
  const model = createLenet5(options);
  const classifier = await compileModel(model);
  const weights = unpackWeights(JSON.parse(JSON.stringify(description)), binary.buffer);
  const module = await compileKernelModule(false);
  const published = createCompiledClassifier(description.network, weights, module);
  const { images } = makeDigits(20, 3);
  assert.deepEqual(published.classify(images), classifier.classify(images));
});

Deno.test("publish() names the classes and the pooling layers, and takes the model's calibration over", () => {
  const { description } = publishLenet5({ batchNorm: false });
  const { network: { stages }, classes } = description;
  assert.deepEqual(classes, [..."0123456789"]);
  assert.deepEqual(
    stages.map(({ poolName }) => poolName),
    ["S2", "S4", undefined, undefined, undefined],
  );
  assert.equal(description.calibration, undefined);
  const calibration = { limits: { confidence: 0.9, unusual: 0.2, foreign: 0.3 } };
  const publication = publish({ model: createLenet5(), run: {}, calibration }, "lenet5");
  assert.deepEqual(publication.description.calibration, calibration);
});

Deno.test("publish() refuses a calibration that is none", () => {
  const calibration = { limits: {} };
  assert.throws(
    () => publish({ model: createLenet5(), run: {}, calibration }, "lenet5"),
    /reader\.json: expected limits\.confidence: a number/,
  );
});

Deno.test("describeRun() takes from run.json what it knows, and nothing that is not a number", () => {
  const test = { errors: 40, n: 10_000 };
  assert.deepEqual(
    describeRun("a", { parameters: 62384, test: { ...test, accuracy: 0.996 }, recipe: {} }),
    { name: "a", parameters: 62384, test },
  );
  const unknown = [{}, { parameters: "many", test: null }, { test: { errors: 1, n: 0 } }];
  for (const run of unknown) assert.deepEqual(describeRun("a", run), { name: "a" });
});

Deno.test("readVariants() takes the shares of variants from the recipe, and none where there is none", () => {
  const variants = { "slashed zero": 0.3 };
  assert.deepEqual(readVariants({ recipe: { variants } }), variants);
  const others = ["half", null, 3, {
    "slashed zero": "half",
    "flagged one": -1,
    "footed one": 2,
    "broken five": null,
    "purple six": 0.5,
  }];
  const runs = [
    {},
    { recipe: {} },
    { recipe: null },
    ...others.map((v) => ({ recipe: { variants: v } })),
  ];
  for (const run of runs) assert.deepEqual(readVariants(run), {});
});
