/**
 * The buttons of a training, of which those are shown that can be used.
 *
 * @module
 */
/// <reference lib="dom" />
import { createButton, createElement } from "./dom.ts";
import { createOpener } from "./open_archive.ts";

/**
 * Nothing trained yet; under way; stopped, and able to go on; a network at hand; broken off, with a checkpoint to go
 * on from.
 */
export type TrainState = "idle" | "training" | "stopped" | "done" | "broken";

/** Told of what is wanted. */
export interface TrainToolEvents {
  onStart(): void;
  onStop(): void;
  onGoOn(): void;
  onUse(): void;
  onKeep(): void;
  onDownload(): void;
  /** @param archive What was opened; nothing for the kept network. */
  onLoad(archive?: Uint8Array<ArrayBuffer>): void;
  onForget(): void;
}

/** The buttons. */
export interface TrainTools {
  element: HTMLElement;
  readonly state: TrainState;
  enter(state: TrainState): void;
  /** Shows what to do with the kept network, if there is one. */
  showKept(title: string | undefined): void;
}

/** Makes the buttons. */
export function createTrainTools(events: TrainToolEvents): TrainTools {
  const start = createButton("Start", events.onStart, { className: "primary" });
  const stop = createButton("Stop", events.onStop);
  const goOn = createButton("Go on", events.onGoOn, { className: "primary" });
  const use = createButton("Read the sheet with it", events.onUse);
  const keep = createButton("Keep it here", events.onKeep);
  const download = createButton("Download", events.onDownload);
  const load = createOpener(
    { id: "train-file", text: "Load", label: "Load a network that was downloaded" },
    events.onLoad,
  );
  const loadKept = createButton("Load the kept one", () => events.onLoad());
  const forget = createButton("Forget it", events.onForget);
  download.title = "A ZIP archive of model.json, weights.bin, run.json and reader.json";
  const element = createElement(
    "div",
    "train-tools",
    ...[start, stop, goOn, use, keep, download, load, loadKept, forget],
  );
  element.role = "group";
  element.ariaLabel = "Training";
  let state: TrainState = "idle";
  const enter = (next: TrainState) => {
    state = next;
    const isTraining = state === "training", isThere = state === "stopped" || state === "done";
    stop.hidden = !isTraining;
    start.hidden = isTraining;
    start.textContent = state === "idle" ? "Start" : "Start anew";
    goOn.hidden = state !== "stopped" && state !== "broken";
    goOn.textContent = state === "broken" ? "Go on from the last checkpoint" : "Go on";
    for (const button of [use, keep, download]) button.hidden = !isThere;
    load.hidden = isTraining;
    element.dataset.state = state;
  };
  const showKept = (title: string | undefined) => {
    loadKept.hidden = forget.hidden = title === undefined;
    loadKept.title = title ?? "";
  };
  enter("idle");
  showKept(undefined);
  return {
    ...{ element, enter, showKept },
    get state() {
      return state;
    },
  };
}
