/**
 * The Worker: trains on its share of every batch, or classifies its share of a set, as told.
 *
 * @module
 */
/// <reference lib="webworker" />
import { CONTROL, CONTROL_INTS, createBarrier } from "./barrier.ts";
import { createContext } from "./context.ts";
import { createParts, createPredictor } from "./forward.ts";
import type { Command, Reply } from "./messages.ts";
import { createStep } from "./step.ts";

declare const self: DedicatedWorkerGlobalScope;

type StartCommand = Extract<Command, { type: "start" }>;
type TrainCommand = Extract<Command, { type: "train" }>;
type PredictCommand = Extract<Command, { type: "predict" }>;

let carryOut: (command: Command) => Reply = () => {
  throw new Error("a Worker must be started first");
};

self.onmessage = ({ data }: MessageEvent<Command>) => {
  if (data.type === "start") {
    carryOut = start(data);
    self.postMessage({ position: 0 } satisfies Reply);
  } else {
    self.postMessage(carryOut(data));
  }
};

function start({ module, memory, layout, workerIndex, options }: StartCommand) {
  const context = createContext(module, memory, { layout, workerIndex });
  const control = new Int32Array(memory.buffer, layout.control, CONTROL_INTS);
  const parts = createParts(context);
  const barrier = createBarrier(control, layout.workers.length);
  const runStep = createStep(context, parts, { options, barrier });
  const predictor = createPredictor(context, parts, workerIndex);

  function train({ epoch, step, first, end }: TrainCommand): Reply {
    let position = first;
    while (position < end) {
      // Asked before the step, read by all after its barriers: so all stop at the same one.
      if (workerIndex === 0 && Atomics.load(control, CONTROL.stopRequested)) {
        Atomics.store(control, CONTROL.stopAfter, step);
      }
      const images = Math.min(layout.batchSize, end - position);
      runStep({ step, epoch, first: position, images });
      position += images;
      if (workerIndex === 0) Atomics.add(control, CONTROL.stepsDone, 1);
      if (Atomics.load(control, CONTROL.stopAfter) === step) break;
      step++;
    }
    return { position };
  }

  function predict({ first, end, weights, statistics }: PredictCommand): Reply {
    predictor.prepare(weights, statistics);
    predictor.run(first, end);
    return { position: end };
  }

  return (command: Command): Reply => {
    try {
      if (command.type === "train") return train(command);
      return predict(command as PredictCommand);
    } catch (error) {
      // Wake the others, who wait for this one at a barrier.
      Atomics.store(control, CONTROL.aborted, 1);
      Atomics.notify(control, CONTROL.generation);
      throw error;
    }
  };
}
