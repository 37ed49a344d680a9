/**
 * How often each class occurs, split by split.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import type { ClassStatistics } from "../exploration/class_statistics.ts";
import { heightOfTicks, labelClasses, ticksAcross } from "./class_names.ts";
import { composeFigure, contentWidth, type Figure, type FigureOptions } from "./figure.ts";
import { namedX, namedY, renderChart, renderLegend } from "./panel.ts";
import { categoryColors, MUTED_COLOR } from "./theme.ts";

/** A class and its share of all images, 0 to 1. */
export type ClassShare = Pick<ClassStatistics, "label" | "name" | "share">;

/** Width of the bars of a class together, where 1 would leave no gap. */
const GROUP_WIDTH = 0.8;
const MARGIN = { left: 48, right: 20 };

/** Draws each class's share of its split as bars, against the share of balanced classes. */
export function plotClassShares(
  splits: Readonly<Record<string, readonly ClassShare[]>>,
  options: FigureOptions = {},
): Figure {
  const { title = "Share of each class" } = options;
  const names = Object.keys(splits);
  const colors = categoryColors(names.length);
  const barWidth = GROUP_WIDTH / names.length;
  const bars = names.flatMap((name, place) =>
    splits[name].map(({ label, share }) => ({ name, place, label, percent: 100 * share }))
  );
  const [first] = Object.values(splits);
  const labels = labelClasses(first.map(({ name }) => name));
  const width = contentWidth(options),
    stepPx = (width - MARGIN.left - MARGIN.right) / labels.length;
  const across = ticksAcross(labels, stepPx);
  const chart = renderChart({
    width,
    height: 266 + heightOfTicks(labels, across),
    marginLeft: MARGIN.left,
    marginRight: MARGIN.right,
    marginBottom: 26 + heightOfTicks(labels, across),
    x: { ...namedX("class"), domain: [-0.5, labels.length - 0.5], ...across },
    y: namedY("share of the split (%)"),
    color: { domain: names, range: colors },
    marks: [
      Plot.rect(bars, {
        x1: ({ label, place }) => label - GROUP_WIDTH / 2 + place * barWidth,
        x2: ({ label, place }) => label - GROUP_WIDTH / 2 + (place + 1) * barWidth,
        y1: 0,
        y2: "percent",
        fill: "name",
        insetRight: Math.min(1, stepPx * barWidth / 5),
      }),
      Plot.ruleY([100 / labels.length], { stroke: MUTED_COLOR, strokeDasharray: "4 3" }),
      Plot.ruleY([0]),
    ],
  }, options.document);
  const legend = renderLegend([
    ...names.map((label, i) => ({ label, color: colors[i] })),
    { label: "balanced classes", color: MUTED_COLOR, symbol: "dashed" as const },
  ]);
  const description = `${title}, in percent, for ${names.join(", ")}`;
  return composeFigure([[legend], [chart]], { ...options, title, description });
}
