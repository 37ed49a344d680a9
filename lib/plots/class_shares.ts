/**
 * How often each digit occurs, split by split.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import type { ClassStatistics } from "../exploration/class_statistics.ts";
import { composeFigure, contentWidth, type Figure, type FigureOptions } from "./figure.ts";
import { namedX, namedY, renderChart, renderLegend } from "./panel.ts";
import { CATEGORY_COLORS, MUTED_COLOR } from "./theme.ts";

/** A digit and its share of all digits, 0 to 1. */
export type ClassShare = Pick<ClassStatistics, "digit" | "share">;

/** Width of a digit's bars together, where 1 would leave no gap. */
const GROUP_WIDTH = 0.8;

/** Draws each digit's share of its split as bars, against the share of even classes. */
export function plotClassShares(
  splits: Readonly<Record<string, readonly ClassShare[]>>,
  options: FigureOptions = {},
): Figure {
  const { title = "Share of each digit" } = options;
  const names = Object.keys(splits);
  const colors = CATEGORY_COLORS.slice(0, names.length);
  const barWidth = GROUP_WIDTH / names.length;
  const bars = names.flatMap((name, place) =>
    splits[name].map(({ digit, share }) => ({ name, place, digit, percent: 100 * share }))
  );
  const evenPercent = 100 / Math.max(...names.map((name) => splits[name].length));
  const chart = renderChart({
    width: contentWidth(options),
    height: 280,
    marginLeft: 48,
    marginBottom: 40,
    x: { ...namedX("digit"), ticks: 10, tickFormat: "d" },
    y: namedY("share of the split (%)"),
    color: { domain: names, range: colors },
    marks: [
      Plot.rect(bars, {
        x1: ({ digit, place }) => digit - GROUP_WIDTH / 2 + place * barWidth,
        x2: ({ digit, place }) => digit - GROUP_WIDTH / 2 + (place + 1) * barWidth,
        y1: 0,
        y2: "percent",
        fill: "name",
        insetRight: 1,
      }),
      Plot.ruleY([evenPercent], { stroke: MUTED_COLOR, strokeDasharray: "4 3" }),
      Plot.ruleY([0]),
    ],
  }, options.document);
  const legend = renderLegend([
    ...names.map((label, i) => ({ label, color: colors[i] })),
    { label: "even classes", color: MUTED_COLOR, symbol: "dashed" as const },
  ]);
  const description = `${title}, in percent, for ${names.join(", ")}`;
  return composeFigure([[legend], [chart]], { ...options, title, description });
}
