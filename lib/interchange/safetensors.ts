/**
 * The safetensors format: eight bytes of the header's length, a JSON header, the values.
 * https://huggingface.co/docs/safetensors: offsets count from the header's end, leave no gap and do not
 * overlap.
 *
 * Read and written here because no package on npm both writes the format and checks it as strictly.
 *
 * @module
 */
import { InputError } from "../errors.ts";
import type { Tensor } from "./tensors.ts";

/** What the format's authors allow a header to have. */
const MAX_HEADER_BYTES = 100_000_000;

/** A count that PyTorch's norms keep beside their statistics, as int64; inference does not use it. */
const STEP_COUNT = /(^|\.)num_batches_tracked$/;

/** A file's tensors and its free text. */
export interface SafeTensors {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

interface Entry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

/** Encodes float32 tensors; the values begin at a multiple of eight bytes. */
export function encodeSafetensors({ tensors, metadata }: SafeTensors): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const [name, { shape, values }] of tensors) {
    header[name] = { dtype: "F32", shape, data_offsets: [end, end += 4 * values.length] };
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const headerBytes = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerBytes + end).fill(0x20, 8, 8 + headerBytes);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(headerBytes), true);
  bytes.set(text, 8);
  let at = 8 + headerBytes;
  for (const { values } of tensors.values()) {
    for (const value of values) view.setFloat32(at, value, true), at += 4;
  }
  return bytes;
}

/**
 * Decodes a file of float32 tensors.
 *
 * @throws {InputError} If it is no such file, is damaged or has other types; the message names `file`.
 */
export function decodeSafetensors(bytes: Uint8Array, file: string): SafeTensors {
  const { header, values } = splitFile(bytes, file);
  const { __metadata__: metadata = {}, ...rest } = header;
  if (!isRecord(metadata) || !Object.values(metadata).every((text) => typeof text === "string")) {
    throw new InputError(`${file}: expected texts in the header's __metadata__`);
  }
  const entries = Object.entries(rest).map(([name, entry]): [string, Entry] => {
    if (!isEntry(entry)) {
      throw new InputError(`${file}: the header's entry of ${name} is no tensor`);
    }
    return [name, entry];
  });
  checkOffsets(entries, values.length, file);
  const tensors = new Map<string, Tensor>();
  for (const [name, { dtype, shape, data_offsets: [start, end] }] of entries) {
    if (STEP_COUNT.test(name)) continue;
    if (dtype !== "F32") {
      throw new InputError(`${file}: expected ${name} as F32 (float32), got ${dtype}`);
    }
    const size = shape.reduce((a, b) => a * b, 1);
    if (4 * size !== end - start) {
      throw new InputError(
        `${file}: expected ${4 * size} bytes for ${name} of [${shape}], got ${end - start}`,
      );
    }
    tensors.set(name, { shape, values: readFloats(values.subarray(start, end)) });
  }
  return { tensors, metadata: metadata as Record<string, string> };
}

/** Little-endian float32 numbers, whatever the alignment. */
export function readFloats(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.length >> 2 }, (_, i) => view.getFloat32(4 * i, true));
}

function splitFile(bytes: Uint8Array, file: string) {
  const fail = (what: string): never => {
    throw new InputError(`${file}: expected a safetensors file, ${what}`);
  };
  if (bytes.length < 8) fail(`got ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const length = view.getBigUint64(0, true);
  const most = Math.min(MAX_HEADER_BYTES, bytes.length - 8);
  if (length > most) fail(`got a header of ${length} bytes where there is room for ${most}`);
  const end = 8 + Number(length);
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(8, end));
    const header: unknown = JSON.parse(text);
    if (!isRecord(header)) throw new Error("it is no object");
    return { header, values: bytes.subarray(end) };
  } catch (error) {
    return fail(`got an unreadable header: ${(error as Error).message.split("\n")[0]}`);
  }
}

/** Every byte must belong to one tensor. */
function checkOffsets(entries: [string, Entry][], byteLength: number, file: string): void {
  let expected = 0;
  const starts = entries.toSorted(([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0]);
  for (const [name, { data_offsets: [start, end] }] of starts) {
    if (start !== expected || end < start) {
      throw new InputError(
        `${file}: expected the values of ${name} from byte ${expected} on, got ${start} to ${end}`,
      );
    }
    expected = end;
  }
  if (expected !== byteLength) {
    throw new InputError(`${file}: expected ${expected} bytes of values, got ${byteLength}`);
  }
}

function isEntry(value: unknown): value is Entry {
  if (!isRecord(value)) return false;
  const { dtype, shape, data_offsets: offsets } = value;
  const areCounts = (list: unknown) =>
    Array.isArray(list) && list.every((size) => Number.isSafeInteger(size) && size >= 0);
  return typeof dtype === "string" && areCounts(shape) && areCounts(offsets) &&
    (offsets as number[]).length === 2;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
