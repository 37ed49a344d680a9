/**
 * The learning rate of every step of a run.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { composeFigure, contentWidth, type Figure, type FigureOptions } from "./figure.ts";
import { namedX, namedY, renderChart } from "./panel.ts";
import { PALETTE } from "./theme.ts";

/** Points that a line is drawn through, however many steps there are. */
const POINT_COUNT = 200;

/** Draws a schedule, given as the learning rate of each step. */
export function plotSchedule(
  learningRates: ArrayLike<number>,
  options: FigureOptions = {},
): Figure {
  const { title = "Learning rate" } = options;
  const last = learningRates.length - 1;
  const points = Array.from({ length: POINT_COUNT + 1 }, (_, i) => {
    const step = Math.round(last * i / POINT_COUNT);
    return { step: step + 1, learningRate: learningRates[step] };
  });
  const chart = renderChart({
    width: contentWidth(options),
    height: 240,
    marginLeft: 60,
    marginBottom: 40,
    x: namedX("step"),
    y: { ...namedY("learning rate"), zero: true },
    marks: [
      Plot.ruleY([0]),
      Plot.lineY(points, {
        x: "step",
        y: "learningRate",
        stroke: PALETTE.green,
        strokeWidth: 2,
      }),
    ],
  }, options.document);
  const description = `${title} over ${learningRates.length} steps`;
  return composeFigure([[chart]], { ...options, title, description });
}
