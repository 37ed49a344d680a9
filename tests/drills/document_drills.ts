/**
 * Saved models and checkpoints with damage of every kind: refused in one line, or harmless.
 *
 * @module
 */
import { join } from "@std/path";
import { recognizeWith } from "../../lib/cli/open_recognizer.ts";
import { IMAGE_PIXELS } from "../../lib/dataset/labeled_images.ts";
import { loadSplit } from "../../lib/dataset/mnist.ts";
import { InputError } from "../../lib/errors.ts";
import { loadModel, saveModel } from "../../lib/model/store.ts";
import { DEFAULT_MODEL_DIR } from "../../lib/paths.ts";
import type { Random } from "../../lib/random.ts";
import { UnsupportedModelError } from "../../lib/model/network.ts";
import { decodeCheckpoint, encodeCheckpoint } from "../../lib/training/checkpoint.ts";
import { CHECKPOINT } from "../training/checkpoints.ts";
import { cutShort, damageDocument, flipBit } from "./damage.ts";
import type { Drill } from "./drill.ts";

/** Longer than any refusal takes. */
const MOST_SECONDS = 5;

const parse = (bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(bytes));

const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value) ?? "");

function damage(bytes: Uint8Array, isJson: boolean, random: Random): Uint8Array {
  const kind = random.nextInt(isJson ? 4 : 2);
  if (kind === 0) return flipBit(bytes, random);
  if (kind === 1) return cutShort(bytes, random);
  return encode(damageDocument(parse(bytes), random));
}

/** What a saved model answers on some digits, and how sure it is. */
async function answer(dir: string, images: Uint8Array): Promise<string> {
  const { model, calibration } = await loadModel(dir);
  const recognizer = await recognizeWith({ models: [model], calibration }, dir);
  const table = await recognizer.classify(images);
  return JSON.stringify([recognizer.classes, Array.from(table), recognizer.judge(images, table)]);
}

/** What went wrong, if anything: no line, several, a defect, a wait. */
async function expectLine(work: () => unknown): Promise<string | undefined> {
  const startMs = performance.now();
  try {
    const complaint = await work();
    if (complaint) return `${complaint}`;
  } catch (error) {
    const isRefusal = error instanceof InputError || error instanceof UnsupportedModelError;
    if (!isRefusal || error.message.includes("\n")) return `${(error as Error).stack ?? error}`;
  }
  const seconds = (performance.now() - startMs) / 1000;
  return seconds > MOST_SECONDS ? `${seconds.toFixed(1)} s` : undefined;
}

/** Saves the shipped model anew; without sums, as models from elsewhere are. */
async function prepare(dir: string, hasSums: boolean): Promise<void> {
  const { model, run, calibration } = await loadModel(DEFAULT_MODEL_DIR);
  await saveModel(dir, model, run, calibration as object);
  if (hasSums) return;
  const path = join(dir, "run.json"), record = parse(await Deno.readFile(path));
  const sums = Object.keys(record).filter((name) => name.endsWith("Sha256"));
  for (const name of sums) delete record[name];
  await Deno.writeFile(path, encode(record));
}

const damagedModel = (name: string, hasSums: boolean): Drill => ({
  name: hasSums
    ? `${name} damaged in any way: refused in one line, or the same answers`
    : `${name} damaged in any way, without sums: refused in one line, or answers`,
  async run({ isShort, random, folder }) {
    const n = isShort ? 50 : 1000, lost: string[] = [], dir = join(folder, "model");
    await prepare(dir, hasSums);
    const { images } = await loadSplit("test"), some = images.subarray(0, 20 * IMAGE_PIXELS);
    const wanted = await answer(dir, some);
    const path = join(dir, name), whole = await Deno.readFile(path);
    for (let i = 0; i < n; i++) {
      await Deno.writeFile(path, damage(whole, name.endsWith(".json"), random));
      const complaint = await expectLine(async () => {
        const got = await answer(dir, some);
        return hasSums && got !== wanted && "other answers";
      });
      if (complaint) lost.push(`${i}: ${complaint}`);
    }
    return { n, lost };
  },
});

const damagedCheckpoints: Drill = {
  name:
    "a checkpoint's header damaged in any way, its length and SHA-256 right: one line, or taken",
  async run({ isShort, random }) {
    const n = isShort ? 100 : 1000, lost: string[] = [];
    for (let i = 0; i < n; i++) {
      const { state, ...header } = CHECKPOINT;
      const damaged = damageDocument(header, random) as typeof header;
      const complaint = await expectLine(() => {
        const isHeader = typeof damaged === "object" && damaged !== null;
        if (!isHeader || Array.isArray(damaged)) return;
        decodeCheckpoint(encodeCheckpoint({ ...damaged, state }), "checkpoint.bin");
      });
      if (complaint) lost.push(`${i}: ${complaint}`);
    }
    return { n, lost };
  },
};

/** In the order in which they run. */
export const DOCUMENT_DRILLS: Drill[] = [
  ...["model.json", "run.json", "reader.json", "weights.bin"].map((name) =>
    damagedModel(name, true)
  ),
  ...["model.json", "run.json", "reader.json"].map((name) => damagedModel(name, false)),
  damagedCheckpoints,
];
