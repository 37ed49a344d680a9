/**
 * A resumable run: everything that training changes, and where it stood.
 *
 * @module
 */
import { mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { writeAtomically } from "../atomic_write.ts";
import { InputError, isMissing, isRefusal } from "../errors.ts";
import type { EngineState, Totals } from "../engine/types.ts";
import type { Recipe } from "./recipe.ts";
import type { EpochRecord } from "./records.ts";

/** A network of the registry: its name, and what it was made with. */
export interface NetworkReference {
  /** Its name in the registry. */
  name: string;
  /** What it was made with; plain JSON. */
  options: Readonly<Record<string, unknown>>;
}

/** Where a run stands between two batches. */
export interface Checkpoint {
  /** The run's settings. */
  recipe: Recipe;
  /** Workers that shared a batch; any other number gives the same weights. */
  workers: number;
  /** What computed: only the same can go on. */
  backend: string;
  /** What makes the network again. */
  network: NetworkReference;
  /** Names of the classes. */
  classes: readonly string[];
  /** Epochs completed. */
  epochsDone: number;
  /** Steps taken since the run began. */
  stepsDone: number;
  /** Images of the running epoch trained on. */
  position: number;
  /** The running epoch's loss and accuracy so far. */
  totals: Totals;
  /** Records of the epochs completed. */
  history: EpochRecord[];
  /** Wall-clock time of the sittings so far. */
  wallSeconds: number;
  /** Everything that training changes. */
  state: EngineState;
}

const MAGIC = "LENET5CK";

/** Raised whenever an older checkpoint can no longer be resumed. */
const VERSION = 3;

/** Where the JSON header begins: behind the magic and the header's length. */
const HEADER_START = MAGIC.length + 4;

/** What the header says: everything but the arrays, of which it gives names and lengths. */
type Header = Omit<Checkpoint, "state"> & {
  version: number;
  arrays: { name: keyof EngineState; length: number }[];
};

/** Encodes a checkpoint: magic, length of the JSON header, header, arrays one after the other. */
export function encodeCheckpoint({ state, ...rest }: Checkpoint): Uint8Array<ArrayBuffer> {
  const arrays = Object.entries(state).map(([name, { length }]) => ({ name, length }));
  const text = JSON.stringify({ version: VERSION, ...rest, arrays });
  const header = new TextEncoder().encode(text);
  const floats = Object.values(state).reduce((sum, { length }) => sum + length, 0);
  const bytes = new Uint8Array(HEADER_START + header.length + floats * 4);
  bytes.set(new TextEncoder().encode(MAGIC));
  new DataView(bytes.buffer).setUint32(MAGIC.length, header.length, true);
  bytes.set(header, HEADER_START);
  let end = HEADER_START + header.length;
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
 * @throws {InputError} If it is none, of another version, or not whole.
 */
export function decodeCheckpoint(bytes: Uint8Array, name: string): Checkpoint {
  const magic = new TextDecoder().decode(bytes.subarray(0, MAGIC.length));
  if (magic !== MAGIC) throw new InputError(`${name}: expected a training checkpoint`);
  checkLength(bytes, HEADER_START, name);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const headerEnd = HEADER_START + view.getUint32(MAGIC.length, true);
  checkLength(bytes, headerEnd, name);
  const { version: _, arrays, ...rest } = readHeader(bytes.subarray(HEADER_START, headerEnd), name);
  const total = arrays.reduce((sum, { length }) => sum + length * 4, headerEnd);
  checkLength(bytes, total, name);
  if (bytes.length > total) {
    throw new InputError(`${name}: expected ${total} bytes, got ${bytes.length}`);
  }
  let end = headerEnd;
  const state = Object.fromEntries(arrays.map((array) => {
    const values = new Float32Array(bytes.slice(end, end += array.length * 4).buffer);
    return [array.name, values];
  })) as EngineState;
  return { ...rest, state };
}

function checkLength({ length }: Uint8Array, least: number, name: string): void {
  if (length >= least) return;
  throw new InputError(`${name}: expected at least ${least} bytes, got ${length}: cut short`);
}

function readHeader(bytes: Uint8Array, name: string): Header {
  let header: Header;
  try {
    header = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new InputError(`${name}: expected a checkpoint with a JSON header, got a damaged one`);
  }
  if (header.version === VERSION) return header;
  throw new InputError(
    `${name}: expected a checkpoint of version ${VERSION}, got ${header.version ?? "an older one"}`,
  );
}

/**
 * Writes a checkpoint at once in place of an older one, which a crash leaves as it was.
 *
 * @throws {InputError} If no file can be written there.
 */
export async function saveCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeAtomically(path, encodeCheckpoint(checkpoint));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw new InputError(`${path}: cannot write a checkpoint there: ${error.message}`);
  }
}

/**
 * Reads a checkpoint.
 *
 * @throws {InputError} If there is none, or it is damaged.
 */
export async function loadCheckpoint(path: string): Promise<Checkpoint> {
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await readFile(path)); // not Node's Buffer, whose slices are views
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const reason = isMissing(error) ? "found no file" : error.message;
    throw new InputError(`${path}: expected the checkpoint of an interrupted run: ${reason}`);
  }
  return decodeCheckpoint(bytes, path);
}
