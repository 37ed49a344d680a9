/**
 * A run that can be gone on with: everything that training changes, and where it stood.
 *
 * @module
 */
import { InputError } from "../errors.ts";
import type { EngineState, Totals } from "../engine/engine.ts";
import type { EpochRecord } from "./events.ts";
import type { Recipe } from "./recipe.ts";

/** Where a run stands between two batches. */
export interface Checkpoint {
  recipe: Recipe;
  /** Workers that share a batch; sums are rounded differently with another number. */
  workers: number;
  /** Whatever the caller needs to build the model again; plain JSON. */
  model: unknown;
  /** Epochs completed. */
  epochsDone: number;
  /** Steps taken since the run began. */
  stepsDone: number;
  /** Images of the running epoch trained on. */
  position: number;
  /** The running epoch's loss and accuracy so far. */
  totals: Totals;
  history: EpochRecord[];
  state: EngineState;
}

const MAGIC = "LENET5CK";

/** Encodes a checkpoint: magic, length of the JSON header, header, arrays one after the other. */
export function encodeCheckpoint({ state, ...rest }: Checkpoint): Uint8Array {
  const arrays = Object.entries(state).map(([name, { length }]) => ({ name, length }));
  const header = new TextEncoder().encode(JSON.stringify({ ...rest, arrays }));
  const floats = Object.values(state).reduce((sum, { length }) => sum + length, 0);
  const bytes = new Uint8Array(MAGIC.length + 4 + header.length + floats * 4);
  bytes.set(new TextEncoder().encode(MAGIC));
  new DataView(bytes.buffer).setUint32(MAGIC.length, header.length, true);
  bytes.set(header, MAGIC.length + 4);
  let end = MAGIC.length + 4 + header.length;
  for (const values of Object.values(state)) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), end);
    end += values.byteLength;
  }
  return bytes;
}

/**
 * Decodes a checkpoint.
 *
 * @param name Of the file, for errors.
 * @throws {InputError} If it is none, or not whole.
 */
export function decodeCheckpoint(bytes: Uint8Array, name: string): Checkpoint {
  const magic = new TextDecoder().decode(bytes.subarray(0, MAGIC.length));
  if (magic !== MAGIC) throw new InputError(`${name}: expected a training checkpoint`);
  const headerBytes = new DataView(bytes.buffer, bytes.byteOffset).getUint32(MAGIC.length, true);
  const headerEnd = MAGIC.length + 4 + headerBytes;
  const text = new TextDecoder().decode(bytes.subarray(MAGIC.length + 4, headerEnd));
  if (bytes.length < headerEnd) throw truncated(name, headerEnd, bytes.length);
  const { arrays, ...rest } = JSON.parse(text) as Omit<Checkpoint, "state"> & {
    arrays: { name: keyof EngineState; length: number }[];
  };
  const expected = arrays.reduce((sum, { length }) => sum + length * 4, headerEnd);
  if (bytes.length !== expected) throw truncated(name, expected, bytes.length);
  let end = headerEnd;
  const state = Object.fromEntries(arrays.map((array) => {
    const values = new Float32Array(bytes.slice(end, end += array.length * 4).buffer);
    return [array.name, values];
  })) as EngineState;
  return { ...rest, state };
}

function truncated(name: string, expected: number, got: number): InputError {
  return new InputError(`${name}: expected a checkpoint of ${expected} bytes, got ${got}`);
}

/** Writes a checkpoint under a temporary name and renames it, so that a crash leaves the old one. */
export async function saveCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  await Deno.writeFile(`${path}.tmp`, encodeCheckpoint(checkpoint));
  await Deno.rename(`${path}.tmp`, path);
}

/**
 * Reads a checkpoint.
 *
 * @throws {InputError} If there is none, or it is damaged.
 */
export async function loadCheckpoint(path: string): Promise<Checkpoint> {
  let bytes: Uint8Array;
  try {
    bytes = await Deno.readFile(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new InputError(`${path}: expected the checkpoint of an interrupted run, found no file`);
  }
  return decodeCheckpoint(bytes, path);
}
