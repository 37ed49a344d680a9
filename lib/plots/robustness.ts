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

/** The lowest accuracy that is drawn, in percent: below it a classifier is of no use. */
const FLOOR_PERCENT = 90;

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
  return composeFigure([[legend], ...rows], {
    subtitle: `Curves end where the accuracy falls below ${FLOOR_PERCENT}%.`,
    ...options,
    title,
    description,
  });
}

function renderCurve(
  { name, unit, points }: RobustnessCurve,
  { width, document }: { width: number; document: FigureOptions["document"] },
): Panel {
  const inPercent = points.map(({ strength, accuracy, accuracyInterval: [low, high] }) => ({
    strength,
    accuracy: 100 * accuracy,
    low: 100 * low,
    high: 100 * high,
  }));
  const strengths = points.map(({ strength }) => strength);
  return renderChart({
    heading: name,
    width,
    height: 190,
    marginLeft: 44,
    marginBottom: 36,
    x: {
      ...namedX(unit),
      domain: [Math.min(...strengths), Math.max(...strengths)],
      ticks: 5,
      tickFormat: writeStrength,
    },
    y: { domain: [FLOOR_PERCENT, 100], ...namedY("accuracy (%)"), ticks: 5 },
    marks: [
      Plot.areaY(cutAtFloor(inPercent), {
        x: "strength",
        y1: "low",
        y2: "high",
        fill: PALETTE.blue,
        fillOpacity: 0.2,
      }),
      Plot.lineY(cutAtFloor(inPercent), { x: "strength", y: "accuracy", ...LINE }),
      Plot.dot(inPercent.filter(({ accuracy }) => accuracy >= FLOOR_PERCENT), {
        x: "strength",
        y: "accuracy",
        fill: PALETTE.blue,
        r: 3,
      }),
      Plot.ruleY([FLOOR_PERCENT]),
    ],
  }, document);
}

const LINE = { stroke: PALETTE.blue, strokeWidth: 2 };

/** A point of a curve, in percent. */
interface PercentPoint {
  strength: number;
  accuracy: number;
  low: number;
  high: number;
}

/** The part of a curve above the floor, up to where its straight pieces cross it. */
function cutAtFloor(points: readonly PercentPoint[]): PercentPoint[] {
  const cut: PercentPoint[] = [];
  points.forEach((point, i) => {
    const before = points[i - 1];
    if (before && (before.accuracy < FLOOR_PERCENT) !== (point.accuracy < FLOOR_PERCENT)) {
      const share = (FLOOR_PERCENT - before.accuracy) / (point.accuracy - before.accuracy);
      const at = (key: keyof PercentPoint) => before[key] + share * (point[key] - before[key]);
      cut.push({
        strength: at("strength"),
        accuracy: FLOOR_PERCENT,
        low: at("low"),
        high: at("high"),
      });
    }
    if (point.accuracy >= FLOOR_PERCENT) cut.push(point);
  });
  return cut.map((point) => ({ ...point, low: Math.max(FLOOR_PERCENT, point.low) }));
}

/** The shortest form of a number: with equal decimals, a panel's would not fit side by side. */
function writeStrength(strength: number): string {
  return String(Number(strength.toPrecision(6))).replace("-", "−");
}
