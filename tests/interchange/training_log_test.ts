import assert from "node:assert/strict";
import { open } from "node:fs/promises";
import { join } from "@std/path";
import { createTrainingLog, type TrainingLogOptions } from "../../lib/interchange/training_log.ts";
import type { TrainingEvent } from "../../lib/training/events.ts";
import type { EpochRecord, Progress } from "../../lib/training/records.ts";
import { type ReadEvent, readEventLogs } from "./read_event_log.ts";

/** Two epochs of 10 images in batches of 4: steps 3 and 6. */
const RUN = { batchSize: 4, imagesPerEpoch: 10, intervalMs: 0 };

const progress = (epoch: number, imagesDone: number, loss: number): TrainingEvent => ({
  type: "progress",
  progress: {
    ...{ epoch, imagesDone, loss, imagesPerEpoch: 10, accuracy: 0.5 },
    ...{ learningRate: 0.25, imagesPerSecond: 8 },
  } satisfies Progress,
});

const epoch = (number: number): TrainingEvent => ({
  type: "epoch",
  record: {
    ...{ epoch: number, trainLoss: 1 / number, trainAccuracy: 0.5, validationLoss: 0.25 },
    ...{ validationAccuracy: 0.75, learningRate: 0.25, imagesPerSecond: 8, seconds: 1 },
  } satisfies EpochRecord,
});

const EVENTS: TrainingEvent[] = [
  progress(1, 4, 2),
  progress(1, 8, 1.5),
  epoch(1),
  progress(2, 10, 0.5),
  epoch(2),
  { type: "done", history: [] },
];

/** Logs events into a new folder; what is found there, as [step, values], by run. */
async function logRun(
  options: Partial<TrainingLogOptions> = {},
  events: TrainingEvent[] = EVENTS,
): Promise<Record<string, [step: number, values: Record<string, number>][]>> {
  const dir = await Deno.makeTempDir();
  try {
    const log = await createTrainingLog(dir, { ...RUN, ...options });
    assert.deepEqual(await Array.fromAsync(log.follow(toStream(events))), events);
    await log.addTest({ loss: 0.125, accuracy: 0.875 });
    await log.close();
    const found = await Promise.all(
      ["train", "validation", "test"].map(async (run) =>
        [run, listScalars(await readEventLogs(join(dir, run)))] as const
      ),
    );
    return Object.fromEntries(found);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

async function* toStream(events: TrainingEvent[]): AsyncGenerator<TrainingEvent> {
  yield* events;
}

const listScalars = (events: ReadEvent[]) =>
  events.filter(({ values }) => Object.keys(values).length > 0)
    .map(({ step, values }) => [step, values] as [number, Record<string, number>]);

const SPEED = { learning_rate: 0.25, images_per_second: 8 };

Deno.test("createTrainingLog() logs intervals, epochs and the test over the steps, and passes events on", async () => {
  assert.deepEqual(await logRun(), {
    train: [
      [1, { loss: 2, ...SPEED }],
      [2, { loss: 1, ...SPEED }], // (8 · 1.5 − 4 · 2) / 4
      [3, { epoch_loss: 1, epoch_accuracy: 0.5 }],
      [6, { loss: 0.5, ...SPEED }],
      [6, { epoch_loss: 0.5, epoch_accuracy: 0.5 }],
    ],
    validation: [3, 6].map((step) => [step, { epoch_loss: 0.25, epoch_accuracy: 0.75 }]),
    test: [[6, { epoch_loss: 0.125, epoch_accuracy: 0.875 }]],
  });
});

Deno.test("createTrainingLog() leaves out reports that come too soon after another, but no epoch", async () => {
  const { train } = await logRun({ intervalMs: 60_000 });
  assert.deepEqual(train.map(([step]) => step), [1, 3, 6]);
});

Deno.test("createTrainingLog() of a resumed run keeps what was logged of the steps done", async () => {
  const dir = await Deno.makeTempDir();
  const startOf = async (stepsDone?: number) => {
    const folder = await Deno.makeTempDir({ dir });
    await (await createTrainingLog(folder, { ...RUN, stepsDone })).close();
    return (await readEventLogs(join(folder, "train")))[1];
  };
  try {
    assert.equal((await startOf()).step, 0);
    const { sessionStatus, step } = await startOf(3);
    assert.deepEqual([sessionStatus, step], [1, 4]);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("createTrainingLog() says in one line that the disk is full, once, and lets the run go on", async () => {
  const dir = await Deno.makeTempDir();
  const probe = await open(join(dir, "probe"), "ax");
  const handles = Object.getPrototypeOf(probe), { appendFile } = handles;
  const notices: string[] = [];
  try {
    const log = await createTrainingLog(dir, { ...RUN, onNotice: (line) => notices.push(line) });
    const full = Object.assign(new Error("ENOSPC: no space left on device, write"), {
      code: "ENOSPC",
    });
    handles.appendFile = () => Promise.reject(full);
    assert.deepEqual(await Array.fromAsync(log.follow(toStream(EVENTS))), EVENTS);
    await log.addTest({ loss: 0.125, accuracy: 0.875 });
    await log.close();
    assert.deepEqual(notices, [
      `${
        join(dir, "train")
      }: expected a folder that can be written: ${full.message}; nothing more is logged`,
    ]);
  } finally {
    handles.appendFile = appendFile;
    await probe.close();
    await Deno.remove(dir, { recursive: true });
  }
});
