/**
 * A grid of images, each captioned with its class and with the one predicted for it.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { IMAGE_SIZE, imageAt, type LabeledImages } from "../dataset/labeled_images.ts";
import type { Prediction } from "../evaluation/predictions.ts";
import { countFitting, labelClasses, measureLabels, shorten } from "./class_names.ts";
import { composeFigure, contentWidth, type Figure, type FigureOptions } from "./figure.ts";
import { renderChart, renderLegend } from "./panel.ts";
import { type Ink, paintInk } from "./raster.ts";
import { MARK_COLOR, MUTED_COLOR } from "./theme.ts";

/** An image of the grid; what is left out is not printed. */
export interface ImageTile {
  /** 784 numbers. */
  image: Ink;
  /** Name of the true class. */
  label?: string;
  /** Name of the predicted class; where it differs from `label`, the caption is coloured. */
  predicted?: string;
  /** Probability given to the predicted class, 0 to 1. */
  confidence?: number;
  /** A short remark, such as the image's index. */
  note?: string;
}

/** Tiles of the picked images, all by default, with the names of their classes. */
export function tileImages(
  images: LabeledImages,
  picks: readonly { readonly index: number }[] = Array.from(
    images.labels,
    (_, index) => ({ index }),
  ),
): ImageTile[] {
  const names = labelClasses(images.classes);
  return picks.map(({ index }) => ({
    image: imageAt(images, index),
    label: names[images.labels[index]],
  }));
}

/** Tiles of predictions with the images that they are for; `note` adds a line to each. */
export function tilePredictions(
  images: LabeledImages,
  predictions: readonly Prediction[],
  note?: (prediction: Prediction) => string,
): ImageTile[] {
  const names = labelClasses(images.classes);
  return predictions.map((prediction) => ({
    image: imageAt(images, prediction.index),
    label: names[prediction.label],
    predicted: names[prediction.predicted],
    confidence: prediction.confidence,
    note: note?.(prediction),
  }));
}

const COLUMNS = { fewest: 7, most: 12 };
const LINE_HEIGHT_PX = 14;
const TILE_GAP_PX = 8;
const ROW_GAP_PX = 14;

/**
 * Draws images in rows, captioned "label", or "label → predicted" with the confidence in percent.
 *
 * @param options `columns` is the number of images per row; by default 12, fewer where names are long.
 */
export function plotImageGrid(
  tiles: readonly ImageTile[],
  options: FigureOptions & { columns?: number } = {},
): Figure {
  const width = contentWidth(options);
  const { columns = chooseColumns(tiles, width), title = "Images" } = options;
  const cell = width / columns;
  const size = Math.min(2 * IMAGE_SIZE, Math.floor(cell - TILE_GAP_PX));
  const captions = tiles.map((tile) => writeCaption(tile, countFitting(cell)));
  const captionHeight = Math.max(0, ...captions.map((lines) => lines.length)) * LINE_HEIGHT_PX;
  const rowHeight = size + captionHeight + ROW_GAP_PX;
  const rows = Math.ceil(tiles.length / columns);
  const column = (_: unknown, i: number) => i % columns + 0.5;
  const row = (_: unknown, i: number) => Math.floor(i / columns);
  const chart = renderChart({
    width,
    height: Math.max(1, rows * rowHeight),
    margin: 0,
    axis: null,
    x: { domain: [0, columns] },
    y: { domain: [0, Math.max(1, rows)], reverse: true, range: [Math.max(1, rows * rowHeight), 0] },
    marks: [
      Plot.image(tiles, {
        x: column,
        y: row,
        dy: size / 2,
        width: size,
        src: (tile: ImageTile) => paintInk(tile.image, IMAGE_SIZE),
        imageRendering: "optimizeSpeed",
      }),
      Plot.text(captions, {
        x: column,
        y: row,
        dy: size + 3,
        lineAnchor: "top",
        lineHeight: 1.15,
        text: (lines: string[]) => lines.join("\n"),
        fill: (_: unknown, i: number) => isMisclassified(tiles[i]) ? MARK_COLOR : MUTED_COLOR,
        fontWeight: 400,
      }),
    ],
  }, options.document);
  const legend = needsLegend(tiles) ? [[renderLegend(CAPTION_COLORS)]] : [];
  return composeFigure([...legend, [chart]], {
    subtitle: explainCaptions(tiles),
    ...options,
    title,
    description: describe(tiles, title),
  });
}

/** As many columns as leave room for the names of the classes, if those are of usual length. */
function chooseColumns(tiles: readonly ImageTile[], width: number): number {
  const names = tiles.flatMap(listClasses);
  const fitting = Math.floor(width / Math.max(1, measureLabels(names)));
  return Math.min(COLUMNS.most, Math.max(COLUMNS.fewest, fitting));
}

/** Says what the captions of predictions mean; others explain themselves. */
function explainCaptions(tiles: readonly ImageTile[]): string | undefined {
  if (!tiles.some(({ confidence }) => confidence !== undefined)) return;
  return "Below each: true class → predicted class, and the probability given to it.";
}

const CAPTION_COLORS = [
  { label: "correct", color: MUTED_COLOR },
  { label: "misclassified", color: MARK_COLOR },
];

/** Whether the colours of the captions tell tiles apart. */
function needsLegend(tiles: readonly ImageTile[]): boolean {
  return tiles.some(isMisclassified) && !tiles.every(isMisclassified);
}

function writeCaption(tile: ImageTile, most: number): string[] {
  const { confidence, note } = tile;
  const percent = confidence === undefined ? undefined : `${(confidence * 100).toFixed(1)}%`;
  return [...writeClasses(tile, most), percent, note].filter((line) => line !== undefined);
}

/** True and predicted class on one line if they fit, otherwise below each other. */
function writeClasses(tile: ImageTile, most: number): string[] {
  const lines = listClasses(tile), joined = lines.join(" ");
  if (joined === "") return [];
  return joined.length <= most ? [joined] : lines.map((line) => shorten(line, most));
}

/** The true class, and the predicted one behind an arrow; either may be missing. */
function listClasses({ label, predicted }: ImageTile): string[] {
  const arrow = label === undefined ? "" : "→ ";
  return [label, predicted === undefined ? undefined : arrow + predicted]
    .filter((line) => line !== undefined);
}

function isMisclassified({ label, predicted }: ImageTile): boolean {
  return predicted !== undefined && label !== undefined && predicted !== label;
}

function describe(tiles: readonly ImageTile[], title: string): string {
  const wrong = tiles.filter(isMisclassified).length;
  return `${title}: ${tiles.length} images${wrong > 0 ? `, ${wrong} of them misclassified` : ""}`;
}
