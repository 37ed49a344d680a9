import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { deflateSync } from "node:zlib";
import { InputError } from "../../lib/errors.ts";
import { decodePicture } from "../../lib/image/decode.ts";
import { decodePng, encodePng } from "../../lib/image/png.ts";
import type { Picture } from "../../lib/image/picture.ts";
import { expectUpright, writeExif } from "./exif_writer.ts";
import {
  joinPng,
  type PngKind,
  SIGNATURE,
  writeChunk,
  writeHeader,
  writePng,
} from "./png_writer.ts";

const WIDTH = 13, HEIGHT = 9;

/** The samples of a pixel, spread over all values that the bit depth has. */
function samplesAt(x: number, y: number, { bitDepth, colorType }: PngKind): number[] {
  const count = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[colorType]!;
  return Array.from(
    { length: count },
    (_, c) => (x * 2654435 + y * 40503 + c * 977) % 2 ** bitDepth,
  );
}

/** The pixel as 8-bit RGBA, by the rules of the format. */
function expectedPixel(samples: number[], kind: PngKind): number[] {
  const [a, b, c, d] = samples.map((value) => Math.round(value * 255 / (2 ** kind.bitDepth - 1)));
  if (kind.colorType === 0) return [a, a, a, 255];
  if (kind.colorType === 2) return [a, b, c, 255];
  if (kind.colorType === 4) return [a, a, a, b];
  if (kind.colorType === 6) return [a, b, c, d];
  const entry = samples[0];
  return [...kind.palette!.slice(3 * entry, 3 * entry + 3), kind.transparency?.[entry] ?? 255];
}

const KINDS: [colorType: number, bitDepths: number[]][] = [
  [0, [1, 2, 4, 8, 16]],
  [2, [8, 16]],
  [3, [1, 2, 4, 8]],
  [4, [8, 16]],
  [6, [8, 16]],
];

/** Every kind of PNG of the given width. */
function* listKinds(width: number): Generator<PngKind> {
  for (const [colorType, bitDepths] of KINDS) {
    for (const bitDepth of bitDepths) {
      const palette = colorType === 3
        ? Array.from({ length: 3 * 2 ** bitDepth }, (_, i) => (i * 37) % 256)
        : undefined;
      const transparency = palette && [0, 128];
      for (const interlaced of [false, true]) {
        yield { width, height: HEIGHT, bitDepth, colorType, interlaced, palette, transparency };
      }
    }
  }
}

/** Checks each pixel of a decoded picture, but for the colour of what is wholly transparent. */
function expectPixels({ data }: Picture, kind: PngKind): void {
  let worst = 0;
  for (let i = 0; i < kind.width * kind.height; i++) {
    const x = i % kind.width, y = Math.floor(i / kind.width);
    const expected = expectedPixel(samplesAt(x, y, kind), kind);
    const channels = expected[3] === 0 ? [3] : [0, 1, 2, 3];
    for (const c of channels) worst = Math.max(worst, Math.abs(expected[c] - data[4 * i + c]));
  }
  assert.equal(data.length, kind.width * kind.height * 4);
  assert.ok(worst <= 1, `type ${kind.colorType}, ${kind.bitDepth} bits: ${worst} levels off`);
}

Deno.test("decodePng() reads every colour type and bit depth, interlaced or not", () => {
  for (const kind of listKinds(WIDTH)) {
    expectPixels(decodePng(writePng(kind, (x, y) => samplesAt(x, y, kind)), "x.png"), kind);
  }
});

Deno.test("decodePicture() reads large PNGs of every kind like small ones, whatever their gamma", async () => {
  const gamma = writeChunk("gAMA", [0, 1, 0x86, 0xa0]); // 1: linear light
  for (const kind of listKinds(2049)) {
    const png = writePng(kind, (x, y) => samplesAt(x, y, kind));
    const marked = Uint8Array.from([...png.subarray(0, 33), ...gamma, ...png.subarray(33)]);
    expectPixels(await decodePicture(kind.interlaced ? png : marked, "x.png"), kind);
  }
});

