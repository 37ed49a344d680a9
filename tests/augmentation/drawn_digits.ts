/**
 * Digits drawn from geometry, and what can be seen of 784 ink bytes.
 *
 * @module
 */
import { DIGIT_CLASSES, type LabeledImages } from "../../lib/dataset/labeled_images.ts";

/** A bar of 20 rows, `width` pixels wide, that leans to the right by `slant` pixels a row. */
export function drawBar(width: number, slant = 0): Uint8Array {
  const pixels = new Uint8Array(784);
  for (let y = 4; y < 24; y++) {
    const middle = 14 + slant * (14 - y - 0.5);
    for (let x = 0; x < 28; x++) {
      const covered = Math.min(x + 1, middle + width / 2) - Math.max(x, middle - width / 2);
      pixels[y * 28 + x] = Math.round(255 * Math.max(0, covered));
    }
  }
  return pixels;
}

/** Straight strokes from point to point, 2.5 pixels wide. */
export function drawPaths(...paths: [x: number, y: number][][]): Uint8Array {
  return Uint8Array.from({ length: 784 }, (_, i) => {
    const x = i % 28 + 0.5, y = Math.floor(i / 28) + 0.5;
    const distances = paths.flatMap((path) =>
      path.slice(1).map(([toX, toY], k) => {
        const [fromX, fromY] = path[k], dx = toX - fromX, dy = toY - fromY;
        const along = ((x - fromX) * dx + (y - fromY) * dy) / (dx * dx + dy * dy);
        const t = Math.min(1, Math.max(0, along));
        return Math.hypot(x - fromX - t * dx, y - fromY - t * dy);
      })
    );
    return Math.round(255 * Math.min(1, Math.max(0, 1.75 - Math.min(...distances))));
  });
}

/** The corners of an ellipse as a path; it leans to the right by `slant` pixels a row. */
export function ellipse(
  center: [x: number, y: number],
  radii: [x: number, y: number],
  slant = 0,
): [number, number][] {
  return Array.from({ length: 33 }, (_, i) => {
    const angle = i * Math.PI / 16, y = radii[1] * Math.sin(angle);
    return [center[0] + radii[0] * Math.cos(angle) - slant * y, center[1] + y];
  });
}

export function digitsOf(labels: number[], images: Uint8Array[]): LabeledImages {
  const joined = new Uint8Array(images.length * 784);
  images.forEach((image, i) => joined.set(image, i * 784));
  const classes = DIGIT_CLASSES;
  return { count: labels.length, images: joined, labels: Uint8Array.from(labels), classes };
}

/** Ink in full pixels. */
export function inkOf(pixels: Uint8Array): number {
  return pixels.reduce((sum, ink) => sum + ink, 0) / 255;
}

/** First and last column with ink in each row that has any; a pixel counts from a third of full ink. */
export function spans(pixels: Uint8Array): { row: number; from: number; to: number }[] {
  return Array.from({ length: 28 }, (_, row) => {
    const line = pixels.subarray(row * 28, row * 28 + 28);
    const inked = [...line.keys()].filter((x) => line[x] > 85);
    return { row, from: Math.min(...inked), to: Math.max(...inked) };
  }).filter(({ to }) => to >= 0);
}

/** How many pieces of paper a digit's ink encloses: 0 for a 1, 1 for a 0, 2 for an 8. */
export function countHoles(pixels: Uint8Array): number {
  const isPaper = Uint8Array.from(pixels, (ink) => Number(ink < 100));
  let pieces = 0;
  for (let start = 0; start < 784; start++) {
    if (!isPaper[start]) continue;
    const stack = [start];
    isPaper[start] = 0;
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const x = at % 28;
      for (const next of [x > 0 ? at - 1 : -1, x < 27 ? at + 1 : -1, at - 28, at + 28]) {
        if (isPaper[next]) isPaper[next] = 0, stack.push(next);
      }
    }
    pieces++;
  }
  return pieces - 1;
}

/** The middle of the ink, counted from the middle of the first pixel. */
export function centerOf(pixels: Uint8Array): { x: number; y: number } {
  const mean = (f: (i: number) => number) =>
    pixels.reduce((sum, ink, i) => sum + ink * f(i), 0) / (255 * inkOf(pixels));
  return { x: mean((i) => i % 28), y: mean((i) => Math.floor(i / 28)) };
}

/** The longer side of the box around all ink. */
export function longerSide(pixels: Uint8Array): number {
  const inked = [...pixels.keys()].filter((i) => pixels[i] > 0);
  const side = (values: number[]) => Math.max(...values) - Math.min(...values) + 1;
  return Math.max(side(inked.map((i) => i % 28)), side(inked.map((i) => Math.floor(i / 28))));
}
