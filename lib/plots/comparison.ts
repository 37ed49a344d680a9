/**
 * Results side by side, with their uncertainty.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { composeFigure, contentWidth, type Figure, type FigureOptions } from "./figure.ts";
import { namedX, renderChart, renderLegend } from "./panel.ts";
import { PALETTE, TEXT_COLOR } from "./theme.ts";

/** A result: a number, and its 95% confidence interval. */
export interface ComparedResult {
  /** What the method is called. */
  name: string;
  /** The figure of merit. */
  value: number;
  /** Its confidence interval, if there is one. */
  interval?: readonly [number, number];
  /** Whether this is the result that the figure is about. */
  own?: boolean;
}

const ROW_HEIGHT_PX = 32;

/** Draws results as bars from zero, in the order given. */
export function plotComparison(
  results: readonly ComparedResult[],
  options: FigureOptions & { valueLabel?: string; valueFormat?: (value: number) => string } = {},
): Figure {
  const { title = "Comparison", valueLabel = "value", valueFormat = String } = options;
  const bounded = results.filter((result) => result.interval);
  const row = { y: "name" };
  const chart = renderChart({
    width: contentWidth(options),
    height: results.length * ROW_HEIGHT_PX + 44,
    marginLeft: 16 + 6.5 * Math.max(...results.map((result) => result.name.length)),
    marginRight: 56,
    marginTop: 4,
    marginBottom: 40,
    x: { ...namedX(valueLabel), grid: true, zero: true, tickFormat: valueFormat },
    y: { domain: results.map((result) => result.name), label: null, tickSize: 0, padding: 0.3 },
    marks: [
      Plot.barX(results, {
        ...row,
        x: "value",
        fill: (result: ComparedResult) => result.own ? PALETTE.orange : PALETTE.sky,
      }),
      Plot.ruleY(bounded, {
        ...row,
        x1: (result) => result.interval[0],
        x2: (result) => result.interval[1],
        strokeWidth: 1.5,
      }),
      Plot.text(results, {
        ...row,
        x: (result: ComparedResult) => Math.max(result.value, result.interval?.[1] ?? 0),
        text: (result: ComparedResult) => valueFormat(result.value),
        textAnchor: "start",
        dx: 6,
      }),
      Plot.ruleX([0]),
    ],
  }, options.document);
  const legend = renderLegend([
    { label: "this model", color: PALETTE.orange },
    { label: "others", color: PALETTE.sky },
    { label: "95% interval", color: TEXT_COLOR, symbol: "line" },
  ]);
  const description = `${title}: ${
    results.map(({ name, value }) => `${name} ${valueFormat(value)}`).join(", ")
  }`;
  return composeFigure([[legend], [chart]], { ...options, title, description });
}
