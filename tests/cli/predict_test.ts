import assert from "node:assert/strict";
import encode from "@jsquash/jpeg/encode.js";
import { dirname, join } from "@std/path";
import { loadSplit } from "../../lib/dataset/mnist.ts";
import { encodePng } from "../../lib/image/png.ts";
import type { Picture } from "../../lib/image/picture.ts";
import { createRandom } from "../../lib/random.ts";
import { drawFreehandDigit, SETTINGS } from "../image/freehand.ts";
import { STYLES } from "../image/freehand_styles.ts";
import { drawNumber } from "../image/freehand_numbers.ts";
import { joinPng, writeHeader } from "../image/png_writer.ts";
import { saveModel } from "../../lib/model/store.ts";
import { createLenet5 } from "../../lib/model/zoo/lenet5.ts";
import { drawStrokes, type Pen } from "../image/draw.ts";
import type { Point } from "../image/stroke_program.ts";
import { spawnDeno } from "./spawn.ts";
import { commandOf } from "../project_config.ts";

const PEN: Pen = { width: 8, antialias: true, color: [0, 0, 0], paper: [255, 255, 255] };

const brush = SETTINGS.find(({ name }) => name === "brush at 280")!;

/** A drawn digit that no reader should miss. */
function drawDigit(digit: number): Picture {
  const style = STYLES.find((style) => style.digit === digit)!;
  return drawFreehandDigit(style, brush, createRandom(digit)).picture;
}

const PHOTO = { seed: 5, height: 90, penWidth: 7, gap: 0.1, photo: true };

async function encodeJpeg({ width, height, data }: Picture): Promise<Uint8Array> {
  const image = { width, height, data: Uint8ClampedArray.from(data), colorSpace: "srgb" };
  return new Uint8Array(await encode(image as ImageData));
}

async function predict(args: string[]) {
  const answer = await spawnDeno([...commandOf("predict"), ...args]);
  return { ...answer, errors: answer.stderr.trim().split("\n").filter((line) => line !== "") };
}

