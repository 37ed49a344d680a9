/**
 * Made-up records for figures: images, runs, classes, reports.
 *
 * @module
 */
import { IMAGE_PIXELS, IMAGE_SIZE } from "../../lib/dataset/labeled_images.ts";
import { createRandom } from "../../lib/random.ts";

/** A ring of ink, its radius by `label`. */
export function drawRing(label: number): Uint8Array {
  return Uint8Array.from({ length: IMAGE_PIXELS }, (_, p) => {
    const y = Math.floor(p / IMAGE_SIZE) - 13.5, x = p % IMAGE_SIZE - 13.5;
    return Math.round(255 * Math.max(0, 1 - Math.abs(Math.hypot(x, y) - label % 10 - 2) / 2));
  });
}

/** A run of so many epochs, the loss falling. */
export function inventHistory(epochs: number, slowness = 4) {
  return Array.from({ length: epochs }, (_, i) => ({
    epoch: i + 1,
    trainLoss: 0.5 * Math.exp(-i / slowness) + 0.03,
    validationLoss: 0.3 * Math.exp(-i / slowness) + 0.02,
    validationAccuracy: 0.995 - 0.03 * Math.exp(-i / slowness),
    learningRate: 0.006 * Math.sin(Math.PI * (i + 0.5) / epochs),
    imagesPerSecond: 18_000 + 500 * Math.cos(i),
  }));
}

/** The same with points within the epochs, the last one under way. */
export function inventProgress(epochs: number, pointsPerEpoch: number) {
  const history = inventHistory(epochs + 1);
  return history.flatMap(({ validationLoss, validationAccuracy, ...record }, i) => {
    const within = Array.from({ length: pointsPerEpoch - 1 }, (_, k) => ({
      ...record,
      epoch: i + (k + 1) / pointsPerEpoch,
    }));
    const end = { ...record, validationLoss, validationAccuracy };
    return i < epochs ? [...within, end] : within;
  });
}

/** Statistics of made-up classes. */
export function inventStatistics(classes: readonly string[]) {
  return classes.map((name, label) => ({
    label,
    name,
    count: 100,
    share: 1 / classes.length,
    mean: Float64Array.from(drawRing(label), (ink) => ink / 255),
    spread: Float64Array.from(drawRing(label), (ink) => ink / 510),
    meanInk: 0.1,
  }));
}

/** Shares of made-up classes, more and less than balanced. */
export function inventShares(classes: readonly string[], wave: (label: number) => number) {
  return classes.map((name, label) => ({
    label,
    name,
    share: (1 + wave(label) / 10) / classes.length,
  }));
}

/** The scores and the confusion matrix of a made-up report. */
export function inventReport(classes: readonly string[]) {
  const indices = [...classes.keys()];
  return {
    classes,
    perClass: indices.map((label) => ({
      label,
      precision: 0.99 + label % 10 / 2000,
      recall: 0.998 - label % 17 / 1500,
      f1: 0.994 - label % 17 / 12_000,
      support: 1000,
    })),
    confusion: indices.map((truth) =>
      indices.map((predicted) => {
        if (truth === predicted) return 980 + truth;
        return (truth * 7 + predicted * 3) % 11 === 0 ? (truth + predicted) % 6 : 0;
      })
    ),
  };
}

/** Two hundred points around a circle, class by class. */
export function inventPoints(classCount: number) {
  const random = createRandom(1);
  return Array.from({ length: 200 }, (_, i) => ({
    x: 3 * Math.cos(i % classCount) + random.nextNormal() / 2,
    y: 3 * Math.sin(i % classCount) + random.nextNormal() / 2,
    label: i % classCount,
  }));
}

/** The letters A to Z. */
export const LETTERS = Array.from({ length: 26 }, (_, i) => String.fromCharCode(65 + i));
/** Three classes whose names are words. */
export const SHAPES = ["circle", "square", "a five-pointed star"];
/** As many classes as there can be, with a name each. */
export const MANY = Array.from({ length: 255 }, (_, i) => `class ${i}`);