Deno.test("decodePicture() throws InputError on a large PNG that is cut short or damaged", async () => {
  const kind = { width: 2049, height: 2, bitDepth: 8, colorType: 0 };
  const png = writePng(kind, (x) => [x % 256]);
  const whole = (await decodePicture(png, "x.png")).data;
  for (let i = SIGNATURE.length; i < png.length; i += 3) {
    await assert.rejects(decodePicture(png.subarray(0, i), "x.png"), InputError, `${i} bytes`);
    const damaged = png.slice();
    damaged[i] ^= 0x10;
    // What stands behind the last pixel is nobody's loss.
    await decodePicture(damaged, "x.png").then(
      ({ data }) => assert.deepEqual(data, whole, `byte ${i}`),
      (error) => assert.ok(error instanceof InputError, String(error)),
    );
  }
});

for (const width of [12, 2049]) {
  Deno.test(`decodePicture() turns a PNG ${width} pixels wide upright as its eXIf chunk says`, async () => {
    const kind = { width, height: 2, bitDepth: 8, colorType: 0 };
    const png = writePng(kind, (x, y) => [(3 * x + 100 * y) % 256]);
    for (const littleEndian of [false, true]) {
      for (let orientation = 1; orientation <= 8; orientation++) {
        const chunk = writeChunk("eXIf", writeExif(orientation, littleEndian));
        const bytes = Uint8Array.from([...png.subarray(0, 33), ...chunk, ...png.subarray(33)]);
        const picture = await decodePicture(bytes, "x.png");
        expectUpright(picture, kind, orientation, (x, y) => (3 * x + 100 * y) % 256);
      }
    }
  });
}

Deno.test("decodePicture() takes damaged orientations for upright", async () => {
  const png = writePng({ width: 3, height: 2, bitDepth: 8, colorType: 0 }, (x) => [x]);
  const exif = writeExif(6);
  const lying = exif.slice();
  lying.set([0xff, 0xff, 0xff, 0xff], 4);
  for (
    const data of [writeExif(0), writeExif(9), exif.subarray(0, 20), lying, new Uint8Array(14)]
  ) {
    const chunk = writeChunk("eXIf", data);
    const bytes = Uint8Array.from([...png.subarray(0, 33), ...chunk, ...png.subarray(33)]);
    assert.equal((await decodePicture(bytes, "x.png")).width, 3);
  }
});

Deno.test("decodePng() makes a grey or RGB file's transparent colour transparent", () => {
  const grey = { width: 2, height: 1, bitDepth: 4, colorType: 0, transparency: [0, 15] };
  const pixels = decodePng(writePng(grey, (x) => [x ? 15 : 3]), "x.png").data;
  assert.deepEqual([...pixels.subarray(0, 4), pixels[7]], [51, 51, 51, 255, 0]);
  const rgb = { width: 2, height: 1, bitDepth: 8, colorType: 2, transparency: [0, 1, 0, 2, 0, 3] };
  const { data } = decodePng(writePng(rgb, (x) => x ? [1, 2, 3] : [9, 9, 9]), "x.png");
  assert.deepEqual([data[3], data[7]], [255, 0]);
});

Deno.test("decodePng() reads what encodePng() writes, and a file with data behind its end", () => {
  const data = Uint8Array.from({ length: 40 * 30 * 4 }, (_, i) => (i * 7919) % 251);
  const png = encodePng({ width: 40, height: 30, data });
  for (const bytes of [png, Uint8Array.from([...png, 1, 2, 3])]) {
    const picture = decodePng(bytes, "x.png");
    assert.deepEqual([picture.width, picture.height], [40, 30]);
    assert.deepEqual([...picture.data], [...data]);
  }
});

Deno.test("decodePng() throws InputError wherever the file is cut short", () => {
  const png = writePng({ width: 6, height: 6, bitDepth: 8, colorType: 2 }, (x, y) => [x, y, 0]);
  for (let length = SIGNATURE.length; length < png.length; length++) {
    assert.throws(
      () => decodePng(png.subarray(0, length), "x.png"),
      {
        name: "InputError",
        message: `x.png: expected a whole PNG, got one cut short after ${length} bytes`,
      },
    );
  }
});

