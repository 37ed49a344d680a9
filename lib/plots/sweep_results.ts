/**
 * The runs of each variant of a sweep with mean and standard deviation.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { composeFigure, contentWidth, type Figure, type FigureOptions } from "./figure.ts";
import { namedX, renderChart, renderLegend } from "./panel.ts";
import { MUTED_COLOR, PALETTE } from "./theme.ts";

/** A variant's runs. */
export interface VariantResult {
  /** What the figure calls it. */
  readonly variant: string;
  /** The metric of each run. */
  readonly values: readonly number[];
  /** Their mean. */
  readonly mean: number;
  /** Their sample standard deviation; NaN for one run. */
  readonly deviation: number;
  /** What is written beside it, such as a p-value. */
  readonly note?: string;
}

const ROW_HEIGHT_PX = 34, LONGEST_NAME = 44, CHARACTER_PX = 6.3, NOTE_WIDTH_PX = 92;

/**
 * Draws a dot for each run, a line at the mean and a bar of one standard deviation to either side.
 *
 * @param options.axis What is measured, such as "error on images held out (%)".
 */
export function plotSweepResults(
  results: readonly VariantResult[],
  options: FigureOptions & { axis: string },
): Figure {
  const { title = "The runs of a sweep", axis } = options;
  const names = results.map(({ variant }) => variant);
  const dots = results.flatMap(({ variant, values }) =>
    values.map((value) => ({ variant, value }))
  );
  const bars = results.filter(({ deviation }) => deviation > 0)
    .map(({ variant, mean, deviation }) => ({
      variant,
      low: mean - deviation,
      high: mean + deviation,
    }));
  const notes = results.filter(({ note }) => note !== undefined);
  const longest = Math.max(8, ...names.map((name) => Math.min(LONGEST_NAME, name.length)));
  const chart = renderChart({
    width: contentWidth(options),
    height: Math.max(1, names.length) * ROW_HEIGHT_PX + 44,
    marginLeft: 16 + CHARACTER_PX * longest,
    marginRight: notes.length > 0 ? NOTE_WIDTH_PX : 24,
    marginTop: 4,
    marginBottom: 40,
    x: { ...namedX(axis), grid: true, nice: true },
    y: {
      ...{ type: "band", domain: names, label: null, tickSize: 0, padding: 0.3 },
      tickFormat: shorten,
    },
    marks: [
      Plot.ruleY(bars, {
        ...{ y: "variant", x1: "low", x2: "high", stroke: PALETTE.vermillion },
        ...{ strokeWidth: 9, strokeOpacity: 0.25 },
      }),
      Plot.dot(dots, { x: "value", y: "variant", r: 4, fill: PALETTE.blue, fillOpacity: 0.75 }),
      Plot.tickX(results, { x: "mean", y: "variant", stroke: PALETTE.vermillion, strokeWidth: 3 }),
      Plot.text(notes, {
        ...{ y: "variant", text: "note", frameAnchor: "right", textAnchor: "start", dx: 10 },
        ...{ fill: MUTED_COLOR, fontSize: 11 },
      }),
    ],
  }, options.document);
  const legend = renderLegend([
    { label: "one run", color: PALETTE.blue },
    { label: "mean, ± one standard deviation", color: PALETTE.vermillion, symbol: "line" },
  ]);
  const description = `${title}: ${
    results.map(({ variant, mean }) => `${variant} ${mean.toPrecision(3)} on average`).join(", ")
  }; ${axis}`;
  return composeFigure([[legend], [chart]], { ...options, title, description });
}

function shorten(name: string): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;
}
