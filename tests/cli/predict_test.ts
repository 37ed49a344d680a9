import assert from "node:assert/strict";
import { join } from "@std/path";
import { encodePng } from "../../lib/image/png.ts";
import type { Picture } from "../../lib/image/picture.ts";
import { createRandom } from "../../lib/random.ts";
import { drawFreehandDigit, SETTINGS } from "../image/freehand.ts";
import { STYLES } from "../image/freehand_styles.ts";
import { joinPng, writeHeader } from "../image/png_writer.ts";
import { spawnDeno } from "./spawn.ts";

const brush = SETTINGS.find(({ name }) => name === "brush at 280")!;

/** A drawn digit that no reader should miss. */
function drawDigit(digit: number): Picture {
  const style = STYLES.find((style) => style.digit === digit)!;
  return drawFreehandDigit(style, brush, createRandom(digit)).picture;
}

async function predict(args: string[]) {
  const answer = await spawnDeno(["run", "-q", "-P=predict", "lib/cli/predict.ts", ...args]);
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

Deno.test("predict answers each unusable file with one line and exit 2, and reads the others", () =>
  withFolder(async (write) => {
    const good = encodePng(drawDigit(0));
    const bomb = writeHeader({ width: 60_000, height: 60_000, bitDepth: 8, colorType: 0 });
    const blank: Picture = { width: 64, height: 64, data: new Uint8Array(64 * 64 * 4).fill(255) };
    const unusable = [
      await write("bomb.png", joinPng([bomb])),
      await write("truncated.png", good.subarray(0, good.length >> 1)),
      await write(
        "photo.png",
        Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46),
      ),
      await write("empty.png", new Uint8Array()),
      await write("blank.png", encodePng(blank)),
      "nowhere.png",
    ];
    const zero = await write("zero.png", good);
    const { code, stdout, errors } = await predict(["--json", ...unusable, zero]);
    assert.equal(code, 2);
    assert.equal(JSON.parse(stdout).digit, 0);
    assert.equal(errors.length, unusable.length, errors.join("\n"));
    unusable.forEach((file, i) => assert.ok(errors[i].startsWith(`predict: ${file}: `), errors[i]));
    assert.match(errors[4], /no ink found/);
  }));

Deno.test("predict answers wrong use and a missing model with one line and exit 2", async () => {
  for (
    const args of [[], ["--top", "11", "x.png"], ["--model", "nowhere", "x.png"], ["--colour"]]
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
