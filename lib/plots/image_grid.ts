/**
 * A wall of digits, each with what it is and what it was read as.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { IMAGE_SIZE, imageAt, type LabeledImages } from "../dataset/labeled_images.ts";
import type { Prediction } from "../evaluation/predictions.ts";
import { composeFigure, contentWidth, type Figure, type FigureOptions } from "./figure.ts";
import { renderChart, renderLegend } from "./panel.ts";
import { type Ink, paintInk } from "./raster.ts";
import { MARK_COLOR, MUTED_COLOR } from "./theme.ts";

/** A digit on the wall; what is left out is not printed. */
export interface ImageTile {
  /** 784 numbers. */
  image: Ink;
  /** The true digit. */
  label?: number;
  /** The digit read; where it differs from `label`, the caption is coloured. */
  digit?: number;
  /** Probability given to the digit read, 0 to 1. */
  confidence?: number;
  /** A short remark, such as the digit's index. */
  note?: string;
}

/** Tiles of the picked digits, all by default, with their labels. */
export function tileImages(
  digits: LabeledImages,
  picks: readonly { readonly index: number }[] = Array.from(
    digits.labels,
    (_, index) => ({ index }),
  ),
): ImageTile[] {
  return picks.map(({ index }) => ({
    image: imageAt(digits, index),
    label: digits.labels[index],
  }));
}

/** Tiles of predictions with their digits' images; `note` adds a line to each. */
export function tilePredictions(
  digits: LabeledImages,
  predictions: readonly Prediction[],
  note?: (prediction: Prediction) => string,
): ImageTile[] {
  return predictions.map((prediction) => ({
    image: imageAt(digits, prediction.index),
    label: prediction.label,
    digit: prediction.digit,
    confidence: prediction.confidence,
    note: note?.(prediction),
  }));
}

const LINE_HEIGHT_PX = 14;
const TILE_GAP_PX = 8;
const ROW_GAP_PX = 14;

/**
 * Draws digits in rows, captioned "label", or "label → read" with the confidence in percent.
 *
 * @param options `columns` is the number of digits in a row, 12 by default.
 */
export function plotImageGrid(
  tiles: readonly ImageTile[],
  options: FigureOptions & { columns?: number } = {},
): Figure {
  const { columns = 12, title = "Digits" } = options;
  const width = contentWidth(options);
  const cell = width / columns;
  const size = Math.min(2 * IMAGE_SIZE, Math.floor(cell - TILE_GAP_PX));
  const captions = tiles.map(writeCaption);
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
        fill: (_: unknown, i: number) => isMisread(tiles[i]) ? MARK_COLOR : MUTED_COLOR,
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

/** Says how to read captions of predictions; others explain themselves. */
function explainCaptions(tiles: readonly ImageTile[]): string | undefined {
  if (!tiles.some(({ confidence }) => confidence !== undefined)) return;
  return "Below each: true digit → digit read, and the probability given to it.";
}

const CAPTION_COLORS = [
  { label: "read right", color: MUTED_COLOR },
  { label: "misread", color: MARK_COLOR },
];

/** Whether the colours of the captions tell tiles apart. */
function needsLegend(tiles: readonly ImageTile[]): boolean {
  return tiles.some(isMisread) && !tiles.every(isMisread);
}

function writeCaption({ label, digit, confidence, note }: ImageTile): string[] {
  const names = digit === undefined ? label : label === undefined ? digit : `${label} → ${digit}`;
  const percent = confidence === undefined ? undefined : `${(confidence * 100).toFixed(1)}%`;
  return [names, percent, note].filter((line) => line !== undefined).map(String);
}

function isMisread({ label, digit }: ImageTile): boolean {
  return digit !== undefined && label !== undefined && digit !== label;
}

function describe(tiles: readonly ImageTile[], title: string): string {
  const misread = tiles.filter(isMisread).length;
  return `${title}: ${tiles.length} digits${misread > 0 ? `, ${misread} of them misread` : ""}`;
}
