import assert from "node:assert/strict";
import { join } from "@std/path";
import { loadSource } from "../../lib/dataset/load_source.ts";
import { loadSplit } from "../../lib/dataset/mnist.ts";
import { imageAt } from "../../lib/dataset/labeled_images.ts";
import { encodePng } from "../../lib/image/png.ts";
import { prepareDigit } from "../../lib/image/prepare.ts";
import { createPicturePreparer } from "../../lib/image/prepare_picture_file.ts";
import { drawStrokes, type Pen } from "./draw.ts";

const PEN: Pen = { width: 8, antialias: true, color: [0, 0, 0], paper: [255, 255, 255] };
const SIZE = { width: 96, height: 112 };
const HOOK = drawStrokes(SIZE, [[[30, 20], [60, 20], [45, 80]]], PEN);
const BLANK = drawStrokes(SIZE, [], PEN);

/** A grey picture of these pixels. */
function grey(pixels: Uint8Array) {
  const data = Uint8Array.from(Array.from(pixels, (value) => [value, value, value, 255]).flat());
  return { width: 28, height: 28, data };
}

Deno.test("createPicturePreparer() prepares a picture file as predict does", async () => {
  const prepare = createPicturePreparer();
  assert.deepEqual(await prepare(encodePng(HOOK), "x.png"), prepareDigit(HOOK)!.pixels);
  assert.equal(await prepare(encodePng(BLANK), "x.png"), undefined);
  await assert.rejects(prepare(new Uint8Array([1, 2, 3]), "x.png"), { name: "InputError" });
});

Deno.test("createPicturePreparer() takes raw pictures as they are, inverted only if asked", async () => {
  const digits = await loadSplit("test", { sources: ["package"] });
  const pixels = imageAt(digits, 0);
  const png = encodePng(grey(pixels));
  assert.deepEqual(await createPicturePreparer({ raw: true })(png, "x.png"), pixels);
  const inverted = createPicturePreparer({ raw: true, invert: true });
  assert.deepEqual(await inverted(encodePng(grey(pixels.map((p) => 255 - p))), "x.png"), pixels);
  const blank = new Uint8Array(784);
  assert.deepEqual(await createPicturePreparer({ raw: true })(encodePng(grey(blank)), "x"), blank);
});

Deno.test("createPicturePreparer() refuses raw pictures of another size, in colours or see-through", async () => {
  const prepare = createPicturePreparer({ raw: true });
  const refuse = (png: Uint8Array, message: string) =>
    assert.rejects(prepare(png, "x.png"), { name: "InputError", message: `x.png: ${message}` });
  await refuse(encodePng(HOOK), "expected 28 × 28 pixels, got 96 × 112");
  const red = grey(new Uint8Array(784));
  red.data[4 * 500] = 1;
  await refuse(encodePng(red), "expected opaque grey pixels, got colours");
  const clear = grey(new Uint8Array(784));
  clear.data[4 * 783 + 3] = 254;
  await refuse(encodePng(clear), "expected opaque grey pixels, got transparency");
});

Deno.test("loadSource() reads a folder of real pictures by class", async () => {
  const dir = await Deno.makeTempDir();
  try {
    for (const label of ["1", "7"]) await Deno.mkdir(join(dir, label));
    await Deno.writeFile(join(dir, "7", "hook.png"), encodePng(HOOK));
    await Deno.writeFile(join(dir, "7", "blank.png"), encodePng(BLANK));
    await Deno.writeFile(join(dir, "1", "hook.png"), encodePng(HOOK));
    await Deno.writeTextFile(join(dir, "1", "notes.txt"), "not a picture");
    const { all, skipped } = await loadSource(dir, { preparePicture: createPicturePreparer() });
    assert.deepEqual(all!.classes, ["1", "7"]);
    assert.deepEqual([...all!.labels], [0, 1]);
    assert.deepEqual(imageAt(all!, 1), prepareDigit(HOOK)!.pixels);
    assert.deepEqual(skipped, [
      {
        file: join(dir, "1", "notes.txt"),
        reason:
          "expected PNG, JPEG, WebP, GIF, BMP, TIFF, AVIF, or HEIC, got a file of another kind; convert it to PNG",
      },
      { file: join(dir, "7", "blank.png"), reason: "no ink found" },
    ]);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
