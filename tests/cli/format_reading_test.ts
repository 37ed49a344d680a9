import assert from "node:assert/strict";
import { drawDigit } from "../../lib/cli/draw_digit.ts";
import { formatNumber, formatReading, type Reading } from "../../lib/cli/format_reading.ts";
import { paintPlain } from "../../lib/cli/paint.ts";

/** A digit whose left half is inked, read as `digit` with a probability of 0.9, else as a 7. */
function readingOf(digit: number, line = 0): Reading {
  const pixels = Uint8Array.from({ length: 784 }, (_, i) => i % 28 < 14 ? 255 : 0);
  const box = { left: 0, top: 0, width: 28, height: 28 };
  const probabilities = Array.from({ length: 10 }, (_, i) => i === digit ? 0.9 : i === 7 ? 0.1 : 0);
  return { pixels, probabilities, box, placed: box, strokeWidth: 14, line };
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

Deno.test("formatNumber() joins digits, and sets lines of writing apart", () => {
  assert.equal(formatNumber([readingOf(2), readingOf(0), readingOf(9, 1)]), "20 9");
});
