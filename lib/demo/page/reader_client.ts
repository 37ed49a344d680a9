/**
 * The page's side of the reading Worker.
 *
 * @module
 */
/// <reference lib="dom" />
import type { Picture } from "../../image/picture.ts";
import type { PublishedModel } from "../../reader/published_model.ts";
import type { Place, Reading } from "../../reader/reader.ts";
import type { ModelParts } from "../site/describe_model.ts";
import type { Frame } from "./sheet.ts";

/** What the Worker is asked to do: whatever is left out stays as it was. */
export interface ReadRequest {
  /** Name of the model to read with, or the model itself. */
  model?: string | ModelParts;
  picture?: { pixels: Picture; frame: Frame };
  /** The digit to show is the one nearest to this place, in the picture's pixels. */
  near?: Place;
}

/** What the Worker answers; `model` is there when it was asked for another. */
export type ReadReply = { reading: Reading; model?: PublishedModel } | { error: string };

/** Told of the Worker's answers. */
export interface ReaderEvents {
  /** @param frame How the picture that was read lies on the sheet. */
  onReading(reading: Reading, frame: Frame): void;
  onModel(model: PublishedModel): void;
  onError(message: string): void;
  /** Told when it begins to work, and when all that was asked is answered. */
  onBusy(isBusy: boolean): void;
}

/**
 * Starts the Worker.
 *
 * @returns A function that asks it. While it is busy, requests are merged, so that it always goes on
 * with the newest picture and none piles up.
 */
export function startReader(events: ReaderEvents): (request: ReadRequest) => void {
  const worker = new Worker(new URL("./reader_worker.js", import.meta.url), { type: "module" });
  let waiting: ReadRequest | undefined, isBusy = false;
  const setBusy = (busy: boolean) => {
    if (busy !== isBusy) events.onBusy(busy);
    isBusy = busy;
  };
  let frame: Frame = { left: 0, top: 0, scale: 1 };
  const post = () => {
    setBusy(waiting !== undefined);
    if (!waiting) return;
    frame = waiting.picture?.frame ?? frame;
    worker.postMessage(waiting);
    waiting = undefined;
  };
  worker.onmessage = ({ data }: MessageEvent<ReadReply>) => {
    if ("error" in data) events.onError(data.error);
    else {
      if (data.model) events.onModel(data.model);
      events.onReading(data.reading, frame);
    }
    post();
  };
  worker.onerror = () => events.onError("the reader could not be started");
  return (request) => {
    waiting = { ...waiting, ...request };
    if (!isBusy) post();
  };
}
