/**
 * One product of a filter and a part of an image, number by number.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { IMAGE_SIZE } from "../dataset/labeled_images.ts";
import type { Grid, PatchProduct, Place } from "../exploration/convolution.ts";
import { composeFigure, type Figure, type FigureOptions, type Panel } from "./figure.ts";
import { renderChart } from "./panel.ts";
import { type Ink, paintInk } from "./raster.ts";
import { MARK_COLOR, SCHEMES } from "./theme.ts";

const SIDE_PX = 158;

/** Draws an image with the place of the filter, the ink there, the weights, and their products. */
export function plotPatchProduct(
  image: Ink,
  { patch, filter, products, sum }: PatchProduct,
  options: FigureOptions & { place: Place },
): Figure {
  const { title = "One place of a convolution", place, document } = options;
  const panels = [
    renderPlace(image, filter, { place, document }),
    renderNumbers("ink", patch, { scheme: "greys", domain: [0, 2.5], document }),
    renderNumbers("× weights", filter, { scheme: SCHEMES.signed, document }),
    renderNumbers(`= products, sum ${write(sum)}`, products, { scheme: SCHEMES.signed, document }),
  ];
  const description = `${title}: ${patch.height}×${patch.width} ink values times weights, ` +
    `products that sum to ${write(sum)}`;
  return composeFigure([panels], {
    subtitle:
      "Each ink value is multiplied by the weight beside it; the sum is one pixel of the map.",
    ...options,
    title,
    description,
  });
}

function renderPlace(
  image: Ink,
  { height, width }: Grid,
  { place: { row, column }, document }: { place: Place; document: FigureOptions["document"] },
): Panel {
  const box = { x1: column, x2: column + width, y1: row, y2: row + height };
  return renderChart({
    heading: "the place",
    ...squareScales(IMAGE_SIZE),
    marks: [
      Plot.image([paintInk(image, IMAGE_SIZE)], {
        x: IMAGE_SIZE / 2,
        y: IMAGE_SIZE / 2,
        width: SIDE_PX,
        src: (uri: string) => uri,
        imageRendering: "optimizeSpeed",
      }),
      Plot.frame({ stroke: "#d0d7de" }),
      Plot.rect([box], {
        x1: "x1",
        x2: "x2",
        y1: "y1",
        y2: "y2",
        stroke: MARK_COLOR,
        strokeWidth: 2,
      }),
    ],
  }, document);
}

function renderNumbers(
  heading: string,
  { width, values }: Grid,
  { scheme, domain, document }: {
    scheme: Plot.ColorScheme;
    domain?: [number, number];
    document: FigureOptions["document"];
  },
): Panel {
  const cells = Array.from(values, (value, i) => ({
    x: i % width,
    y: Math.floor(i / width),
    value,
  }));
  const largest = Math.max(...cells.map(({ value }) => Math.abs(value))) || 1;
  // Twice the largest value: the numbers in the cells must stay readable.
  const range = domain ?? [-2 * largest, 2 * largest];
  return renderChart({
    heading,
    ...squareScales(width),
    color: { scheme, domain: range, reverse: scheme === SCHEMES.signed },
    marks: [
      Plot.rect(cells, {
        x1: "x",
        x2: (cell) => cell.x + 1,
        y1: "y",
        y2: (cell) => cell.y + 1,
        fill: "value",
        stroke: "#fff",
      }),
      Plot.text(cells, {
        x: (cell) => cell.x + 0.5,
        y: (cell) => cell.y + 0.5,
        text: (cell) => write(cell.value),
        fontSize: 11,
      }),
    ],
  }, document);
}

function squareScales(side: number) {
  return {
    width: SIDE_PX,
    height: SIDE_PX,
    margin: 0,
    axis: null,
    x: { domain: [0, side], range: [0, SIDE_PX] },
    y: { domain: [0, side], range: [0, SIDE_PX] },
  };
}

function write(value: number): string {
  return value.toFixed(2).replace("-0.00", "0.00").replace("-", "−");
}
