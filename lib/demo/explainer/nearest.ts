/**
 * The training digits that a network finds most like an image.
 *
 * @module
 */
import { imageAt, type LabeledImages } from "../../dataset/labeled_images.ts";
import type { CompiledClassifier } from "../../engine/compiled_classifier.ts";
import type { Network } from "../../model/network.ts";

/** A training digit. */
export interface NearDigit {
  pixels: Uint8Array;
  label: number;
  /** Cosine similarity of what the last hidden layer makes of it and of the image, −1 to 1. */
  similarity: number;
}

/** How the last hidden layer sees digits, a row each, of unit length. */
export interface DigitFeatures {
  digits: LabeledImages;
  size: number;
  rows: Float32Array;
}

/** The layer before the output: what it makes of two digits is alike where the network takes them for alike. */
const lastHidden = ({ stages }: Network) => Math.max(0, stages.length - 2);

/** Looks at digits once, so that many images can be compared with them. */
export function lookAtDigits(
  classifier: CompiledClassifier,
  network: Network,
  digits: LabeledImages,
): DigitFeatures {
  const rows = classifier.embed(digits.images, lastHidden(network)),
    size = rows.length / digits.count;
  for (let i = 0; i < digits.count; i++) toUnitLength(rows.subarray(i * size, (i + 1) * size));
  return { digits, size, rows };
}

/** Finds the digits most like an image, the likest first. */
export function findNearest(
  classifier: CompiledClassifier,
  network: Network,
  { pixels, features, count }: { pixels: Uint8Array; features: DigitFeatures; count: number },
): NearDigit[] {
  const own = classifier.embed(pixels, lastHidden(network)), { digits, size, rows } = features;
  toUnitLength(own);
  const similarities = Float32Array.from({ length: digits.count }, (_, i) => {
    let product = 0;
    for (let k = 0; k < size; k++) product += own[k] * rows[i * size + k];
    return product;
  });
  return Array.from(similarities.keys())
    .sort((a, b) => similarities[b] - similarities[a])
    .slice(0, count)
    .map((i) => ({
      pixels: imageAt(digits, i).slice(),
      label: digits.labels[i],
      similarity: similarities[i],
    }));
}

function toUnitLength(row: Float32Array): void {
  const length = Math.hypot(...row) || 1;
  for (let k = 0; k < row.length; k++) row[k] /= length;
}
