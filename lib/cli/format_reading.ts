/**
 * What was read in a picture, as text for people and as a record for machines.
 *
 * @module
 */
import type { PreparedDigit } from "../image/prepare.ts";
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

/** Width of the bar that stands for a probability of 1. */
const BAR_WIDTH = 24;

/** The most probable digit and its probability. */
export function decide({ probabilities }: Reading): { digit: number; confidence: number } {
  const confidence = Math.max(...probabilities);
  return { digit: probabilities.indexOf(confidence), confidence };
}

/** The digits of several readings, lines of writing apart by a blank. */
export function formatNumber(readings: Reading[]): string {
  return readings.map((reading, i) =>
    (i > 0 && reading.line !== readings[i - 1].line ? " " : "") + decide(reading).digit
  ).join("");
}

/** Draws what the network sees, with the likeliest digits and their probabilities beside it. */
export function formatReading(reading: Reading, { paint, colors, top }: ReadingFormat): string {
  const ranked = Array.from(reading.probabilities, (_, digit) => digit)
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
