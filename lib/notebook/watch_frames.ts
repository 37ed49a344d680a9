/**
 * A network's first steps, live: what it takes for what, and what becomes of its filters.
 *
 * @module
 */
import type { LabeledImages } from "../dataset/labeled_images.ts";
import { confusionMatrix } from "../evaluation/confusion.ts";
import { decodePredictions } from "../evaluation/predictions.ts";
import { classify } from "../inference/classify.ts";
import { findWeight } from "../model/model.ts";
import { listAdditions, type ModelFrame } from "../model/model_frames.ts";
import { type ConfusionFrame, plotConfusionFrames } from "../plots/confusion_frames.ts";
import { plotFilterFrames } from "../plots/filter_frames.ts";
import { releaseStopSignal } from "./interrupt.ts";
import { live } from "./live.ts";
import { show } from "./show.ts";

/** Whose filters are drawn. */
const KERNEL = "C1/kernel";

/**
 * Draws the confusion matrix and the filters of the first layer after each of the moments that `recordModels`
 * records; gives back the last state, stopped or not.
 *
 * @param judge Images that nothing is learned from.
 */
export async function watchFrames(
  states: AsyncIterable<ModelFrame[]>,
  judge: LabeledImages,
): Promise<ModelFrame[]> {
  const charts = { confusions: live({ intervalMs: 0 }), filters: live({ intervalMs: 0 }) };
  const confusions: ConfusionFrame[] = [];
  let frames: ModelFrame[] = [];
  try {
    for await (frames of states) {
      const { step, model } = frames.at(-1)!;
      const predictions = decodePredictions(judge.labels, await classify(model, judge.images));
      confusions.push({ step, confusion: confusionMatrix(predictions, model.classes.length) });
      await charts.confusions.update(() =>
        plotConfusionFrames(confusions, { classes: judge.classes })
      );
      const { values, shape: [size] } = findWeight(model, KERNEL);
      const additions = listAdditions(frames, KERNEL), title = "What training has added to them";
      if (additions.length === 0) {
        await show(plotFilterFrames([{ step, values }], { size, title: "The filters of C1" }));
      } else {
        await charts.filters.update(() => plotFilterFrames(additions, { size, title }));
      }
    }
  } finally {
    releaseStopSignal();
  }
  return frames;
}
