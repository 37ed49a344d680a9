import assert from "node:assert/strict";
import { createClassifier } from "../../lib/inference/classify.ts";
import { loadModel } from "../../lib/model/store.ts";
import { DEFAULT_MODEL_DIR } from "../../lib/paths.ts";
import { readFreehandDigits } from "./read_freehand.ts";

Deno.test("freehand digits in all styles and settings are read right, 98% or better", async () => {
  const { model } = await loadModel(DEFAULT_MODEL_DIR);
  const classify = await createClassifier(model);
  const readings = await readFreehandDigits(1, classify);
  const misread = readings.filter(({ digit, read }) => digit !== read)
    .map(({ digit, style, setting, read }) => `${digit} (${style}, ${setting}) as ${read}`);
  assert.ok(readings.length >= 400);
  assert.ok(
    misread.length <= 0.02 * readings.length,
    `${misread.length} of ${readings.length}: ${misread.join("; ")}`,
  );
});
