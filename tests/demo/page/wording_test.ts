import assert from "node:assert/strict";
import {
  describeDigit,
  formatShare,
  NOTHING,
  speakReading,
  spellLines,
} from "../../../lib/demo/page/wording.ts";
import type { ReadDigit } from "../../../lib/reader/reader.ts";

function readAs(verdict: ReadDigit["verdict"], shares: Record<number, number>, line = 0) {
  const probabilities = Float32Array.from({ length: 10 }, (_, digit) => shares[digit] ?? 0);
  const digit = probabilities.indexOf(Math.max(...probabilities));
  return { digit, probabilities, verdict, line } as ReadDigit;
}

Deno.test("formatShare() never promises 100%, and calls next to nothing 0%", () => {
  const shares = [1, 0.99901, 0.999, 0.5, 0.0005, 0.00049, 0].map(formatShare);
  assert.deepEqual(shares, [">99.9%", ">99.9%", "99.9%", "50.0%", "0.1%", "0%", "0%"]);
});

Deno.test("describeDigit() says how sure, what else, how odd, or that it is no digit", () => {
  const words = (digit: ReadDigit) => Object.values(describeDigit(digit)).join(" ").trim();
  assert.equal(words(readAs("sure", { 7: 1 })), "Over 99.9% sure.");
  assert.equal(words(readAs("sure", { 7: 0.97, 1: 0.03 })), "97.0% sure.");
  assert.equal(
    words(readAs("unsure", { 9: 0.25, 4: 0.6, 7: 0.14, 1: 0.01 })),
    "Not sure. 4 or 9 or 7; 60.0% for 4.",
  );
  assert.equal(
    words(readAs("unsure", { 4: 0.96, 9: 0.04 })),
    "Not sure. Most like a 4, but an unusual one.",
  );
  assert.equal(
    words(readAs("foreign", { 4: 1 })),
    "No digit. It does not look like any of the ten.",
  );
});

Deno.test("spellLines() keeps lines apart and puts a dash for what is no digit", () => {
  const digits = [
    readAs("sure", { 2: 1 }),
    readAs("foreign", { 0: 1 }),
    readAs("unsure", { 9: 0.6 }, 2),
  ];
  assert.deepEqual(spellLines(digits), ["2–", "9"]);
});

Deno.test("speakReading() reads out one digit, a number with its doubts, or nothing", () => {
  const speak = (...digits: ReadDigit[]) => speakReading({ digits, focus: digits.length - 1 });
  assert.equal(speak(), NOTHING);
  assert.equal(speak(readAs("sure", { 3: 0.998 })), "3. 99.8% sure.");
  assert.equal(
    speak(readAs("foreign", { 3: 0.999 })),
    "No digit. It does not look like any of the ten.",
  );
  const [four, doubtful] = [readAs("sure", { 4: 1 }), readAs("unsure", { 2: 0.6, 7: 0.4 })];
  assert.equal(speak(four, four), "The number reads 44.");
  assert.equal(speak(four, doubtful), "The number reads 42. 1 of 2 are not certain.");
});
