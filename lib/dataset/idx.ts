/**
 * The IDX format of MNIST: two zero bytes, a type code, the number of dimensions, each dimension as
 * a big-endian uint32, then the values row by row.
 *
 * @module
 */
import { InputError } from "../errors.ts";

const UINT8_CODE = 0x08;

const TYPE_NAMES: Record<number, string> = {
  [UINT8_CODE]: "uint8",
  0x09: "int8",
  0x0b: "int16",
  0x0c: "int32",
  0x0d: "float32",
  0x0e: "float64",
};

/** An array of bytes with its shape. */
export interface IdxArray {
  /** Length of each dimension, outermost first. */
  readonly shape: readonly number[];
  /** The values row by row, as many as the product of `shape`. */
  readonly data: Uint8Array;
}

/** What a reader of an IDX file can insist on. */
export interface DecodeIdxOptions {
  /** Shape of one item, that is all dimensions but the first: `[28, 28]` for images, `[]` for labels. */
  itemShape?: readonly number[];
}

/**
 * Decodes an uncompressed IDX file of bytes.
 *
 * @param bytes The whole file; the result's `data` is a view on it, not a copy.
 * @param name Names the file in errors.
 * @throws {InputError} If the file is truncated or too long, is no IDX file, holds another type than
 *   uint8, or has other dimensions than `options.itemShape` asks for.
 */
export function decodeIdx(
  bytes: Uint8Array,
  name: string,
  options: DecodeIdxOptions = {},
): IdxArray {
  const rank = readRank(bytes, name);
  const shape = readShape(bytes, name, rank);
  if (options.itemShape) checkItemShape(shape, name, options.itemShape);
  const headerBytes = 4 + 4 * rank;
  // BigInt, because a forged header can announce more than a double counts exactly.
  const wantedBytes = shape.reduce((product, size) => product * BigInt(size), 1n) +
    BigInt(headerBytes);
  if (BigInt(bytes.length) !== wantedBytes) {
    throw new InputError(
      `${name}: expected ${wantedBytes} bytes for shape ${formatShape(shape)}, got ${bytes.length}`,
    );
  }
  return { shape, data: bytes.subarray(headerBytes) };
}

/**
 * Encodes bytes as an IDX file.
 *
 * @throws {RangeError} If `data` is not as long as `shape` says, or a shape cannot be written.
 */
export function encodeIdx({ shape, data }: IdxArray): Uint8Array {
  if (shape.length < 1 || shape.length > 255) {
    throw new RangeError(`expected 1 to 255 dimensions, got ${shape.length}`);
  }
  const bad = shape.find((size) => !Number.isInteger(size) || size < 0 || size >= 2 ** 32);
  if (bad !== undefined) throw new RangeError(`expected sizes in uint32, got ${bad}`);
  const count = shape.reduce((product, size) => product * size, 1);
  if (data.length !== count) {
    throw new RangeError(
      `expected ${count} values for shape ${formatShape(shape)}, got ${data.length}`,
    );
  }
  const bytes = new Uint8Array(4 + 4 * shape.length + data.length);
  bytes.set([0, 0, UINT8_CODE, shape.length]);
  const view = new DataView(bytes.buffer);
  shape.forEach((size, axis) => view.setUint32(4 + 4 * axis, size));
  bytes.set(data, 4 + 4 * shape.length);
  return bytes;
}

function readRank(bytes: Uint8Array, name: string): number {
  if (bytes.length < 4) {
    throw new InputError(`${name}: expected an IDX header of 4 bytes, got ${bytes.length} bytes`);
  }
  const [zero0, zero1, typeCode, rank] = bytes;
  if (zero0 !== 0 || zero1 !== 0 || !(typeCode in TYPE_NAMES)) {
    throw new InputError(
      `${name}: expected an IDX file (magic 00 00 08), got magic ${
        formatHex(bytes.subarray(0, 3))
      }`,
    );
  }
  if (typeCode !== UINT8_CODE) {
    throw new InputError(
      `${name}: expected values of type uint8 (0x08), got ${TYPE_NAMES[typeCode]} (0x${
        formatHex([typeCode])
      })`,
    );
  }
  if (rank === 0) throw new InputError(`${name}: expected 1 dimension or more, got 0`);
  return rank;
}

function readShape(bytes: Uint8Array, name: string, rank: number): number[] {
  const headerBytes = 4 + 4 * rank;
  if (bytes.length < headerBytes) {
    throw new InputError(
      `${name}: expected an IDX header of ${headerBytes} bytes, got ${bytes.length} bytes`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, headerBytes);
  return Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
}

function checkItemShape(shape: number[], name: string, itemShape: readonly number[]): void {
  const wanted = ["n", ...itemShape];
  const fits = shape.length === wanted.length &&
    itemShape.every((size, axis) => shape[axis + 1] === size);
  if (fits) return;
  throw new InputError(
    `${name}: expected shape ${formatShape(wanted)}, got ${formatShape(shape)}`,
  );
}

function formatShape(shape: readonly (number | string)[]): string {
  return `[${shape.join(", ")}]`;
}

function formatHex(bytes: Iterable<number>): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}
