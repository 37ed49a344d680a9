/**
 * Principal axes: how much of the spread a few of them hold, and what they look like.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { IMAGE_SIZE } from "../dataset/labeled_images.ts";
import { composeFigure, contentWidth, type Figure, type FigureOptions } from "./figure.ts";
import { namedX, namedY, renderChart, renderLegend } from "./panel.ts";
import { PALETTE } from "./theme.ts";
import { plotValueMaps } from "./value_maps.ts";

/** Draws the weight that each axis gives to each pixel. */
export function plotComponents(
  axes: readonly ArrayLike<number>[],
  options: FigureOptions & { columns?: number } = {},
): Figure {
  const maps = axes.map((values, i) => ({ name: `axis ${i + 1}`, values, width: IMAGE_SIZE }));
  return plotValueMaps(maps, {
    title: "Principal axes, widest first",
    signed: true,
    valueLabel: "weight of the pixel",
    ...options,
  });
}

/**
 * Draws each axis' share of the variance as bars and their running total as a line.
 *
 * @param shares Shares of the total variance, 0 to 1, widest axis first.
 */
export function plotExplainedVariance(
  shares: readonly number[],
  options: FigureOptions = {},
): Figure {
  const { title = "Variance held by the principal axes" } = options;
  let total = 0;
  const axes = shares.map((share, i) => ({
    axis: i + 1,
    percent: 100 * share,
    cumulative: 100 * (total += share),
  }));
  const chart = renderChart({
    width: contentWidth(options),
    height: 280,
    marginLeft: 48,
    marginBottom: 40,
    x: { ...namedX("principal axis, widest first"), ticks: Math.min(shares.length, 10) },
    y: { ...namedY("share of the variance (%)"), domain: [0, 100] },
    marks: [
      Plot.rect(axes, {
        x1: ({ axis }) => axis - 0.4,
        x2: ({ axis }) => axis + 0.4,
        y1: 0,
        y2: "percent",
        fill: PALETTE.blue,
      }),
      Plot.lineY(axes, { x: "axis", y: "cumulative", stroke: PALETTE.vermillion, strokeWidth: 2 }),
      Plot.ruleY([0]),
    ],
  }, options.document);
  const legend = renderLegend([
    { label: "one axis", color: PALETTE.blue },
    { label: "all axes up to it", color: PALETTE.vermillion, symbol: "line" },
  ]);
  const description = `${title}: ${shares.length} axes hold ${(100 * total).toFixed(1)}%`;
  return composeFigure([[legend], [chart]], { ...options, title, description });
}
