/**
 * Precision, recall and F1 of each class.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import type { Report } from "../evaluation/report.ts";
import { heightOfTicks, labelClasses, ticksAcross } from "./class_names.ts";
import { composeFigure, contentWidth, type Figure, type FigureOptions } from "./figure.ts";
import { namedX, namedY, renderChart, renderLegend } from "./panel.ts";
import { PALETTE } from "./theme.ts";

const MEASURES = [
  { key: "precision", label: "precision", color: PALETTE.blue, shift: -0.2 },
  { key: "recall", label: "recall", color: PALETTE.vermillion, shift: 0 },
  { key: "f1", label: "F1", color: PALETTE.green, shift: 0.2 },
] as const;

/** Classes that fit side by side; of more, those with the lowest F1 are drawn. */
const MOST_CLASSES = 30;
const MARGIN = { left: 52, right: 20 };

/**
 * Draws the three scores of each class as dots; the axis starts just below the lowest. Of more than
 * thirty classes only the thirty with the lowest F1 are drawn, the lowest first.
 */
export function plotClassScores(
  { perClass, classes }: Pick<Report, "perClass" | "classes">,
  options: FigureOptions = {},
): Figure {
  const { title = "Precision, recall and F1 of each class" } = options;
  const isCut = perClass.length > MOST_CLASSES;
  const drawn = isCut
    ? perClass.toSorted((a, b) => a.f1 - b.f1).slice(0, MOST_CLASSES)
    : [...perClass];
  const names = labelClasses(classes), labels = drawn.map(({ label }) => names[label]);
  const dots = drawn.flatMap((score, place) =>
    MEASURES.map(({ key, label, shift }) => ({
      place: place + shift,
      label,
      percent: 100 * score[key],
    }))
  );
  const width = contentWidth(options);
  const across = ticksAcross(labels, (width - MARGIN.left - MARGIN.right) / labels.length);
  const chart = renderChart({
    width,
    height: 286 + heightOfTicks(labels, across),
    marginLeft: MARGIN.left,
    marginRight: MARGIN.right,
    marginBottom: 26 + heightOfTicks(labels, across),
    x: { ...namedX("class"), domain: [-0.5, labels.length - 0.5], ...across },
    y: { ...namedY("score (%)"), nice: true },
    color: {
      domain: MEASURES.map(({ label }) => label),
      range: MEASURES.map(({ color }) => color),
    },
    marks: [
      Plot.dot(dots, { x: "place", y: "percent", fill: "label", r: isCut ? 3.5 : 4.5 }),
    ],
  }, options.document);
  const legend = renderLegend(MEASURES.map(({ label, color }) => ({ label, color })));
  return composeFigure([[legend], [chart]], {
    subtitle: isCut
      ? `The ${MOST_CLASSES} of ${perClass.length} classes with the lowest F1, the lowest first.`
      : undefined,
    ...options,
    title,
    description: `${title}, in percent, ${drawn.length} of ${perClass.length} classes`,
  });
}
