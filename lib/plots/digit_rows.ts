/**
 * Rows of digits with names: class means, or one digit under many warps.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { CLASS_COUNT, DIGIT_SIZE, type Digits, imageAt } from "../dataset/digits.ts";
import type { ConfusedPair } from "../evaluation/confusion.ts";
import type { Prediction } from "../evaluation/predictions.ts";
import { composeFigure, contentWidth, type Figure, type FigureOptions } from "./figure.ts";
import { renderChart } from "./panel.ts";
import { type Ink, paintInk } from "./raster.ts";

/** A named row of digits. */
export interface DigitRow {
  name: string;
  /** 784 numbers each. */
  images: readonly Ink[];
}

/** Rows of the first `count` digits of each class. */
export function groupByLabel(digits: Digits, count: number): DigitRow[] {
  return Array.from({ length: CLASS_COUNT }, (_, label) => {
    const indices = Array.from(digits.labels.keys()).filter((i) => digits.labels[i] === label);
    return {
      name: String(label),
      images: indices.slice(0, count).map((i) => imageAt(digits, i)),
    };
  });
}

/** Rows of the misread digits of each pair, such as "9 read as 5". */
export function groupByConfusion(
  digits: Digits,
  predictions: readonly Prediction[],
  pairs: readonly Pick<ConfusedPair, "label" | "digit">[],
): DigitRow[] {
  return pairs.map((pair) => ({
    name: `${pair.label} read as ${pair.digit}`,
    images: predictions
      .filter(({ label, digit }) => label === pair.label && digit === pair.digit)
      .map(({ index }) => imageAt(digits, index)),
  }));
}

const ROW_GAP_PX = 8;
const HEADER_PX = 20;

/** Draws named rows of digits; `columns` names what stands below each other. */
export function plotDigitRows(
  rows: readonly DigitRow[],
  options: FigureOptions & { columns?: readonly string[] } = {},
): Figure {
  const { columns, title = "Digits" } = options;
  const width = contentWidth(options);
  const marginLeft = 16 + 7 * Math.max(...rows.map((row) => row.name.length));
  const longest = Math.max(...rows.map((row) => row.images.length));
  const size = Math.min(2 * DIGIT_SIZE, Math.floor((width - marginLeft) / longest) - ROW_GAP_PX);
  const tiles = rows.flatMap(({ name, images }) =>
    images.map((image, column) => ({ name, image, column }))
  );
  const chart = renderChart({
    width,
    height: HEADER_PX + rows.length * (size + ROW_GAP_PX),
    marginLeft,
    marginTop: columns ? HEADER_PX : 0,
    marginRight: 0,
    marginBottom: 0,
    x: { type: "band", domain: Array.from({ length: longest }, (_, i) => i), axis: null },
    y: { type: "band", domain: rows.map((row) => row.name), axis: null },
    marks: [
      Plot.axisY({ tickSize: 0, label: null }),
      columns
        ? Plot.axisX({ anchor: "top", tickSize: 0, label: null, tickFormat: (i) => columns[i] })
        : null,
      Plot.image(tiles, {
        x: "column",
        y: "name",
        width: size,
        src: (tile: { image: Ink }) => paintInk(tile.image, DIGIT_SIZE),
        imageRendering: "optimizeSpeed",
      }),
    ],
  }, options.document);
  const description = `${title}: ${rows.map((row) => row.name).join("; ")}`;
  return composeFigure([[chart]], { ...options, title, description });
}
