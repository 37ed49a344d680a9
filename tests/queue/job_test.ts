import assert from "node:assert/strict";
import { DIGIT_CLASSES } from "../../lib/dataset/labeled_images.ts";
import { checkJob, checkPredictResult, checkRunResult } from "../../lib/queue/job.ts";
import { expandPlan } from "../../lib/sweep/expand.ts";

const [{ spec }] = expandPlan({}, {
  ...{ source: "mnist", sha256: "0".repeat(64), classes: DIGIT_CLASSES, count: 55_000 },
});

const PREDICT = {
  ...{ kind: "predict", model: "/models/lenet5", weightsSha256: "0".repeat(64) },
  ...{ multi: false, threshold: 0.5, pictures: [{ name: "a.png", path: "/scans/a.png" }] },
};

Deno.test("checkJob() takes runs and pictures as they are", () => {
  assert.deepEqual(checkJob({ kind: "run", spec }), { kind: "run", spec });
  assert.deepEqual(checkJob(PREDICT), PREDICT);
});

Deno.test("checkJob() refuses everything else in one line with the path inside it", () => {
  const cases: [unknown, string][] = [
    [null, "job: expected an object, got nothing"],
    [{ kind: "eval" }, 'job: kind: expected run or predict, got "eval"'],
    [{ kind: "run", spec, script: "x" }, 'job: expected kind, spec, got "script"'],
    [
      { kind: "run", spec: { ...spec, module: "x" } },
      "job.spec: expected network, networkOptions, data, dataSha256, recipe, fold, " +
      'got "module"',
    ],
    [{ kind: "run", spec: [] }, "job: spec: expected an object, got a list"],
    [
      { kind: "run", spec: { ...spec, dataSha256: "0" } },
      'job.spec: dataSha256: expected a SHA-256, got "0"',
    ],
    [{ ...PREDICT, threshold: 2 }, "job: threshold: expected a number from 0 to 1, got 2"],
    [{ ...PREDICT, pictures: [] }, "job: pictures: expected at least one picture, got a list"],
    [
      { ...PREDICT, pictures: [{ name: "a", path: 5 }] },
      "job: pictures[0].path: expected a text of at most 4096 characters, got 5",
    ],
  ];
  for (const [job, message] of cases) {
    assert.throws(() => checkJob(job), { name: "InputError", message });
  }
});

Deno.test("checkRunResult() takes three files in base64 and no others", () => {
  const files = { "weights.bin": "AAAA", "model.json": "e30=", "run.json": "e30=" };
  assert.deepEqual(checkRunResult({ files }), { files });
  for (
    const [wrong, message] of [
      [{ "model.json": "" }, /^InputError: result: files\./],
      [{ ...files, "../x": "AAAA" }, /^InputError: result: files: expected weights\.bin, model/],
      [{ ...files, "run.json": "{}" }, /^InputError: result: files\.run\.json: expected base64/],
    ] as const
  ) assert.throws(() => checkRunResult({ files: wrong }), message);
});

Deno.test("checkPredictResult() takes a line of JSON for each picture", () => {
  const lines = ['{"image":"a"}', '{"image":"b"}'];
  assert.deepEqual(checkPredictResult({ lines }, 2), { lines });
  const check = (lines: unknown[]) => () => checkPredictResult({ lines }, 2);
  assert.throws(check(lines.slice(1)), /^InputError: result\.lines: expected 2, got 1$/);
  assert.throws(
    check([...lines.slice(1), '{"a":1}\n{}']),
    /result: lines\[1\]: expected a line of/,
  );
});
