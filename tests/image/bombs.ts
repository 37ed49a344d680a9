/**
 * Small files that would cost a decoder much memory or time if it believed them.
 *
 * @module
 */
import { constants, createDeflate, deflateSync } from "node:zlib";
import { joinPng, writeChunk, writeHeader } from "./png_writer.ts";
import { readSample } from "./samples.ts";

/** All of them, by file name. */
export async function makeBombs(): Promise<Record<string, Uint8Array>> {
  const progressive = await readSample("progressive.jpg");
  return {
    "hidden_frame.jpg": hideFrame(await readSample("grey.jpg")),
    "scans.jpg": repeatScan(progressive, 17_000),
    "tall.png": await writeBlankPng(1, 50_000_000, 100_000_000),
    "wide.png": await writeBlankPng(50_000_000, 1, 50_000_001),
    "short.png": await writeBlankPng(7000, 7000, 10),
    "inflating.png": await writeBlankPng(10, 10, 50_000_000),
    "inflating_large.png": await writeBlankPng(3000, 3000, 300_000_000),
    "chunks.png": writeEmptyChunks(500_000),
    "screen.gif": patch(await readSample("palette.gif"), 6, [0xff, 0xff, 0xff, 0xff]),
    "frame.gif": patchGifFrame(await readSample("palette.gif"), 65_535),
    "frame_within_limit.gif": patchGifFrame(await readSample("palette.gif"), 7000),
    "size.webp": await patchWebp(0x0fffffff),
    "size_within_limit.webp": await patchWebp(6999 << 14 | 6999),
    "size.tif": await patchTiff(0x7fffffff),
    "size_within_limit.tif": await patchTiff(7000),
    "size.avif": await patchAvif(60_000),
    "size_within_limit.avif": await patchAvif(7000),
    "size.bmp": await patchBmp(0x7fffffff),
    "size_within_limit.bmp": await patchBmp(7000),
  };
}

/** Overwrites bytes of a file. */
function patch(file: Uint8Array, at: number, bytes: number[]): Uint8Array {
  file.set(bytes, at);
  return file;
}

function patchSize(file: Uint8Array, at: number, side: number, littleEndian: boolean): Uint8Array {
  const view = new DataView(file.buffer);
  view.setUint32(at, side, littleEndian);
  view.setUint32(at + 4, side, littleEndian);
  return file;
}

/**
 * Puts a marker without a length (TEM) before a frame of 400 megapixels: who takes what follows it
 * for a length skips that frame and finds another, of 64 pixels, behind it.
 */
function hideFrame(jpeg: Uint8Array): Uint8Array {
  const body = jpeg.slice(2);
  const frame = body.findIndex((byte, i) => byte === 0xff && body[i + 1] === 0xc0);
  new DataView(body.buffer).setUint16(frame + 5, 20_000);
  new DataView(body.buffer).setUint16(frame + 7, 20_000);
  const length = 2 + body.length;
  const decoy = [0xff, 0xc0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0, 0xff, 0xd9];
  return Uint8Array.of(0xff, 0xd8, 0xff, 1, length >> 8, length & 255, ...body, ...decoy);
}

/** A progressive JPEG of 49 megapixels with many scans, each of which visits every block. */
function repeatScan(jpeg: Uint8Array, count: number): Uint8Array {
  const find = (marker: number) =>
    jpeg.findIndex((byte, i) => byte === 0xff && jpeg[i + 1] === marker);
  const head = jpeg.slice(0, find(0xda));
  new DataView(head.buffer).setUint16(find(0xc2) + 5, 7000);
  new DataView(head.buffer).setUint16(find(0xc2) + 7, 7000);
  const scan = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 0, 1];
  const scans = Array.from({ length: count }, () => scan).flat();
  return Uint8Array.from([...head, ...scans, 0xff, 0xd9]);
}

/** A grey PNG of the given size whose pixel data inflates to so many zeros. */
async function writeBlankPng(width: number, height: number, zeros: number): Promise<Uint8Array> {
  const header = writeHeader({ width, height, bitDepth: 8, colorType: 0 });
  const data = zeros < 1e6 ? deflateSync(new Uint8Array(zeros)) : await deflateZeros(zeros);
  return joinPng([header, writeChunk("IDAT", data), writeChunk("IEND", [])]);
}

/** A PNG of 100 pixels with many chunks that hold nothing. */
function writeEmptyChunks(count: number): Uint8Array {
  const header = writeHeader({ width: 10, height: 10, bitDepth: 8, colorType: 0 });
  const chunk = writeChunk("teXt", []);
  const chunks = new Uint8Array(count * chunk.length);
  for (let i = 0; i < count; i++) chunks.set(chunk, i * chunk.length);
  const data = writeChunk("IDAT", deflateSync(new Uint8Array(110)));
  return joinPng([header, chunks, data, writeChunk("IEND", [])]);
}

async function deflateZeros(count: number): Promise<Uint8Array> {
  const deflate = createDeflate({ level: constants.Z_BEST_SPEED });
  const parts: Uint8Array[] = [];
  deflate.on("data", (part: Uint8Array) => parts.push(part));
  const block = new Uint8Array(1_000_000);
  for (let left = count; left > 0; left -= block.length) {
    const part = block.subarray(0, Math.min(left, block.length));
    await new Promise((written) => deflate.write(part, written));
  }
  await new Promise<void>((ended) => deflate.on("end", ended).end());
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function patchGifFrame(gif: Uint8Array, side: number): Uint8Array {
  const descriptor = gif.indexOf(0x2c, 13 + 3 * 2 ** ((gif[10] & 7) + 1));
  return patch(gif, descriptor + 5, [side & 255, side >> 8, side & 255, side >> 8]);
}

/** Lossless WebP has both sides, less 1, in the 28 bits behind the chunk's signature byte. */
async function patchWebp(sides: number): Promise<Uint8Array> {
  const webp = await readSample("turned.webp");
  const at = indexOf(webp, "VP8L") + 9;
  const view = new DataView(webp.buffer);
  view.setUint32(at, (view.getUint32(at, true) & 0xf0000000) | sides, true);
  return webp;
}

/** Width, height and rows a strip are entries of the first directory. */
async function patchTiff(side: number): Promise<Uint8Array> {
  const tiff = await readSample("tiff_deflate.tif");
  const view = new DataView(tiff.buffer);
  const directory = view.getUint32(4, true);
  for (let i = 0; i < view.getUint16(directory, true); i++) {
    const entry = directory + 2 + 12 * i;
    if (![256, 257, 278].includes(view.getUint16(entry, true))) continue;
    view.setUint16(entry + 2, 4, true);
    view.setUint32(entry + 8, side, true);
  }
  return tiff;
}

async function patchAvif(side: number): Promise<Uint8Array> {
  const avif = await readSample("rgb.avif");
  return patchSize(avif, indexOf(avif, "ispe") + 8, side, false);
}

async function patchBmp(side: number): Promise<Uint8Array> {
  return patchSize(await readSample("rgb.bmp"), 18, side, true);
}

function indexOf(bytes: Uint8Array, name: string): number {
  return String.fromCharCode(...bytes).indexOf(name);
}
