/**
 * Maps of different sizes side by side, each pixel drawn as large as the others: what padding, stride and
 * pooling do to a map's size.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import type { Grid } from "../exploration/convolution.ts";
import { composeFigure, contentWidth, type Figure, type FigureOptions } from "./figure.ts";
import { type RampColor, renderChart, renderRamp } from "./panel.ts";
import { paintInk, paintValues } from "./raster.ts";
import { FRAME_COLOR, SCHEMES } from "./theme.ts";

const GAP_PX = 12;

/** How maps are drawn. */
export interface GridOptions extends FigureOptions {
  /** What a map's numbers are; "sum of products" by default. */
  valueLabel?: string;
  /** Side of one number of a map, less where the room does not suffice; 8 by default. */
  pixelPx?: number;
  /** What the maps were made from, drawn in greys before them. */
  ink?: Grid;
}

/** Draws maps by name on one scale, centred on zero: blue below, red above. */
export function plotGrids(
  grids: Readonly<Record<string, Grid>>,
  options: GridOptions = {},
): Figure {
  const { title = "Maps", valueLabel = "sum of products", pixelPx = 8, ink, document } = options;
  const entries = Object.entries(ink ? { ink, ...grids } : grids);
  const room = contentWidth(options) - GAP_PX * (entries.length - 1);
  const least = LEAST_WIDTH_PX / pixelPx;
  const columns = entries.reduce((sum, [, { width }]) => sum + Math.max(width, least), 0);
  const pixel = Math.min(pixelPx, room / columns);
  const color = createScale(Object.values(grids));
  const isRoomy = entries.every(([name, grid]) =>
    measureHeading(nameSize(name, grid)) <= Math.max(grid.width, least) * pixel
  );
  const panels = entries.map(([name, grid]) => {
    const { height, width, values } = grid;
    return renderChart({
      heading: isRoomy ? nameSize(name, grid) : name,
      width: Math.max(width, least) * pixel,
      height: height * pixel,
      margin: 0,
      axis: null,
      x: { domain: [0, 1], range: [0, width * pixel] },
      y: { domain: [0, 1], range: [0, height * pixel] },
      marks: [
        Plot.image([
          grid === ink
            ? paintInk(Float64Array.from(ink.values), width)
            : paintValues(values, width, { color }),
        ], {
          x: 0.5,
          y: 0.5,
          width: width * pixel,
          height: height * pixel,
          src: (uri: string) => uri,
          imageRendering: "optimizeSpeed",
        }),
        Plot.rect([0], { x1: 0, x2: 1, y1: 0, y2: 1, stroke: FRAME_COLOR }),
      ],
    }, document);
  });
  const ramp = renderRamp(color, { label: valueLabel, document });
  const description = `${title}: ${
    entries.map(([name, { height, width }]) => `${name} ${height}×${width}`).join(", ")
  }`;
  return composeFigure([panels, [ramp]], { ...options, title, description });
}

/** Room for a map's name. */
const LEAST_WIDTH_PX = 176;
/** Of a heading's letters, on average. */
const LETTER_PX = 7.3;

const nameSize = (name: string, { height, width }: Grid) => `${name}: ${height}×${width}`;
const measureHeading = (text: string) => LETTER_PX * text.length;

function createScale(grids: readonly Grid[]): RampColor {
  let largest = 0;
  for (const { values } of grids) {
    for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
  }
  return { scheme: SCHEMES.signed, reverse: true, domain: [-(largest || 1), largest || 1] };
}
