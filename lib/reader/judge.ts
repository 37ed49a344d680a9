/**
 * Whether an answer may be given: a softmax is sure of something whatever it is shown.
 *
 * Three things are asked. How probable is the best answer? Does a second network that also knows what is
 * no digit (see examiner.ts), or the likeness to typical images of the classes (typical_digits.ts), find a
 * class in the ink at all? And does it find the same class? The limits are set on held-out images, for each model
 * its own.
 *
 * @module
 */

/** From which values on an answer is given. */
export interface Limits {
  /** Least probability of an answer that is given without reserve. */
  confidence: number;
  /** Strangeness above which an answer is doubted. */
  unusual: number;
  /** Strangeness above which the ink is no digit. */
  foreign: number;
}

/** "sure": the answer stands; "unsure": it may be wrong; "foreign": this is no digit. */
export type Verdict = "sure" | "unsure" | "foreign";

/** What is known of an answer. */
export interface Evidence {
  /** Its probability. */
  confidence: number;
  /** How little the ink resembles any class, 0 to 1 or 2. */
  strangeness: number;
  /** Whether the second network, if there is one, reads another class. */
  isDisputed?: boolean;
}

/** Judges one answer. */
export function judge(
  { confidence, strangeness, isDisputed = false }: Evidence,
  limits: Limits,
): Verdict {
  if (strangeness > limits.foreign) return "foreign";
  const isDoubtful = confidence < limits.confidence || strangeness > limits.unusual;
  return isDoubtful || isDisputed ? "unsure" : "sure";
}
