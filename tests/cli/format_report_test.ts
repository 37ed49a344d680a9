import assert from "node:assert/strict";
import { DIGIT_CLASSES } from "../../lib/dataset/labeled_images.ts";
import { stripVTControlCharacters } from "node:util";
import { formatReport } from "../../lib/cli/format_report.ts";
import { paintAnsi, paintPlain } from "../../lib/cli/paint.ts";
import { summarizePredictions } from "../../lib/evaluation/report.ts";
import { predict } from "../evaluation/helpers.ts";

const read = (label: number, digit: number, times: number) =>
  Array.from({ length: times }, () => predict({ label, digit, labelProbability: 0.5 }));

const report = summarizePredictions([
  ...[0, 1, 2, 3, 5, 6, 7, 8].flatMap((digit) => read(digit, digit, 1000)),
  ...read(4, 4, 6541),
  ...read(4, 9, 12),
  ...read(9, 9, 5399),
  ...read(9, 4, 1),
], DIGIT_CLASSES);

const EXPECTED = `
  accuracy   99.93 %   (95% interval 99.89 to 99.96 %)
  misread    13 of 19,953
  loss       0.6931   (mean cross-entropy in nats)

  digit   precision      recall          F1      images
      0    100.00 %    100.00 %    100.00 %       1,000
      1    100.00 %    100.00 %    100.00 %       1,000
      2    100.00 %    100.00 %    100.00 %       1,000
      3    100.00 %    100.00 %    100.00 %       1,000
      4     99.98 %     99.82 %     99.90 %       6,553
      5    100.00 %    100.00 %    100.00 %       1,000
      6    100.00 %    100.00 %    100.00 %       1,000
      7    100.00 %    100.00 %    100.00 %       1,000
      8    100.00 %    100.00 %    100.00 %       1,000
      9     99.78 %     99.98 %     99.88 %       5,400
  mean      99.98 %     99.98 %     99.98 %      19,953

  confusion (rows: true digit, columns: digit read)

  true     0      1      2      3      4      5      6      7      8      9
     0 [1000]     ·      ·      ·      ·      ·      ·      ·      ·      ·
     1     ·  [1000]     ·      ·      ·      ·      ·      ·      ·      ·
     2     ·      ·  [1000]     ·      ·      ·      ·      ·      ·      ·
     3     ·      ·      ·  [1000]     ·      ·      ·      ·      ·      ·
     4     ·      ·      ·      ·  [6541]     ·      ·      ·      ·     12
     5     ·      ·      ·      ·      ·  [1000]     ·      ·      ·      ·
     6     ·      ·      ·      ·      ·      ·  [1000]     ·      ·      ·
     7     ·      ·      ·      ·      ·      ·      ·  [1000]     ·      ·
     8     ·      ·      ·      ·      ·      ·      ·      ·  [1000]     ·
     9     ·      ·      ·      ·      1      ·      ·      ·      ·  [5399]`.slice(1);

const lines = (text: string) => text.split("\n").map((line) => line.trimEnd());

Deno.test("formatReport() writes headline, classes and confusion within 80 columns", () => {
  const text = formatReport(report, paintPlain);
  assert.deepEqual(lines(text), lines(EXPECTED));
  assert.ok(text.split("\n").every((line) => line.length <= 80));
});

Deno.test("formatReport() in colour says the same, zeros dimmed and misreadings red", () => {
  const text = formatReport(report, paintAnsi);
  assert.deepEqual(lines(stripVTControlCharacters(text)), lines(EXPECTED));
  assert.ok(text.includes(paintAnsi("dim", "     · ")));
  assert.ok(text.includes(paintAnsi("red", "    12 ")));
  assert.ok(text.includes(paintAnsi("green", " [6541]")));
});

Deno.test("formatReport() stays legible for a single misread digit", () => {
  const text = formatReport(summarizePredictions(read(3, 8, 1), DIGIT_CLASSES), paintPlain);
  assert.match(text, /accuracy {3}0\.00 %/);
  assert.match(text, /misread {4}1 of 1/);
  assert.match(text, /\n {5}3 .*\[0\].* 1 /);
});
