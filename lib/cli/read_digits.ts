/**
 * From a picture to its digits with the network's answers.
 *
 * @module
 */
import type { Classifier } from "../classifier.ts";
import { IMAGE_PIXELS } from "../dataset/labeled_images.ts";
import type { Picture } from "../image/picture.ts";
import {
  type PreparedDigit,
  type PreparedPage,
  prepareOneDigit,
  preparePage,
} from "../image/prepare.ts";
import type { Reading } from "./format_reading.ts";

/** What was found in a picture. */
export interface Findings {
  readings: Reading[];
  /** How many digits the picture looks like. */
  count: number;
  /** With `multi`: all that stands there. */
  page?: PreparedPage;
}

/** Reads one digit, or with `multi` all that there are. */
export async function readDigits(
  picture: Picture,
  classify: Classifier,
  { multi = false, classes }: { multi?: boolean; classes: readonly string[] },
): Promise<Findings> {
  if (!multi) {
    const { digit, count } = await prepareOneDigit(picture, classify);
    return { readings: await answer(digit ? [digit] : [], classify, classes), count };
  }
  const page = await preparePage(picture, classify);
  const digits = page.pieces.filter((piece) => piece.kind === "digit");
  return { readings: await answer(digits, classify, classes), count: digits.length, page };
}

async function answer(
  prepared: PreparedDigit[],
  classify: Classifier,
  classes: readonly string[],
): Promise<Reading[]> {
  const images = new Uint8Array(prepared.length * IMAGE_PIXELS);
  prepared.forEach(({ pixels }, i) => images.set(pixels, i * IMAGE_PIXELS));
  const table = await classify(images);
  return prepared.map((digit, i) => {
    const row = table.subarray(i * classes.length, (i + 1) * classes.length);
    return { ...digit, classes, probabilities: Array.from(row, (p) => Number(p.toFixed(6))) };
  });
}
