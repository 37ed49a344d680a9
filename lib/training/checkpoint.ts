/**
 * A resumable run: everything that training changes, and where it stood.
 *
 * @module
 */
import { createHash } from "node:crypto";
import * as v from "valibot";
import { InputError } from "../errors.ts";
import { describe } from "../describe.ts";
import { validate } from "../validate.ts";
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
  /** Which build of it. */
  build: string;
  /** What makes the network again. */
  network: NetworkReference;
  /** Names of the classes. */
  classes: readonly string[];
  /** What the caller needs to take the run up again; plain JSON. */
  caller?: Record<string, unknown>;
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
const VERSION = 4;

/** Where the JSON header begins: behind the magic and the header's length. */
const HEADER_START = MAGIC.length + 4;

/** The SHA-256 of all that lies before it, at the end. */
const HASH_BYTES = 32;

const finite = v.pipe(v.number(), v.finite("a finite number"));
const count = v.pipe(finite, v.integer("a whole number"), v.minValue(0, "a number of at least 0"));
const oneOrMore = v.pipe(count, v.minValue(1, "a number of at least 1"));
const share = v.pipe(
  finite,
  v.minValue(0, "a number from 0 to 1"),
  v.maxValue(1, "a number from 0 to 1"),
);

const RECIPE = v.object({
  epochs: oneOrMore,
  batchSize: oneOrMore,
  peakLearningRate: finite,
  warmupFraction: share,
  weightDecay: finite,
  beta1: share,
  beta2: share,
  epsilon: finite,
  emaDecay: share,
  labelSmoothing: share,
  seed: count,
  augmentation: v.nullable(v.looseObject({
    rotationDegrees: finite,
    scale: finite,
    aspect: finite,
    shear: finite,
    shiftPixels: finite,
    elasticPixels: finite,
  })),
  variants: v.record(v.string(), share),
  degraded: share,
});

const RECORD = v.object({
  epoch: oneOrMore,
  trainLoss: finite,
  trainAccuracy: finite,
  validationLoss: finite,
  validationAccuracy: finite,
  learningRate: finite,
  imagesPerSecond: finite,
  seconds: finite,
});

const ARRAYS = [
  ...["weights", "average", "firstMoment", "secondMoment"],
  ...["movingStatistics", "averageStatistics"],
] as (keyof EngineState)[];

const plainObject = v.record(v.string(), v.unknown());

/** What the header says: everything but the arrays, of which it gives names and lengths. */
const HEADER = v.object({
  version: v.literal(VERSION),
  recipe: RECIPE,
  workers: v.pipe(oneOrMore, v.maxValue(1024, "at most 1024")),
  backend: v.string(),
  build: v.string(),
  network: v.object({ name: v.string(), options: plainObject }),
  classes: v.pipe(v.array(v.string()), v.minLength(2, "at least two names")),
  caller: v.optional(plainObject),
  epochsDone: count,
  stepsDone: count,
  position: count,
  totals: v.object({ lossSum: finite, correct: count }),
  history: v.array(RECORD),
  wallSeconds: finite,
  arrays: v.pipe(
    v.array(v.object({ name: v.picklist(ARRAYS), length: count })),
    v.check((list) =>
      new Set(list.map(({ name }) => name)).size === ARRAYS.length &&
      list.length === ARRAYS.length, `each of ${ARRAYS.join(", ")} once`),
  ),
});

/** Encodes a checkpoint: magic, length of the JSON header, header, arrays one after the other, SHA-256. */
export function encodeCheckpoint({ state, ...rest }: Checkpoint): Uint8Array<ArrayBuffer> {
  const arrays = Object.entries(state).map(([name, { length }]) => ({ name, length }));
  const text = JSON.stringify({ version: VERSION, ...rest, arrays });
  const header = new TextEncoder().encode(text);
  const floats = Object.values(state).reduce((sum, { length }) => sum + length, 0);
  const bytes = new Uint8Array(HEADER_START + header.length + floats * 4 + HASH_BYTES);
  bytes.set(new TextEncoder().encode(MAGIC));
  new DataView(bytes.buffer).setUint32(MAGIC.length, header.length, true);
  bytes.set(header, HEADER_START);
  let end = HEADER_START + header.length;
  for (const values of Object.values(state)) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), end);
    end += values.byteLength;
  }
  bytes.set(hash(bytes.subarray(0, end)), end);
  return bytes;
}

const hash = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();

/**
 * Decodes a checkpoint.
 *
 * @param name Of the file, for errors.
 * @throws {InputError} If it is none, of another version, not whole, or changed by a single bit.
 */
export function decodeCheckpoint(bytes: Uint8Array, name: string): Checkpoint {
  const magic = new TextDecoder().decode(bytes.subarray(0, MAGIC.length));
  if (magic !== MAGIC) throw new InputError(`${name}: expected a training checkpoint`);
  checkLength(bytes, HEADER_START, name);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const headerEnd = HEADER_START + view.getUint32(MAGIC.length, true);
  checkLength(bytes, headerEnd, name);
  const header = readHeader(bytes.subarray(HEADER_START, headerEnd), name);
  const { version: _, arrays, ...rest } = header;
  const total = arrays.reduce((sum, { length }) => sum + length * 4, headerEnd + HASH_BYTES);
  checkLength(bytes, total, name);
  if (bytes.length > total) {
    throw new InputError(`${name}: expected ${total} bytes, got ${bytes.length}`);
  }
  checkHash(bytes, name);
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

function checkHash(bytes: Uint8Array, name: string): void {
  const end = bytes.length - HASH_BYTES;
  if (hash(bytes.subarray(0, end)).equals(bytes.subarray(end))) return;
  throw new InputError(`${name}: expected a checkpoint with its own SHA-256, got a damaged one`);
}

function readHeader(bytes: Uint8Array, name: string) {
  let header: { version?: unknown };
  try {
    header = JSON.parse(new TextDecoder().decode(bytes)) ?? {};
  } catch {
    throw new InputError(`${name}: expected a checkpoint with a JSON header, got a damaged one`);
  }
  if (header.version !== VERSION) {
    throw new InputError(
      `${name}: expected a checkpoint of version ${VERSION}, got ${
        header.version === undefined ? "an older one" : describe(header.version)
      }`,
    );
  }
  try {
    return validate(HEADER, header, name);
  } catch (error) {
    throw new InputError((error as Error).message);
  }
}
