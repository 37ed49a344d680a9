/**
 * The page's side of the training Worker, which starts when it is first asked something.
 *
 * @module
 */
/// <reference lib="dom" />
import type { TrainReply, TrainRequest } from "../trainer/messages.ts";

/** Asks the training Worker. */
export interface TrainClient {
  ask(request: TrainRequest): void;
  /** Tells which digit is to be watched; this alone does not start the Worker. */
  watch(pixels: Uint8Array | undefined): void;
}

/**
 * Makes a client.
 *
 * @param onReply Told of every answer.
 * @param examinedAs Name of the published model whose examiner judges what is trained, if there is one.
 */
export function createTrainClient(
  onReply: (reply: TrainReply) => void,
  examinedAs?: string,
): TrainClient {
  let worker: Worker | undefined, watched: Uint8Array | undefined;
  const start = () => {
    const url = new URL("./train_worker.js", import.meta.url);
    const started = new Worker(url, { type: "module", name: "training" });
    started.onmessage = ({ data }: MessageEvent<TrainReply>) => onReply(data);
    started.onerror = () => {
      worker = undefined;
      onReply({
        type: "failed",
        message: "the Worker that trains has died or could not be started",
      });
    };
    if (examinedAs !== undefined) {
      started.postMessage({ type: "examineAs", published: examinedAs } satisfies TrainRequest);
    }
    started.postMessage({ type: "watch", pixels: watched } satisfies TrainRequest);
    return started;
  };
  return {
    ask(request) {
      worker ??= start();
      worker.postMessage(request);
    },
    watch(pixels) {
      if (isSame(watched, pixels)) return;
      watched = pixels?.slice();
      worker?.postMessage({ type: "watch", pixels: watched } satisfies TrainRequest);
    },
  };
}

function isSame(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.every((ink, i) => ink === b[i]));
}
