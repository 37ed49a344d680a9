/**
 * How numbers are distributed.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { composeFigure, contentWidth, type Figure, type FigureOptions } from "./figure.ts";
import { logScale, namedX, namedY, renderChart } from "./panel.ts";
import { PALETTE } from "./theme.ts";

/** How many values fall between two bounds. */
export interface HistogramBin {
  /** Where the bin begins. */
  lower: number;
  /** Where the bin ends. */
  upper: number;
  /** What fell into it. */
  count: number;
}

/** Labels (with units) and scale of a histogram's axes. */
export interface HistogramOptions extends FigureOptions {
  /** Title of the horizontal axis. */
  xLabel?: string;
  /** Title of the vertical axis. */
  yLabel?: string;
  /** Whether the axis of counts is logarithmic; empty bins are then left out. Default false. */
  logarithmic?: boolean;
}

/** Draws counts as touching bars. */
export function plotHistogram(
  bins: readonly HistogramBin[],
  options: HistogramOptions = {},
): Figure {
  const { title = "Histogram", xLabel = "value", yLabel = "count", logarithmic = false } = options;
  const filled = bins.filter((bin) => bin.count > 0);
  const floor = logarithmic ? powerOfTenBelow(Math.min(...filled.map((bin) => bin.count))) : 0;
  const highest = Math.max(...filled.map((bin) => bin.count));
  const scale = logarithmic ? logScale(floor, highest) : { tickFormat: "~s" };
  const chart = renderChart({
    width: contentWidth(options),
    height: 280,
    marginLeft: 56,
    marginBottom: 40,
    x: namedX(xLabel),
    y: { ...namedY(yLabel), ...scale },
    marks: [
      Plot.rect(filled, {
        x1: "lower",
        x2: "upper",
        y1: floor,
        y2: "count",
        fill: PALETTE.blue,
        insetLeft: 0.5,
        insetRight: 0.5,
      }),
      Plot.ruleY([floor]),
    ],
  }, options.document);
  const total = filled.reduce((sum, bin) => sum + bin.count, 0);
  const description = `${title}: ${yLabel} by ${xLabel}, ${total} in ${bins.length} bins`;
  return composeFigure([[chart]], { ...options, title, description });
}

function powerOfTenBelow(value: number): number {
  return 10 ** Math.floor(Math.log10(value));
}
