/**
 * Curves by name over one axis.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { composeFigure, contentWidth, type Figure, type FigureOptions } from "./figure.ts";
import { logScale, namedX, namedY, renderChart, renderLegend } from "./panel.ts";
import { CATEGORY_COLORS } from "./theme.ts";

/** A curve with its name. */
export interface NamedCurve {
  /** What the legend calls it. */
  name: string;
  /** From left to right. */
  points: readonly { x: number; y: number }[];
  /** Drawn with dashes, in the colour of the curve before it. */
  dashed?: boolean;
}

/** How the axes are named (with units) and scaled. */
export interface CurvesOptions extends FigureOptions {
  /** With its unit. */
  xLabel?: string;
  /** With its unit. */
  yLabel?: string;
  /** Which axes grow by powers of ten. */
  logarithmic?: { x?: boolean; y?: boolean };
  /** The highest value shown: curves that leave it end there. */
  highest?: number;
}

/** Draws up to six curves, dashed ones not counted. */
export function plotCurves(
  curves: readonly NamedCurve[],
  options: CurvesOptions = {},
): Figure {
  const { title = "Curves", xLabel = "x", yLabel = "y", logarithmic = {}, highest } = options;
  const shown = curves.map(({ points, ...curve }) => ({
    ...curve,
    points: points.filter(({ y }) => Number.isFinite(y) && !(highest! < y)),
  }));
  const colors = pickColors(shown);
  const all = shown.flatMap(({ points }) => points);
  const scale = (isLogarithmic: boolean | undefined, values: number[]) =>
    isLogarithmic ? logScale(Math.min(...values), Math.max(...values)) : {};
  const chart = renderChart({
    width: contentWidth(options),
    height: 300,
    marginLeft: 56,
    marginBottom: 40,
    marginRight: 24,
    x: { ...namedX(xLabel), ...scale(logarithmic.x, all.map(({ x }) => x)) },
    y: { ...namedY(yLabel), ...scale(logarithmic.y, all.map(({ y }) => y)) },
    marks: shown.map(({ points, dashed }, i) =>
      Plot.lineY(points, {
        x: "x",
        y: "y",
        stroke: colors[i],
        strokeWidth: dashed ? 1.5 : 2,
        strokeDasharray: dashed ? "4 3" : undefined,
      })
    ),
  }, options.document);
  const isFirst = ({ name }: NamedCurve, i: number) =>
    shown.findIndex((other) => other.name === name) === i;
  const legend = renderLegend(
    shown.map(({ name, dashed }, i) => ({
      label: name,
      color: colors[i],
      symbol: dashed ? "dashed" as const : "line" as const,
    })).filter((_, i) => isFirst(shown[i], i)),
  );
  const description = `${title}: ${yLabel} by ${xLabel} of ${
    shown.map(({ name }) => name).join("; ")
  }`;
  return composeFigure([[legend], [chart]], { ...options, title, description });
}

function pickColors(curves: readonly NamedCurve[]): string[] {
  let place = -1;
  return curves.map(({ dashed }) => {
    if (!dashed || place < 0) place++;
    return CATEGORY_COLORS[place % CATEGORY_COLORS.length];
  });
}
