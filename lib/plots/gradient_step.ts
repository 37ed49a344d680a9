/**
 * The loss along the gradient.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import type { GradientProbe, ProbedStep } from "../tfjs/gradient_probe.ts";
import { composeFigure, contentWidth, type Figure, type FigureOptions } from "./figure.ts";
import { namedX, namedY, renderChart, renderLegend } from "./panel.ts";
import { MUTED_COLOR, PALETTE } from "./theme.ts";

/** Draws the loss after steps of growing size, beside the straight line that the gradient predicts. */
export function plotGradientStep(
  { loss, steps }: Pick<GradientProbe, "loss" | "steps">,
  options: FigureOptions = {},
): Figure {
  const { title = "One step against the gradient" } = options;
  const points = [{ stepSize: 0, loss, predictedLoss: loss }, ...steps];
  const highest = Math.max(...points.map((point) => point.loss));
  const lowest = Math.min(...points.map((point) => point.loss));
  const floor = Math.max(0, lowest - (loss - lowest) / 2); // the straight line soon leaves the picture
  const chart = renderChart({
    width: contentWidth(options),
    height: 300,
    marginLeft: 52,
    marginBottom: 40,
    x: namedX("step size (factor of the gradient)"),
    y: { ...namedY("cross-entropy (nats)"), domain: [floor, highest] },
    marks: [
      Plot.lineY(cutLine(points, floor), {
        x: "stepSize",
        y: "predictedLoss",
        stroke: MUTED_COLOR,
        strokeDasharray: "4 3",
      }),
      Plot.lineY(points, { x: "stepSize", y: "loss", stroke: PALETTE.blue, strokeWidth: 2 }),
      Plot.dot(points, { x: "stepSize", y: "loss", fill: PALETTE.blue, r: 3 }),
      Plot.ruleY([floor]),
    ],
  }, options.document);
  const legend = renderLegend([
    { label: "loss after the step", color: PALETTE.blue, symbol: "line" },
    { label: "predicted by the gradient", color: MUTED_COLOR, symbol: "dashed" },
  ]);
  const description = `${title}: loss by step size, from ${loss.toFixed(3)} nats on`;
  return composeFigure([[legend], [chart]], { ...options, title, description });
}

/** The two ends of the straight line, down to a loss of `floor`. */
function cutLine(points: readonly ProbedStep[], floor: number) {
  const [first, last] = [points[0], points.at(-1)!];
  const slope = (last.predictedLoss - first.predictedLoss) / (last.stepSize - first.stepSize);
  const end = Math.min(last.stepSize, (floor - first.predictedLoss) / slope);
  return [first, { stepSize: end, predictedLoss: first.predictedLoss + slope * end }];
}
