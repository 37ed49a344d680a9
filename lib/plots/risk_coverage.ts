/**
 * What is gained by leaving the least certain digits to a person.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import type { RiskCoveragePoint } from "../evaluation/risk_coverage.ts";
import { composeFigure, contentWidth, type Figure, type FigureOptions } from "./figure.ts";
import { namedX, namedY, renderChart } from "./panel.ts";
import { MARK_COLOR, PALETTE } from "./theme.ts";

/** The numbers of a point that are drawn. */
export type CoveragePoint = Pick<RiskCoveragePoint, "threshold" | "coverage" | "risk">;

/**
 * Draws the error among the answered digits against the share answered, from shortly before the most
 * confident mistake on: to the left of it there is nothing to see.
 *
 * @param options `marked` are points to name by their confidence threshold.
 */
export function plotRiskCoverage(
  points: readonly CoveragePoint[],
  options: FigureOptions & { marked?: readonly CoveragePoint[] } = {},
): Figure {
  const { title = "Errors left when only the confident digits are answered", marked = [] } =
    options;
  const start = startAxis(points);
  const place = {
    x: (point: CoveragePoint) => 100 * point.coverage,
    y: (point: CoveragePoint) => 100 * point.risk,
  };
  const chart = renderChart({
    width: contentWidth(options),
    height: 320,
    marginLeft: 56,
    marginRight: 24,
    marginBottom: 40,
    x: { ...namedX("digits answered (%)"), domain: [start, 100] },
    y: { ...namedY("misread among them (%)"), zero: true },
    marks: [
      Plot.ruleY([0]),
      Plot.line(points.filter(({ coverage }) => 100 * coverage >= start), {
        ...place,
        stroke: PALETTE.blue,
        strokeWidth: 2,
      }),
      Plot.dot(marked, { ...place, fill: PALETTE.vermillion, r: 4 }),
      Plot.text(marked, {
        ...place,
        text: ({ threshold }: CoveragePoint) => `confidence ≥ ${(100 * threshold).toFixed(1)}%`,
        fill: MARK_COLOR,
        textAnchor: "end",
        dx: -8,
        dy: -8,
      }),
    ],
  }, options.document);
  const description = `${title}: misread share of the answered digits by share answered`;
  return composeFigure([[chart]], { ...options, title, description });
}

/** A multiple of five percent, below which no answered digit is misread. */
function startAxis(points: readonly CoveragePoint[]): number {
  const firstMistake = points.find(({ risk }) => risk > 0)?.coverage ?? 0;
  return Math.max(0, 5 * Math.ceil(20 * firstMistake) - 5);
}
