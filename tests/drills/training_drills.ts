/**
 * Runs that are interrupted, killed, crowded out or left without a place.
 *
 * @module
 */
import { join } from "@std/path";
import { encodeIdx } from "../../lib/dataset/idx.ts";
import { IMAGE_PIXELS, IMAGE_SIZE } from "../../lib/dataset/labeled_images.ts";
import { loadSplit } from "../../lib/dataset/mnist.ts";
import { loadCheckpoint } from "../../lib/training/checkpoint_files.ts";
import {
  type Drill,
  type DrillOptions,
  hashWeights,
  pause,
  runCommand,
  startCommand,
  TRAIN,
  waitUntil,
  withTmpfs,
} from "./drill.ts";

const checkpointOf = (out: string) => join(out, "checkpoint.bin");

const hasIntactCheckpoint = (out: string) =>
  loadCheckpoint(checkpointOf(out)).then(() => true, () => false);

/** Whether no process holds the folder: its lock is gone or can be taken. */
async function isFree(out: string): Promise<boolean> {
  try {
    using file = await Deno.open(join(out, ".lock"), { read: true, write: true });
    return await file.tryLock(true);
  } catch {
    return true;
  }
}

const terminal: Drill = {
  name: "one Ctrl-C in a terminal, npx -y deno task train",
  async run({ isShort, random, folder }) {
    const n = isShort ? 3 : 40, lost: string[] = [];
    for (let i = 0; i < n; i++) {
      const out = join(folder, `${i}`), delay = (0.05 + random.next() * 1.5).toFixed(2);
      const { text } = await runCommand([
        ...["python3", "tests/drills/terminal.py", "training on", delay],
        ...["npx", "-y", "deno", "task", "train", "--epochs", "20", "--out", out],
      ]);
      await waitUntil(async () => await hasIntactCheckpoint(out) && await isFree(out), 30);
      if (!await hasIntactCheckpoint(out)) lost.push(`after ${delay} s: ${text.slice(-300)}`);
    }
    return { n, lost };
  },
};

const SMALL_COUNT = 6000, SMALL_EPOCHS = 12;

/** Writes some of MNIST's images as a set of their own; the command that trains on them for seconds. */
async function prepareSmallRun(folder: string): Promise<string[]> {
  const { images, labels } = await loadSplit("test"), data = join(folder, "data");
  const shape = [SMALL_COUNT, IMAGE_SIZE, IMAGE_SIZE];
  const ink = images.subarray(0, SMALL_COUNT * IMAGE_PIXELS);
  await Deno.mkdir(data);
  await Deno.writeFile(join(data, "images-idx3-ubyte"), encodeIdx({ shape, data: ink }));
  const answers = { shape: [SMALL_COUNT], data: labels.subarray(0, SMALL_COUNT) };
  await Deno.writeFile(join(data, "labels-idx1-ubyte"), encodeIdx(answers));
  return [...TRAIN, "--data", data, "--epochs", `${SMALL_EPOCHS}`];
}

/** What a run without interruption ends with. */
async function trainWhole(train: string[], { folder }: DrillOptions): Promise<string> {
  const out = join(folder, "whole");
  const { text } = await runCommand([...train, "--out", out]);
  return await hashWeights(out).catch(() => {
    throw new Error(text);
  });
}

interface Ending {
  train: string[];
  signal: Deno.Signal;
  seconds: number;
  wanted: string;
}

/** Trains, ends the run by a signal after the first epoch, resumes it; what was lost, if anything. */
async function endAndResume(
  out: string,
  { train, signal, seconds, wanted }: Ending,
): Promise<string[]> {
  const command = startCommand([...train, "--out", out]);
  await command.waitFor(/epoch +1\/\d+ .*validation/);
  await pause(seconds);
  try {
    command.child.kill(signal);
  } catch {
    // It was over.
  }
  const { code, text } = await command.finish();
  if (code !== 0) {
    const resumed = await runCommand([...TRAIN, "--resume", "--out", out]);
    if (resumed.code !== 0) return [`${signal} after ${seconds} s: ${text}${resumed.text}`];
  }
  const got = await hashWeights(out).catch(() => "nothing");
  return got === wanted ? [] : [`${signal} after ${seconds} s: other weights, ${got}`];
}

