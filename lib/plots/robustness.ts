/**
 * How accuracy falls as images are corrupted.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import type { RobustnessCurve } from "../robustness/robustness.ts";
import {
  composeFigure,
  contentWidth,
  type Figure,
  type FigureOptions,
  type Panel,
} from "./figure.ts";
import { namedX, namedY, renderChart, renderLegend } from "./panel.ts";
import { PALETTE } from "./theme.ts";

const PANELS_PER_ROW = 3;

/** Draws one panel per corruption, all on the same scale. */
export function plotRobustness(
  curves: readonly RobustnessCurve[],
  options: FigureOptions = {},
): Figure {
  const { title = "Robustness" } = options;
  const width = (contentWidth(options) - 12 * (PANELS_PER_ROW - 1)) / PANELS_PER_ROW;
  const panels = curves.map((curve) => renderCurve(curve, { width, document: options.document }));
  const rows = [];
  for (let i = 0; i < panels.length; i += PANELS_PER_ROW) {
    rows.push(panels.slice(i, i + PANELS_PER_ROW));
  }
  const legend = renderLegend([
    { label: "accuracy, with 95% interval", color: PALETTE.blue, symbol: "line" },
  ]);
  const description = `${title}: accuracy under ${curves.map((curve) => curve.name).join(", ")}`;
  return composeFigure([[legend], ...rows], { ...options, title, description });
}

function renderCurve(
  { name, unit, points }: RobustnessCurve,
  { width, document }: { width: number; document: FigureOptions["document"] },
): Panel {
  return renderChart({
    heading: name,
    width,
    height: 190,
    marginLeft: 44,
    marginBottom: 36,
    x: { ...namedX(unit), ticks: 5, tickFormat: writeStrength },
    y: { domain: [0, 100], ...namedY("accuracy (%)"), ticks: 5 },
    marks: [
      Plot.areaY(points, {
        x: "strength",
        y1: (point) => 100 * point.accuracyInterval[0],
        y2: (point) => 100 * point.accuracyInterval[1],
        fill: PALETTE.blue,
        fillOpacity: 0.2,
      }),
      Plot.lineY(points, {
        x: "strength",
        y: (point) => 100 * point.accuracy,
        stroke: PALETTE.blue,
        strokeWidth: 2,
        marker: "dot",
      }),
      Plot.ruleY([0]),
    ],
  }, document);
}

/** The shortest form of a number: with equal decimals, a panel's would not fit side by side. */
function writeStrength(strength: number): string {
  return String(Number(strength.toPrecision(6))).replace("-", "−");
}
