/**
 * What is gained by leaving the least confident predictions to a person.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import type { RiskCoveragePoint } from "../evaluation/risk_coverage.ts";
import { composeFigure, contentWidth, type Figure, type FigureOptions } from "./figure.ts";
import { namedX, namedY, renderChart } from "./panel.ts";
import { MARK_COLOR, PALETTE } from "./theme.ts";

/** The numbers of a point that are drawn. */
export type CoveragePoint =
  & Pick<RiskCoveragePoint, "threshold" | "coverage" | "risk">
  & Partial<Pick<RiskCoveragePoint, "answered" | "errors">>;

/**
 * Draws the error among the answered images against the share answered, starting shortly before the most
 * confident mistake: to its left there is nothing to see.
 *
 * @param options `marked` are points to label with their confidence threshold; of a single one the numbers stand
 *   below the title.
 */
export function plotRiskCoverage(
  points: readonly CoveragePoint[],
  options: FigureOptions & { marked?: readonly CoveragePoint[] } = {},
): Figure {
  const { title = "Errors left when only confident predictions are answered", marked = [] } =
    options;
  const start = startAxis(points, marked), middle = (start + 100) / 2;
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
    x: { ...namedX("images answered (%)"), domain: [start, 100] },
    y: { ...namedY("misclassified among them (%)"), zero: true },
    marks: [
      Plot.ruleY([0]),
      Plot.line(points.filter(({ coverage }) => 100 * coverage >= start), {
        ...place,
        stroke: PALETTE.blue,
        strokeWidth: 2,
      }),
      Plot.dot(marked, { ...place, fill: PALETTE.vermillion, r: 4 }),
      ...[true, false].map((isLeft) =>
        Plot.text(marked.filter(({ coverage }) => 100 * coverage < middle === isLeft), {
          ...place,
          text: ({ threshold }: CoveragePoint) => `confidence ≥ ${writeThreshold(threshold)}%`,
          fill: MARK_COLOR,
          textAnchor: isLeft ? "start" : "end",
          dx: isLeft ? 0 : -8,
          dy: isLeft ? -14 : -8,
        })
      ),
    ],
  }, options.document);
  const subtitle = marked.length === 1 ? describeMark(marked[0]) : undefined;
  const description = `${title}: ${
    subtitle ?? "misclassified share of the answered images by share answered"
  }`;
  return composeFigure([[chart]], { subtitle, ...options, title, description });
}

/** A multiple of five percent, below which no answered image is misclassified and no point is marked. */
function startAxis(points: readonly CoveragePoint[], marked: readonly CoveragePoint[]): number {
  const firstMistake = points.find(({ risk }) => risk > 0)?.coverage ?? 0;
  const lowestMark = Math.min(...marked.map(({ coverage }) => coverage), 1);
  return Math.max(
    0,
    Math.min(5 * Math.ceil(20 * firstMistake) - 5, 5 * Math.floor(20 * lowestMark)),
  );
}

/** In percent: the nearer to 100 the more decimals, for there the predictions crowd. */
function writeThreshold(threshold: number): string {
  return (100 * threshold).toFixed(threshold > 0.99 ? 2 : 1);
}

function describeMark({ coverage, answered, errors }: CoveragePoint): string | undefined {
  if (answered === undefined || errors === undefined) return;
  const left = Math.round(answered / coverage) - answered;
  const [a, b] = [answered, left].map((count) => count.toLocaleString("en-US"));
  return `${a} answered, ${errors} of them misread; ${b} left to a person.`;
}
