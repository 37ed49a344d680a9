/**
 * Rows of digits with names: class means, or one digit under many warps.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { CLASS_COUNT, IMAGE_SIZE, imageAt, type LabeledImages } from "../dataset/labeled_images.ts";
import type { ConfusedPair } from "../evaluation/confusion.ts";
import type { Prediction } from "../evaluation/predictions.ts";
import { composeFigure, contentWidth, type Figure, type FigureOptions } from "./figure.ts";
import { renderChart } from "./panel.ts";
import { type Ink, paintInk } from "./raster.ts";
import { FRAME_COLOR, MUTED_COLOR } from "./theme.ts";

/** A named row of digits. */
export interface DigitRow {
  /** What stands before the row. */
  name: string;
  /** 784 numbers each. */
  images: readonly Ink[];
  /** What stands below each. */
  captions?: readonly string[];
}

/** Rows of the first `count` digits of each class. */
export function groupByLabel(digits: LabeledImages, count: number): DigitRow[] {
  return Array.from({ length: digits.classes.length }, (_, label) => {
    const indices = Array.from(digits.labels.keys()).filter((i) => digits.labels[i] === label);
    return {
      name: String(label),
      images: indices.slice(0, count).map((i) => imageAt(digits, i)),
    };
  });
}

/** Rows of the misread digits of each pair, such as "9 read as 5". */
export function groupByConfusion(
  digits: LabeledImages,
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
const CAPTION_PX = 14;

/** A digit in its place. */
interface Tile {
  name: string;
  column: number;
  image: Ink;
  caption?: string;
}

/**
 * Draws named rows of digits.
 *
 * @param options `columns` names what stands below each other; `framed` shows where the edges of the
 * images are.
 */
export function plotDigitRows(
  rows: readonly DigitRow[],
  options: FigureOptions & { columns?: readonly string[]; framed?: boolean } = {},
): Figure {
  const { columns, framed = false, title = "Digits" } = options;
  const width = contentWidth(options);
  const marginLeft = 16 + 7 * Math.max(...rows.map((row) => row.name.length));
  const longest = Math.max(...rows.map((row) => row.images.length));
  const size = Math.min(2 * IMAGE_SIZE, Math.floor((width - marginLeft) / longest) - ROW_GAP_PX);
  const captionHeight = rows.some(({ captions }) => captions) ? CAPTION_PX : 0;
  const tiles: Tile[] = rows.flatMap(({ name, images, captions }) =>
    images.map((image, column) => ({ name, image, column, caption: captions?.[column] }))
  );
  const place = { x: "column", y: "name" };
  const picture = { ...place, dy: -captionHeight / 2 };
  const chart = renderChart({
    width,
    height: HEADER_PX + rows.length * (size + captionHeight + ROW_GAP_PX),
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
        ...picture,
        width: size,
        src: (tile: Tile) => paintInk(tile.image, IMAGE_SIZE),
        imageRendering: "optimizeSpeed",
      }),
      framed ? Plot.dot(tiles, { ...picture, ...frameOf(size), stroke: FRAME_COLOR }) : null,
      captionHeight > 0
        ? Plot.text(tiles, {
          ...place,
          dy: size / 2,
          text: "caption",
          fill: MUTED_COLOR,
          fontSize: 11,
        })
        : null,
    ],
  }, options.document);
  const description = `${title}: ${rows.map((row) => row.name).join("; ")}`;
  return composeFigure([[chart]], { ...options, title, description });
}

/** A square around a picture, as a symbol whose area is that of a circle of radius `r`. */
function frameOf(size: number) {
  return { symbol: "square", r: (size + 1) / Math.sqrt(Math.PI), strokeWidth: 1 } as const;
}
