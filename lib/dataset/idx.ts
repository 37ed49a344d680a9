/**
 * The IDX format of MNIST: two zero bytes, a type code, the number of dimensions, each dimension as
 * a big-endian uint32, then the values row by row.
 *
 * @module
 */
import { InputError } from "../errors.ts";

const UINT8_CODE = 0x08;

/** Types of values by their codes, and their sizes in bytes. */
const TYPES: Record<number, { name: string; size: number }> = {
  [UINT8_CODE]: { name: "uint8", size: 1 },
  0x09: { name: "int8", size: 1 },
  0x0b: { name: "int16", size: 2 },
  0x0c: { name: "int32", size: 4 },
  0x0d: { name: "float32", size: 4 },
  0x0e: { name: "float64", size: 8 },
};

/** Readers of the types that labels may have. */
const INTEGER_READERS: Record<string, (view: DataView, offset: number) => number> = {
  uint8: (view, offset) => view.getUint8(offset),
  int8: (view, offset) => view.getInt8(offset),
  int16: (view, offset) => view.getInt16(offset),
  int32: (view, offset) => view.getInt32(offset),
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
 *
 * @example
 * ```ts
 * import { decodeIdx, encodeIdx } from "@lenet5/digits/dataset";
 *
 * const bytes = encodeIdx({ shape: [2, 28, 28], data: new Uint8Array(2 * 784) });
 * const { shape, data } = decodeIdx(bytes, "images.idx", { itemShape: [28, 28] });
 * ```
 */
export function decodeIdx(
  bytes: Uint8Array,
  name: string,
  options: DecodeIdxOptions = {},
): IdxArray {
  const header = readHeader(bytes, name);
  const { typeCode, shape } = header;
  if (typeCode !== UINT8_CODE) {
    const came = `${TYPES[typeCode].name} (0x${formatHex([typeCode])})`;
    throw new InputError(`${name}: expected values of type uint8 (0x08), got ${came}`);
  }
  if (options.itemShape) checkItemShape(shape, name, options.itemShape);
  return { shape, data: readValues(bytes, name, header) };
}

/**
 * Decodes the labels of an IDX file: one whole number an item, or a row of them of which the first is
 * the class, as QMNIST has it (`[n, 8]` of int32: class, NIST partition, writer, …).
 *
 * @returns A number for each item.
 * @throws {InputError} If the file is truncated or too long, is no IDX file, or holds no such labels.
 */
export function decodeIdxLabels(bytes: Uint8Array, name: string): number[] {
  const header = readHeader(bytes, name);
  const { shape } = header;
  const type = TYPES[header.typeCode];
  const read = INTEGER_READERS[type.name];
  if (!read || shape.length > 2 || shape[1] === 0) {
    throw new InputError(
      `${name}: expected labels, whole numbers of shape [n] or [n, k], got ${type.name} ${
        formatShape(shape)
      }`,
    );
  }
  const data = readValues(bytes, name, header);
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const rowBytes = type.size * (shape[1] ?? 1);
  return Array.from({ length: shape[0] }, (_, i) => read(view, i * rowBytes));
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

/** The longest header. */
export const IDX_HEADER_BYTES: number = 4 + 4 * 255;

/** What an IDX file says of itself. */
export interface IdxOutline {
  /** Items, the first dimension. */
  readonly count: number;
  /** Length of the whole file. */
  readonly byteLength: bigint;
}

/**
 * Reads what an IDX file says of itself, before the rest of it is read.
 *
 * @param start Its first {@link IDX_HEADER_BYTES} bytes, or all of it if it is shorter.
 * @throws {InputError} If it is no IDX file.
 */
export function readIdxOutline(start: Uint8Array, name: string): IdxOutline {
  const header = readHeader(start, name);
  return { count: header.shape[0], byteLength: countBytes(header) };
}

interface Header {
  readonly typeCode: number;
  readonly shape: number[];
}

function readHeader(bytes: Uint8Array, name: string): Header {
  const { typeCode, rank } = readMagic(bytes, name);
  return { typeCode, shape: readShape(bytes, name, rank) };
}

/** Views what follows the header, if it is as long as the header says. */
function readValues(bytes: Uint8Array, name: string, { typeCode, shape }: Header): Uint8Array {
  const wantedBytes = countBytes({ typeCode, shape });
  if (BigInt(bytes.length) !== wantedBytes) {
    throw new InputError(
      `${name}: expected ${wantedBytes} bytes for shape ${formatShape(shape)}, got ${bytes.length}`,
    );
  }
  return bytes.subarray(4 + 4 * shape.length);
}

/** BigInt, because a forged header can announce more than a double counts exactly. */
function countBytes({ typeCode, shape }: Header): bigint {
  return BigInt(4 + 4 * shape.length) +
    shape.reduce((product, size) => product * BigInt(size), BigInt(TYPES[typeCode].size));
}

function readMagic(bytes: Uint8Array, name: string): { typeCode: number; rank: number } {
  if (bytes.length < 4) {
    throw new InputError(`${name}: expected an IDX header of 4 bytes, got ${bytes.length} bytes`);
  }
  if (!isIdx(bytes)) {
    throw new InputError(
      `${name}: expected an IDX file (magic 00 00 08), got magic ${
        formatHex(bytes.subarray(0, 3))
      }`,
    );
  }
  const [, , typeCode, rank] = bytes;
  if (rank === 0) throw new InputError(`${name}: expected 1 dimension or more, got 0`);
  return { typeCode, rank };
}

/** Whether a file begins as IDX files do. */
export function isIdx(start: Uint8Array): boolean {
  return start.length >= 4 && start[0] === 0 && start[1] === 0 && start[2] in TYPES;
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

function checkItemShape(
  shape: readonly number[],
  name: string,
  itemShape: readonly number[],
): void {
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
