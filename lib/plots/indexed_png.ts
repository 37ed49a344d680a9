/**
 * PNG files with a palette: charts have few colours, and one byte per pixel takes a third of the space
 * of three.
 *
 * @module
 */
import { crc32, deflateSync } from "node:zlib";

const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];
const PALETTE_SIZE = 256;
const UNSEEN_BITS = 3;
/** Share of the pixels that a palette must cover; the few others take its nearest colour. */
const LEAST_SHARE = 0.99;

/**
 * Encodes opaque RGBA pixels as a PNG of colour type 3. Shades within eight of 256 steps, which
 * nobody can tell apart, are merged, and wider ranges where more than 256 are left. A rare shade beyond
 * the palette takes the nearest colour, so that it does not crowd out faint lines.
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
  const shades = new Map<number, { color: number; count: number; index: number }>();
  const keys = Uint32Array.from({ length: rgba.length / 4 }, (_, i) => {
    const color = pixels.getUint32(i * 4), key = (color & mask) >>> 0;
    const shade = shades.get(key);
    if (shade) shade.count++;
    else shades.set(key, { color, count: 1, index: 0 });
    return key;
  });
  const ranked = [...shades.values()].sort((a, b) => b.count - a.count);
  const colors = ranked.slice(0, PALETTE_SIZE).map(({ color }) => color);
  const rare = ranked.slice(PALETTE_SIZE).reduce((sum, { count }) => sum + count, 0);
  if (rare > (1 - LEAST_SHARE) * keys.length) return undefined;
  ranked.forEach((shade, rank) =>
    shade.index = rank < PALETTE_SIZE ? rank : findNearest(colors, shade.color)
  );
  return { indices: Uint8Array.from(keys, (key) => shades.get(key)!.index), colors };
}

/** The place of the colour nearest to another. */
function findNearest(colors: readonly number[], color: number): number {
  const distances = colors.map((other) =>
    [24, 16, 8].reduce((sum, bit) => sum + ((other >>> bit & 255) - (color >>> bit & 255)) ** 2, 0)
  );
  return distances.indexOf(Math.min(...distances));
}

function assemblePng(image: IndexedImage, width: number, height: number): Uint8Array {
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, 8); // bits per pixel
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
