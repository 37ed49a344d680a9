import assert from "node:assert/strict";
import { DIGIT_CLASSES } from "../../../lib/dataset/labeled_images.ts";
import {
  type Answer,
  describeDigit,
  describeNothing,
  describeReading,
  formatShare,
  speakReading,
  spellLines,
} from "../../../lib/demo/page/wording.ts";
import type { ReadDigit } from "../../../lib/reader/read_picture.ts";

const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
const THINGS = ["T-shirt", "Ankle boot", "Bag"];

function readAs(verdict: ReadDigit["verdict"], shares: Record<number, number>, line = 0) {
  const probabilities = Float32Array.from({ length: 26 }, (_, digit) => shares[digit] ?? 0);
  const digit = probabilities.indexOf(Math.max(...probabilities));
  return { digit, probabilities, verdict, line } as ReadDigit;
}

/** What the page says something of, where nothing but digits stands on the sheet. */
function answerOf(digits: ReadDigit[], focus: number): Answer {
  const pieces = digits.map((digit) => {
    return { kind: "digit" as const, spaceBefore: false, ...digit };
  });
  return { pieces, digits, focus };
}

const UNKNOWN = { kind: "unknown", line: 0, spaceBefore: false } as Answer["pieces"][number];

const join = (words: object) => Object.values(words).join(" ").trim();

Deno.test("formatShare() never promises 100%, and calls next to nothing 0%", () => {
  const shares = [1, 0.99901, 0.999, 0.5, 0.0005, 0.00049, 0].map(formatShare);
  assert.deepEqual(shares, [">99.9%", ">99.9%", "99.9%", "50.0%", "0.1%", "0%", "0%"]);
});

Deno.test("describeDigit() says how sure, what else, how odd, or that it is no digit", () => {
  const words = (digit: ReadDigit) => join(describeDigit(digit, DIGIT_CLASSES));
  assert.equal(words(readAs("sure", { 7: 1 })), "Over 99.9% sure.");
  assert.equal(words(readAs("sure", { 7: 0.97, 1: 0.03 })), "97.0% sure.");
  assert.equal(
    words(readAs("unsure", { 9: 0.25, 4: 0.6, 7: 0.14, 1: 0.01 })),
    "Not sure. 4 or 9 or 7; 60.0% for 4.",
  );
  assert.equal(
    words(readAs("unsure", { 8: 0.96, 9: 0.04 })),
    "Not sure. Most like an 8, but an unusual one.",
  );
  assert.equal(
    words(readAs("foreign", { 4: 1 })),
    "No digit. It does not look like any of the ten.",
  );
});

Deno.test("describeDigit() takes the names of a model's classes", () => {
  const words = (digit: ReadDigit, classes: string[]) => join(describeDigit(digit, classes));
  assert.equal(
    words(readAs("foreign", { 4: 1 }), LETTERS),
    "No letter. It does not look like any of the 26.",
  );
  assert.equal(
    words(readAs("unsure", { 0: 0.6, 7: 0.4 }), LETTERS),
    "Not sure. A or H; 60.0% for A.",
  );
  assert.equal(
    words(readAs("unsure", { 1: 0.96 }), THINGS),
    "Not sure. Most like an Ankle boot, but an unusual one.",
  );
  assert.match(words(readAs("foreign", { 1: 1 }), THINGS), /^No class\. .* any of the three\.$/);
});

Deno.test("describeReading() says of several digits how many are sure, and what the chosen one is", () => {
  const words = (focus: number, ...digits: ReadDigit[]) =>
    join(describeReading(answerOf(digits, focus), DIGIT_CLASSES));
  const four = readAs("sure", { 4: 1 }), eight = readAs("sure", { 8: 0.983 });
  const doubtful = readAs("unsure", { 2: 0.6, 7: 0.4 }), odd = readAs("unsure", { 8: 0.96 });
  const foreign = readAs("foreign", { 1: 1 });
  assert.equal(words(0, eight), "98.3% sure.");
  assert.equal(words(1, four, eight), "Both sure. The 2nd: an 8, 98.3% sure.");
  assert.equal(words(0, four, four, eight), "All 3 sure. The 1st: a 4, over 99.9% sure.");
  assert.equal(words(2, four, four, doubtful), "1 of 3 not sure. The 3rd: 2 or 7; 60.0% for 2.");
  assert.equal(
    words(3, four, doubtful, doubtful, odd),
    "3 of 4 not sure. The 4th: most like an 8, but an unusual one.",
  );
  assert.equal(
    words(1, four, foreign),
    "1 of 2 not sure. The 2nd: it does not look like any of the ten.",
  );
});

Deno.test("describeNothing() tells a blank sheet from ink and from a picture without digits", () => {
  const reasons = (["blank", "ink", "picture"] as const)
    .map((kind) => describeNothing(kind, kind === "ink" ? LETTERS : DIGIT_CLASSES).reason);
  assert.deepEqual(reasons, [
    "Nothing to read yet.",
    "No letter found on the sheet.",
    "No digit found in this picture.",
  ]);
});

Deno.test("describeReading() counts what is neither digit nor sign among the doubts", () => {
  const four = readAs("sure", { 4: 1 });
  const words = (digits: ReadDigit[]) => {
    const answer = answerOf(digits, digits.length - 1);
    return join(describeReading({ ...answer, pieces: [...answer.pieces, UNKNOWN] }, DIGIT_CLASSES));
  };
  assert.equal(words([four]), "1 of 2 not sure.");
  assert.equal(words([four, four]), "1 of 3 not sure. The 2nd: a 4, over 99.9% sure.");
  assert.equal(words([]), "No digit. It does not look like any of the ten.");
});

Deno.test("spellLines() writes what was found as it stands there, and ? for what is neither digit nor sign", () => {
  const { pieces } = answerOf([
    readAs("sure", { 2: 1 }),
    readAs("foreign", { 0: 1 }),
    readAs("unsure", { 9: 0.6 }, 2),
  ], 0);
  assert.deepEqual(spellLines(pieces, DIGIT_CLASSES), ["2?", "9"]);
  assert.deepEqual(spellLines(pieces, LETTERS), ["C?", "J"]);
  assert.deepEqual(spellLines(pieces.slice(0, 2), THINGS), ["Bag ?"]);
  const minus = { ...UNKNOWN, kind: "sign", sign: "-" } as Answer["pieces"][number];
  const seven = answerOf([readAs("sure", { 7: 1 })], 0).pieces[0];
  const apart = { ...seven, spaceBefore: true };
  assert.deepEqual(spellLines([minus, seven, UNKNOWN, apart], DIGIT_CLASSES), ["-7? 7"]);
});

Deno.test("speakReading() reads out one digit, or a number with its doubts", () => {
  const speak = (...digits: ReadDigit[]) =>
    speakReading(answerOf(digits, digits.length - 1), DIGIT_CLASSES);
  assert.equal(speak(readAs("sure", { 3: 0.998 })), "3. 99.8% sure.");
  assert.equal(
    speak(readAs("foreign", { 3: 0.999 })),
    "No digit. It does not look like any of the ten.",
  );
  const [four, doubtful] = [readAs("sure", { 4: 1 }), readAs("unsure", { 2: 0.6, 7: 0.4 })];
  assert.equal(speak(four, four), "The number reads 44. Both sure.");
  assert.equal(
    speak(four, doubtful),
    "The number reads 42. 1 of 2 not sure. The 2nd: 2 or 7; 60.0% for 2.",
  );
  assert.equal(
    speakReading(answerOf([four, four], 0), LETTERS),
    "It reads EE. Both sure.",
  );
});
