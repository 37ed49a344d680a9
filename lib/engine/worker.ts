/**
 * The Worker: trains on its share of every batch, or classifies its share of a set, as told.
 *
 * @module
 */
import { openWorkerPort } from "../worker_thread.ts";
import {
  CONTROL,
  CONTROL_INTS,
  createBarrier,
  createHeartbeat,
  HEARTBEAT_INTS,
} from "./barrier.ts";
import { createContext } from "./context.ts";
import { createParts, createPredictor } from "./forward.ts";
import type { Command, Reply } from "./messages.ts";
import { LANES } from "../kernels/module.ts";
import { createStep } from "./step.ts";

type StartCommand = Extract<Command, { type: "start" }>;
type TrainCommand = Extract<Command, { type: "train" }>;
type PredictCommand = Extract<Command, { type: "predict" }>;

/** Images classified between two heartbeats: whole blocks. */
const PREDICTED_IMAGES = 8 * LANES;

let carryOut: (command: TrainCommand | PredictCommand) => number = () => {
  throw new Error("a Worker must be started first");
};

const port = openWorkerPort();
port.onmessage = ({ data }: MessageEvent<Command>) => port.postMessage(answer(data));

function answer(command: Command): Reply {
  try {
    if (command.type !== "start") return { position: carryOut(command) };
    carryOut = start(command);
    return { position: 0 };
  } catch (error) {
    return { error: `${error}` };
  }
}

/** Sets the Worker up; what comes back carries out its commands and tells the position reached. */
function start({ module, memory, layout, workerIndex, options }: StartCommand): typeof carryOut {
  const context = createContext(module, memory, { layout, workerIndex });
  const control = new Int32Array(memory.buffer, layout.control, CONTROL_INTS);
  const parts = createParts(context);
  const heartbeat = layout.heartbeats + workerIndex * HEARTBEAT_INTS * 4;
  const beat = createHeartbeat(new Int32Array(memory.buffer, heartbeat, 1));
  const barrier = createBarrier(control, layout.workers.length, beat);
  const runStep = createStep(context, parts, { options, barrier, beat });
  const predictor = createPredictor(context, parts, workerIndex);

  let stepsDone = 0;

  function train({ epoch, step, first, end }: TrainCommand): number {
    let position = first;
    while (position < end) {
      // Asked before the step, read by all after its barriers: so all stop at the same one.
      if (workerIndex === 0 && Atomics.load(control, CONTROL.stopRequested)) {
        Atomics.store(control, CONTROL.stopAfter, step);
      }
      const images = Math.min(layout.batchSize, end - position);
      runStep({ step, epoch, first: position, images });
      position += images;
      // Counted by whoever is first: one that dies in the next step has counted this one.
      Atomics.compareExchange(control, CONTROL.stepsDone, stepsDone, ++stepsDone);
      if (Atomics.load(control, CONTROL.stopAfter) === step) break;
      step++;
    }
    return position;
  }

  function predict({ first, end, weights, statistics }: PredictCommand): number {
    predictor.prepare(weights, statistics);
    for (let at = first; at < end; at += PREDICTED_IMAGES) {
      predictor.run(at, Math.min(end, at + PREDICTED_IMAGES));
      beat();
    }
    return end;
  }

  return (command) => (command.type === "train" ? train(command) : predict(command));
}
