/**
 * `deno task predict --queue`: pictures of a listing, read by workers in shards. The answers come as lines of
 * JSON in the order of the listing, each exactly once, however often this command or the workers are cut off.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { InputError, isRefusal, reasonOf } from "../errors.ts";
import { encodeWeights } from "../model/model_json.ts";
import { loadModel } from "../model/store.ts";
import { collectResults, forgetJobs, type NamedJob } from "../queue/collect.ts";
import { checkQueueUrl, connectQueue } from "../queue/connect.ts";
import { checkPredictResult, type PredictJob } from "../queue/job.ts";
import { hashJson } from "../sweep/run_spec.ts";
import { createCountProgress } from "./count_progress.ts";
import { fromHere, personsFolder } from "./here.ts";
import { INTERRUPTED, watchInterrupts } from "./interrupt.ts";
import { OrderedOutput } from "./ordered_output.ts";
import { findPictures } from "./picture_inputs.ts";

/** The flags that matter here. */
export interface PredictQueueFlags {
  queue: string;
  model: string;
  listing?: string;
  out?: string;
  shard: number;
  multi?: boolean;
  threshold: number;
}

/** A picture of the listing. */
type Picture = PredictJob["pictures"][number];

/** Shards in the queue at a time: enough for a few hundred workers. */
const WINDOW = 1_000;

/** Has workers read pictures; 2 if some of them cannot be read, as without a queue. */
export async function predictThroughQueue(
  names: readonly string[],
  flags: PredictQueueFlags,
): Promise<number> {
  checkQueueUrl(flags.queue);
  const list = await openListing(names, flags);
  const common = await describeJob(flags);
  const total = await count(list());
  const connection = await connectQueue(flags.queue);
  const output = await OrderedOutput.open(fromHere(flags.out!), flags.out!);
  const signal = watchInterrupts(() => console.error("\nstopping; the same command goes on …"));
  const progress = createCountProgress("pictures read");
  try {
    const jobs = listShards(list(), flags.shard, common);
    const last = await output.skipDone(jobs, ({ id }) => id);
    if (last) await forgetJobs(connection.queue, [last.id]);
    const options = { window: WINDOW, ordered: true, signal };
    for await (const outcome of collectResults(connection.queue, jobs, options)) {
      const { job } = outcome;
      if ("failure" in outcome) throw new InputError(`${job.id}: ${outcome.failure}`);
      const { lines } = checkPredictResult(outcome.result, job.data.pictures.length);
      await output.append(job.id, lines);
      progress.update(output.count, total);
    }
    if (signal.aborted) return INTERRUPTED;
    progress.stop();
    const unreadable = await output.finish();
    console.error(`saved ${flags.out}: ${format(output.count)} pictures`);
    if (unreadable > 0) console.error(`predict: ${format(unreadable)} of them cannot be read`);
    return unreadable > 0 ? 2 : 0;
  } finally {
    progress.stop();
    output.close();
    await connection.close();
  }
}

const format = (value: number) => value.toLocaleString("en-US");

/** What all jobs have in common. */
async function describeJob(
  { model: dir, multi = false, threshold }: PredictQueueFlags,
): Promise<Omit<PredictJob, "pictures">> {
  const model = fromHere(dir);
  return { kind: "predict", model, weightsSha256: await hashWeights(model), multi, threshold };
}

/** SHA-256 of a saved model's weights. */
export async function hashWeights(dir: string): Promise<string> {
  const { model } = await loadModel(dir);
  return createHash("sha256").update(encodeWeights(model)).digest("hex");
}

/** A way to go through the pictures, as often as need be. */
async function openListing(
  names: readonly string[],
  { listing }: PredictQueueFlags,
): Promise<() => AsyncIterable<Picture>> {
  const { inputs, failures } = await findPictures(names, { cwd: personsFolder() });
  const [failure] = failures;
  if (failure) throw new InputError(`${failure.name}: ${failure.reason}`);
  const found = inputs.map(({ name, path }) => {
    if (path !== undefined) return { name, path };
    throw new InputError("--queue: expected files, got standard input");
  });
  if (listing !== undefined) await checkListing(listing);
  return async function* () {
    yield* found;
    if (listing !== undefined) yield* readListing(fromHere(listing));
  };
}

async function checkListing(listing: string): Promise<void> {
  try {
    (await Deno.open(fromHere(listing))).close();
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw new InputError(`--listing ${listing}: expected a file: ${reasonOf(error)}`);
  }
}

async function* readListing(path: string): AsyncGenerator<Picture> {
  for await (const line of createInterface({ input: createReadStream(path) })) {
    if (line !== "") yield { name: line, path: fromHere(line) };
  }
}

async function count(items: AsyncIterable<unknown>): Promise<number> {
  let total = 0;
  for await (const _ of items) total++;
  return total;
}

/** Jobs of so many pictures each; the last one of fewer. */
async function* listShards(
  pictures: AsyncIterable<Picture>,
  size: number,
  common: Omit<PredictJob, "pictures">,
): AsyncGenerator<NamedJob<PredictJob>, void> {
  let shard: Picture[] = [], index = 0;
  const take = (): NamedJob<PredictJob> => {
    const data = { ...common, pictures: shard };
    shard = [];
    return { id: `shard-${index}-${hashJson([index++, data]).slice(0, 16)}`, data };
  };
  for await (const picture of pictures) {
    if (shard.push(picture) === size) yield take();
  }
  if (shard.length > 0) yield take();
}
