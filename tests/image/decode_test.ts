import assert from "node:assert/strict";
import encode from "@jsquash/jpeg/encode.js";
import { decodePicture } from "../../lib/image/decode.ts";
import type { Picture } from "../../lib/image/picture.ts";
import { encodePng } from "../../lib/image/png.ts";
import { COLORS, expectFields, readSample } from "./samples.ts";

const white = { width: 8, height: 8, data: new Uint8ClampedArray(256).fill(255) };
const encodeJpeg = async () =>
  new Uint8Array(await encode({ ...white, colorSpace: "srgb" } as ImageData));

Deno.test("decodePicture() goes by the first bytes, whatever the name says", async () => {
  assert.equal((await decodePicture(encodePng(white), "x.jpg")).width, 8);
  assert.equal((await decodePicture(await encodeJpeg(), "x.png")).width, 8);
  assert.equal((await decodePicture(await readSample("lossy.webp"), "pasted")).width, 48);
});

/** Samples and how many levels their colours may be off. */
const SAMPLES: [name: string, tolerance: number][] = [
  ["progressive.jpg", 4],
  ["cmyk.jpg", 4],
  ["ycck.jpg", 4],
  ["lossy.webp", 4],
  ["animated.webp", 0],
  ["turned.webp", 0],
  ["palette.gif", 0],
  ["interlaced.gif", 0],
  ["animated.gif", 0],
  ["rgb.bmp", 0],
  ["palette.bmp", 0],
  ["raw.tif", 0],
  ["tiff_lzw.tif", 0],
  ["tiff_deflate.tif", 0],
  ["packbits.tif", 0],
  ["jpeg.tif", 4],
  ["cmyk.tif", 1],
  ["pages.tif", 0],
  ["turned.tif", 0],
  ["rgb.avif", 4],
  ["turned.avif", 4],
  ["rgb.heic", 4],
  ["turned.heic", 4],
];

for (const [name, tolerance] of SAMPLES) {
  Deno.test(`decodePicture() reads ${name} within ${tolerance} levels, upright`, async () => {
    const picture = await decodePicture(await readSample(name), name);
    expectFields(picture, COLORS, tolerance);
  });
}

Deno.test("decodePicture() keeps transparency and makes RGB of grey and of black and white", async () => {
  for (const name of ["transparent.webp", "transparent.avif"]) {
    const picture = await decodePicture(await readSample(name), name);
    expectFields(picture, [...COLORS.slice(0, 3), [undefined, undefined, undefined, 0]], 4);
  }
  const grey = [200, 60, 120, 20].map((level) => [level, level, level, 255]);
  expectFields(await decodePicture(await readSample("grey.jpg"), "grey.jpg"), grey, 4);
  const fax = [255, 0, 0, 255].map((level) => [level, level, level, 255]);
  expectFields(await decodePicture(await readSample("fax.tif"), "fax.tif"), fax, 0);
});

Deno.test("decodePicture() puts a first frame where it lies in a GIF, the rest transparent", async () => {
  const gif = await readSample("palette.gif");
  const view = new DataView(gif.buffer);
  view.setUint16(6, 100, true); // the whole picture's width and height
  view.setUint16(8, 50, true);
  const frame = gif.indexOf(0x2c, 13 + 3 * 2 ** ((gif[10] & 7) + 1));
  view.setUint16(frame + 1, 20, true); // the frame's place in it
  view.setUint16(frame + 3, 10, true);
  const { width, height, data } = await decodePicture(gif, "x.gif");
  assert.deepEqual([width, height], [100, 50]);
  assert.deepEqual([...data.subarray(4 * (10 * 100 + 20)).subarray(0, 4)], [200, 30, 30, 255]);
  for (const pixel of [9 * 100 + 20, 10 * 100 + 19, 42 * 100 + 67, 41 * 100 + 68]) {
    assert.equal(data[4 * pixel + 3], 0);
  }
});

Deno.test("decodePicture() leaves the caller's bytes alone and reads a part of a larger buffer", async () => {
  const file = await readSample("cmyk.jpg");
  const buffer = new Uint8Array(file.length + 20).fill(7);
  buffer.set(file, 10);
  const part = buffer.subarray(10, 10 + file.length);
  expectFields(await decodePicture(part, "x.jpg"), COLORS, 4);
  assert.deepEqual([...part], [...file]);
});

const READABLE = "PNG, JPEG, WebP, GIF, BMP, TIFF, AVIF, or HEIC";
const OTHERS: [start: string, got: string][] = [
  ["%PDF-1.7", "PDF; export the page as PNG"],
  ['<svg xmlns="', "SVG; export it as PNG"],
  ["\xff\x0a\0\0", "JPEG XL; convert it to PNG"],
  ["\0\0\0\x0cJXL \r\n\x87\n", "JPEG XL; convert it to PNG"],
  ["\0\0\0\x0cjP  \r\n\x87\n", "JPEG 2000; convert it to PNG"],
  ["8BPS\0\x01", "Photoshop; convert it to PNG"],
  ["\0\0\x01\0\x01\0", "ICO; convert it to PNG"],
  ["\0\0\0\x18ftypisom\0\0\0\0isomiso2", "a video or another HEIF file; convert it to PNG"],
  ["PK\x03\x04", "ZIP; unpack it first"],
  ["hello", "a file of another kind; convert it to PNG"],
  ["\x89PN", "a file of another kind; convert it to PNG"],
  ["", "an empty file"],
];

Deno.test("decodePicture() throws InputError that names the format that came and a way out", async () => {
  for (const [start, got] of OTHERS) {
    const bytes = Uint8Array.from(start, (char) => char.charCodeAt(0));
    await assert.rejects(decodePicture(bytes, "x.png"), {
      name: "InputError",
      message: `x.png: expected ${READABLE}, got ${got}`,
    });
  }
});

Deno.test("decodePicture() holds to the limits of bytes and pixels that it is given", async () => {
  for (const name of ["cmyk.jpg", "progressive.jpg", "lossy.webp", "palette.gif", "rgb.avif"]) {
    const bytes = await readSample(name);
    await assert.rejects(decodePicture(bytes, name, { pixels: 48 * 32 - 1 }), {
      name: "InputError",
      message: `${name}: expected 1 to 0.001535 million pixels, got 48 × 32`,
    });
    assert.equal((await decodePicture(bytes, name, { pixels: 48 * 32 })).height, 32);
    await assert.rejects(decodePicture(bytes, name, { bytes: 100 }), {
      name: "InputError",
      message: `${name}: expected at most 0.0001 MB, got 0.0`,
    });
  }
  await assert.rejects(decodePicture(encodePng(white), "x.png", { pixels: 63 }), /got 8 × 8$/);
});

Deno.test("decodePicture() answers many at once, sound or not, each with its own picture", async () => {
  const sound = await readSample("lossy.webp");
  const answers = await Promise.allSettled(
    Array.from({ length: 20 }, (_, i) => {
      const size = i % 2 ? sound.length : 60;
      return decodePicture(sound.subarray(0, size), `${i}.webp`);
    }),
  );
  answers.forEach((answer, i) => {
    if (i % 2) expectFields((answer as PromiseFulfilledResult<Picture>).value, COLORS, 4);
    else {assert.match(
        (answer as PromiseRejectedResult).reason.message,
        new RegExp(`^${i}\\.webp: `),
      );}
  });
});
