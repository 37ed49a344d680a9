/**
 * From a picture to what stands in it, each digit with its verdict.
 *
 * @module
 */
import { IMAGE_PIXELS } from "../dataset/labeled_images.ts";
import { formatLines, UNREAD } from "../image/format_lines.ts";
import type { Picture } from "../image/picture.ts";
import {
  type PiecePlace,
  type PreparedDigit,
  type PreparedPage,
  prepareOneDigit,
  preparePage,
} from "../image/prepare.ts";
import type { Judge } from "../image/rejoin.ts";
import type { Sign } from "../image/signs.ts";
import type { Verdict } from "./judge.ts";
import type { Recognizer } from "./recognizer.ts";

/** A digit found in a picture, and what the network says of it. */
export interface ReadDigit extends PreparedDigit {
  /** Name of the most probable class. */
  class: string;
  /** Index of the most probable class. */
  digit: number;
  /** Of each class, in the order of the model's. */
  probabilities: Float32Array;
  /** Whether the answer stands. */
  verdict: Verdict;
}

/** What stands in a picture: something that the network read, a plain sign, or what is neither. */
export type ReadPiece =
  | (ReadDigit & PiecePlace & { kind: "digit" })
  | (PiecePlace & { kind: "sign"; sign: Sign })
  | (PiecePlace & { kind: "unknown" });

/** What was read in a picture. */
export interface Reading {
  /** All that stands there, line by line, from left to right; empty if there is no ink. */
  pieces: ReadPiece[];
  /** Of these, what the network read, whatever the verdict. */
  digits: ReadDigit[];
  /** The same digits, a list a line. */
  lines: ReadDigit[][];
  /**
   * As it was written: names of classes, signs, a space where there is a wide gap, a line feed between lines, and `?`
   * for what is no digit or too doubtful.
   */
  text: string;
  /** How many digits the picture looks like, also where it was read as one. */
  count: number;
  /** How many more pieces there are than are looked at. */
  omitted: number;
  /** Whether the digits seem to lie on their side, so that the picture should be turned. */
  sideways: boolean;
}

/** How a picture is read. */
export interface ReadOptions {
  /** Least probability of an answer: a less probable one is at best "unsure", and `?` in the text. Default 0. */
  threshold?: number;
  /** Takes all ink as one digit where several are found, and signs and all else for ink. Default false. */
  single?: boolean;
}

/** Reads a picture. */
export async function readPicture(
  picture: Picture,
  recognizer: Recognizer,
  { threshold = 0, single = false }: ReadOptions = {},
): Promise<Reading> {
  const { page, count } = single ? await prepareSingle(picture, recognizer) : {
    page: await preparePage(picture, recognizer.classify, judgeWith(recognizer)),
    count: undefined,
  };
  const prepared = page.pieces.filter((piece) => piece.kind === "digit");
  const digits = await readDigits(prepared, recognizer, threshold);
  let next = 0;
  const pieces = page.pieces.map((piece): ReadPiece =>
    piece.kind === "digit" ? { ...piece, ...digits[next++] } : piece
  );
  const names = digits.map((digit) => nameDigit(digit, threshold));
  return {
    ...{ pieces, digits, lines: groupByLine(digits), text: formatLines(pieces, names).join("\n") },
    count: count ?? digits.length,
    omitted: page.omitted,
    sideways: page.sideways,
  };
}

/** Name of the class that was read; `?` where it is no digit, or less probable than the threshold. */
export function nameDigit(
  { class: name, digit, probabilities, verdict }: Pick<
    ReadDigit,
    "class" | "digit" | "probabilities" | "verdict"
  >,
  threshold = 0,
): string {
  return verdict === "foreign" || probabilities[digit] < threshold ? UNREAD : name;
}

async function prepareSingle(
  picture: Picture,
  recognizer: Recognizer,
): Promise<{ page: PreparedPage; count: number }> {
  const { digit, count } = await prepareOneDigit(
    picture,
    recognizer.classify,
    judgeWith(recognizer),
  );
  const pieces = digit ? [{ ...digit, kind: "digit" as const, spaceBefore: false }] : [];
  return { page: { pieces, omitted: 0, sideways: false }, count };
}

/** One that is sure of anything cannot tell what is one digit. */
function judgeWith({ classify, judge, knowsStrangers }: Recognizer): Judge | undefined {
  if (!knowsStrangers) return undefined;
  return async (images) => judge(images, await classify(images));
}

async function readDigits(
  prepared: readonly PreparedDigit[],
  { classes, classify, judge }: Recognizer,
  threshold: number,
): Promise<ReadDigit[]> {
  const images = new Uint8Array(prepared.length * IMAGE_PIXELS);
  prepared.forEach(({ pixels }, i) => images.set(pixels, i * IMAGE_PIXELS));
  const table = await classify(images), verdicts = judge(images, table);
  return prepared.map(({ pixels, placed, strokeWidth, box, line }, i): ReadDigit => {
    const probabilities = table.slice(i * classes.length, (i + 1) * classes.length);
    const confidence = Math.max(...probabilities), digit = probabilities.indexOf(confidence);
    const isTooDoubtful = confidence < threshold && verdicts[i] === "sure";
    return {
      ...{ pixels, placed, strokeWidth, box, line, class: classes[digit], digit, probabilities },
      verdict: isTooDoubtful ? "unsure" : verdicts[i],
    };
  });
}

function groupByLine(digits: readonly ReadDigit[]): ReadDigit[][] {
  const lines: ReadDigit[][] = [];
  for (const digit of digits) (lines[digit.line] ??= []).push(digit);
  return lines.filter((line) => line !== undefined);
}
