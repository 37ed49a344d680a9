/**
 * The Worker: trains on its share of every batch, or classifies its share of a set, as told.
 *
 * @module
 */
import { openWorkerPort } from "../worker_thread.ts";
import type { Command, Reply } from "./messages.ts";
import { createThread, type Thread } from "./thread.ts";

let thread: Thread | undefined;

const port = openWorkerPort();
port.onmessage = ({ data }: MessageEvent<Command>) => port.postMessage(answer(data));

function answer(command: Command): Reply {
  try {
    return { position: carryOut(command) };
  } catch (error) {
    return { error: `${error}` };
  }
}

function carryOut(command: Command): number {
  if (command.type === "start") {
    thread = createThread(command);
    return 0;
  }
  if (!thread) throw new Error("a Worker must be started first");
  return command.type === "train" ? thread.train(command) : thread.predict(command);
}
