/**
 * What each class looks like on average, and where its images differ.
 *
 * @module
 */
import { IMAGE_PIXELS, imageAt, type LabeledImages } from "../dataset/labeled_images.ts";

/** Statistics of all images of one class. */
export interface ClassStatistics {
  /** The class, an index. */
  readonly label: number;
  /** Its name. */
  readonly name: string;
  /** How many images. */
  readonly count: number;
  /** `count` as a share of all images. */
  readonly share: number;
  /** Mean ink of each pixel, 0 to 1, 784; zeros if there is no image. */
  readonly mean: Float64Array;
  /** Standard deviation (population) of each pixel's ink, 0 to 0.5, 784; zeros if there is no image. */
  readonly spread: Float64Array;
  /** Mean ink over all pixels, 0 to 1: how much of the field is inked. */
  readonly meanInk: number;
}

/**
 * Describes each class.
 *
 * @throws {RangeError} If there are no images.
 */
export function describeClasses(images: LabeledImages): ClassStatistics[] {
  if (images.count === 0) throw new RangeError("expected at least one image, got none");
  const counts = Array<number>(images.classes.length).fill(0);
  const sums = counts.map(() => new Float64Array(IMAGE_PIXELS));
  const squares = counts.map(() => new Float64Array(IMAGE_PIXELS));
  for (let i = 0; i < images.count; i++) {
    const label = images.labels[i];
    counts[label]++;
    addImage(imageAt(images, i), sums[label], squares[label]);
  }
  return counts.map((count, label) => ({
    label,
    name: images.classes[label],
    count,
    share: count / images.count,
    ...summarizePixels(count, sums[label], squares[label]),
  }));
}

/** Sums of bytes and of their squares stay whole numbers below 2⁵³: nothing is rounded. */
function addImage(image: Uint8Array, sums: Float64Array, squares: Float64Array): void {
  for (let p = 0; p < IMAGE_PIXELS; p++) {
    sums[p] += image[p];
    squares[p] += image[p] ** 2;
  }
}

function summarizePixels(count: number, sums: Float64Array, squares: Float64Array) {
  const divisor = Math.max(count, 1);
  const mean = sums.map((total) => total / divisor / 255);
  const spread = squares.map((total, p) =>
    Math.sqrt(Math.max(0, total / divisor - (sums[p] / divisor) ** 2)) / 255
  );
  return { mean, spread, meanInk: mean.reduce((a, b) => a + b) / IMAGE_PIXELS };
}
