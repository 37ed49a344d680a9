/**
 * The Worker in which the page trains; where Workers may share a memory, it has others help it.
 *
 * @module
 */
import { TrainingEngine } from "../../engine/engine.ts";
import { SingleEngine } from "../../engine/single_engine.ts";
import { compileKernelModule } from "../../kernels/module.ts";
import type { EngineFactory } from "../../training/run.ts";
import { decodeCalibration } from "../../reader/calibration.ts";
import { type PublishedModel, unpackWeights } from "../../reader/published_model.ts";
import type { ModelOutline } from "../site/describe_model.ts";
import { checkTrainRequest } from "../trainer/message_checks.ts";
import type { TrainReply, TrainSign } from "../trainer/messages.ts";
import type { Pupil } from "../trainer/teacher.ts";
import { Trainer } from "../trainer/trainer.ts";
import { fetchFile, loadDigitFile } from "./digit_loader.ts";
import { CANVAS_CODEC } from "./picture_codec.ts";

/** The little of a Worker's global scope that is used here. */
const scope = globalThis as unknown as {
  onmessage: (event: MessageEvent<unknown>) => void;
  postMessage(reply: TrainReply | TrainSign): void;
  crossOriginIsolated: boolean;
};

/** More share a batch of 32 digits to no profit. */
const MOST_WORKERS = 8;

/** While it works, the Worker is heard of this often. */
const BEAT_MS = 2_000;

/** One core is left to the page where there are more than two. */
const cores = navigator.hardwareConcurrency;
const workers = scope.crossOriginIsolated
  ? Math.max(1, Math.min(MOST_WORKERS, cores > 2 ? cores - 1 : cores))
  : 1;

const createShared: EngineFactory = (model, options) =>
  TrainingEngine.create(model, options, new URL("./engine_worker.js", import.meta.url));

const trainer = compileKernelModule(false).then((module) =>
  new Trainer({
    ...{ module, workers, loadFile: loadDigitFile, loadPublished },
    codec: CANVAS_CODEC,
    createEngine: workers > 1 ? createShared : SingleEngine.create,
    send: (reply) => scope.postMessage(reply),
    beat,
  })
);

let asked = 0, answered = 0;

scope.onmessage = async ({ data }) => {
  asked++;
  beat();
  const beats = setInterval(beat, BEAT_MS);
  try {
    await (await trainer).handle(checkTrainRequest(data));
  } catch (error) {
    // No request of this page's, or the kernels cannot be had.
    scope.postMessage({ type: "failed", message: (error as Error).message });
  }
  clearInterval(beats);
  if (++answered === asked) scope.postMessage({ type: "idle", answered });
};

function beat(): void {
  scope.postMessage({ type: "alive" });
}

async function loadPublished(name: string): Promise<Pupil> {
  const path = `models/${encodeURIComponent(name)}`;
  const [outline, description, binary] = await Promise.all([
    fetchFile(`${path}.outline.json`).then((response) => response.json()),
    fetchFile(`${path}.json`).then((response) => response.json()),
    fetchFile(`${path}.bin`).then((response) => response.arrayBuffer()),
  ]);
  const { variants, ...parts }: ModelOutline = outline;
  const published: PublishedModel = description, values = unpackWeights(published, binary);
  const weights = published.weights.map(({ name, shape }) => {
    return { name, shape, values: values[name].slice() };
  });
  const calibration = published.calibration &&
    decodeCalibration(published.calibration, published.network);
  return { model: { ...parts, weights }, variants, calibration };
}
