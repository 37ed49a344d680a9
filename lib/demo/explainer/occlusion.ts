/**
 * What speaks for an answer and what against it: a small window of the input is covered with paper, wherever it
 * fits, and the network is asked again (Zeiler & Fergus 2014, "Visualizing and Understanding Convolutional Networks").
 *
 * @module
 */
import { IMAGE_PIXELS, IMAGE_SIZE } from "../../dataset/labeled_images.ts";
import type { CompiledClassifier } from "../../engine/compiled_classifier.ts";

/** What covering does to an answer. */
export interface Occlusion {
  /** Index of the answer's class. */
  digit: number;
  /**
   * Of each pixel, how much less sure the answer is with it covered, from −1 (surer) to 1: the change of the
   * log-odds, a mean over the windows that cover it, as a share of the largest. 0 where there is no ink.
   */
  values: Float32Array;
  /** The class that the answer turns to wherever covering changes it most; `undefined` if it never turns. */
  rival?: number;
}

/** Side of the window. */
const WINDOW = 5;

/** Probabilities nearer to 0 or 1 tell no more. */
const LEAST = 1e-6;

const PLACES = IMAGE_SIZE - WINDOW + 1;

/** Covers every window of an image once. */
export function occlude(
  { classify }: Pick<CompiledClassifier, "classify">,
  pixels: Uint8Array,
): Occlusion {
  const whole = classify(pixels), classes = whole.length, digit = indexOfLargest(whole);
  const covered = new Uint8Array(PLACES * PLACES * IMAGE_PIXELS);
  forEachPlace((place, row, column) => {
    const image = covered.subarray(place * IMAGE_PIXELS, (place + 1) * IMAGE_PIXELS);
    image.set(pixels);
    forEachPixel(row, column, (pixel) => image[pixel] = 0);
  });
  const table = classify(covered), usual = logOdds(whole[digit]);
  const sums = new Float32Array(IMAGE_PIXELS), counts = new Uint8Array(IMAGE_PIXELS);
  let rival: number | undefined, farthest = 0;
  forEachPlace((place, row, column) => {
    const probabilities = table.subarray(place * classes, (place + 1) * classes);
    const change = usual - logOdds(probabilities[digit]);
    forEachPixel(row, column, (pixel) => {
      sums[pixel] += change;
      counts[pixel]++;
    });
    const read = indexOfLargest(probabilities);
    if (read !== digit && change > farthest) farthest = change, rival = read;
  });
  const means = sums.map((sum, i) => pixels[i] > 0 ? sum / counts[i] : 0);
  const peak = means.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
  return { digit, values: means.map((value) => value / peak), rival };
}

function forEachPlace(visit: (place: number, row: number, column: number) => void): void {
  for (let place = 0; place < PLACES * PLACES; place++) {
    visit(place, Math.floor(place / PLACES), place % PLACES);
  }
}

function forEachPixel(row: number, column: number, visit: (pixel: number) => void): void {
  for (let y = row; y < row + WINDOW; y++) {
    for (let x = column; x < column + WINDOW; x++) visit(y * IMAGE_SIZE + x);
  }
}

function logOdds(probability: number): number {
  const p = Math.min(1 - LEAST, Math.max(LEAST, probability));
  return Math.log(p / (1 - p));
}

function indexOfLargest(values: Float32Array): number {
  return values.indexOf(values.reduce((a, b) => Math.max(a, b)));
}
