/**
 * What was read in a picture, as text for people and as a record for machines.
 *
 * @module
 */
import { DIGIT_CLASSES } from "../dataset/labeled_images.ts";
import { UNREAD } from "../image/format_lines.ts";
import type { Verdict } from "../reader/judge.ts";
import { nameDigit, type ReadDigit, type Reading } from "../reader/read_picture.ts";
import { drawDigit } from "./draw_digit.ts";
import type { Paint } from "./paint.ts";

/** How readings are shown. */
export interface ReadingFormat {
  paint: Paint;
  /** Whether the terminal shows colours. */
  colors: boolean;
  /** How many classes to name for each reading, the likeliest first. */
  top: number;
  /** Names of the classes. */
  classes: readonly string[];
}

/** How records are made. */
export interface RecordFormat {
  /** Names of the classes. */
  classes: readonly string[];
  /** Least probability of an answer. Default 0. */
  threshold?: number;
}

/** Places of unread pieces that a message names. */
const MAX_PLACES = 5;

/** Width of the bar that stands for a probability of 1. */
const BAR_WIDTH = 24;

/** Decimals of a probability in records. */
const DECIMALS = 6;

const VERDICTS: readonly Verdict[] = ["sure", "unsure", "foreign"];

/** A verdict in words; `noun` is what the classes are. */
function describeVerdict(verdict: Verdict, classes: readonly string[]): string {
  return verdict === "foreign" ? `no ${nounOf(classes)}` : verdict;
}

function nounOf(classes: readonly string[]): string {
  return areDigits(classes) ? "digit" : "class";
}

function areDigits(classes: readonly string[]): boolean {
  return classes.join() === DIGIT_CLASSES.join();
}

/** The probability of the most probable class. */
export function confidenceOf({ probabilities, digit }: ReadDigit): number {
  return round(probabilities[digit]);
}

/** The verdict on a whole picture: that on the digit of which least is to be held; "sure" without any. */
export function worstVerdict(digits: readonly Pick<ReadDigit, "verdict">[]): Verdict {
  return VERDICTS[Math.max(0, ...digits.map(({ verdict }) => VERDICTS.indexOf(verdict)))];
}

/** What was read, a string a line; of a single digit that is not sure, the verdict as well. */
export function spellReading(
  { text, digits }: Pick<Reading, "text" | "digits">,
  { classes, single }: { classes: readonly string[]; single: boolean },
): string[] {
  const verdict = worstVerdict(digits);
  if (!single || verdict === "sure") return text.split("\n");
  const words = describeVerdict(verdict, classes);
  return [verdict === "foreign" ? words : `${text} (${words})`];
}

/** Draws what the network sees, with the likeliest classes and their probabilities beside it. */
export function formatReading(
  { pixels, probabilities, verdict }: ReadDigit,
  { paint, colors, top, classes }: ReadingFormat,
): string {
  const ranked = [...probabilities.keys()]
    .sort((a, b) => probabilities[b] - probabilities[a])
    .slice(0, top);
  const width = Math.max(...ranked.map((index) => classes[index].length));
  const answers = ranked.map((index, rank) => {
    const share = probabilities[index];
    const percent = (100 * share).toFixed(1).padStart(5);
    const bar = "█".repeat(Math.round(BAR_WIDTH * share));
    const text = `${classes[index].padEnd(width)}  ${percent} %  ${bar}`;
    return paint(rank === 0 && verdict !== "foreign" ? "bold" : "dim", text.trimEnd());
  });
  if (verdict !== "sure") answers.unshift(paint("bold", describeVerdict(verdict, classes)));
  const picture = drawDigit(pixels, { colors });
  const first = Math.max(0, Math.floor((picture.length - answers.length) / 2));
  return picture.map((line, i) => `  ${line}  ${answers[i - first] ?? ""}`.trimEnd()).join("\n");
}

/**
 * The fields of one digit in `--json`; `digit` is there where the classes are the digits. Both name the likeliest
 * class, also where the verdict is that it is none.
 */
export function describeReading(digit: ReadDigit, { classes, threshold = 0 }: RecordFormat) {
  const { verdict } = digit, confidence = confidenceOf(digit);
  return {
    ...(areDigits(classes) ? { digit: digit.digit } : {}),
    class: digit.class,
    confidence,
    verdict,
    ...(threshold > 0 ? { sure: verdict !== "foreign" && confidence >= threshold } : {}),
    probabilities: Array.from(digit.probabilities, round),
  };
}

/** The fields of all that stands in a picture in `--json`. */
export function describePage(reading: Reading, format: RecordFormat) {
  const lines = reading.text === "" ? [] : reading.text.split("\n");
  return {
    number: lines.join(" "),
    lines,
    sideways: reading.sideways,
    tokens: reading.pieces.map((piece) => {
      const { kind, box, line, spaceBefore } = piece;
      const text = kind === "digit"
        ? nameDigit(piece, format.threshold)
        : kind === "sign"
        ? piece.sign
        : UNREAD;
      return { text, kind, line, spaceBefore, box };
    }),
    digits: reading.digits.map((digit) => ({
      ...describeReading(digit, format),
      box: digit.box,
      line: digit.line,
    })),
  };
}

/** What is to be said of a picture beyond its digits: one message each. */
export function listFindings(
  { pieces, omitted, sideways }: Pick<Reading, "pieces" | "omitted" | "sideways">,
  classes: readonly string[],
): string[] {
  const unread = pieces.filter((piece) =>
    piece.kind === "unknown" || (piece.kind === "digit" && piece.verdict === "foreign")
  );
  const places = unread.map(({ box: { left, top, width, height } }) =>
    `${Math.round(width)}×${Math.round(height)} at ${Math.round(left)},${Math.round(top)}`
  );
  const named = places.slice(0, MAX_PLACES).join("; ") + (places.length > MAX_PLACES ? "; …" : "");
  return [
    ...(unread.length > 0
      ? [`${unread.length} found that are neither ${nounOf(classes)} nor sign: ${named}`]
      : []),
    ...(omitted > 0 ? [`${omitted} more pieces of ink than are looked at`] : []),
    ...(sideways ? ["the digits seem to lie on their side; turn the picture upright"] : []),
  ];
}

function round(probability: number): number {
  return Number(probability.toFixed(DECIMALS));
}
