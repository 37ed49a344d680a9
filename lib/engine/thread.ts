/**
 * One thread's share of the work in an engine's memory: a Worker's, or that of the only thread there is.
 *
 * @module
 */
import { LANES } from "../kernels/module.ts";
import { CONTROL, CONTROL_INTS, createHeartbeat, HEARTBEAT_INTS } from "./barrier.ts";
import { type Context, createContext } from "./context.ts";
import { createParts, createPredictor, type Predictor } from "./forward.ts";
import type { Layout } from "./layout.ts";
import { createRest } from "./rest.ts";
import { createStep } from "./step.ts";
import type { StepBatch, StepOptions } from "./types.ts";

/** Images classified between two heartbeats: whole blocks. */
const PREDICTED_IMAGES = 8 * LANES;

/** What a thread is set up with. */
export interface ThreadSetup {
  /** The kernels' build for the kind of memory. */
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  layout: Layout;
  workerIndex: number;
  options: StepOptions;
}

/** The rest of an epoch: positions `first` to `end` of the order; `step` steps were done before. */
export interface TrainPart {
  epoch: number;
  step: number;
  first: number;
  end: number;
}

/** Images `first` to `end`, and the addresses of the parameters to classify them with. */
export interface PredictPart {
  first: number;
  end: number;
  weights: number;
  statistics: number;
}

/** A thread, ready to work; all threads of a memory must be given the same parts to train on. */
export interface Thread {
  context: Context;
  predictor: Predictor;
  runStep(batch: StepBatch): void;
  /** Trains batch by batch, up to the end or to the batch at which a stop was asked for; the position reached. */
  train(part: TrainPart): number;
  /** Leaves probabilities in the layout's table; the end. */
  predict(part: PredictPart): number;
}

/** Sets a thread up. */
export function createThread(
  { module, memory, layout, workerIndex, options }: ThreadSetup,
): Thread {
  const context = createContext(module, memory, { layout, workerIndex });
  const control = new Int32Array(memory.buffer, layout.control, CONTROL_INTS);
  const parts = createParts(context);
  const heartbeat = layout.heartbeats + workerIndex * HEARTBEAT_INTS * 4;
  const beat = createHeartbeat(new Int32Array(memory.buffer, heartbeat, 1));
  const onUpdate = ({ step }: StepBatch) => {
    if (Atomics.load(control, CONTROL.stopRequested)) {
      Atomics.store(control, CONTROL.stopAfter, step);
    }
  };
  const rest = createRest(control, layout.workers.length), { note } = rest;
  const runStep = createStep(context, parts, { options, control, onUpdate, beat, note });
  const predictor = createPredictor(context, parts, workerIndex);
  let stepsDone = 0;
  return {
    ...{ context, predictor },
    runStep: (batch) => runStep(batch, stepsDone++),
    train({ epoch, step: firstStep, first, end }) {
      const before = stepsDone, ends = Atomics.load(control, CONTROL.ends);
      const positionAfter = (steps: number) => Math.min(end, first + steps * layout.batchSize);
      const stopAfter = () => Atomics.load(control, CONTROL.stopAfter);
      for (let done = 0; positionAfter(done) < end; done = stepsDone - before) {
        if (stopAfter() >= 0 && firstStep + done > stopAfter()) break;
        const position = positionAfter(done), images = positionAfter(done + 1) - position;
        const batch = { step: firstStep + done, epoch, first: position, images };
        runStep(batch, stepsDone);
        // Counted by whoever is first: one that dies in the next step has counted this one.
        Atomics.compareExchange(control, CONTROL.stepsDone, stepsDone, stepsDone + 1);
        rest.endStep(ends);
        stepsDone = Atomics.load(control, CONTROL.stepsDone);
      }
      Atomics.add(control, CONTROL.ends, 1);
      Atomics.notify(control, CONTROL.ends);
      return positionAfter(stepsDone - before);
    },
    predict({ first, end, weights, statistics }) {
      predictor.prepare(weights, statistics);
      for (let at = first; at < end; at += PREDICTED_IMAGES) {
        predictor.run(at, Math.min(end, at + PREDICTED_IMAGES));
        beat();
      }
      return end;
    },
  };
}
