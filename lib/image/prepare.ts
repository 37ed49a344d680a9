/**
 * The whole way from a picture to digits that the network reads.
 *
 * @module
 */
import { locateDigit, type LocatedInk, locatePieces } from "./locate.ts";
import { type NormalizedDigit, normalizeDigit } from "./normalize.ts";
import type { Box, Picture } from "./picture.ts";
import type { Sign } from "./signs.ts";
import type { Classifier } from "../classifier.ts";
import { type InkPart, type Judge, rejoinParts } from "./rejoin.ts";
import { splitTouching } from "./split.ts";

/** A digit found in a picture, ready for the network. */
export interface PreparedDigit extends NormalizedDigit {
  /** Where it is in the picture, in the picture's pixels. */
  box: Box;
  /** The line of writing it stands in, 0 for the topmost. */
  line: number;
}

/** Where a piece stands among the others. */
export interface PiecePlace {
  /** Where it is in the picture, in the picture's pixels. */
  box: Box;
  /** The line of writing it stands in, 0 for the topmost. */
  line: number;
  /** Whether it stands wide apart from the piece before it in the line. */
  spaceBefore: boolean;
}

/** What a picture holds: a digit for the network, a plain sign, or something that is neither. */
export type PreparedPiece =
  | (PreparedDigit & PiecePlace & { kind: "digit" })
  | (PiecePlace & { kind: "sign"; sign: Sign })
  | (PiecePlace & { kind: "unknown" });

/** All that was found in a picture. */
export interface PreparedPage {
  /** Line by line, from left to right. */
  pieces: PreparedPiece[];
  /** How many more pieces there are than are looked at: a thousand on one picture are no digits. */
  omitted: number;
  /** Whether the digits seem to lie on their side, so that the picture should be turned. */
  sideways: boolean;
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
 * Prepares every digit of a picture and tells what else stands there, line by line and from left to right.
 *
 * @param classify Decides where digits that touch are to be cut apart.
 * @param judge Decides which pieces are one digit after all; without it none are.
 */
export async function preparePage(
  picture: Picture,
  classify: Classifier,
  judge?: Judge,
): Promise<PreparedPage> {
  const { pieces: located, ...rest } = locatePieces(picture);
  const parts: InkPart[] = [];
  for (const whole of located) parts.push(...await divide(whole, classify));
  const joined = judge ? await rejoinParts(parts, judge) : parts;
  const pieces = joined.map(({ kind, sign, line, spaceBefore, box, digit }): PreparedPiece => {
    const place = { line, spaceBefore, box };
    if (kind === "digit") return { kind, ...digit!, ...place };
    return kind === "sign" ? { kind, sign: sign!, ...place } : { kind, ...place };
  });
  return { ...rest, pieces };
}

/** Cuts digits apart that touch; signs and all else stay whole. */
async function divide(whole: LocatedInk, classify: Classifier): Promise<InkPart[]> {
  const { kind, ink, box, spaceBefore } = whole;
  if (kind !== "digit") return [{ ...whole, whole, partCount: 1 }];
  const parts = await splitTouching(ink, classify);
  return parts.map((part, i) => ({
    ...whole,
    ...{ whole, partCount: parts.length, ink: part.ink, digit: normalizeDigit(part.ink) },
    box: placeInPicture(part.box, { ink, box }),
    spaceBefore: spaceBefore && i === 0,
  }));
}

/**
 * Prepares the digits alone; see {@link preparePage} for what else is found.
 *
 * @param classify Decides where digits that touch are to be cut apart.
 * @param judge Decides which pieces are one digit after all; without it none are.
 * @returns An empty array if the picture holds no digit.
 */
export async function prepareDigits(
  picture: Picture,
  classify: Classifier,
  judge?: Judge,
): Promise<PreparedDigit[]> {
  const { pieces } = await preparePage(picture, classify, judge);
  return pieces.filter((piece) => piece.kind === "digit");
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
  judge?: Judge,
): Promise<{ digit: PreparedDigit | undefined; count: number }> {
  const digits = await prepareDigits(picture, classify, judge);
  const digit = digits.length === 1 ? digits[0] : prepareDigit(picture);
  return { digit, count: digits.length };
}

/** The box in the picture of a box in a located piece of ink. */
function placeInPicture(box: Box, { ink, box: whole }: Pick<LocatedInk, "ink" | "box">): Box {
  const scale = whole.width / ink.width;
  return {
    left: whole.left + box.left * scale,
    top: whole.top + box.top * scale,
    width: box.width * scale,
    height: box.height * scale,
  };
}
