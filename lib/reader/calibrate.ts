/**
 * Sets a model's limits on digits that it was not trained on, so that "not sure" and "no digit" mean
 * the same whatever the model.
 *
 * @module
 */
import { type LabeledImages, sliceImages } from "../dataset/labeled_images.ts";
import type { CompiledClassifier } from "../engine/compiled_classifier.ts";
import type { Network } from "../model/network.ts";
import { decodePredictions } from "../evaluation/predictions.ts";
import { findCoverageAtRisk, traceRiskCoverage } from "../evaluation/risk_coverage.ts";
import { createVariants, type VariantShares } from "../augmentation/variants.ts";
import type { ReaderCalibration, TypicalDigits } from "./calibration.ts";
import type { Examiner } from "./examiner.ts";
import { findExemplars, findLastMaps, type Lessons } from "./exemplars.ts";
import { createObserver } from "./recognizer.ts";
import { findTypicalDigits } from "./typical_digits.ts";

/** Of the answers given without reserve, at most this share is wrong on held-out digits. */
const ACCEPTED_RISK = 0.001;

/** Held-out digits that are stranger than the limits, which are therefore doubted or refused. */
const UNUSUAL_SHARE = 0.02, FOREIGN_SHARE = 0.005;

/** Training digits among which the typical ones are sought, and how many are kept a class. */
const SAMPLE = 3000, TYPICAL_PER_CLASS = 10;

/** Of which digits are written as a variant. */
const SEED = 0;

/** The digits that limits are set on. */
export interface CalibrationDigits {
  /** Digits to find typical ones among, where there is no examiner or something was taught. */
  train: LabeledImages;
  /** Held-out digits to set the limits on. */
  validation: LabeledImages;
  /** What tells the digits from all else; see `trainExaminer`. */
  examiner?: Examiner;
  /** The variants that the model was trained on; none by default. */
  variants?: VariantShares;
  /** What a person taught it; nothing by default. */
  lessons?: Lessons;
  /** What a committee answers to the validation digits, row by row; the model's own answers by default. */
  probabilities?: Float32Array;
}

/**
 * Sets the limits on the validation digits: of how strange they look to the examiner or, without one, beside
 * typical ones among the training digits.
 *
 * @example
 * ```ts
 * import { loadMnist } from "@lenet5/digits/dataset";
 * import { compileModel } from "@lenet5/digits/inference";
 * import { loadModel, readNetwork } from "@lenet5/digits/model";
 * import { encodeCalibration } from "@lenet5/digits/reader";
 * import { calibrate } from "@lenet5/digits/reader/calibrate";
 *
 * const { model } = await loadModel("models/lenet5");
 * const classifier = await compileModel(model);
 * const calibration = await calibrate(classifier, readNetwork(model.topology), await loadMnist());
 * const readerJson = JSON.stringify(encodeCalibration(calibration)); // reader.json beside model.json
 * ```
 */
export async function calibrate(
  classifier: CompiledClassifier,
  network: Network,
  digits: CalibrationDigits,
): Promise<ReaderCalibration> {
  const { validation, examiner, lessons } = digits;
  const { probabilities = classifier.classify(validation.images) } = digits;
  const typical = examiner && !lessons ? undefined : findTypical(classifier, network, digits);
  const judges = examiner ? { examiner } : { typical };
  const observe = (await createObserver(judges, classifier))(validation.images);
  const strangeness = Array.from({ length: validation.count }, (_, i) => observe(i, 0).strangeness)
    .sort((a, b) => a - b);
  const quantile = (share: number) => strangeness[Math.floor(share * (strangeness.length - 1))];
  const limits = {
    confidence: findLeastConfidence(validation, probabilities),
    unusual: quantile(1 - UNUSUAL_SHARE),
    foreign: quantile(1 - FOREIGN_SHARE),
  };
  if (!lessons) return { limits, ...judges };
  const known = { lessons, held: validation.images, typical: typical!.values };
  return { limits, ...judges, exemplars: findExemplars(classifier, network, known) };
}

function findTypical(
  classifier: CompiledClassifier,
  network: Network,
  { train, variants = {} }: CalibrationDigits,
): TypicalDigits {
  const { stage, size } = findLastMaps(network);
  const sample = sliceImages(train, 0, Math.min(SAMPLE, train.count));
  // Kinds of their own, or they would take typical digits from the others, which then seem strange.
  const written = createVariants(sample, { shares: variants, seed: SEED });
  const options = { size, perClass: TYPICAL_PER_CLASS, classes: train.classes.length };
  const values = [sample, written].map(({ images, labels }) =>
    findTypicalDigits(classifier.embed(images, stage), labels, options)
  );
  return { values: joinBytes(values), stage, size };
}

function joinBytes(parts: readonly Int8Array[]): Int8Array {
  const joined = new Int8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** 1, so that nothing is sure, where even the most confident answers are wrong too often. */
function findLeastConfidence({ labels }: LabeledImages, probabilities: Float32Array): number {
  const curve = traceRiskCoverage(decodePredictions(labels, probabilities));
  return findCoverageAtRisk(curve, ACCEPTED_RISK)?.threshold ?? 1;
}
