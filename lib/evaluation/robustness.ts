/**
 * How accuracy falls as digits are disturbed.
 *
 * @module
 */
import { DIGIT_PIXELS, type Digits, imageAt } from "../dataset/digits.ts";
import { type Disturbance, DISTURBANCES } from "./disturbances.ts";
import { wilsonInterval } from "./interval.ts";
import { decodePredictions } from "./predictions.ts";

/** Reads digits: ink bytes, `n * 784`, to probabilities, `n * 10`. */
export type Reader = (images: Uint8Array) => Promise<Float32Array>;

/** Accuracy under one disturbance. */
export interface RobustnessCurve {
  readonly name: string;
  /** Unit of the strength. */
  readonly unit: string;
  readonly points: readonly RobustnessPoint[];
}

/** Accuracy at one strength. */
export interface RobustnessPoint {
  readonly strength: number;
  /** Share of the digits read right. */
  readonly accuracy: number;
  /** 95% Wilson interval of that share. */
  readonly accuracyInterval: readonly [number, number];
}

/** Measures a reader's accuracy on digits under each disturbance at each of its strengths. */
export async function measureRobustness(
  read: Reader,
  digits: Digits,
  disturbances: readonly Disturbance[] = DISTURBANCES,
): Promise<RobustnessCurve[]> {
  const curves = [];
  for (const disturbance of disturbances) {
    const points = [];
    for (const strength of disturbance.strengths) {
      const probabilities = await read(disturb(digits, disturbance, strength));
      const predictions = decodePredictions(digits.labels, probabilities);
      const right = predictions.filter(({ label, digit }) => label === digit).length;
      points.push({
        strength,
        accuracy: right / digits.count,
        accuracyInterval: wilsonInterval(right, digits.count),
      });
    }
    curves.push({ name: disturbance.name, unit: disturbance.unit, points });
  }
  return curves;
}

function disturb(digits: Digits, disturbance: Disturbance, strength: number): Uint8Array {
  const images = new Uint8Array(digits.count * DIGIT_PIXELS);
  for (let i = 0; i < digits.count; i++) {
    images.set(disturbance.apply(imageAt(digits, i), strength, i), i * DIGIT_PIXELS);
  }
  return images;
}
