/**
 * A sweep through the queue while everything that takes part is killed once.
 *
 * @module
 */
import { join } from "@std/path";
import { encodeIdx } from "../../lib/dataset/idx.ts";
import { connectQueue } from "../../lib/queue/connect.ts";
import { pause, waitUntil } from "../drills/drill.ts";
import { createBars } from "../training/runs.ts";
import { RunningCommand, WorkerCrew } from "./processes.ts";
import { findPort, RedisServer } from "./redis.ts";

/** Workers that a silent one's jobs go to, after so many seconds. */
const STALLED = ["--stalled", "3"];

async function writeData(folder: string): Promise<string> {
  const data = join(folder, "data"), { count, images, labels } = createBars(400);
  await Deno.mkdir(data);
  const ink = encodeIdx({ shape: [count, 28, 28], data: images });
  await Deno.writeFile(join(data, "images-idx3-ubyte"), ink);
  const answers = encodeIdx({ shape: [count], data: labels });
  await Deno.writeFile(join(data, "labels-idx1-ubyte"), answers);
  return data;
}

async function writePlan(folder: string, seeds: number, epochs: number): Promise<string> {
  const file = join(folder, "plan.json");
  const recipe = { epochs, batchSize: 40, augmentation: null, variants: {}, degraded: 0 };
  const grid = { "recipe.peakLearningRate": [6e-3, 2e-3], "recipe.weightDecay": [0, 1e-2] };
  const plan = {
    ...{ data: await writeData(folder), recipe },
    vary: { grid, seeds: Array.from({ length: seeds }, (_, seed) => seed) },
  };
  await Deno.writeTextFile(file, JSON.stringify(plan));
  return file;
}

async function countDone(out: string): Promise<number> {
  let done = 0;
  for (const { name } of await Array.fromAsync(Deno.readDir(join(out, "runs"))).catch(() => [])) {
    if (await Deno.stat(join(out, "runs", name, "run.json")).catch(() => null)) done++;
  }
  return done;
}

/** What is left in the queue, if anything. */
export async function listLeftovers(url: string): Promise<string[]> {
  const connection = await connectQueue(url);
  try {
    const counts = Object.entries(await connection.queue.getJobCounts());
    return counts.filter(([, count]) => count > 0)
      .map(([state, count]) => `${count} jobs left in the queue, ${state}`);
  } finally {
    await connection.close();
  }
}

/** Four variants from so many seeds; what was lost or doubled. */
export async function drillSweep(folder: string, seeds: number): Promise<string[]> {
  const plan = await writePlan(folder, seeds, 4), n = 4 * seeds, lost: string[] = [];
  const port = findPort(), url = `redis://127.0.0.1:${port}`;
  const redis = await RedisServer.start(join(folder, "redis"), port);
  const work = ["--queue", url, "--root", folder, "--work", join(folder, "work")];
  const crew = new WorkerCrew(3, [...work, "--workers", "1", ...STALLED]);
  const out = join(folder, "queued"), args = [plan, "--out", out, "--queue", url, "--json"];
  let command = new RunningCommand("sweep", args);
  const waitFor = async (runs: number) => {
    if (await waitUntil(async () => await countDone(out) >= runs, 120)) return;
    lost.push(`fewer than ${runs} runs after two minutes: ${command.stderr}${crew.stderr}`);
  };
  await waitFor(0.15 * n);
  await crew.killOne();
  await waitFor(0.35 * n);
  await command.kill();
  await pause(1);
  command = new RunningCommand("sweep", args);
  // Once it is under way again.
  await waitFor(await countDone(out) + 1);
  if (command.isOver) lost.push("all runs were made before Redis was killed: take more runs");
  await redis.killAndRestart();
  await waitFor(0.75 * n);
  await crew.killOne();
  const code = await command.finish();
  if (code !== 0) lost.push(`exit code ${code}: ${command.stderr}`);
  lost.push(...await listLeftovers(url));
  await crew.stop();
  await redis.stop();
  lost.push(...await compareWithLocal(folder, { plan, n, last: command.lines.at(-1)?.text }));
  const ids = crew.done.map(({ id }) => id);
  const again = ids.length - new Set(ids).size;
  console.log(`  ${n} runs; workers told of ${ids.length}, ${again} of them twice`);
  return lost;
}

/** The same plan without a queue must give the same weights, and the table each run once. */
async function compareWithLocal(
  folder: string,
  { plan, n, last = "{}" }: { plan: string; n: number; last?: string },
): Promise<string[]> {
  const lost: string[] = [], whole = join(folder, "local"), out = join(folder, "queued");
  const { runs = [] } = JSON.parse(last) as { runs?: { id: string }[] };
  const ids = new Set(runs.map(({ id }) => id));
  if (runs.length !== n || ids.size !== n) lost.push(`${runs.length} rows of ${ids.size} runs`);
  const names = (await Array.fromAsync(Deno.readDir(join(out, "runs")))).map(({ name }) => name);
  if (names.length !== n) lost.push(`${names.length} folders for ${n} runs`);
  const local = new RunningCommand("sweep", [plan, "--out", whole]);
  if (await local.finish() !== 0) lost.push(local.stderr);
  const read = (out: string, id: string) =>
    Deno.readFile(join(out, "runs", id, "weights.bin")).then((bytes) => bytes.join(), () => id);
  for (const id of ids) {
    if (await read(out, id) !== await read(whole, id)) lost.push(`${id}: other weights`);
  }
  return lost;
}

/**
 * One worker, runs of seconds one after the other: the time from the end of one to the end of the next, less
 * what run.json says that the training took.
 */
export async function measureOverhead(folder: string): Promise<string[]> {
  const plan = await writePlan(folder, 3, 40), n = 12, out = join(folder, "out");
  const port = findPort(), url = `redis://127.0.0.1:${port}`;
  const redis = await RedisServer.start(join(folder, "redis"), port);
  const work = ["--queue", url, "--root", folder, "--work", join(folder, "work")];
  const crew = new WorkerCrew(1, work);
  const command = new RunningCommand("sweep", [plan, "--out", out, "--queue", url]);
  const code = await command.finish(), jobs = crew.done;
  await crew.stop();
  await redis.stop();
  if (code !== 0 || jobs.length !== n) return [`exit code ${code}: ${command.stderr}`];
  const added = await Promise.all(
    jobs.slice(1).map(async ({ id, ms }, i) => {
      const run = JSON.parse(await Deno.readTextFile(join(out, "runs", id, "run.json")));
      return ms - jobs[i].ms - 1000 * run.wallSeconds;
    }),
  );
  const median = added.toSorted((a, b) => a - b)[added.length >> 1];
  console.log(
    `  ${added.length} runs: the queue, saving and sending add ${median.toFixed(0)} ms to each ` +
      `(${Math.min(...added).toFixed(0)} to ${Math.max(...added).toFixed(0)}): ` +
      `${(median / 100).toFixed(2)}% of a run of 10 s`,
  );
  return median < 500 ? [] : [`${median} ms a run, expected less than 5% of 10 s`];
}
