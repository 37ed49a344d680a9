/**
 * What a worker of a queue does: runs of sweeps, and pictures in shards. It reads what lies in its roots, and
 * writes nothing but its own folder.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { join } from "@std/path";
import { exists } from "../durable_files.ts";
import { SET_NAMES } from "../dataset/source_reference.ts";
import { InputError, InterruptedError } from "../errors.ts";
import { encodeWeights } from "../model/model_json.ts";
import { loadModel } from "../model/store.ts";
import {
  MODEL_FILES,
  type PredictJob,
  type PredictResult,
  type RunJob,
  type RunResult,
} from "../queue/job.ts";
import type { RootedPath } from "../queue/roots.ts";
import type { JobHandler } from "../queue/serve.ts";
import type { Recognizer } from "../reader/recognizer.ts";
import { nameRun } from "../sweep/run_spec.ts";
import { makeRun } from "./make_run.ts";
import { recognizeWith } from "./open_recognizer.ts";
import { formatRecord, readPictureInput } from "./picture_record.ts";
import { createSourceCache } from "./sweep_process.ts";

/** What a worker works with. */
export interface Workshop {
  /** Finds real paths, and refuses those outside the worker's roots. */
  rooted: RootedPath;
  /** Where runs under way have their checkpoints. */
  folder: string;
  /** Where sets known by name are kept. */
  dataDir: string;
  /** Threads. */
  workers: number;
}

type Context = Parameters<JobHandler>[1];

/** Makes the handler of a worker's jobs. */
export function createWork(shop: Workshop): JobHandler {
  const load = createSourceCache(shop.dataDir), open = createRecognizerCache();
  return async (job, context) => {
    return job.kind === "run"
      ? await makeQueuedRun(job, context, { ...shop, load })
      : await readShard(job, context, { ...shop, open });
  };
}

/** The folder in which a worker makes a run. */
export const workFolder = ({ folder }: Pick<Workshop, "folder">, id: string): string =>
  join(folder, id);

async function makeQueuedRun(
  { spec }: RunJob,
  { signal, onProgress }: Context,
  { load, rooted, workers, ...shop }: Workshop & { load: ReturnType<typeof createSourceCache> },
): Promise<RunResult> {
  await checkData(spec.data, rooted);
  const source = await load(spec.data), dir = workFolder(shop, nameRun(spec));
  if (!await makeRun(spec, { dir, source, workers, signal, onProgress })) {
    throw new InterruptedError("stopped");
  }
  const files = await Promise.all(MODEL_FILES.map(async (name) => {
    return [name, Buffer.from(await Deno.readFile(join(dir, name))).toString("base64")];
  }));
  return { files: Object.fromEntries(files) };
}

/** A set by name, a path, or two with a comma between them. */
async function checkData(data: string, rooted: RootedPath): Promise<void> {
  if (SET_NAMES.includes(data.toLowerCase())) return;
  for (const path of await exists(data) ? [data] : data.split(",")) await rooted(path);
}

async function readShard(
  { model, weightsSha256, pictures, multi, threshold }: PredictJob,
  { signal, onProgress }: Context,
  { open, rooted }: Workshop & { open: ReturnType<typeof createRecognizerCache> },
): Promise<PredictResult> {
  const recognizer = await open(await rooted(model), weightsSha256), lines: string[] = [];
  for (const { name, path } of pictures) {
    if (signal.aborted) throw new InterruptedError("stopped");
    const picture = async () => ({ name, path: await rooted(path) });
    lines.push(await readLine(name, picture, { recognizer, multi, threshold }));
    onProgress(lines.length / pictures.length);
    // So that signs of life go out between pictures.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { lines };
}

/** A picture that cannot be read has a line, too. */
async function readLine(
  name: string,
  find: () => Promise<{ name: string; path: string }>,
  { recognizer, ...options }: { recognizer: Recognizer; multi: boolean; threshold: number },
): Promise<string> {
  try {
    const reading = await readPictureInput(await find(), recognizer, options);
    return formatRecord(name, reading, { ...options, classes: recognizer.classes });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return JSON.stringify({ image: name, error: error.message });
  }
}

/** Loads a model once for all shards that come one after the other. */
function createRecognizerCache(): (dir: string, sha256: string) => Promise<Recognizer> {
  let last: { key: string; recognizer: Recognizer } | undefined;
  return async (dir, sha256) => {
    const key = `${sha256} ${dir}`;
    if (last?.key === key) return last.recognizer;
    const { model, calibration } = await loadModel(dir);
    const got = createHash("sha256").update(encodeWeights(model)).digest("hex");
    if (got !== sha256) {
      throw new InputError(`${dir}: expected weights of SHA-256 ${sha256}, got ${got}`);
    }
    last = { key, recognizer: await recognizeWith({ models: [model], calibration }, dir) };
    return last.recognizer;
  };
}
