/**
 * Writes PNGs of every kind, and unsound ones, from the format's specification.
 *
 * @module
 */
import { crc32, deflateSync } from "node:zlib";

/** The first eight bytes of every PNG. */
export const SIGNATURE: Uint8Array = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** What the header says, and the chunks beside it. */
export interface PngKind {
  width: number;
  height: number;
  bitDepth: number;
  /** 0 grey, 2 RGB, 3 palette, 4 grey + alpha, 6 RGBA. */
  colorType: number;
  interlaced?: boolean;
  /** Red, green and blue of each palette entry. */
  palette?: number[];
  /** Contents of the tRNS chunk. */
  transparency?: number[];
}

const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
];

/** Writes a PNG whose pixel at (x, y) has the given samples, each from 0 to 2^bitDepth − 1. */
export function writePng(kind: PngKind, samplesAt: (x: number, y: number) => number[]): Uint8Array {
  const rows: number[] = [];
  for (const [startX, startY, stepX, stepY] of kind.interlaced ? ADAM7 : [[0, 0, 1, 1]]) {
    if (startX >= kind.width) continue;
    for (let y = startY; y < kind.height; y += stepY) {
      const samples: number[] = [];
      for (let x = startX; x < kind.width; x += stepX) samples.push(...samplesAt(x, y));
      rows.push(0, ...packSamples(samples, kind.bitDepth));
    }
  }
  return joinPng([
    writeHeader(kind),
    ...(kind.palette ? [writeChunk("PLTE", kind.palette)] : []),
    ...(kind.transparency ? [writeChunk("tRNS", kind.transparency)] : []),
    writeChunk("IDAT", deflateSync(Uint8Array.from(rows))),
    writeChunk("IEND", []),
  ]);
}

/** Puts chunks behind the signature. */
export function joinPng(chunks: Uint8Array[]): Uint8Array {
  return Uint8Array.from([SIGNATURE, ...chunks].flatMap((chunk) => [...chunk]));
}

/** Writes the header chunk (IHDR). */
export function writeHeader(kind: PngKind): Uint8Array {
  const { width, height, bitDepth, colorType, interlaced } = kind;
  const data = new Uint8Array(13);
  new DataView(data.buffer).setUint32(0, width);
  new DataView(data.buffer).setUint32(4, height);
  data.set([bitDepth, colorType, 0, 0, Number(interlaced ?? false)], 8);
  return writeChunk("IHDR", data);
}

/** Writes one chunk with its length and checksum. */
export function writeChunk(type: string, data: ArrayLike<number>): Uint8Array {
  const chunk = new Uint8Array(12 + data.length), view = new DataView(chunk.buffer);
  view.setUint32(0, data.length);
  chunk.set(new TextEncoder().encode(type), 4);
  chunk.set(data, 8);
  view.setUint32(8 + data.length, crc32(chunk.subarray(4, 8 + data.length)));
  return chunk;
}

/** The samples of a row, most significant bit first, filled up to a whole byte. */
function packSamples(samples: number[], bitDepth: number): number[] {
  const bits = samples.map((sample) => sample.toString(2).padStart(bitDepth, "0")).join("");
  return bits.match(/.{1,8}/g)!.map((byte) => parseInt(byte.padEnd(8, "0"), 2));
}
