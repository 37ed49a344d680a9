/**
 * A listing of pictures through the queue while everything that takes part is killed once.
 *
 * @module
 */
import { join } from "@std/path";
import { IMAGE_SIZE, imageAt } from "../../lib/dataset/labeled_images.ts";
import { loadSplit } from "../../lib/dataset/mnist.ts";
import { encodePng } from "../../lib/image/png.ts";
import { DEFAULT_MODEL_DIR } from "../../lib/paths.ts";
import { pause, waitUntil } from "../drills/drill.ts";
import { RunningCommand, WorkerCrew } from "./processes.ts";
import { findPort, RedisServer } from "./redis.ts";
import { listLeftovers } from "./sweep_drill.ts";

/** Pictures of which the answers are compared with those without a queue. */
const COMPARED = 300;

/** Pictures a shard. */
const SHARD = 100;

/** Different pictures: more have the same content under other names. */
const DRAWN = 5_000;

/** Writes validation digits as pictures, dark on light; their paths. */
async function writePictures(folder: string, count: number): Promise<string[]> {
  const digits = await loadSplit("validation"), names: string[] = [];
  for (let i = 0; i < count; i++) {
    const dir = join(folder, "pictures", `${Math.floor(i / 1_000)}`), path = join(dir, `${i}.png`);
    if (i % 1_000 === 0) await Deno.mkdir(dir, { recursive: true });
    if (i < DRAWN) await Deno.writeFile(path, await draw(imageAt(digits, i)));
    else await Deno.link(names[i % DRAWN], path);
    names.push(path);
  }
  return names;
}

async function draw(ink: Uint8Array): Promise<Uint8Array> {
  const data = new Uint8Array(4 * ink.length).fill(255);
  ink.forEach((value, p) => data.fill(255 - value, 4 * p, 4 * p + 3));
  return await encodePng({ width: IMAGE_SIZE, height: IMAGE_SIZE, data });
}

/** What was lost or doubled. */
export async function drillPictures(folder: string, n: number): Promise<string[]> {
  const names = await writePictures(folder, n), lost: string[] = [];
  const listing = join(folder, "listing.txt"), out = join(folder, "answers.jsonl");
  await Deno.writeTextFile(listing, names.join("\n"));
  const port = findPort(), url = `redis://127.0.0.1:${port}`;
  const redis = await RedisServer.start(join(folder, "redis"), port);
  const roots = ["--root", folder, "--root", DEFAULT_MODEL_DIR];
  const work = ["--queue", url, ...roots, "--work", join(folder, "work"), "--stalled", "3"];
  const crew = new WorkerCrew(3, work), startMs = performance.now();
  const args = ["--listing", listing, "--queue", url, "--out", out, "--shard", `${SHARD}`];
  let command = new RunningCommand("predict", args);
  const waitFor = async (lines: number) => {
    const isThere = async () => (await readState(out)).lines >= lines;
    if (await waitUntil(isThere, 300)) return;
    lost.push(`fewer than ${lines} pictures after five minutes: ${command.stderr}`);
  };
  await waitFor(0.1 * n);
  await crew.killOne();
  await waitFor(0.2 * n);
  await command.kill();
  await pause(0.5);
  command = new RunningCommand("predict", args);
  // Once it is under way again.
  await waitFor((await readState(out)).lines + SHARD);
  if (command.isOver) lost.push("everything was read before Redis was killed: take more pictures");
  await redis.killAndRestart();
  const code = await command.finish(), seconds = (performance.now() - startMs) / 1000;
  if (code !== 0) lost.push(`exit code ${code}: ${command.stderr}`);
  lost.push(...await listLeftovers(url));
  await crew.stop();
  await redis.stop();
  if (code === 0) lost.push(...await compareAnswers(out, names));
  const told = crew.done, shards = Math.ceil(n / SHARD);
  const busy = told.reduce((sum, { seconds }) => sum + seconds, 0);
  console.log(
    `  ${n} pictures in ${seconds.toFixed(0)} s with the kills; ${shards} shards, ` +
      `${told.length - new Set(told.map(({ id }) => id)).size} of them read twice; ` +
      `${(1000 * busy / (told.length * SHARD)).toFixed(2)} ms of a worker a picture`,
  );
  return lost;
}

/** How far the output is; when it has its name, as far as can be. */
async function readState(out: string): Promise<{ lines: number }> {
  if (await Deno.stat(out).catch(() => null)) return { lines: Infinity };
  return await Deno.readTextFile(`${out}.state.json`).then(JSON.parse, () => ({ lines: 0 }));
}

/** Each picture once, in the order of the listing, with the answer that it gets without a queue. */
async function compareAnswers(out: string, names: string[]): Promise<string[]> {
  const lines = (await Deno.readTextFile(out)).trimEnd().split("\n");
  const images = lines.map((line) => JSON.parse(line).image);
  const wrong = names.findIndex((name, i) => images[i] !== name);
  const lost: string[] = [];
  if (lines.length !== names.length) lost.push(`${lines.length} lines for ${names.length}`);
  if (wrong >= 0) lost.push(`line ${wrong + 1}: ${images[wrong]}, expected ${names[wrong]}`);
  const direct = new RunningCommand("predict", [...names.slice(0, COMPARED), "--json"]);
  await direct.finish();
  const other = direct.lines.findIndex(({ text }, i) => text !== lines[i]);
  if (direct.lines.length !== Math.min(COMPARED, names.length) || other >= 0) {
    lost.push(`line ${other + 1}: another answer than without a queue`);
  }
  return lost;
}
