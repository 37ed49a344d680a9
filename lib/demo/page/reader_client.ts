/**
 * The page's side of the reading Worker.
 *
 * @module
 */
/// <reference lib="dom" />
import type { Picture } from "../../image/picture.ts";
import type { PublishedModel } from "../../reader/published_model.ts";
import type { ModelParts } from "../site/describe_model.ts";
import type { Place, Reading } from "./reading_session.ts";
import type { Frame } from "./sheet.ts";
import type { SheetKind } from "./wording.ts";

/** Where a picture comes from: what lay on the sheet, and how the picture lies there. */
export interface Source {
  kind: SheetKind;
  frame: Frame;
}

/** What the Worker is asked to do: whatever is left out stays as it was. */
export interface ReadRequest {
  /** Name of the model to read with, or the model itself. */
  model?: string | ModelParts;
  picture?: { pixels: Picture; source: Source };
  /** The digit to show is the one nearest to this place, in the picture's pixels. */
  near?: Place;
}

/** What the Worker answers; `model` is there when another one was loaded. */
export type ReadReply = { reading: Reading; model?: PublishedModel } | { error: string };

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
const STOPPED = "The reader stopped. Reload the page: the drawing stays.";

/**
 * Starts the Worker.
 *
 * @returns A function that asks it. While it is busy, requests are merged, so that it always goes on
 * with the newest picture and none piles up.
 */
export function startReader(events: ReaderEvents): (request: ReadRequest) => void {
  let worker: Worker | undefined, hasAnswered = false;
  let waiting: ReadRequest | undefined, isBusy = false, source = BLANK;
  const setBusy = (busy: boolean) => {
    if (busy !== isBusy) events.onBusy(busy);
    isBusy = busy;
  };
  const fail = () => {
    worker?.terminate();
    worker = undefined;
    setBusy(false);
    events.onError(hasAnswered ? STOPPED : NO_START);
  };
  const post = () => {
    setBusy(waiting !== undefined);
    if (!waiting) return;
    source = waiting.picture?.source ?? source;
    worker?.postMessage(waiting);
    waiting = undefined;
  };
  worker = createWorker();
  if (worker) {
    worker.onmessage = ({ data }: MessageEvent<ReadReply>) => {
      hasAnswered = true;
      if ("error" in data) events.onError(data.error);
      else {
        if (data.model) events.onModel(data.model);
        events.onReading(data.reading, source);
      }
      post();
    };
    worker.onerror = fail;
  } else queueMicrotask(fail);
  return (request) => {
    if (!worker) return events.onBusy(false); // and so it stays
    waiting = { ...waiting, ...request };
    if (!isBusy) post();
  };
}

/** A browser may refuse at once. */
function createWorker(): Worker | undefined {
  try {
    return new Worker(new URL("./reader_worker.js", import.meta.url), { type: "module" });
  } catch {
    return undefined;
  }
}
