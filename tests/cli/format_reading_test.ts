import assert from "node:assert/strict";
import { drawDigit } from "../../lib/cli/draw_digit.ts";
import {
  describePage,
  describeReading,
  formatReading,
  listFindings,
  spellReading,
  worstVerdict,
} from "../../lib/cli/format_reading.ts";
import { DIGIT_CLASSES } from "../../lib/dataset/labeled_images.ts";
import { paintPlain } from "../../lib/cli/paint.ts";
import type { Verdict } from "../../lib/reader/judge.ts";
import type { ReadDigit, Reading } from "../../lib/reader/read_picture.ts";

const CLASSES = DIGIT_CLASSES;

/** A digit whose left half is inked, read as `digit` with a probability of 0.9, else as a 7. */
function readingOf(digit: number, { line = 0, verdict = "sure" as Verdict } = {}): ReadDigit {
  const pixels = Uint8Array.from({ length: 784 }, (_, i) => i % 28 < 14 ? 255 : 0);
  const box = { left: 0, top: 0, width: 28, height: 28 };
  const probabilities = Float32Array.from(
    CLASSES,
    (_, i) => i === digit ? 0.9 : i === 7 ? 0.1 : 0,
  );
  const read = { class: CLASSES[digit], digit, probabilities, verdict };
  return { pixels, box, placed: box, strokeWidth: 14, line, ...read };
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
  const text = formatReading(readingOf(3), {
    paint: paintPlain,
    colors: false,
    top: 2,
    classes: CLASSES,
  });
  const answers = text.split("\n").filter((line) => line.includes("%"));
  assert.equal(answers.length, 2);
  assert.match(answers[0], / {2}3 {3}90\.0 % {2}█{22}$/);
  assert.match(answers[1], / {2}7 {3}10\.0 % {2}██$/);
  assert.ok(text.split("\n").every((line) => line.length <= 80));
});

Deno.test("formatReading() says what is to be held of an answer that is not sure", () => {
  const format = { paint: paintPlain, colors: false, top: 2, classes: CLASSES };
  const firstWords = (verdict: Verdict) =>
    formatReading(readingOf(3, { verdict }), format).split("\n")
      .map((line) => line.slice(32)).filter((line) => line !== "")[0];
  assert.equal(firstWords("unsure"), "unsure");
  assert.equal(firstWords("foreign"), "no digit");
  assert.match(firstWords("sure"), /^3 {3}90\.0/);
});

Deno.test("formatReading() and describeReading() name classes that are no digits", () => {
  const classes = ["ka", "ki", "ku", "ke", "ko", "sa", "shi", "su", "se", "so"];
  const reading = { ...readingOf(6), class: "shi" };
  const text = formatReading(reading, { paint: paintPlain, colors: false, top: 2, classes });
  assert.match(text, / {2}shi {3}90\.0 % {2}█{22}/);
  const record = describeReading(reading, { classes, threshold: 0.95 });
  assert.deepEqual([record.class, record.sure, "digit" in record], ["shi", false, false]);
  const foreign = { text: "?", digits: [readingOf(6, { verdict: "foreign" })] };
  assert.deepEqual(spellReading(foreign, { classes, single: true }), ["no class"]);
});

Deno.test("describeReading() gives the verdict, and the likeliest class also of what is none", () => {
  const fields = (verdict: Verdict) => {
    const record = describeReading(readingOf(3, { verdict }), { classes: CLASSES });
    assert.equal(record.confidence, 0.9);
    return [record.verdict, record.digit, record.class, "sure" in record];
  };
  assert.deepEqual(fields("sure"), ["sure", 3, "3", false]);
  assert.deepEqual(fields("unsure"), ["unsure", 3, "3", false]);
  assert.deepEqual(fields("foreign"), ["foreign", 3, "3", false]);
});

Deno.test("spellReading() adds the verdict on one digit, and leaves lines of several as they are", () => {
  const spell = (verdict: Verdict, text: string, single: boolean) =>
    spellReading({ text, digits: [readingOf(3, { verdict })] }, { classes: CLASSES, single });
  assert.deepEqual(spell("sure", "3", true), ["3"]);
  assert.deepEqual(spell("unsure", "?", true), ["? (unsure)"]);
  assert.deepEqual(spell("foreign", "?", true), ["no digit"]);
  assert.deepEqual(spell("foreign", "4?\n7", false), ["4?", "7"]);
});

Deno.test("worstVerdict() is that of the most doubtful digit", () => {
  const worst = (...verdicts: Verdict[]) => worstVerdict(verdicts.map((verdict) => ({ verdict })));
  assert.equal(worst(), "sure");
  assert.equal(worst("sure", "unsure"), "unsure");
  assert.equal(worst("foreign", "sure", "unsure"), "foreign");
});

const BOX = { left: 3, top: 4, width: 10, height: 20 };

/** "2-0", and below it something that is neither digit nor sign, and a 9 that may be none. */
const DIGITS = [readingOf(2), readingOf(0), readingOf(9, { line: 1, verdict: "foreign" })];
const PAGE: Reading = {
  pieces: [
    { kind: "digit", ...DIGITS[0], spaceBefore: false },
    { kind: "sign", sign: "-", box: BOX, line: 0, spaceBefore: false },
    { kind: "digit", ...DIGITS[1], spaceBefore: false },
    { kind: "unknown", box: BOX, line: 1, spaceBefore: false },
    { kind: "digit", ...DIGITS[2], spaceBefore: true },
  ],
  digits: DIGITS,
  lines: [DIGITS.slice(0, 2), DIGITS.slice(2)],
  text: "2-0\n? ?",
  count: 3,
  omitted: 0,
  sideways: false,
};

Deno.test("describePage() keeps lines, signs, spaces and what is unread", () => {
  const { number, lines, tokens, digits } = describePage(PAGE, { classes: CLASSES });
  assert.equal(number, "2-0 ? ?");
  assert.deepEqual(lines, ["2-0", "? ?"]);
  assert.deepEqual(tokens.map(({ text, kind }) => [text, kind]), [
    ["2", "digit"],
    ["-", "sign"],
    ["0", "digit"],
    ["?", "unknown"],
    ["?", "digit"],
  ]);
  assert.deepEqual(tokens[3].box, BOX);
  assert.deepEqual(digits.map(({ digit, verdict }) => [digit, verdict]), [
    [2, "sure"],
    [0, "sure"],
    [9, "foreign"],
  ]);
});

Deno.test("describePage() shows what is less probable than the threshold as ?", () => {
  const { tokens } = describePage(PAGE, { classes: CLASSES, threshold: 0.95 });
  assert.deepEqual(tokens.map(({ text }) => text), ["?", "-", "?", "?", "?"]);
});

Deno.test("listFindings() names what is unread, what is left out, and digits that lie on their side", () => {
  assert.deepEqual(listFindings({ ...PAGE, omitted: 7, sideways: true }, CLASSES), [
    "2 found that are neither digit nor sign: 10×20 at 3,4; 28×28 at 0,0",
    "7 more pieces of ink than are looked at",
    "the digits seem to lie on their side; turn the picture upright",
  ]);
  assert.deepEqual(listFindings({ ...PAGE, pieces: PAGE.pieces.slice(0, 3) }, CLASSES), []);
});
