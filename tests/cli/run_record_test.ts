import assert from "node:assert/strict";
import { DIGIT_CLASSES } from "../../lib/dataset/labeled_images.ts";
import { countErrors, createRunRecord } from "../../lib/cli/run_record.ts";
import { planRun } from "../../lib/cli/plan_run.ts";
import { parseTrainFlags } from "../../lib/cli/train_options.ts";
import { evaluatePredictions } from "../../lib/evaluation/report.ts";

/** A report on digits of which the first `errors` are misread. */
function createReport(count: number, errors: number) {
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 10);
  const probabilities = new Float32Array(count * 10);
  labels.forEach((label, i) => probabilities[i * 10 + (i < errors ? label + 1 : label) % 10] = 1);
  return evaluatePredictions(labels, probabilities, DIGIT_CLASSES);
}

Deno.test("countErrors() is exact, however the accuracy is rounded", () => {
  for (const [count, errors] of [[10_000, 45], [10_000, 0], [9999, 1], [3, 1], [7, 7]]) {
    assert.equal(countErrors(createReport(count, errors)), errors);
  }
});

Deno.test("createRunRecord() is plain JSON with all that is needed to make the model again", async () => {
  const { flags, chosen } = parseTrainFlags(["--seed", "3", "--epochs", "1", "--workers", "2"]);
  const run = await planRun(flags, chosen);
  const history = [{
    epoch: 1,
    trainLoss: 0.1,
    trainAccuracy: 0.9,
    validationLoss: 0.2,
    validationAccuracy: 0.95,
    learningRate: 1e-3,
    imagesPerSecond: 1234,
    seconds: 5,
  }];
  const result = {
    backend: "compiled",
    history,
    wallSeconds: 6.54321,
    imagesPerSecond: 1234.5,
    test: createReport(20, 2),
  };
  const record = createRunRecord(run, result);
  const throughTfjs = { ...run, flags: { ...flags, backend: "wasm" as const } };
  assert.ok(!("workers" in createRunRecord(throughTfjs, result)));
  assert.deepEqual(JSON.parse(JSON.stringify(record)), record);
  assert.deepEqual(
    [record.recipe, record.workers, record.backend],
    [run.recipe, 2, "compiled"],
  );
  const { name, sha256, contentSha256, split } = record.data as Record<string, unknown>;
  assert.deepEqual([name, sha256, contentSha256], ["mnist", run.source.sha256, undefined]);
  const prepared = { ...run, source: { ...run.source, contentSha256: "of the files" } };
  const { data } = createRunRecord(prepared, result) as { data: { sha256: string } };
  assert.equal(data.sha256, "of the files");
  assert.deepEqual(split, { train: 55_000, validation: 5_000, test: 10_000 });
  assert.deepEqual([record.wallSeconds, record.imagesPerSecond], [6.54, 1235]);
  assert.deepEqual([record.parameters, record.trainableParameters], [62_384, 61_932]);
  const { errors, n } = record.test as { errors: number; n: number };
  assert.deepEqual([errors, n], [2, 20]);
});
