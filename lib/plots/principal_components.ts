/**
 * Principal components: what they look like, and how much of the variance they explain.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { IMAGE_SIZE } from "../dataset/labeled_images.ts";
import { composeFigure, contentWidth, type Figure, type FigureOptions } from "./figure.ts";
import { namedX, namedY, renderChart, renderLegend } from "./panel.ts";
import { PALETTE } from "./theme.ts";
import { plotValueMaps } from "./value_maps.ts";

/** Draws the weight that each component gives to each pixel. */
export function plotComponents(
  components: readonly ArrayLike<number>[],
  options: FigureOptions & { columns?: number } = {},
): Figure {
  const maps = components.map((values, i) => ({ name: `PC ${i + 1}`, values, width: IMAGE_SIZE }));
  return plotValueMaps(maps, {
    title: "Principal components (PC), by falling variance",
    signed: true,
    valueLabel: "weight of the pixel",
    ...options,
  });
}

/**
 * Draws the share of the variance that each component explains as bars, and their sum so far as a line.
 *
 * @param ratios `explainedVarianceRatio` of the components, 0 to 1, largest first.
 */
export function plotExplainedVariance(
  ratios: readonly number[],
  options: FigureOptions = {},
): Figure {
  const { title = "Variance explained by the principal components" } = options;
  let total = 0;
  const rows = ratios.map((ratio, i) => ({
    component: i + 1,
    percent: 100 * ratio,
    cumulative: 100 * (total += ratio),
  }));
  const chart = renderChart({
    width: contentWidth(options),
    height: 280,
    marginLeft: 48,
    marginBottom: 40,
    x: { ...namedX("principal component"), ticks: Math.min(ratios.length, 10) },
    y: { ...namedY("explained variance (%)"), domain: [0, 100] },
    marks: [
      Plot.rect(rows, {
        x1: ({ component }) => component - 0.4,
        x2: ({ component }) => component + 0.4,
        y1: 0,
        y2: "percent",
        fill: PALETTE.blue,
      }),
      Plot.lineY(rows, {
        x: "component",
        y: "cumulative",
        stroke: PALETTE.vermillion,
        strokeWidth: 2,
      }),
      Plot.ruleY([0]),
    ],
  }, options.document);
  const legend = renderLegend([
    { label: "one component", color: PALETTE.blue },
    { label: "cumulative", color: PALETTE.vermillion, symbol: "line" },
  ]);
  const description = `${title}: ${ratios.length} components explain ${(100 * total).toFixed(1)}%`;
  return composeFigure([[legend], [chart]], { ...options, title, description });
}
