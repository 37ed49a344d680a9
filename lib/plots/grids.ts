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
import { paintValues } from "./raster.ts";
import { FRAME_COLOR, SCHEMES } from "./theme.ts";

const GAP_PX = 12;

/**
 * Draws maps by name on one scale, centred on zero: blue below, red above.
 *
 * @param options `pixelPx` is the side of one number of a map, less where the room does not suffice.
 */
export function plotGrids(
  grids: Readonly<Record<string, Grid>>,
  options: FigureOptions & { valueLabel?: string; pixelPx?: number } = {},
): Figure {
  const { title = "Maps", valueLabel = "sum of products", pixelPx = 8, document } = options;
  const entries = Object.entries(grids);
  const room = contentWidth(options) - GAP_PX * (entries.length - 1);
  const least = LEAST_WIDTH_PX / pixelPx;
  const columns = entries.reduce((sum, [, { width }]) => sum + Math.max(width, least), 0);
  const pixel = Math.min(pixelPx, room / columns);
  const color = createScale(entries.map(([, grid]) => grid));
  const panels = entries.map(([name, { height, width, values }]) =>
    renderChart({
      heading: `${name}: ${height}×${width}`,
      width: Math.max(width, least) * pixel,
      height: height * pixel,
      margin: 0,
      axis: null,
      x: { domain: [0, 1], range: [0, width * pixel] },
      y: { domain: [0, 1], range: [0, height * pixel] },
      marks: [
        Plot.image([paintValues(values, width, { color })], {
          x: 0.5,
          y: 0.5,
          width: width * pixel,
          height: height * pixel,
          src: (uri: string) => uri,
          imageRendering: "optimizeSpeed",
        }),
        Plot.rect([0], { x1: 0, x2: 1, y1: 0, y2: 1, stroke: FRAME_COLOR }),
      ],
    }, document)
  );
  const ramp = renderRamp(color, { label: valueLabel, document });
  const description = `${title}: ${
    entries.map(([name, { height, width }]) => `${name} ${height}×${width}`).join(", ")
  }`;
  return composeFigure([panels, [ramp]], { ...options, title, description });
}

/** Room for a map's name. */
const LEAST_WIDTH_PX = 128;

function createScale(grids: readonly Grid[]): RampColor {
  let largest = 0;
  for (const { values } of grids) {
    for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
  }
  return { scheme: SCHEMES.signed, reverse: true, domain: [-(largest || 1), largest || 1] };
}
