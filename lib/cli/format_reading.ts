/**
 * What was read in a picture, as text for people and as a record for machines.
 *
 * @module
 */
import { CLASS_COUNT } from "../dataset/labeled_images.ts";
import { formatLines, UNREAD } from "../image/format_lines.ts";
import type { PreparedDigit, PreparedPage } from "../image/prepare.ts";
import { drawDigit } from "./draw_digit.ts";
import type { Paint } from "./paint.ts";

/** A digit of a picture with the network's answer. */
export interface Reading extends PreparedDigit {
  /** Probability of each digit. */
  probabilities: number[];
}

/** How readings are shown. */
export interface ReadingFormat {
  paint: Paint;
  /** Whether the terminal shows colours. */
  colors: boolean;
  /** How many digits to name for each reading, the likeliest first. */
  top: number;
}

/** Places of unread pieces that a message names. */
const MAX_PLACES = 5;

/** Width of the bar that stands for a probability of 1. */
const BAR_WIDTH = 24;

/** The most probable digit and its probability. */
export function decide({ probabilities }: Reading): { digit: number; confidence: number } {
  const confidence = Math.max(...probabilities);
  return { digit: probabilities.indexOf(confidence), confidence };
}

/** The digit of each reading, as text. */
export function nameDigits(readings: Reading[]): string[] {
  return readings.map((reading) => `${decide(reading).digit}`);
}

/** Draws what the network sees, with the likeliest digits and their probabilities beside it. */
export function formatReading(reading: Reading, { paint, colors, top }: ReadingFormat): string {
  const ranked = Array.from({ length: CLASS_COUNT }, (_, digit) => digit)
    .sort((a, b) => reading.probabilities[b] - reading.probabilities[a])
    .slice(0, top);
  const answers = ranked.map((digit, rank) => {
    const share = reading.probabilities[digit];
    const text = `${digit}  ${(100 * share).toFixed(1).padStart(5)} %  `;
    const bar = "█".repeat(Math.round(BAR_WIDTH * share));
    return paint(rank === 0 ? "bold" : "dim", (text + bar).trimEnd());
  });
  const picture = drawDigit(reading.pixels, { colors });
  const first = Math.max(0, Math.floor((picture.length - answers.length) / 2));
  return picture.map((line, i) => `  ${line}  ${answers[i - first] ?? ""}`.trimEnd()).join("\n");
}

/** The fields of one reading in `--json`. */
export function describeReading(reading: Reading) {
  return { ...decide(reading), probabilities: reading.probabilities };
}

/** The fields of all that stands in a picture in `--json`. */
export function describePage({ pieces, sideways }: PreparedPage, readings: Reading[]) {
  const lines = formatLines(pieces, nameDigits(readings)), names = nameDigits(readings);
  return {
    number: lines.join(" "),
    lines,
    sideways,
    tokens: pieces.map((piece) => {
      const { kind, box, line, spaceBefore } = piece;
      const text = kind === "digit" ? names.shift() : kind === "sign" ? piece.sign : UNREAD;
      return { text, kind, line, spaceBefore, box };
    }),
    digits: readings.map((reading) => {
      return { ...describeReading(reading), box: reading.box, line: reading.line };
    }),
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
