/**
 * PNG files with a palette: charts have few colours, and one byte a pixel packs three times tighter
 * than three.
 *
 * @module
 */
import { crc32, deflateSync } from "node:zlib";

const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];
const PALETTE_SIZE = 256;
const UNSEEN_BITS = 3;

/**
 * Encodes opaque RGBA pixels as a PNG of colour type 3. Shades of up to eight steps in 256, which
 * nobody tells apart, become one, and more where there are still more than 256.
 *
 * @param rgba Row by row, `width * height * 4` bytes.
 */
export function encodeIndexedPng(rgba: Uint8Array, width: number, height: number): Uint8Array {
  for (let bits = UNSEEN_BITS;; bits++) {
    const indexed = indexColors(rgba, bits);
    if (indexed) return assemblePng(indexed, width, height);
  }
}

interface IndexedImage {
  indices: Uint8Array;
  /** 0xRRGGBBAA of each palette entry. */
  colors: number[];
}

/** Indexes colours that differ after dropping their lowest bits; undefined if they are too many. */
function indexColors(rgba: Uint8Array, bits: number): IndexedImage | undefined {
  const pixels = new DataView(rgba.buffer, rgba.byteOffset, rgba.byteLength);
  const mask = 0x01010101 * (0xff << bits & 0xff) >>> 0;
  const entries = new Map<number, number>();
  const colors: number[] = [];
  const indices = new Uint8Array(rgba.length / 4);
  for (let i = 0; i < indices.length; i++) {
    const color = pixels.getUint32(i * 4);
    const key = (color & mask) >>> 0;
    let index = entries.get(key);
    if (index === undefined) {
      if (entries.size === PALETTE_SIZE) return undefined;
      entries.set(key, index = entries.size);
      colors.push(color);
    }
    indices[i] = index;
  }
  return { indices, colors };
}

function assemblePng(image: IndexedImage, width: number, height: number): Uint8Array {
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, 8); // bits a pixel
  header.setUint8(9, 3); // palette
  const rows = new Uint8Array(height * (width + 1)); // each row starts with filter 0
  for (let y = 0; y < height; y++) {
    rows.set(image.indices.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  }
  return concatenate([
    Uint8Array.from(SIGNATURE),
    encodeChunk("IHDR", new Uint8Array(header.buffer)),
    encodeChunk(
      "PLTE",
      Uint8Array.from(image.colors.flatMap((c) => [c >>> 24, c >>> 16, c >>> 8])),
    ),
    encodeChunk("IDAT", deflateSync(rows, { level: 9 })),
    encodeChunk("IEND", new Uint8Array()),
  ]);
}

/** Length, type, data, checksum. */
function encodeChunk(type: string, data: Uint8Array): Uint8Array {
  const body = concatenate([new TextEncoder().encode(type), data]);
  const chunk = new DataView(new ArrayBuffer(body.length + 8));
  chunk.setUint32(0, data.length);
  new Uint8Array(chunk.buffer).set(body, 4);
  chunk.setUint32(body.length + 4, crc32(body));
  return new Uint8Array(chunk.buffer);
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
