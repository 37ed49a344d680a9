/**
 * Makes `reader.json` for a model: trains an examiner where its classes are the digits, and sets the limits.
 *
 * @module
 */
import { compileModel } from "../inference/classify.ts";
import type { Model } from "../model/model.ts";
import { readNetwork } from "../model/read_network.ts";
import { calibrate, type CalibrationDigits } from "./calibrate.ts";
import type { ReaderCalibration } from "./calibration.ts";
import { canExamine, type ExaminerOptions, trainExaminer } from "./train_examiner.ts";

export * from "./calibrate.ts";
export type { Lessons } from "./exemplars.ts";
export * from "./train_examiner.ts";

/**
 * Calibrates a model.
 *
 * @param digits What it was trained on, and what was held out; no examiner is trained where there is one.
 * @returns Nothing if it was aborted.
 * @throws {UnsupportedModelError} If the compiled engine does not know one of the model's layers.
 *
 * @example
 * ```ts
 * import { loadMnist, sliceImages } from "@lenet5/digits/dataset";
 * import { loadModel, saveModel } from "@lenet5/digits/model";
 * import { encodeCalibration } from "@lenet5/digits/reader";
 * import { calibrateModel } from "@lenet5/digits/reader/calibrate";
 *
 * const { model, run } = await loadModel("models/lenet5");
 * const { train, validation } = await loadMnist();
 * const digits = { train: sliceImages(train, 0, 500), validation };
 * const calibration = await calibrateModel(model, digits, { workers: 2, epochs: 1 });
 * const dir = await Deno.makeTempDir();
 * if (calibration) await saveModel(dir, model, run, encodeCalibration(calibration));
 * ```
 */
export async function calibrateModel(
  model: Model,
  digits: CalibrationDigits,
  options: ExaminerOptions,
): Promise<ReaderCalibration | undefined> {
  const classifier = await compileModel(model);
  const isToTrain = !digits.examiner && canExamine(model.classes);
  const trained = isToTrain ? await trainExaminer(digits.train, options) : undefined;
  if (options.signal?.aborted) return undefined;
  const examiner = digits.examiner ?? trained;
  return await calibrate(classifier, readNetwork(model.topology), { ...digits, examiner });
}
