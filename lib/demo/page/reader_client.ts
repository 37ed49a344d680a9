/**
 * The page's side of the reading Worker.
 *
 * @module
 */
/// <reference lib="dom" />
import type { PublishedModel } from "../../reader/published_model.ts";
import {
  checkReadReply,
  type ReadReply,
  type ReadRequest,
  type Source,
} from "./reader_messages.ts";
import type { Reading } from "./reading_session.ts";

/** Told of the Worker's answers. */
export interface ReaderEvents {
  onReading(reading: Reading, source: Source): void;
  onModel(model: PublishedModel): void;
  /** @param message A sentence: why what was asked last could not be done, or nothing can be any more. */
  onError(message: string): void;
  /** Told when it begins to work, and when all that was asked is answered. */
  onBusy(isBusy: boolean): void;
}

const BLANK: Source = { kind: "blank", frame: { left: 0, top: 0, scale: 1 } };
const NO_START = "The reader could not be started. Reload the page; if that does not help, " +
  "reader_worker.js is missing or blocked.";
const TOO_LONG = "Reading this takes too long, so it was given up.";
const MISFIT = "The reader is not this page's: reload the page.";
const STOPPED = "The reader stopped. Reload the page: the drawing stays.";

/** Longer than any picture takes on a slow machine; a Worker that is silent for so long is made anew. */
const PATIENCE_MS = 20_000;

/**
 * Starts the Worker.
 *
 * @returns A function that asks it. While it is busy, requests are merged, so that it always goes on
 * with the newest picture and none piles up. A picture that it is silent over is given up, and the Worker made anew.
 */
export function startReader(events: ReaderEvents): (request: ReadRequest) => void {
  const client = new ReaderClient(events);
  return (request) => client.ask(request);
}

class ReaderClient {
  readonly #events: ReaderEvents;
  #worker?: Worker;
  #hasAnswered = false;
  #isBusy = false;
  #waiting?: ReadRequest;
  #source = BLANK;
  #model?: ReadRequest["model"];
  #isLoading = false;
  #timer?: ReturnType<typeof setTimeout>;

  constructor(events: ReaderEvents) {
    this.#events = events;
    this.#start();
  }

  ask(request: ReadRequest): void {
    if (!this.#worker) return this.#events.onBusy(false); // and so it stays
    this.#waiting = { ...this.#waiting, ...request };
    if (!this.#isBusy) this.#post();
  }

  #start(): void {
    const worker = this.#worker = createWorker();
    if (!worker) return queueMicrotask(() => this.#fail());
    worker.onmessage = ({ data }: MessageEvent<unknown>) => this.#receive(data);
    worker.onerror = () => this.#fail();
  }

  #receive(data: unknown): void {
    let reply: ReadReply;
    try {
      reply = checkReadReply(data);
    } catch (error) {
      return this.#fail(`${MISFIT} (${(error as Error).message})`);
    }
    this.#take(reply);
  }

  #take(reply: ReadReply): void {
    this.#hasAnswered = true;
    if ("error" in reply) this.#events.onError(reply.error);
    else {
      if (reply.model) this.#events.onModel(reply.model);
      this.#isLoading = false;
      this.#events.onReading(reply.reading, this.#source);
    }
    this.#post();
  }

  #post(): void {
    clearTimeout(this.#timer);
    const request = this.#waiting;
    this.#setBusy(request !== undefined);
    if (!request) return;
    this.#source = request.picture?.source ?? this.#source;
    this.#model = request.model ?? this.#model;
    // A model may come over a slow network.
    this.#isLoading ||= request.model !== undefined;
    if (!this.#isLoading) this.#timer = setTimeout(() => this.#giveUp(), PATIENCE_MS);
    this.#worker?.postMessage(request);
    this.#waiting = undefined;
  }

  #giveUp(): void {
    this.#end();
    this.#events.onError(TOO_LONG);
    this.#waiting = { model: this.#model, ...this.#waiting };
    this.#start();
    this.#post();
  }

  #fail(reason = this.#hasAnswered ? STOPPED : NO_START): void {
    this.#end();
    this.#events.onError(reason);
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#setBusy(false);
  }

  #setBusy(isBusy: boolean): void {
    if (isBusy !== this.#isBusy) this.#events.onBusy(isBusy);
    this.#isBusy = isBusy;
  }
}

/** A browser may refuse at once. */
function createWorker(): Worker | undefined {
  try {
    return new Worker(new URL("./reader_worker.js", import.meta.url), { type: "module" });
  } catch {
    return undefined;
  }
}
