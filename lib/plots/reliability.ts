/**
 * Whether confidence can be trusted.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import type { Calibration, ReliabilityBin } from "../evaluation/calibration.ts";
import { wilsonInterval } from "../evaluation/interval.ts";
import {
  composeFigure,
  contentWidth,
  type Figure,
  type FigureOptions,
  type Panel,
} from "./figure.ts";
import { logScale, namedX, namedY, renderChart, renderLegend } from "./panel.ts";
import { MUTED_COLOR, PALETTE } from "./theme.ts";

const WIDTH_PX = 600;
const CONFIDENCE_AXIS = { domain: [0, 100], ticks: 10 };

/**
 * Draws accuracy against confidence, bin by bin, with the bins' counts below; the two agree on
 * the diagonal. The title gives the expected calibration error.
 */
export function plotReliability(calibration: Calibration, options: FigureOptions = {}): Figure {
  const { bins, expectedCalibrationError } = calibration;
  const { width = WIDTH_PX } = options;
  const percent = (100 * expectedCalibrationError).toFixed(2);
  const title = options.title ??
    `Reliability diagram (expected calibration error ${percent}%)`;
  const rows = bins.map(inPercent);
  const size = { width: contentWidth({ width }), document: options.document };
  const legend = renderLegend([
    { label: "bin, with 95% interval", color: PALETTE.blue, symbol: "line" },
    { label: "perfect calibration", color: MUTED_COLOR, symbol: "dashed" },
  ]);
  const description = `${title}: accuracy by confidence in ${bins.length} bins`;
  return composeFigure([[legend], [renderAccuracy(rows, size)], [renderCounts(rows, size)]], {
    ...options,
    width,
    title,
    description,
  });
}

type PercentBin = ReturnType<typeof inPercent>;
type Size = { width: number; document: FigureOptions["document"] };

function inPercent({ lower, upper, count, meanConfidence, accuracy }: ReliabilityBin) {
  const [lowest, highest] = wilsonInterval(Math.round(accuracy * count), count);
  return {
    lower: 100 * lower,
    upper: 100 * upper,
    count,
    confidence: 100 * meanConfidence,
    accuracy: 100 * accuracy,
    lowest: 100 * lowest,
    highest: 100 * highest,
  };
}

function renderAccuracy(bins: readonly PercentBin[], { width, document }: Size): Panel {
  return renderChart({
    width,
    height: 340,
    marginLeft: 56,
    marginBottom: 16,
    x: { ...CONFIDENCE_AXIS, label: null, tickFormat: () => "" },
    y: { ...namedY("accuracy (%)"), domain: [0, 100], ticks: 10 },
    marks: [
      Plot.line([[0, 0], [100, 100]], { stroke: MUTED_COLOR, strokeDasharray: "4 3" }),
      Plot.ruleX(bins, {
        x: "confidence",
        y1: "lowest",
        y2: "highest",
        stroke: PALETTE.blue,
        strokeWidth: 1.5,
      }),
      Plot.dot(bins, { x: "confidence", y: "accuracy", r: 4, fill: PALETTE.blue }),
    ],
  }, document);
}

function renderCounts(bins: readonly PercentBin[], { width, document }: Size): Panel {
  const highest = Math.max(...bins.map(({ count }) => count));
  return renderChart({
    width,
    height: 130,
    marginLeft: 56,
    marginBottom: 40,
    x: { ...CONFIDENCE_AXIS, ...namedX("confidence (%)") },
    y: { ...namedY("images (logarithmic)"), ...logScale(1, highest) },
    marks: [
      Plot.rect(bins, {
        x1: "lower",
        x2: "upper",
        y1: 0.5,
        y2: "count",
        fill: PALETTE.sky,
        insetLeft: 0.5,
        insetRight: 0.5,
      }),
    ],
  }, document);
}
