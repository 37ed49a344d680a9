import assert from "node:assert/strict";
import { drawDigit } from "../../lib/cli/draw_digit.ts";
import {
  describePage,
  describeReading,
  formatReading,
  listFindings,
  nameDigits,
  type Reading,
} from "../../lib/cli/format_reading.ts";
import { DIGIT_CLASSES } from "../../lib/dataset/labeled_images.ts";
import { paintPlain } from "../../lib/cli/paint.ts";
import type { PreparedPage } from "../../lib/image/prepare.ts";

/** A digit whose left half is inked, read as `digit` with a probability of 0.9, else as a 7. */
function readingOf(digit: number, line = 0): Reading {
  const pixels = Uint8Array.from({ length: 784 }, (_, i) => i % 28 < 14 ? 255 : 0);
  const box = { left: 0, top: 0, width: 28, height: 28 };
  const probabilities = Array.from({ length: 10 }, (_, i) => i === digit ? 0.9 : i === 7 ? 0.1 : 0);
  return { pixels, probabilities, classes: DIGIT_CLASSES, box, placed: box, strokeWidth: 14, line };
}

Deno.test("drawDigit() draws 14 lines of 28 shades", () => {
  const pixels = readingOf(0).pixels;
  pixels.fill(255, 0, 28);
  const lines = drawDigit(pixels, { colors: false });
  assert.deepEqual(lines, [
    "█".repeat(14) + "▒".repeat(14),
    ...Array(13).fill("█".repeat(14) + " ".repeat(14)),
  ]);
});

Deno.test("drawDigit() draws two greys a character in a terminal with colours", () => {
  const pixels = new Uint8Array(784);
  pixels[0] = 200;
  pixels[28] = 90;
  const [first, ...others] = drawDigit(pixels, { colors: true });
  assert.ok(first.startsWith("\x1b[38;2;200;200;200;48;2;90;90;90m▀\x1b[38;2;0;0;0;48;2;0;0;0m▀"));
  assert.ok(first.endsWith("▀\x1b[0m"));
  assert.equal(others.length, 13);
});

Deno.test("formatReading() names the likeliest digits beside the picture, as many as asked for", () => {
  const text = formatReading(readingOf(3), { paint: paintPlain, colors: false, top: 2 });
  const answers = text.split("\n").filter((line) => line.includes("%"));
  assert.equal(answers.length, 2);
  assert.match(answers[0], / {2}3 {3}90\.0 % {2}█{22}$/);
  assert.match(answers[1], / {2}7 {3}10\.0 % {2}██$/);
  assert.ok(text.split("\n").every((line) => line.length <= 80));
});

Deno.test("formatReading() and describeReading() name classes that are no digits", () => {
  const classes = ["ka", "ki", "ku", "ke", "ko", "sa", "shi", "su", "se", "so"];
  const reading = { ...readingOf(6), classes };
  const text = formatReading(reading, { paint: paintPlain, colors: false, top: 2 });
  assert.match(text, / {2}shi {3}90\.0 % {2}█{22}/);
  const record = describeReading(reading, 0.95);
  assert.deepEqual([record.class, record.sure, "digit" in record], ["shi", false, false]);
  assert.deepEqual(nameDigits([reading], 0.95), ["?"]);
  assert.deepEqual([describeReading(readingOf(3)).digit, describeReading(readingOf(3)).class], [
    3,
    "3",
  ]);
});

const BOX = { left: 3, top: 4, width: 10, height: 20 };

/** "2-0", and below it something that is neither digit nor sign, and a 9. */
const PAGE: PreparedPage = {
  pieces: [
    { kind: "digit", ...readingOf(2), spaceBefore: false },
    { kind: "sign", sign: "-", box: BOX, line: 0, spaceBefore: false },
    { kind: "digit", ...readingOf(0), spaceBefore: false },
    { kind: "unknown", box: BOX, line: 1, spaceBefore: false },
    { kind: "digit", ...readingOf(9, 1), spaceBefore: true },
  ],
  omitted: 0,
  sideways: false,
};
const READINGS = [readingOf(2), readingOf(0), readingOf(9, 1)];

Deno.test("describePage() keeps lines, signs, spaces and what is unread", () => {
  const { number, lines, tokens, digits } = describePage(PAGE, READINGS);
  assert.equal(number, "2-0 ? 9");
  assert.deepEqual(lines, ["2-0", "? 9"]);
  assert.deepEqual(tokens.map(({ text, kind }) => [text, kind]), [
    ["2", "digit"],
    ["-", "sign"],
    ["0", "digit"],
    ["?", "unknown"],
    ["9", "digit"],
  ]);
  assert.deepEqual(tokens[3].box, BOX);
  assert.deepEqual(digits.map(({ digit }) => digit), [2, 0, 9]);
});

Deno.test("listFindings() names what is unread, what is left out, and digits that lie on their side", () => {
  assert.deepEqual(listFindings({ ...PAGE, omitted: 7, sideways: true }), [
    "1 found that are neither digit nor sign: 10×20 at 3,4",
    "7 more pieces of ink than are looked at",
    "the digits seem to lie on their side; turn the picture upright",
  ]);
  assert.deepEqual(listFindings({ ...PAGE, pieces: PAGE.pieces.slice(0, 3) }), []);
});
