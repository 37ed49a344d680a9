/**
 * The confusion matrix.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { composeFigure, contentWidth, type Figure, type FigureOptions } from "./figure.ts";
import { namedX, type RampColor, renderChart, renderRamp } from "./panel.ts";
import { SCHEMES, TEXT_COLOR } from "./theme.ts";

const WIDTH_PX = 600;
/** Smallest share of a row that still gets a colour of its own, in percent. */
const LOWEST_PERCENT = 0.05;
const COLOR: RampColor = {
  type: "log",
  scheme: SCHEMES.counts,
  domain: [LOWEST_PERCENT, 100],
  clamp: true,
};

/**
 * Draws counts as numbers, coloured by their share of the row on a logarithmic scale, so that a
 * single misread digit is seen beside a thousand right ones.
 *
 * @param matrix `matrix[truth][read]`, counts.
 */
export function plotConfusion(
  matrix: readonly ArrayLike<number>[],
  options: FigureOptions = {},
): Figure {
  const { title = "Confusion matrix", width = WIDTH_PX } = options;
  const cells = matrix.flatMap((row, truth) => {
    const total = Array.from(row).reduce((sum, count) => sum + count, 0);
    return Array.from(row, (count, read) => ({ truth, read, count, percent: 100 * count / total }));
  }).filter((cell) => cell.count > 0);
  const digits = matrix.map((_, digit) => digit);
  const chart = renderChart({
    width: contentWidth({ width }),
    height: 440,
    marginLeft: 48,
    marginBottom: 8,
    marginTop: 40,
    padding: 0,
    x: {
      domain: digits,
      axis: "top",
      ...namedX("read as"),
      tickSize: 0,
    },
    y: {
      domain: digits,
      ...namedX("true digit"),
      tickSize: 0,
    },
    color: COLOR,
    marks: [
      Plot.cell(cells, { x: "read", y: "truth", fill: "percent", inset: 0.5 }),
      Plot.text(cells, {
        x: "read",
        y: "truth",
        text: (cell) => String(cell.count),
        fill: (cell) => cell.percent > 10 ? "#fff" : TEXT_COLOR,
      }),
      Plot.frame({ stroke: "#d0d7de" }),
    ],
  }, options.document);
  const ramp = renderRamp(COLOR, {
    label: "share of the true digit (%, logarithmic)",
    document: options.document,
  });
  return composeFigure([[chart], [ramp]], {
    ...options,
    width,
    title,
    description: `${title}: counts by true digit (rows) and digit read (columns)`,
  });
}
