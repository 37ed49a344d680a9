/**
 * Precision and recall of each class with their intervals.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import type { ClassIntervals } from "../evaluation/class_intervals.ts";
import { composeFigure, contentWidth, type Figure, type FigureOptions } from "./figure.ts";
import { namedX, namedY, renderChart, renderLegend } from "./panel.ts";
import { PALETTE } from "./theme.ts";

const MEASURES = [
  { key: "precision", color: PALETTE.blue, shift: -0.15 },
  { key: "recall", color: PALETTE.vermillion, shift: 0.15 },
] as const;

/** Draws both scores of each class as dots on their 95% intervals. */
export function plotClassIntervals(
  scores: readonly ClassIntervals[],
  options: FigureOptions & { classes: readonly string[] },
): Figure {
  const { title = "Precision and recall of each class", classes } = options;
  const marks = MEASURES.flatMap(({ key, color, shift }) => {
    const dots = scores.flatMap((score, label) => {
      const share = score[key];
      if (!share) return [];
      const [low, high] = share.interval.map((bound) => 100 * bound);
      return [{ place: label + shift, percent: 100 * share.value, low, high }];
    });
    return [
      Plot.ruleX(dots, { x: "place", y1: "low", y2: "high", stroke: color, strokeWidth: 1.5 }),
      Plot.dot(dots, { x: "place", y: "percent", fill: color, r: 4 }),
    ];
  });
  const chart = renderChart({
    width: contentWidth(options),
    height: 300,
    marginLeft: 52,
    marginBottom: 40,
    x: {
      ...namedX("class"),
      domain: [-0.5, classes.length - 0.5],
      ticks: classes.map((_, label) => label),
      tickFormat: (label: number) => classes[label],
    },
    y: { ...namedY("score (%)"), nice: true },
    marks,
  }, options.document);
  const legend = renderLegend(MEASURES.map(({ key, color }) => ({ label: key, color })));
  return composeFigure([[legend], [chart]], {
    subtitle: "Lines are 95% intervals (Wilson 1927).",
    ...options,
    title,
    description: `${title}, in percent, with 95% intervals`,
  });
}
