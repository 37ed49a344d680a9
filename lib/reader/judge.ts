/**
 * Whether an answer may be given: a softmax is sure of something whatever it is shown.
 *
 * Two things are asked. How probable is the best answer? And does the ink look like a digit at all: do
 * the last feature maps resemble those of some typical digit (cosine similarity, as in Sun et al.
 * 2022, "Out-of-Distribution Detection with Deep Nearest Neighbors")? Both limits are set on held-out
 * digits, for each model its own.
 *
 * @module
 */

/** From which values on an answer is given. */
export interface Limits {
  /** Least probability of an answer that is given without reserve. */
  confidence: number;
  /** Novelty above which an answer is doubted. */
  unusual: number;
  /** Novelty above which the ink is no digit. */
  foreign: number;
}

/** "sure": the answer stands; "unsure": it may be wrong; "foreign": this is no digit. */
export type Verdict = "sure" | "unsure" | "foreign";

/** Length of a direction that is held in signed bytes. */
export const UNIT = 127;

/** Judges one digit. */
export function judge(
  { confidence, novelty }: { confidence: number; novelty: number },
  limits: Limits,
): Verdict {
  if (novelty > limits.foreign) return "foreign";
  return confidence < limits.confidence || novelty > limits.unusual ? "unsure" : "sure";
}

/**
 * How little some feature maps resemble any of the typical ones: 1 − the highest cosine similarity.
 *
 * @param features Of one image.
 * @param typical Directions of length {@link UNIT}, as many components each as `features` has.
 */
export function measureNovelty(features: Float32Array, typical: Int8Array): number {
  const size = features.length;
  const length = Math.hypot(...features);
  let highest = -1;
  for (let start = 0; start < typical.length; start += size) {
    let product = 0;
    for (let i = 0; i < size; i++) product += features[i] * typical[start + i];
    highest = Math.max(highest, product / (UNIT * length || 1));
  }
  return 1 - highest;
}
