import assert from "node:assert/strict";
import { CsvDecoder, type CsvImages } from "../../lib/dataset/csv.ts";
import { IMAGE_PIXELS } from "../../lib/dataset/labeled_images.ts";
import { InputError } from "../../lib/errors.ts";
import { numberedImage } from "./small_sets.ts";

const PIXEL_NAMES = Array.from({ length: IMAGE_PIXELS }, (_, i) => `pixel${i}`);

/** Decodes text in pieces of this many characters. */
function decode(text: string, pieceLength = text.length): CsvImages {
  const decoder = new CsvDecoder("x.csv");
  for (let at = 0; at < text.length; at += pieceLength) {
    decoder.push(text.slice(at, at + pieceLength));
  }
  return decoder.finish();
}

function lines(...rows: (string | number | Uint8Array)[][]): string {
  const text = rows.map((row) =>
    row.flatMap((c) => c instanceof Uint8Array ? [...c] : [c]).join(",")
  );
  return `${text.join("\n")}\n`;
}

/** Two images, labelled 7 and 3. */
const TWO = [[7, numberedImage(1)], [3, numberedImage(2)]];
const TWO_IMAGES = new Uint8Array([...numberedImage(1), ...numberedImage(2)]);

function assertTwo({ count, images, labels, skipped }: CsvImages): void {
  assert.equal(count, 2);
  assert.deepEqual(labels, ["7", "3"]);
  assert.deepEqual(images, TWO_IMAGES);
  assert.deepEqual(skipped, []);
}

Deno.test("CsvDecoder reads Kaggle's train.csv and test.csv, in pieces of any length", () => {
  const train = lines(["label", ...PIXEL_NAMES], ...TWO);
  for (const pieceLength of [train.length, 1000, 7, 1]) assertTwo(decode(train, pieceLength));
  assert.deepEqual(decode(train).rows, [1, 2]);
  assert.deepEqual(decode(train).lines, [2, 3]);
  const test = decode(lines(PIXEL_NAMES, ...TWO.map(([, image]) => [image])));
  assert.equal(test.labels, undefined);
  assert.deepEqual(test.images, TWO_IMAGES);
});

Deno.test("CsvDecoder does without a header, and with a header of numbers", () => {
  assertTwo(decode(lines(...TWO)));
  assertTwo(decode(lines(["label", ...Array(IMAGE_PIXELS).keys()], ...TWO)));
  const unlabelled = TWO.map(([, image]) => [image]);
  assert.equal(decode(lines(...unlabelled)).count, 2);
  assert.equal(decode(lines([...Array(IMAGE_PIXELS).keys()], ...unlabelled)).count, 2);
});

Deno.test("CsvDecoder takes other delimiters, quotes, line ends, a byte order mark, a last line unended", () => {
  const text = lines(["label", ...PIXEL_NAMES], ...TWO);
  assertTwo(decode(text.replaceAll(",", ";")));
  assertTwo(decode(text.replaceAll(",", "\t"), 100));
  assertTwo(decode(text.replaceAll(/[^,\n]+/g, '"$&"')));
  assertTwo(decode(text.replaceAll("\n", "\r\n"), 64));
  assertTwo(decode(`\ufeff${text}`));
  assertTwo(decode(text.trimEnd()));
  assertTwo(decode(text + "\n\n"));
});

Deno.test("CsvDecoder finds the label's column by its name, and labels of any text", () => {
  const last = [...PIXEL_NAMES, "class"];
  assertTwo(decode(lines(last, ...TWO.map(([label, image]) => [image, label]))));
  const names = decode(lines(["Label", ...PIXEL_NAMES], ['"a,b"', TWO[0][1]], [" 7.0", TWO[1][1]]));
  assert.deepEqual(names.labels, ["a,b", "7"]);
});

Deno.test("CsvDecoder names each row that holds no image, with its reason", () => {
  const bad = (value: string) => [7, ...numberedImage(1).with(3, 0).slice(0, -1), value];
  const { count, rows, lines: kept, skipped } = decode(lines(
    ["label", ...PIXEL_NAMES],
    TWO[0],
    bad("256"),
    bad("-1"),
    bad("0.5"),
    bad(""),
    bad("ink"),
    [7, 1, 2],
    ["", numberedImage(1)],
    TWO[1],
  ));
  assert.equal(count, 2);
  assert.deepEqual(rows, [1, 9]);
  assert.deepEqual(kept, [2, 10]);
  const range = "expected whole numbers from 0 to 255, got";
  assert.deepEqual(skipped, [
    { file: "x.csv:3", reason: `${range} 256` },
    { file: "x.csv:4", reason: `${range} -1` },
    { file: "x.csv:5", reason: `${range} 0.5` },
    { file: "x.csv:6", reason: `${range} a blank one` },
    { file: "x.csv:7", reason: `${range} ink` },
    { file: "x.csv:8", reason: "expected 785 columns, got 3" },
    { file: "x.csv:9", reason: "expected a label, got a blank one" },
  ]);
});

Deno.test("CsvDecoder does not take a first row with one bad pixel for a header", () => {
  const { count, skipped } = decode(lines([7, ...numberedImage(1).slice(1), 999], TWO[1]));
  assert.equal(count, 1);
  assert.deepEqual(skipped.map(({ file }) => file), ["x.csv:1"]);
});

Deno.test("CsvDecoder refuses other columns, no rows, and rows without an end", () => {
  const refuse = (text: string, message: RegExp) =>
    assert.throws(() => decode(text, 65_536), (error) => {
      assert.ok(error instanceof InputError);
      assert.match(error.message, message);
      return true;
    });
  const wanted =
    /^x\.csv: expected 784 pixels in a row, with or without a label, got (\d+) columns$/;
  refuse("a,b\n1,2\n", wanted);
  refuse(lines(["", ...TWO[0]]), wanted);
  refuse(lines(["label", ...PIXEL_NAMES.slice(1)], [7, numberedImage(1).slice(1)]), wanted);
  refuse("", /^x\.csv: expected rows of CSV, got none$/);
  refuse("\n\n", /^x\.csv: expected rows of CSV, got none$/);
  refuse("1,".repeat(1_000_000), /^x\.csv: expected rows of 784 pixels, got no end of a row$/);
});

Deno.test("CsvDecoder refuses a table most of which holds no image, before it is all read", () => {
  for (const [row, what] of [["\n", "blank"], ["1,2\n", "short"]]) {
    const decoder = new CsvDecoder("x.csv"), piece = row.repeat(10_000);
    decoder.push(lines(...TWO));
    const push = () => {
      for (let i = 0; i < 20; i++) decoder.push(piece);
    };
    assert.throws(push, {
      name: "InputError",
      message: "x.csv: expected rows of 784 pixels, got 100003 that hold none",
    }, what);
  }
});
