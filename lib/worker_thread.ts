/**
 * Module Workers with one interface: those of browsers and Deno, and the `worker_threads` of Node.
 *
 * @module
 */
import { findNodeBuiltin } from "./node_builtin.ts";

/** A Worker, seen from the thread that started it. */
export interface WorkerThread {
  /** Sends it a message. */
  post(message: unknown): void;
  /** Ends it. */
  end(): void;
}

/** Told of what a Worker says. */
export interface WorkerEvents {
  /** Told of each message. */
  onMessage(data: unknown): void;
  /** Told that it died, and why. */
  onError(message: string): void;
}

/** A Worker's own end of the line. */
export interface WorkerPort {
  onmessage: ((event: MessageEvent) => void) | null;
  /** Answers. */
  postMessage(message: unknown): void;
}

/** As much of Node's `worker_threads` as is used here. */
interface NodeThreads {
  Worker: new (url: URL, options: { name: string }) => {
    on(event: string, listener: (value: never) => void): void;
    postMessage(message: unknown): void;
    terminate(): void;
  };
  parentPort: WorkerPort;
}

/**
 * Starts a Worker.
 *
 * @param module Its module as TypeScript; where the calling module is JavaScript, so is the Worker's.
 * @param caller The calling module's `import.meta.url`.
 * @param name Shown by debuggers.
 */
export function startWorker(
  module: URL,
  caller: string,
  { name, onMessage, onError }: WorkerEvents & { name: string },
): WorkerThread {
  const url = findWorkerModule(module, caller);
  if (typeof Worker === "undefined") {
    const worker = new (loadNodeThreads().Worker)(url, { name });
    worker.on("message", onMessage);
    worker.on("error", ({ message }: Error) => onError(message));
    return {
      post: (message) => worker.postMessage(message),
      end: () => worker.terminate(),
    };
  }
  const worker = new Worker(url, { type: "module", name });
  worker.onmessage = ({ data }) => onMessage(data);
  worker.onerror = (event) => {
    event.preventDefault();
    onError(event.message);
  };
  return {
    post: (message) => worker.postMessage(message),
    end: () => worker.terminate(),
  };
}

/**
 * Where a Worker's module is. Packed for npm, all modules are JavaScript, and nothing else tells those that
 * are named by a URL.
 *
 * @param module The module as TypeScript.
 * @param caller The calling module's `import.meta.url`.
 */
export function findWorkerModule(module: URL, caller: string): URL {
  return new URL(caller.endsWith(".js") ? module.href.replace(/\.ts$/, ".js") : module);
}

/** The line to the thread that started this Worker. */
export function openWorkerPort(): WorkerPort {
  const scope = globalThis as unknown as WorkerPort;
  return "postMessage" in scope ? scope : loadNodeThreads().parentPort;
}

function loadNodeThreads(): NodeThreads {
  const threads = findNodeBuiltin<NodeThreads>("node:worker_threads");
  if (threads) return threads;
  throw new Error("expected a runtime with Workers: Deno, a browser, or Node.js 20.16 or newer");
}
