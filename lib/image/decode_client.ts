/**
 * Decoding in a Worker that is ended when it takes too long and made anew after it has failed.
 *
 * @module
 */
import process from "node:process";
import { Worker } from "node:worker_threads";
import { InputError } from "../errors.ts";
import { findWorkerModule } from "../worker_thread.ts";
// A package for npm holds what is imported, if only for its types.
import type {} from "./decode_worker.ts";
import type { PictureFormat } from "./formats.ts";
import type { Picture } from "./picture.ts";

/**
 * What the Worker is told. Bytes go to and fro as plain buffers: Deno 2.9 walks through arrays in
 * messages of `node:worker_threads` byte by byte (0.5 s a megabyte).
 */
export interface DecodeJob {
  file: ArrayBuffer;
  format: PictureFormat;
  /** The file's name, for messages. */
  source: string;
  maxPixels: number;
}

/** What the Worker says: a picture, or one line that says why there is none. */
export interface DecodeAnswer {
  picture?: { width: number; height: number; pixels: ArrayBuffer };
  refusal?: string;
  /** Whether the Worker is not to be used again. */
  spent: boolean;
}

/** What the Worker says before its answer, when the decoder is loaded and the clock is to run. */
export const STARTED = "started";

/** A fresh machine loads, and may compile, what a decoder is made of; no file prolongs that. */
const START_SECONDS = 60;

/** Where other programs keep a decoder from its core, it may take so many times as long. */
const BUSY_FACTOR = 3;

/** How often the clock is looked at. */
const WATCH_MS = 50;

/** One for the whole process, made when it is first needed. */
let worker: Worker | undefined;
let previous: Promise<unknown> = Promise.resolve();

/**
 * Decodes a picture file in a Worker, one after the other.
 *
 * @param job Its file is moved to the Worker.
 * @param maxSeconds After so much work the Worker is ended, whatever it is at.
 * @throws {InputError} If the Worker refuses the file, fails on it or is ended.
 */
export async function decodeInWorker(job: DecodeJob, maxSeconds: number): Promise<Picture> {
  const turn = previous.then(() => ask(job, maxSeconds));
  previous = turn.catch(() => {});
  const { picture, refusal } = await turn;
  if (!picture) throw new InputError(refusal!);
  const { width, height, pixels } = picture;
  return { width, height, data: new Uint8Array(pixels) };
}

async function ask(job: DecodeJob, maxSeconds: number): Promise<DecodeAnswer> {
  const current = worker ??= startWorker();
  current.ref();
  let resolve: (answer: DecodeAnswer) => void = () => {};
  const promise = new Promise<DecodeAnswer>((settle) => resolve = settle);
  const fail = (reason: string) =>
    resolve({ refusal: `${job.source}: expected a sound ${job.format}: ${reason}`, spent: true });
  const endAfter = (seconds: number, what: string) =>
    watchTime(seconds, () => fail(`${what} takes more than ${seconds} s`));
  let stopWatching = endAfter(START_SECONDS, "starting its decoder");
  const listen = (message: DecodeAnswer | typeof STARTED) => {
    if (message !== STARTED) return resolve(message);
    stopWatching();
    stopWatching = endAfter(maxSeconds, "decoding it");
  };
  const crash = (error: Error) => fail(`its decoder failed: ${error.message.split("\n")[0]}`);
  const leave = () => fail("its decoder ended without a word");
  current.on("message", listen).on("error", crash).on("exit", leave);
  current.postMessage(job, [job.file]);
  const answer = await promise;
  stopWatching();
  current.off("message", listen).off("error", crash).off("exit", leave);
  if (answer.spent) await endWorker(current);
  else current.unref(); // a program need not say that it has decoded its last picture
  return answer;
}

function startWorker(): Worker {
  const started = new Worker(
    findWorkerModule(new URL("./decode_worker.ts", import.meta.url), import.meta.url),
  );
  // It may also end between two pictures.
  started.on("exit", () => {
    if (worker === started) worker = undefined;
  });
  return started;
}

/**
 * Calls `onOver` when this process has worked for so long: by the clock and in time of its cores, so that no
 * picture is refused because others use them.
 *
 * @returns A function that ends it.
 */
function watchTime(seconds: number, onOver: () => void): () => void {
  const startMs = performance.now(), startCpu = cpuSeconds();
  const timer = setInterval(() => {
    const wall = (performance.now() - startMs) / 1000, cpu = cpuSeconds() - startCpu;
    if (Math.min(wall, Math.max(cpu, wall / BUSY_FACTOR)) > seconds) onOver();
  }, WATCH_MS);
  return () => clearInterval(timer);
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

async function endWorker(ended: Worker): Promise<void> {
  worker = undefined;
  ended.on("error", () => {}); // nobody waits for it any more
  await ended.terminate();
}
