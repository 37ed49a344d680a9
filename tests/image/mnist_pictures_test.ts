import assert from "node:assert/strict";
import {
  IMAGE_PIXELS,
  IMAGE_SIZE,
  imageAt,
  type LabeledImages,
  sliceImages,
} from "../../lib/dataset/labeled_images.ts";
import { loadSplit } from "../../lib/dataset/mnist.ts";
import { createClassifier } from "../../lib/inference/classify.ts";
import { decodePng, encodePng } from "../../lib/image/png.ts";
import { prepareDigit } from "../../lib/image/prepare.ts";
import { loadModel } from "../../lib/model/store.ts";
import { DEFAULT_MODEL_DIR } from "../../lib/paths.ts";

/** How a digit of MNIST becomes a picture. */
interface Layout {
  /** Pixels of the picture along each side of a pixel of the digit. */
  scale: number;
  darkOnLight: boolean;
  width: number;
  height: number;
  left: number;
  top: number;
}

const LAYOUTS: Layout[] = [
  { scale: 1, darkOnLight: false, width: 28, height: 28, left: 0, top: 0 },
  { scale: 1, darkOnLight: true, width: 28, height: 28, left: 0, top: 0 },
  {
    scale: 3,
    darkOnLight: true,
    width: 160,
    height: 120,
    left: 74,
    top: 3,
  },
  {
    scale: 1,
    darkOnLight: false,
    width: 300,
    height: 90,
    left: 200,
    top: 40,
  },
];

function drawEnlarged(digit: Uint8Array, layout: Layout) {
  const { scale, darkOnLight, width, height, left, top } = layout;
  const data = new Uint8Array(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i++) {
    const x = Math.floor((i % width - left) / scale);
    const y = Math.floor((Math.floor(i / width) - top) / scale);
    const isInside = x >= 0 && y >= 0 && x < IMAGE_SIZE && y < IMAGE_SIZE;
    const ink = isInside ? digit[y * IMAGE_SIZE + x] : 0;
    data.fill(darkOnLight ? 255 - ink : ink, 4 * i, 4 * i + 3);
  }
  return { width, height, data };
}

function countRight({ labels }: LabeledImages, probabilities: Float32Array): number {
  return labels.reduce((right, label, i) => {
    const row = probabilities.subarray(10 * i, 10 * i + 10);
    return right + Number(row.indexOf(Math.max(...row)) === label);
  }, 0);
}

Deno.test("1,000 digits of MNIST as PNG files are read as well as directly, within 0.2 points", async () => {
  const digits = sliceImages(await loadSplit("validation"), 0, 1000);
  const { model } = await loadModel(DEFAULT_MODEL_DIR);
  const classify = await createClassifier(model);
  const direct = countRight(digits, await classify(digits.images));
  const images = new Uint8Array(digits.images.length);
  for (let i = 0; i < digits.count; i++) {
    const png = encodePng(drawEnlarged(imageAt(digits, i), LAYOUTS[i % LAYOUTS.length]));
    images.set(prepareDigit(decodePng(png, `digit ${i}`))!.pixels, i * IMAGE_PIXELS);
  }
  const right = countRight(digits, await classify(images));
  assert.ok(Math.abs(right - direct) <= 2, `${right} instead of ${direct} right`);
});
