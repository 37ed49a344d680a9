/**
 * Training and validation loss side by side: the gap between them is what was learned by heart.
 *
 * @module
 */
import { plotCurves } from "./curves.ts";
import type { Figure, FigureOptions } from "./figure.ts";
import type { NamedRun } from "./run_comparison.ts";

/** Draws both losses of each run by epoch, the training loss dashed. */
export function plotOverfitting(runs: readonly NamedRun[], options: FigureOptions = {}): Figure {
  const curves = runs.flatMap(({ name, history }) => {
    const points = (key: "trainLoss" | "validationLoss") =>
      history.flatMap((point) => {
        const loss = point[key];
        return loss === undefined ? [] : [{ x: point.epoch, y: loss }];
      });
    return [
      { name, points: points("validationLoss") },
      { name: "the same on the training digits", points: points("trainLoss"), dashed: true },
    ];
  });
  return plotCurves(curves, {
    title: "What is learned by heart",
    subtitle: "Solid lines are losses on validation digits.",
    xLabel: "epoch",
    yLabel: "cross-entropy (nats, logarithmic)",
    logarithmic: { y: true },
    ...options,
  });
}