async function withFolder(work: (write: Writer) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await work(async (name, bytes) => {
      await Deno.writeFile(join(folder, name), bytes);
      return join(folder, name);
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

type Writer = (name: string, bytes: Uint8Array) => Promise<string>;

/** A folder with nothing in it. */
async function makeEmptyFolder(sibling: string): Promise<string> {
  const path = join(dirname(sibling), "empty");
  await Deno.mkdir(path);
  return path;
}

Deno.test("predict --json prints one object a picture, as the contract says", () =>
  withFolder(async (write) => {
    const files = [
      await write("three.png", encodePng(drawDigit(3))),
      await write("eight.png", encodePng(drawDigit(8))),
    ];
    const { code, stdout, errors } = await predict(["--json", "--image", files[0], files[1]]);
    assert.equal(code, 0, errors.join());
    const records = stdout.trim().split("\n").map((line) => JSON.parse(line));
    assert.deepEqual(records.map(({ image, digit }) => ({ image, digit })), [
      { image: files[0], digit: 3 },
      { image: files[1], digit: 8 },
    ]);
    for (const { confidence, probabilities, digit } of records) {
      assert.equal(probabilities.length, 10);
      assert.equal(confidence, probabilities[digit]);
      const sum = probabilities.reduce((a: number, b: number) => a + b);
      assert.ok(Math.abs(sum - 1) < 1e-4);
    }
  }));

/** A five-pointed star in one stroke. */
function drawStar(): Picture {
  const corner = (i: number): Point => [
    64 + 48 * Math.sin(0.8 * Math.PI * i),
    64 - 48 * Math.cos(0.8 * Math.PI * i),
  ];
  const star = Array.from({ length: 6 }, (_, i) => corner(i));
  return drawStrokes({ width: 128, height: 128 }, [star], PEN);
}

Deno.test("predict says that a star is no digit: in text, in JSON, in a CSV, among digits", () =>
  withFolder(async (write) => {
    const star = await write("star.png", encodePng(drawStar()));
    const three = await write("three.png", encodePng(drawDigit(3)));
    const text = await predict([star, three]);
    assert.match(text.stdout, /star\.png: no digit\n/);
    assert.match(text.stdout, /three\.png: 3\n/);
    const json = await predict(["--json", star, three]);
    const verdicts = json.stdout.trim().split("\n").map((line) => JSON.parse(line).verdict);
    assert.deepEqual([json.code, ...verdicts], [0, "foreign", "sure"]);
    const csv = join(dirname(star), "out.csv");
    await predict(["--csv", csv, star, three]);
    const rows = (await Deno.readTextFile(csv)).trim().split("\n").slice(1);
    assert.match(rows[0], /star\.png,,\?,[\d.]+,foreign$/);
    assert.match(rows[1], /three\.png,,3,[\d.]+,sure$/);
  }));

Deno.test("predict --threshold shows what is less probable as ?, and calls it unsure", () =>
  withFolder(async (write) => {
    const six = await write("six.png", encodePng(drawDigit(6)));
    const { stdout } = await predict(["--json", "--threshold", "1", six]);
    const { digit, verdict, sure, confidence } = JSON.parse(stdout);
    assert.ok(confidence > 0.9 && confidence < 1);
    assert.deepEqual({ digit, verdict, sure }, { digit: 6, verdict: "unsure", sure: false });
    assert.match((await predict(["--threshold", "1", six])).stdout, /six\.png: \? \(unsure\)\n/);
  }));

Deno.test("predict answers a reader.json of another network with one line and exit 2", () =>
  withFolder(async (write) => {
    const picture = await write("three.png", encodePng(drawDigit(3)));
    const folder = join(dirname(picture), "model");
    await saveModel(folder, createLenet5({ seed: 1 }), {}, { limits: { confidence: "high" } });
    const { code, errors } = await predict(["--model", folder, picture]);
    assert.equal(code, 2);
    assert.deepEqual(errors, [
      `predict: ${folder}: reader.json: expected limits.confidence: a number; got 4 characters; ` +
      "deno task calibrate makes another",
    ]);
  }));

Deno.test("predict --multi --json reads the digits of a JPEG photo, with their places", () =>
  withFolder(async (write) => {
    const photo = drawNumber(["20926", "843"], PHOTO);
    const file = await write("photo.jpg", await encodeJpeg(photo));
    const { code, stdout, errors } = await predict(["--multi", "--json", file]);
    assert.equal(code, 0, errors.join());
    const { image, number, digits } = JSON.parse(stdout);
    assert.deepEqual({ image, number }, { image: file, number: "20926 843" });
    assert.equal(digits.map(({ digit }: { digit: number }) => digit).join(""), "20926843");
    for (const { box, line, confidence, probabilities } of digits) {
      assert.ok(box.left >= 0 && box.left + box.width <= photo.width);
      assert.ok(line === 0 || line === 1);
      assert.equal(confidence, Math.max(...probabilities));
    }
  }));

Deno.test("predict reads a large picture of one digit the same with --multi and without, PNG and JPEG", () =>
  withFolder(async (write) => {
    const large = { ...brush, width: 1400, height: 1400 };
    const style = STYLES.find(({ digit }) => digit === 6)!;
    const { picture } = drawFreehandDigit(style, large, createRandom(6));
    const files = [
      await write("six.png", encodePng(picture)),
      await write("six.jpg", await encodeJpeg(picture)),
    ];
    const [one, several] = await Promise.all(
      [[], ["--multi"]].map((flags) => predict([...flags, "--json", ...files])),
    );
    const lines = (text: string) => text.trim().split("\n").map((line) => JSON.parse(line));
    const found = lines(several.stdout).flatMap(({ digits }) => digits);
    assert.deepEqual(found.map(({ digit }) => digit), [6, 6]);
    assert.deepEqual(
      lines(one.stdout).map(({ probabilities }) => probabilities),
      found.map(({ probabilities }) => probabilities),
    );
  }));

Deno.test("predict without --multi says in one line that a picture looks like several digits", () =>
  withFolder(async (write) => {
    const number = await write(
      "number.png",
      encodePng(drawNumber(["407"], { ...PHOTO, photo: false })),
    );
    const five = await write("five.png", encodePng(drawDigit(5)));
    const { code, stdout, errors } = await predict(["--json", number, five]);
    assert.equal(code, 0);
    assert.equal(stdout.trim().split("\n").length, 2);
    assert.deepEqual(errors, [
      `predict: ${number}: read as one digit, looks like 3; --multi reads each`,
    ]);
    assert.deepEqual((await predict(["--multi", number])).errors, []);
  }));

Deno.test("predict answers each unusable file with one line and exit 2, and reads the others", () =>
  withFolder(async (write) => {
    const good = encodePng(drawDigit(0));
    const bomb = writeHeader({ width: 60_000, height: 60_000, bitDepth: 8, colorType: 0 });
    const fill = (side: number, value: (i: number) => number): Picture => ({
      width: side,
      height: side,
      data: Uint8Array.from({ length: side * side * 4 }, (_, i) => i % 4 === 3 ? 255 : value(i)),
    });
    const random = createRandom(1);
    const jpeg = await encodeJpeg(drawDigit(0));
    const unusable = [
      await write("bomb.png", joinPng([bomb])),
      await write("truncated.png", good.subarray(0, good.length >> 1)),
      await write("drawing.svg", new TextEncoder().encode("<svg/>")),
      await write("cut.jpg", jpeg.subarray(0, jpeg.length >> 1)),
      await write("letter.gif", new TextEncoder().encode("GIF89a")),
      await write("empty.png", new Uint8Array()),
      await write("white.png", encodePng(fill(64, () => 255))),
      await write("black.png", encodePng(fill(64, () => 0))),
      await write("noise.png", encodePng(fill(64, () => random.nextInt(256)))),
      await write("dot.png", encodePng(fill(1, () => 0))),
      "nowhere.png",
      "nowhere/*.png",
      await makeEmptyFolder(await write("other", new Uint8Array())),
    ];
    const zero = await write("zero.png", good);
    const { code, stdout, errors } = await predict(["--json", ...unusable, zero]);
    assert.equal(code, 2);
    assert.equal(JSON.parse(stdout).digit, 0);
    assert.equal(errors.length, unusable.length, errors.join("\n"));
    for (const file of unusable) {
      assert.ok(errors.some((line) => line.startsWith(`predict: ${file}: `)), file);
    }
    assert.ok(errors.some((line) => line.endsWith(", got SVG; export it as PNG")));
    assert.equal(errors.filter((line) => line.endsWith(": no ink found")).length, 4);
    assert.ok(
      errors.some((line) => line.endsWith("nowhere/*.png: expected files that match, found none")),
    );
    assert.ok(
      errors.some((line) => line.endsWith("empty: expected pictures in the folder, found none")),
    );
  }));

Deno.test("predict answers wrong use and a missing model with one line and exit 2", async () => {
  for (
    const args of [
      [],
      ["--top", "256", "x.png"],
      ["--threshold", "2", "x.png"],
      ["--submission", "s.csv", "x.png"],
      ["--model", "nowhere", "x.png"],
      ["--colour"],
    ]
  ) {
    const { code, stdout, errors } = await predict(args);
    assert.deepEqual({ code, stdout, lines: errors.length }, { code: 2, stdout: "", lines: 1 });
  }
});

Deno.test("predict shows the digit, its runners-up and what the network sees", () =>
  withFolder(async (write) => {
    const file = await write("five.png", encodePng(drawDigit(5)));
    const { code, stdout } = await predict([file]);
    assert.equal(code, 0);
    assert.match(stdout, /five\.png: 5/);
    assert.ok(stdout.split("\n").length >= 14);
  }));

Deno.test("predict reads folders, patterns and standard input, and writes a CSV", () =>
  withFolder(async (write) => {
    const first = await write("2.png", encodePng(drawDigit(2)));
    await write("10.png", encodePng(drawDigit(1)));
    await write("notes.txt", new TextEncoder().encode("no picture"));
    const folder = dirname(first), csv = join(folder, "out.csv");
    const { code, stdout, errors } = await predict(["--csv", csv, folder]);
    assert.deepEqual([code, stdout, errors], [0, "", [`saved ${csv}`]]);
    const lines = (await Deno.readTextFile(csv)).trim().split("\n");
    assert.equal(lines[0], "image,row,text,confidence,verdict");
    assert.match(lines[1], /2\.png,,2,/);
    assert.match(lines[2], /10\.png,,1,/);
    const pattern = await predict(["--json", join(folder, "*.png")]);
    assert.equal(pattern.stdout.trim().split("\n").length, 2);
    const piped = new Deno.Command(Deno.execPath(), {
      args: [...commandOf("predict"), "--json", "-"],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    const writer = piped.stdin.getWriter();
    await writer.write(new Uint8Array(encodePng(drawDigit(7))));
    await writer.close();
    const answer = JSON.parse(new TextDecoder().decode((await piped.output()).stdout));
    assert.deepEqual([answer.image, answer.digit], ["-", 7]);
  }));

Deno.test("predict reads Kaggle's test.csv and writes its submission.csv", () =>
  withFolder(async (write) => {
    const { images, labels } = await loadSplit("validation");
    const header = Array.from({ length: 784 }, (_, p) => `pixel${p}`).join(",");
    const rows = [0, 1, 2].map((i) => images.subarray(i * 784, (i + 1) * 784).join(","));
    const table = await write("test.csv", new TextEncoder().encode([header, ...rows].join("\n")));
    const out = join(dirname(table), "submission.csv");
    const { code, stdout, errors } = await predict([table, "--submission", out]);
    assert.deepEqual([code, stdout, errors], [0, "", [`saved ${out}: 3 rows`]]);
    const wanted = ["ImageId,Label", ...[0, 1, 2].map((i) => `${i + 1},${labels[i]}`), ""];
    assert.equal(await Deno.readTextFile(out), wanted.join("\n"));
  }));

Deno.test("predict keeps escape sequences in names from the terminal", () =>
  withFolder(async (write) => {
    const file = await write("a\x1b[31mb.png", new Uint8Array());
    const { stderr } = await predict([file]);
    assert.ok(!stderr.includes("\x1b") && stderr.includes("a\\x1b[31mb.png"), stderr);
  }));

Deno.test("predict --help lists the flags", async () => {
  const { code, stdout } = await predict(["--help"]);
  assert.equal(code, 0);
  for (const flag of ["--image", "--model", "--multi", "--top", "--json"]) {
    assert.ok(stdout.includes(flag), flag);
  }
});
