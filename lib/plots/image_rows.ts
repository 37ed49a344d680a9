/**
 * Named rows of images: the images of each class, or one image under many warps.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { IMAGE_SIZE, imageAt, type LabeledImages } from "../dataset/labeled_images.ts";
import type { ConfusedPair } from "../evaluation/confusion.ts";
import type { Prediction } from "../evaluation/predictions.ts";
import { countFitting, labelClasses, measureLabels, shorten } from "./class_names.ts";
import { composeFigure, contentWidth, type Figure, type FigureOptions } from "./figure.ts";
import { renderChart } from "./panel.ts";
import { type Ink, paintInk } from "./raster.ts";
import { FRAME_COLOR, MUTED_COLOR } from "./theme.ts";

/** A named row of images. */
export interface ImageRow {
  /** What stands before the row. */
  name: string;
  /** 784 numbers each. */
  images: readonly Ink[];
  /** Text below each. */
  captions?: readonly string[];
}

/** Rows of the first `count` images of each class. */
export function groupByLabel(images: LabeledImages, count: number): ImageRow[] {
  return labelClasses(images.classes).map((name, label) => ({
    name,
    images: Array.from(images.labels.keys())
      .filter((i) => images.labels[i] === label)
      .slice(0, count)
      .map((i) => imageAt(images, i)),
  }));
}

/** Rows of the misclassified images of each pair, such as "9 → 5". */
export function groupByConfusion(
  images: LabeledImages,
  predictions: readonly Prediction[],
  pairs: readonly Pick<ConfusedPair, "label" | "predicted">[],
): ImageRow[] {
  const names = labelClasses(images.classes);
  return pairs.map((pair) => ({
    name: `${names[pair.label]} → ${names[pair.predicted]}`,
    images: predictions
      .filter(({ label, predicted }) => label === pair.label && predicted === pair.predicted)
      .map(({ index }) => imageAt(images, index)),
  }));
}

const ROW_GAP_PX = 8;
const HEADER_PX = 20;
const CAPTION_PX = 14;
const CAPTION_FONT_PX = 11;

/** An image in its place. */
interface Tile {
  row: number;
  column: number;
  image: Ink;
  caption?: string;
}

/**
 * Draws named rows of images.
 *
 * @param options `columns` are headings above the images; `framed` outlines the images.
 */
export function plotImageRows(
  rows: readonly ImageRow[],
  options: FigureOptions & { columns?: readonly string[]; framed?: boolean } = {},
): Figure {
  const { columns, framed = false, title = "Images" } = options;
  const width = contentWidth(options);
  const marginLeft = 16 + measureLabels(rows.map(({ name }) => name));
  const longest = Math.max(1, ...rows.map((row) => row.images.length));
  const size = Math.min(2 * IMAGE_SIZE, Math.floor((width - marginLeft) / longest) - ROW_GAP_PX);
  const fitting = countFitting((width - marginLeft) / longest, CAPTION_FONT_PX);
  const captionHeight = rows.some(({ captions }) => captions) ? CAPTION_PX : 0;
  const tiles: Tile[] = rows.flatMap(({ images, captions }, row) =>
    images.map((image, column) => ({
      row,
      image,
      column,
      caption: shorten(captions?.[column] ?? "", fitting),
    }))
  );
  const place = { x: "column", y: "row" };
  const picture = { ...place, dy: -captionHeight / 2 };
  const chart = renderChart({
    width,
    height: HEADER_PX + rows.length * (size + captionHeight + ROW_GAP_PX),
    marginLeft,
    marginTop: columns ? HEADER_PX : 0,
    marginRight: 0,
    marginBottom: 0,
    x: { type: "band", domain: Array.from({ length: longest }, (_, i) => i), axis: null },
    y: { type: "band", domain: rows.map((_, row) => row), axis: null },
    marks: [
      Plot.axisY({ tickSize: 0, label: null, tickFormat: (row) => rows[row].name }),
      columns
        ? Plot.axisX({
          anchor: "top",
          tickSize: 0,
          label: null,
          tickFormat: (i) => shorten(columns[i] ?? "", fitting),
        })
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
          fontSize: CAPTION_FONT_PX,
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