const endings = (signals: Deno.Signal[], counts: [number, number]): Drill => ({
  name: `${signals.join(", ")} while training, then --resume: the same weights`,
  async run(options) {
    const n = counts[options.isShort ? 0 : 1], lost: string[] = [];
    const train = await prepareSmallRun(options.folder);
    const wanted = await trainWhole(train, options);
    for (let i = 0; i < n; i++) {
      // Behind the epoch's end, where its checkpoint is on its way to the disk, and in the next epoch.
      const seconds = 0.3 + options.random.next();
      const signal = signals[i % signals.length];
      const out = join(options.folder, `${i}`);
      lost.push(...await endAndResume(out, { train, signal, seconds, wanted }));
    }
    return { n, lost };
  },
});

const closedOutput: Drill = {
  name: "closed output: train 2>&1 | head -1",
  async run({ isShort, folder }) {
    const n = isShort ? 1 : 3, lost: string[] = [], train = await prepareSmallRun(folder);
    for (let i = 0; i < n; i++) {
      const out = join(folder, `${i}`);
      const command = `${train.join(" ")} --out '${out}' 2>&1 | head -1`;
      const { text } = await runCommand(["bash", "-c", command]);
      if (!await hashWeights(out).catch(() => "")) lost.push(`no model: ${text}`);
    }
    return { n, lost };
  },
};

const crowd: Drill = {
  name: "a second training into one folder, and one over an interrupted run",
  async run({ folder }) {
    const out = join(folder, "model"), lost: string[] = [];
    const first = startCommand([...TRAIN, "--epochs", "20", "--out", out]);
    await first.waitFor(/training on/);
    const second = await runCommand([...TRAIN, "--epochs", "1", "--out", out]);
    const owner = new RegExp(`^train: [^\\n]*process ${first.child.pid} on [^\\n]*\\n$`);
    if (second.code !== 2 || !owner.test(second.text)) lost.push(`second: ${second.text}`);
    first.child.kill("SIGTERM");
    await first.finish();
    const over = await runCommand([...TRAIN, "--epochs", "1", "--out", out]);
    const isRefused = over.code === 2 && /--resume.*--overwrite/.test(over.text);
    if (!isRefused || !await hasIntactCheckpoint(out)) lost.push(`over it: ${over.text}`);
    return { n: 2, lost };
  },
};

const places: Drill = {
  name: "--out on a full disk, and on a mount point (where root allows)",
  async run({ folder }) {
    const train = await prepareSmallRun(folder);
    const full = join(folder, "full"), mount = join(folder, "mount");
    const onFull = await withTmpfs(full, "64k", async () => {
      const { code, text } = await runCommand([...train, "--out", full]);
      const place = text.match(/saved (\S+checkpoint\.bin) at the run's end; move it to/)?.[1];
      const isKept = place !== undefined &&
        await loadCheckpoint(place).then(() => true, () => false);
      if (place) await Deno.remove(join(place, ".."), { recursive: true });
      return code === 2 && isKept ? [] : [text];
    });
    const onMount = await withTmpfs(mount, "10m", async () => {
      const { text } = await runCommand([...train, "--out", mount]);
      const names = (await Array.fromAsync(Deno.readDir(mount))).map(({ name }) => name).sort();
      return names.join() === "model.json,reader.json,run.json,weights.bin"
        ? []
        : [`${names}: ${text}`];
    });
    const outcomes = [onFull, onMount].filter((outcome) => outcome !== undefined);
    return { n: outcomes.length, lost: outcomes.flat() };
  },
};

/** In the order in which they run. */
export const TRAINING_DRILLS: Drill[] = [
  terminal,
  endings(["SIGKILL"], [2, 20]),
  endings(["SIGHUP", "SIGTERM", "SIGINT"], [3, 12]),
  closedOutput,
  crowd,
  places,
];
