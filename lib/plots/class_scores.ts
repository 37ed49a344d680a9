/**
 * Precision, recall and F1 of each digit.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import type { ClassMetrics } from "../evaluation/class_metrics.ts";
import { composeFigure, contentWidth, type Figure, type FigureOptions } from "./figure.ts";
import { namedX, namedY, renderChart, renderLegend } from "./panel.ts";
import { PALETTE } from "./theme.ts";

const MEASURES = [
  { key: "precision", label: "precision", color: PALETTE.blue, shift: -0.2 },
  { key: "recall", label: "recall", color: PALETTE.vermillion, shift: 0 },
  { key: "f1", label: "F1", color: PALETTE.green, shift: 0.2 },
] as const;

/** Draws the three scores of each digit as dots; the axis starts just below the lowest. */
export function plotClassScores(
  scores: readonly ClassMetrics[],
  options: FigureOptions = {},
): Figure {
  const { title = "Precision, recall and F1 of each digit" } = options;
  const dots = scores.flatMap((score) =>
    MEASURES.map(({ key, label, shift }) => ({
      place: score.digit + shift,
      label,
      percent: 100 * score[key],
    }))
  );
  const chart = renderChart({
    width: contentWidth(options),
    height: 300,
    marginLeft: 52,
    marginBottom: 40,
    x: { ...namedX("digit"), domain: [-0.4, scores.length - 0.6], ticks: 10, tickFormat: "d" },
    y: { ...namedY("score (%)"), nice: true },
    color: {
      domain: MEASURES.map(({ label }) => label),
      range: MEASURES.map(({ color }) => color),
    },
    marks: [
      Plot.dot(dots, { x: "place", y: "percent", fill: "label", r: 4.5 }),
    ],
  }, options.document);
  const legend = renderLegend(MEASURES.map(({ label, color }) => ({ label, color })));
  return composeFigure([[legend], [chart]], {
    ...options,
    title,
    description: `${title}, in percent`,
  });
}
