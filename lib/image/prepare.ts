/**
 * The whole way from a picture to digits that the network reads.
 *
 * @module
 */
import type { Classifier } from "../classifier.ts";
import { locateDigit, locateDigits, type LocatedInk } from "./locate.ts";
import { type NormalizedDigit, normalizeDigit } from "./normalize.ts";
import type { Box, Picture } from "./picture.ts";
import { splitTouching } from "./split.ts";

/** A digit found in a picture, ready for the network. */
export interface PreparedDigit extends NormalizedDigit {
  /** Where it is in the picture, in the picture's pixels. */
  box: Box;
  /** The line of writing it stands in, 0 for the topmost. */
  line: number;
}

/**
 * Prepares the one digit of a picture: all of its ink but for dust is taken as that digit.
 *
 * @returns `undefined` if the picture holds no ink.
 *
 * @example
 * ```ts
 * import { decodePicture, prepareDigit } from "@lenet5/digits/image";
 * import { classify } from "@lenet5/digits/inference";
 * import { loadModel } from "@lenet5/digits/model";
 *
 * const { model } = await loadModel("models/lenet5");
 * const picture = await decodePicture(await Deno.readFile("my_digit.png"), "my_digit.png");
 * const digit = prepareDigit(picture);
 * if (digit) console.log(await classify(model, digit.pixels));
 * ```
 */
export function prepareDigit(picture: Picture): PreparedDigit | undefined {
  const located = locateDigit(picture);
  return located && { ...normalizeDigit(located.ink), box: located.box, line: 0 };
}

/**
 * Prepares every digit of a picture, line by line and from left to right.
 *
 * @param classify Decides where digits that touch are to be cut apart.
 * @returns An empty array if the picture holds no ink.
 */
export async function prepareDigits(
  picture: Picture,
  classify: Classifier,
): Promise<PreparedDigit[]> {
  const digits: PreparedDigit[] = [];
  for (const located of locateDigits(picture)) {
    for (const piece of await splitTouching(located.ink, classify)) {
      const box = placeInPicture(piece.box, located);
      digits.push({ ...normalizeDigit(piece.ink), box, line: located.line });
    }
  }
  return digits;
}

/**
 * Prepares the picture of one digit as {@link prepareDigits} does, so that it is the same whether one
 * or several are looked for; where that finds more than one, all ink is taken as one digit.
 *
 * @returns The digit, `undefined` if the picture holds no ink, and how many it looks like.
 */
export async function prepareOneDigit(
  picture: Picture,
  classify: Classifier,
): Promise<{ digit: PreparedDigit | undefined; count: number }> {
  const digits = await prepareDigits(picture, classify);
  const digit = digits.length === 1 ? digits[0] : prepareDigit(picture);
  return { digit, count: digits.length };
}

/** The box in the picture of a box in a located piece of ink. */
function placeInPicture(box: Box, { ink, box: whole }: LocatedInk): Box {
  const scale = whole.width / ink.width;
  return {
    left: whole.left + box.left * scale,
    top: whole.top + box.top * scale,
    width: box.width * scale,
    height: box.height * scale,
  };
}