Deno.test("decodePng() throws InputError on any flipped bit", () => {
  const png = writePng({ width: 6, height: 6, bitDepth: 8, colorType: 2 }, (x, y) => [x, y, 0]);
  for (let i = SIGNATURE.length; i < png.length; i++) {
    const damaged = png.slice();
    damaged[i] ^= 0x10;
    assert.throws(() => decodePng(damaged, "x.png"), InputError, `byte ${i}`);
  }
});

const GREY = { width: 10, height: 10, bitDepth: 8, colorType: 0 };
const END = writeChunk("IEND", []);
const pixelData = (length: number) => writeChunk("IDAT", deflateSync(new Uint8Array(length)));

const UNSOUND: [what: string, chunks: Uint8Array[], message: RegExp][] = [
  ["too many pixels", [writeHeader({ ...GREY, width: 60000, height: 60000 })], /60000 × 60000$/],
  ["sides of 2^32 − 1", [
    writeHeader({ ...GREY, width: 2 ** 32 - 1, height: 2 ** 32 - 1 }),
  ], /expected 1 to 50 million pixels, got 4294967295 × 4294967295$/],
  ["no width", [writeHeader({ ...GREY, width: 0 })], /got 0 × 10$/],
  [
    "RGB with 4 bits",
    [writeHeader({ ...GREY, colorType: 2, bitDepth: 4 })],
    /no colour type 2 with 4 bits/,
  ],
  ["unknown colour type", [writeHeader({ ...GREY, colorType: 5 })], /no colour type 5/],
  ["short header", [writeChunk("IHDR", [0, 0, 0, 1])], /its header has 4 bytes, not 13/],
  ["no header", [pixelData(110)], /does not begin with one header/],
  [
    "two headers",
    [writeHeader(GREY), writeHeader({ ...GREY, width: 50000, height: 50000 })],
    /one header/,
  ],
  ["no pixel data", [writeHeader(GREY)], /cannot be inflated/],
  [
    "too little pixel data",
    [writeHeader(GREY), pixelData(60)],
    /has 60 of 110 bytes of pixel data/,
  ],
  ["too much pixel data", [writeHeader(GREY), pixelData(30_000_000)], /cannot be inflated/],
  ["too much interlaced pixel data", [
    writeHeader({ ...GREY, interlaced: true }),
    pixelData(30_000_000),
  ], /cannot be inflated/],
  ["no zlib data", [writeHeader(GREY), writeChunk("IDAT", [9, 9, 9, 9])], /cannot be inflated/],
  ["no palette", [writeHeader({ ...GREY, colorType: 3 }), pixelData(110)], /palette/],
];

for (const [what, chunks, message] of UNSOUND) {
  Deno.test(`decodePng() throws InputError on a file with ${what}`, () => {
    const bytes = joinPng([...chunks, END]);
    assert.throws(() => decodePng(bytes, "x.png"), (error: Error) => {
      assert.ok(error instanceof InputError);
      assert.match(error.message, /^x\.png: [^\n]+$/);
      assert.match(error.message, message);
      return true;
    });
  });
}

Deno.test("decodePicture() reads a large PNG without inflating what is not its pixels", async () => {
  const kind: PngKind = {
    width: 2100,
    height: HEIGHT,
    bitDepth: 8,
    colorType: 2,
    interlaced: false,
  };
  const png = writePng(kind, (x, y) => samplesAt(x, y, kind));
  const start = SIGNATURE.length + 25;
  const text = writeChunk("zTXt", [0x78, 0, 0, ...deflateSync(new Uint8Array(7_000_000))]);
  const texts = Array.from({ length: 300 }, () => text);
  const whole = Buffer.concat([png.subarray(0, start), ...texts, png.subarray(start), ...texts]);
  const { data } = await decodePicture(png, "x.png");
  // 2 GB of zeros would take 4 s.
  const bounded = await decodePicture(new Uint8Array(whole), "x.png", { seconds: 1 });
  assert.deepEqual(bounded.data, data);
});
