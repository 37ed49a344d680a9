/**
 * The page's side of the training Worker, which starts when it is first asked something.
 *
 * @module
 */
/// <reference lib="dom" />
import { checkTrainMessage } from "../trainer/message_checks.ts";
import type { TrainReply, TrainRequest, TrainSign } from "../trainer/messages.ts";
import { Watchdog } from "./watchdog.ts";

/** Asks the training Worker. */
export interface TrainClient {
  ask(request: TrainRequest): void;
  /** Tells which digit is to be watched; this alone does not start the Worker. */
  watch(pixels: Uint8Array | undefined): void;
}

const DIED = "the Worker that trains has died or could not be started";
const MISFIT = "the Worker that trains is not this page's: reload the page";
const SILENT = "the Worker that trains was silent for 10 seconds and was ended";

/**
 * Makes a client. A Worker that is silent over its work is ended; the next request starts another.
 *
 * @param onReply Told of every answer.
 * @param examinedAs Name of the published model whose examiner judges what is trained, if there is one.
 */
export function createTrainClient(
  onReply: (reply: TrainReply) => void,
  examinedAs?: string,
): TrainClient {
  return new Client(onReply, examinedAs);
}

class Client implements TrainClient {
  readonly #onReply: (reply: TrainReply) => void;
  readonly #examinedAs?: string;
  readonly #watchdog = new Watchdog(() => this.#end(SILENT));
  #worker?: Worker;
  #watched?: Uint8Array;
  /** Whether this Worker was heard of: its script may take as long to load as the network does. */
  #isUp = false;
  /** Requests to it. */
  #asked = 0;
  /** The training's last progress: the same once more is none. */
  #progress = "";
  #isStalled = false;

  constructor(onReply: (reply: TrainReply) => void, examinedAs?: string) {
    this.#onReply = onReply;
    this.#examinedAs = examinedAs;
  }

  ask(request: TrainRequest): void {
    this.#worker ??= this.#start();
    this.#post(request);
  }

  watch(pixels: Uint8Array | undefined): void {
    if (isSame(this.#watched, pixels)) return;
    this.#watched = pixels?.slice();
    if (this.#worker) this.#post({ type: "watch", pixels: this.#watched });
  }

  #start(): Worker {
    const url = new URL("./train_worker.js", import.meta.url);
    const worker = this.#worker = new Worker(url, { type: "module", name: "training" });
    this.#asked = 0;
    this.#isUp = this.#isStalled = false;
    worker.onmessage = ({ data }: MessageEvent<unknown>) => this.#receive(data);
    worker.onerror = () => this.#end(DIED);
    if (this.#examinedAs !== undefined) {
      this.#post({ type: "examineAs", published: this.#examinedAs });
    }
    this.#post({ type: "watch", pixels: this.#watched });
    return worker;
  }

  #post(request: TrainRequest): void {
    this.#asked++;
    if (this.#isUp) this.#watchdog.watch();
    this.#worker!.postMessage(request);
  }

  #receive(data: unknown): void {
    let message: TrainReply | TrainSign;
    try {
      message = checkTrainMessage(data);
    } catch (error) {
      return this.#end(`${MISFIT} (${(error as Error).message})`);
    }
    this.#take(message);
  }

  #take(message: TrainReply | TrainSign): void {
    this.#isUp = true;
    if (this.#isNews(message)) this.#watchdog.feed();
    if (message.type === "idle" && message.answered === this.#asked) this.#watchdog.rest();
    if (message.type !== "idle" && message.type !== "alive") this.#onReply(message);
  }

  /** Where the training stands still, the Workers that help are stuck, and this one's signs mean nothing. */
  #isNews(message: TrainReply | TrainSign): boolean {
    if (message.type === "progress") {
      const { epoch, imagesDone } = message.progress, progress = `${epoch} ${imagesDone}`;
      this.#isStalled = progress === this.#progress;
      this.#progress = progress;
    } else if (message.type !== "alive" && message.type !== "look") this.#isStalled = false;
    return !this.#isStalled;
  }

  #end(reason: string): void {
    this.#watchdog.rest();
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#onReply({ type: "failed", message: reason });
  }
}

function isSame(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.every((ink, i) => ink === b[i]));
}
