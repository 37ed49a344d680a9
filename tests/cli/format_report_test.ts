import assert from "node:assert/strict";
import { DIGIT_CLASSES } from "../../lib/dataset/labeled_images.ts";
import { stripVTControlCharacters } from "node:util";
import { formatReport } from "../../lib/cli/format_report.ts";
import { paintAnsi, paintPlain } from "../../lib/cli/paint.ts";
import { summarizePredictions } from "../../lib/evaluation/report.ts";
import { widthOf } from "../../lib/columns.ts";
import { predict } from "../evaluation/helpers.ts";
import { LETTERS, MANY } from "../plots/made_up.ts";

const repeat = (label: number, predicted: number, times: number) =>
  Array.from({ length: times }, () => predict({ label, predicted, labelProbability: 0.5 }));

const report = summarizePredictions([
  ...[0, 1, 2, 3, 5, 6, 7, 8].flatMap((label) => repeat(label, label, 1000)),
  ...repeat(4, 4, 6541),
  ...repeat(4, 9, 12),
  ...repeat(9, 9, 5399),
  ...repeat(9, 4, 1),
], DIGIT_CLASSES);

const EXPECTED = `
  accuracy   99.93 %   (95% interval 99.89 to 99.96 %)
  errors     13 of 19,953
  loss       0.6931   (mean cross-entropy in nats)

  class   precision      recall          F1      images
  0        100.00 %    100.00 %    100.00 %       1,000
  1        100.00 %    100.00 %    100.00 %       1,000
  2        100.00 %    100.00 %    100.00 %       1,000
  3        100.00 %    100.00 %    100.00 %       1,000
  4         99.98 %     99.82 %     99.90 %       6,553
  5        100.00 %    100.00 %    100.00 %       1,000
  6        100.00 %    100.00 %    100.00 %       1,000
  7        100.00 %    100.00 %    100.00 %       1,000
  8        100.00 %    100.00 %    100.00 %       1,000
  9         99.78 %     99.98 %     99.88 %       5,400
  mean      99.98 %     99.98 %     99.98 %      19,953

  confusion (rows: true class, columns: predicted class)

  true     0      1      2      3      4      5      6      7      8      9
  0    [1000]     ·      ·      ·      ·      ·      ·      ·      ·      ·
  1        ·  [1000]     ·      ·      ·      ·      ·      ·      ·      ·
  2        ·      ·  [1000]     ·      ·      ·      ·      ·      ·      ·
  3        ·      ·      ·  [1000]     ·      ·      ·      ·      ·      ·
  4        ·      ·      ·      ·  [6541]     ·      ·      ·      ·     12
  5        ·      ·      ·      ·      ·  [1000]     ·      ·      ·      ·
  6        ·      ·      ·      ·      ·      ·  [1000]     ·      ·      ·
  7        ·      ·      ·      ·      ·      ·      ·  [1000]     ·      ·
  8        ·      ·      ·      ·      ·      ·      ·      ·  [1000]     ·
  9        ·      ·      ·      ·      1      ·      ·      ·      ·  [5399]`.slice(1);

const lines = (text: string) => text.split("\n").map((line) => line.trimEnd());

Deno.test("formatReport() writes headline, classes and confusion within 80 columns", () => {
  const text = formatReport(report, paintPlain);
  assert.deepEqual(lines(text), lines(EXPECTED));
  assert.ok(text.split("\n").every((line) => line.length <= 80));
});

Deno.test("formatReport() in colour says the same, zeros dimmed and errors red", () => {
  const text = formatReport(report, paintAnsi);
  assert.deepEqual(lines(stripVTControlCharacters(text)), lines(EXPECTED));
  assert.ok(text.includes(paintAnsi("dim", "     · ")));
  assert.ok(text.includes(paintAnsi("red", "    12 ")));
  assert.ok(text.includes(paintAnsi("green", " [6541]")));
});

Deno.test("formatReport() stays legible for a single misclassified image", () => {
  const text = formatReport(summarizePredictions(repeat(3, 8, 1), DIGIT_CLASSES), paintPlain);
  assert.match(text, /accuracy {3}0\.00 %/);
  assert.match(text, /errors {5}1 of 1/);
  assert.match(text, /\n {2}3 .*\[0\].* 1 /);
});

/** A report on so many correct images of each class, and errors. */
function reportOn(
  classes: readonly string[],
  errors: [label: number, predicted: number, n: number][],
) {
  return summarizePredictions([
    ...classes.flatMap((_, label) => repeat(label, label, 100)),
    ...errors.flatMap((error) => repeat(...error)),
  ], classes);
}

const fits = (text: string) => text.split("\n").every((line) => widthOf(line) <= 80);

Deno.test("formatReport() numbers the columns of a matrix whose names are long", () => {
  const names = ["T-shirt", "Trouser", "Dress", "a name that has no end"];
  const text = formatReport(reportOn(names, [[3, 0, 7]]), paintPlain);
  assert.match(text, /\n {2}true +0 {5}1 {5}2 {5}3 \n/);
  assert.match(text, /\n {2}3 a name that has… +7 +· +· +\[100\]$/);
  assert.match(text, /\n {2}a name that has… +100\.00 %/);
  assert.ok(fits(text), text);
});

Deno.test("formatReport() lists the confusions of 26 letters, whose matrix is too wide", () => {
  const text = formatReport(reportOn(LETTERS, [[25, 0, 100], [1, 3, 25]]), paintPlain);
  assert.match(text, /\n {2}confusions, the 2 most frequent of 2\n/);
  assert.match(text, /\n {2}Z +A +100 +50\.00 %\n {2}B +D +25 +20\.00 %$/);
  assert.equal(text.match(/\n {2}[A-Z] +\d+\.\d\d %/g)?.length, 26);
  assert.ok(fits(text), text);
  assert.match(formatReport(reportOn(LETTERS, []), paintPlain), /no class is taken for another$/);
});

Deno.test("formatReport() shows the twenty worst of 255 classes and fifteen confusions at most", () => {
  const errors = MANY.slice(0, 30).map((_, i) => [i, i + 100, 30 - i] as [number, number, number]);
  const text = formatReport(reportOn(MANY, errors), paintPlain);
  assert.match(text, /the 20 of 255 classes with the lowest F1/);
  assert.match(text, /confusions, the 15 most frequent of 30\n/);
  assert.equal(text.match(/\n {2}class \d+ +\d+\.\d\d %/g)?.length, 20);
  assert.ok(fits(text), text);
});

Deno.test("formatReport() aligns East Asian names", () => {
  const text = formatReport(reportOn(["お", "き", "す"], []), paintPlain);
  const widths = text.split("\n").filter((line) => line.includes("[100]")).map(widthOf);
  assert.equal(widths.length, 3);
  assert.equal(new Set(widths).size, 1, text);
  assert.match(text, /\n {2}true {2} +お +き +す \n/);
});
