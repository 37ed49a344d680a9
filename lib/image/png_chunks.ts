/**
 * The container of a PNG, checked before anything in it is decoded.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { crc32, inflateSync } from "node:zlib";
import { InputError } from "../errors.ts";
import { checkPictureSize } from "./picture.ts";

/** What a PNG's first chunk (IHDR) says of it. */
interface PngHeader {
  width: number;
  height: number;
  /** Bits a sample: 1, 2, 4, 8 or 16. */
  bitDepth: number;
  /** 0 grey, 2 RGB, 3 palette, 4 grey + alpha, 6 RGBA. */
  colorType: number;
  /** Whether rows are stored in Adam7's seven passes. */
  interlaced: boolean;
}

const SIGNATURE_LENGTH = 8;

/** A PNG that has been checked. */
export interface SoundPng {
  /** The file without what follows its last chunk (IEND). */
  sound: Uint8Array;
  /** EXIF data (chunk eXIf), from its byte order mark on. */
  exif?: Uint8Array;
}

/** Samples a pixel and allowed bit depths, by colour type (PNG specification, table 11.1). */
const COLOR_TYPES: Record<number, { samples: number; bitDepths: number[] }> = {
  0: { samples: 1, bitDepths: [1, 2, 4, 8, 16] },
  2: { samples: 3, bitDepths: [8, 16] },
  3: { samples: 1, bitDepths: [1, 2, 4, 8] },
  4: { samples: 2, bitDepths: [8, 16] },
  6: { samples: 4, bitDepths: [8, 16] },
};

/** Where Adam7's seven passes start and how far apart their pixels lie: x, y, step x, step y. */
const ADAM7_PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
];

/**
 * Checks a PNG's chunks, their checksums, its header and the length of its pixel data, so that a
 * decoder can neither be fooled by it nor made to allocate more than the header says.
 *
 * @param source The file's name, for messages.
 * @throws {InputError} If the file is damaged, cut short, or larger than the limit.
 */
export function checkPng(bytes: Uint8Array, source: string): SoundPng {
  let header: PngHeader | undefined;
  let exif: Uint8Array | undefined;
  const pixelData: Uint8Array[] = [];
  for (let start = SIGNATURE_LENGTH;;) {
    const { type, data, end } = readChunk(bytes, start, source);
    if ((header === undefined) !== (type === "IHDR")) {
      throw damaged(source, "it does not begin with one header (IHDR)");
    }
    header ??= readHeader(data, source);
    if (type === "IDAT") pixelData.push(data);
    if (type === "eXIf") exif = data;
    if (type === "IEND") {
      checkPixelData(header, pixelData, source);
      return { sound: bytes.subarray(0, end), exif };
    }
    start = end;
  }
}

const CHUNK_TYPE = (name: string) =>
  [...name].reduce((code, letter) => code << 8 | letter.charCodeAt(0), 0) >>> 0;

/** Chunks that a decoder may leave out, but for these, do not change the pixels. */
const KEPT = new Set(["tRNS", "eXIf"].map(CHUNK_TYPE));
const IEND = CHUNK_TYPE("IEND");

/** Of a chunk's type: set in those that a decoder may leave out. */
const ANCILLARY = 0x20000000;

/**
 * Takes out of a PNG what does not change its pixels, such as texts and profiles, which may inflate to anything, and
 * what follows its end.
 *
 * @param bytes Overwritten.
 * @returns The beginning of `bytes`.
 */
export function dropTexts(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let to = SIGNATURE_LENGTH, at = SIGNATURE_LENGTH;
  while (at + 12 <= bytes.length) {
    const end = at + 12 + view.getUint32(at), type = view.getUint32(at + 4);
    if (end > bytes.length) break;
    if ((type & ANCILLARY) === 0 || KEPT.has(type)) {
      bytes.copyWithin(to, at, end);
      to += end - at;
    }
    at = end;
    if (type === IEND) return bytes.subarray(0, to);
  }
  // What is cut short stays so, for the decoder to say.
  bytes.copyWithin(to, at);
  return bytes.subarray(0, to + bytes.length - at);
}

function readChunk(bytes: Uint8Array, start: number, source: string) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = start + 12 <= bytes.length ? view.getUint32(start) : Infinity;
  const end = start + 12 + length;
  if (end > bytes.length) {
    throw new InputError(
      `${source}: expected a whole PNG, got one cut short after ${bytes.length} bytes`,
    );
  }
  const type = String.fromCharCode(...bytes.subarray(start + 4, start + 8));
  if (crc32(bytes.subarray(start + 4, end - 4)) !== view.getUint32(end - 4)) {
    throw damaged(source, `the checksum of the chunk at byte ${start} is wrong`);
  }
  return { type, data: bytes.subarray(start + 8, end - 4), end };
}

function readHeader(data: Uint8Array, source: string): PngHeader {
  if (data.length !== 13) throw damaged(source, `its header has ${data.length} bytes, not 13`);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const [bitDepth, colorType, , , interlace] = data.subarray(8);
  if (!COLOR_TYPES[colorType]?.bitDepths.includes(bitDepth) || interlace > 1) {
    throw damaged(source, `there is no colour type ${colorType} with ${bitDepth} bits`);
  }
  const size = { width: view.getUint32(0), height: view.getUint32(4) };
  checkPictureSize(source, size);
  return { ...size, bitDepth, colorType, interlaced: interlace === 1 };
}

/** Inflates the pixel data up to the length that the header calls for, and no further. */
function checkPixelData(header: PngHeader, parts: Uint8Array[], source: string): void {
  const wanted = countPixelBytes(header);
  let found: number;
  try {
    found = inflateSync(Buffer.concat(parts), { maxOutputLength: wanted }).length;
  } catch (error) {
    throw damaged(source, `its pixel data cannot be inflated: ${(error as Error).message}`);
  }
  if (found !== wanted) throw damaged(source, `it has ${found} of ${wanted} bytes of pixel data`);
}

/** The inflated length of the pixel data: a filter byte and the packed samples of each row. */
function countPixelBytes(header: PngHeader): number {
  const { width, height, bitDepth, colorType, interlaced } = header;
  const bitsPerPixel = COLOR_TYPES[colorType].samples * bitDepth;
  let bytes = 0;
  for (const [startX, startY, stepX, stepY] of interlaced ? ADAM7_PASSES : [[0, 0, 1, 1]]) {
    const columns = Math.ceil((width - startX) / stepX),
      rows = Math.ceil((height - startY) / stepY);
    if (columns > 0 && rows > 0) bytes += rows * (1 + Math.ceil(columns * bitsPerPixel / 8));
  }
  return bytes;
}

function damaged(source: string, how: string): InputError {
  return new InputError(`${source}: expected a sound PNG, but ${how}`);
}
