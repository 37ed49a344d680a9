import assert from "node:assert/strict";
import { createClassifier } from "../../lib/engine/classify.ts";
import { prepareDigit } from "../../lib/image/prepare.ts";
import { loadModel } from "../../lib/model/store.ts";
import { DEFAULT_MODEL_DIR } from "../../lib/paths.ts";
import { drawFreehandDigits } from "./freehand.ts";

Deno.test("freehand digits in all styles and settings are read right, 98% or better", async () => {
  const { model } = await loadModel(DEFAULT_MODEL_DIR);
  const classify = await createClassifier(model);
  model.dispose();
  const misread: string[] = [];
  let count = 0;
  for (const { digit, style, setting, picture } of drawFreehandDigits(1)) {
    count++;
    const prepared = prepareDigit(picture);
    const probabilities = prepared ? await classify(prepared.pixels) : new Float32Array(10);
    const read = probabilities.indexOf(Math.max(...probabilities));
    if (!prepared || read !== digit) misread.push(`${digit} (${style}, ${setting}) as ${read}`);
  }
  assert.ok(count >= 400);
  assert.ok(misread.length <= 0.02 * count, `${misread.length} of ${count}: ${misread.join("; ")}`);
});
