/**
 * More small files that would cost a decoder or the search for digits much: those of `tests/image/bombs.ts` and
 * slower ones.
 *
 * @module
 */
import { deflateSync } from "node:zlib";
import { makeBombs } from "../image/bombs.ts";
import { SIGNATURE, writeChunk, writeHeader } from "../image/png_writer.ts";
import { readSample } from "../image/samples.ts";

/** All of them, by file name. */
export async function makeAllBombs(): Promise<Record<string, Uint8Array>> {
  const jpeg = await readSample("grey.jpg");
  return {
    ...await makeBombs(),
    "dots.png": writeDots(1200, { apart: 12, side: 4 }),
    "dots_40000.png": writeDots(1200, { apart: 6, side: 3 }),
    "dots_large.png": writeDots(7000, { apart: 70, side: 20 }),
    "dots_million.png": writeDots(7000, { apart: 7, side: 3 }),
    "lines.png": writeDots(7000, { apart: 30, side: 28 }),
    "texts.png": writeTexts(300),
    "profile.png": writeTexts(1, 1_000_000_000),
    "comments.gif": insertComments(await readSample("palette.gif"), 3_000_000),
    "comments.jpg": insert(jpeg, repeat(Uint8Array.of(0xff, 0xfe, 0, 2), 5_000_000)),
    "fill.jpg": insert(jpeg, new Uint8Array(150_000_000).fill(0xff)),
    "raw.bmp": writeBmp(7000),
  };
}

function concat(...parts: Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function repeat(part: Uint8Array, count: number): Uint8Array {
  const whole = new Uint8Array(count * part.length);
  for (let at = 0; at < whole.length; at += part.length) whole.set(part, at);
  return whole;
}

/** Puts segments behind a JPEG's first marker. */
const insert = (jpeg: Uint8Array, segments: Uint8Array) =>
  concat(jpeg.subarray(0, 2), segments, jpeg.subarray(2));

/** A square PNG in black and white, black squares in rows and columns on it. */
function writeDots(
  size: number,
  { apart, side }: { apart: number; side: number },
): Uint8Array {
  const stride = 1 + Math.ceil(size / 8), rows = new Uint8Array(size * stride).fill(0xff);
  for (let y = 0; y < size; y++) {
    rows[y * stride] = 0; // no filter
    if (y % apart >= side) continue;
    for (let x = 0; x < size; x++) {
      if (x % apart < side) rows[y * stride + 1 + (x >> 3)] &= ~(0x80 >> (x & 7));
    }
  }
  const header = writeHeader({ width: size, height: size, bitDepth: 1, colorType: 0 });
  const data = writeChunk("IDAT", deflateSync(rows));
  return concat(SIGNATURE, header, data, writeChunk("IEND", []));
}

/** A PNG of 9 megapixels with compressed texts of so many zeros. */
function writeTexts(count: number, zeros = 7_000_000): Uint8Array {
  const size = 3000, header = writeHeader({ width: size, height: size, bitDepth: 8, colorType: 0 });
  const name = new TextEncoder().encode("x\0\0");
  const text = writeChunk("zTXt", concat(name, deflateSync(new Uint8Array(zeros))));
  const data = writeChunk("IDAT", deflateSync(new Uint8Array((size + 1) * size)));
  return concat(SIGNATURE, header, repeat(text, count), data, writeChunk("IEND", []));
}

function insertComments(gif: Uint8Array, count: number): Uint8Array {
  const start = 13 + 3 * 2 ** ((gif[10] & 7) + 1);
  const comments = repeat(Uint8Array.of(0x21, 0xfe, 1, 97, 0), count);
  return concat(gif.subarray(0, start), comments, gif.subarray(start));
}

/** The largest file: a square BMP of 24 bits a pixel. */
function writeBmp(side: number): Uint8Array {
  const row = Math.ceil(3 * side / 4) * 4, bytes = new Uint8Array(54 + row * side);
  const view = new DataView(bytes.buffer);
  bytes.set([0x42, 0x4d]);
  for (const [at, value] of [[2, bytes.length], [10, 54], [14, 40], [18, side], [22, side]]) {
    view.setUint32(at, value, true);
  }
  view.setUint16(26, 1, true);
  view.setUint16(28, 24, true);
  return bytes;
}
