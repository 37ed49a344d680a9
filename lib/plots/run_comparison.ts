/**
 * Several training runs on the same budget.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { composeFigure, contentWidth, type Figure, type FigureOptions } from "./figure.ts";
import type { EpochPoint } from "./learning_curves.ts";
import { logScale, namedX, namedY, renderChart, renderLegend, wholeTicks } from "./panel.ts";
import { categoryColors } from "./theme.ts";

/** A run with its name. */
export interface NamedRun {
  /** What the legend calls it. */
  name: string;
  /** Its epochs. */
  history: readonly EpochPoint[];
}

/** Draws the validation error of each run over its epochs on a logarithmic scale. */
export function plotRunComparison(runs: readonly NamedRun[], options: FigureOptions = {}): Figure {
  const { title = "Runs compared" } = options;
  const points = runs.flatMap(({ name, history }) =>
    history.flatMap(({ epoch, validationAccuracy }) =>
      validationAccuracy === undefined
        ? []
        : [{ name, epoch, errorPercent: 100 * (1 - validationAccuracy) }]
    )
  );
  const names = runs.map((run) => run.name), colors = categoryColors(names.length);
  const errors = points.map(({ errorPercent }) => errorPercent);
  const chart = renderChart({
    width: contentWidth(options),
    height: 320,
    marginLeft: 52,
    marginBottom: 40,
    x: {
      ...namedX("epoch"),
      ticks: wholeTicks(1, Math.max(2, ...points.map(({ epoch }) => epoch))),
      tickFormat: "d",
    },
    y: {
      ...namedY("validation error (%, logarithmic)"),
      ...logScale(Math.min(...errors), Math.max(...errors)),
    },
    color: { domain: names, range: colors },
    marks: [
      Plot.lineY(points, { x: "epoch", y: "errorPercent", stroke: "name", strokeWidth: 2 }),
      Plot.dot(points, { x: "epoch", y: "errorPercent", fill: "name", r: 2.5 }),
    ],
  }, options.document);
  const legend = renderLegend(
    names.map((label, i) => ({ label, color: colors[i], symbol: "line" })),
    contentWidth(options),
  );
  const description = `${title}: validation error by epoch of ${names.join(", ")}`;
  return composeFigure([[legend], [chart]], { ...options, title, description });
}
