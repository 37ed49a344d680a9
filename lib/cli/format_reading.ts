/**
 * What was read in a picture, as text for people and as a record for machines.
 *
 * @module
 */
import { DIGIT_CLASSES } from "../dataset/labeled_images.ts";
import { formatLines, UNREAD } from "../image/format_lines.ts";
import type { PreparedDigit, PreparedPage } from "../image/prepare.ts";
import { drawDigit } from "./draw_digit.ts";
import type { Paint } from "./paint.ts";

/** A digit of a picture with the network's answer. */
export interface Reading extends PreparedDigit {
  /** Probability of each class. */
  probabilities: number[];
  /** Names of the classes. */
  classes: readonly string[];
}

/** How readings are shown. */
export interface ReadingFormat {
  paint: Paint;
  /** Whether the terminal shows colours. */
  colors: boolean;
  /** How many classes to name for each reading, the likeliest first. */
  top: number;
  /** An answer less probable than this is shown as unread. Default 0. */
  threshold?: number;
}

/** Places of unread pieces that a message names. */
const MAX_PLACES = 5;

/** Width of the bar that stands for a probability of 1. */
const BAR_WIDTH = 24;

/** The most probable class, its name and its probability. */
export function decide(
  { probabilities, classes }: Reading,
): { index: number; name: string; confidence: number } {
  const confidence = Math.max(...probabilities);
  const index = probabilities.indexOf(confidence);
  return { index, name: classes[index], confidence };
}

/** The class of each reading, as text; `?` where it is less probable than the threshold. */
export function nameDigits(readings: readonly Reading[], threshold = 0): string[] {
  return readings.map((reading) => {
    const { name, confidence } = decide(reading);
    return confidence < threshold ? UNREAD : name;
  });
}

/** Draws what the network sees, with the likeliest classes and their probabilities beside it. */
export function formatReading(reading: Reading, { paint, colors, top }: ReadingFormat): string {
  const { probabilities, classes } = reading;
  const ranked = probabilities.map((_, index) => index)
    .sort((a, b) => probabilities[b] - probabilities[a])
    .slice(0, top);
  const width = Math.max(...ranked.map((index) => classes[index].length));
  const answers = ranked.map((index, rank) => {
    const share = probabilities[index];
    const percent = (100 * share).toFixed(1).padStart(5);
    const bar = "█".repeat(Math.round(BAR_WIDTH * share));
    const text = `${classes[index].padEnd(width)}  ${percent} %  ${bar}`;
    return paint(rank === 0 ? "bold" : "dim", text.trimEnd());
  });
  const picture = drawDigit(reading.pixels, { colors });
  const first = Math.max(0, Math.floor((picture.length - answers.length) / 2));
  return picture.map((line, i) => `  ${line}  ${answers[i - first] ?? ""}`.trimEnd()).join("\n");
}

/** The fields of one reading in `--json`; `digit` is there where the classes are the digits. */
export function describeReading(reading: Reading, threshold = 0) {
  const { index, name, confidence } = decide(reading);
  const isDigit = reading.classes.join() === DIGIT_CLASSES.join();
  return {
    ...(isDigit ? { digit: index } : {}),
    class: name,
    confidence,
    ...(threshold > 0 ? { sure: confidence >= threshold } : {}),
    probabilities: reading.probabilities,
  };
}

/** The fields of all that stands in a picture in `--json`. */
export function describePage(
  { pieces, sideways }: PreparedPage,
  readings: readonly Reading[],
  threshold = 0,
) {
  const names = nameDigits(readings, threshold), lines = formatLines(pieces, [...names]);
  return {
    number: lines.join(" "),
    lines,
    sideways,
    tokens: pieces.map((piece) => {
      const { kind, box, line, spaceBefore } = piece;
      const text = kind === "digit" ? names.shift() : kind === "sign" ? piece.sign : UNREAD;
      return { text, kind, line, spaceBefore, box };
    }),
    digits: readings.map((reading) => ({
      ...describeReading(reading, threshold),
      box: reading.box,
      line: reading.line,
    })),
  };
}

/** What is to be said of a picture beyond its digits: one message each. */
export function listFindings({ pieces, omitted, sideways }: PreparedPage): string[] {
  const unread = pieces.filter(({ kind }) => kind === "unknown");
  const places = unread.map(({ box: { left, top, width, height } }) =>
    `${Math.round(width)}×${Math.round(height)} at ${Math.round(left)},${Math.round(top)}`
  );
  const named = places.slice(0, MAX_PLACES).join("; ") + (places.length > MAX_PLACES ? "; …" : "");
  return [
    ...(unread.length > 0
      ? [`${unread.length} found that are neither digit nor sign: ${named}`]
      : []),
    ...(omitted > 0 ? [`${omitted} more pieces of ink than are looked at`] : []),
    ...(sideways ? ["the digits seem to lie on their side; turn the picture upright"] : []),
  ];
}
