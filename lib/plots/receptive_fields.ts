/**
 * How much of an image one unit of each layer sees.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { IMAGE_SIZE } from "../dataset/labeled_images.ts";
import type { LayerField } from "../reader/layer_fields.ts";
import { composeFigure, contentWidth, type Figure, type FigureOptions } from "./figure.ts";
import { renderChart } from "./panel.ts";
import { type Ink, paintInk } from "./raster.ts";
import { FRAME_COLOR, MARK_COLOR } from "./theme.ts";

const GAP_PX = 12;

/** Draws the image once for each layer, with the field of the unit in the middle of its map. */
export function plotReceptiveFields(
  image: Ink,
  fields: readonly LayerField[],
  options: FigureOptions = {},
): Figure {
  const { title = "Receptive fields", document } = options;
  const side = Math.floor((contentWidth(options) + GAP_PX) / fields.length) - GAP_PX;
  const panels = fields.map(({ name, field: { left, top, width, height } }) =>
    renderChart({
      heading: `${name}: ${width}×${height}`,
      width: side,
      height: side,
      margin: 0,
      axis: null,
      x: { domain: [0, IMAGE_SIZE], range: [0, side] },
      y: { domain: [0, IMAGE_SIZE], range: [0, side] },
      marks: [
        Plot.image([paintInk(image, IMAGE_SIZE)], {
          x: IMAGE_SIZE / 2,
          y: IMAGE_SIZE / 2,
          width: side,
          src: (uri: string) => uri,
          imageRendering: "optimizeSpeed",
        }),
        Plot.frame({ stroke: FRAME_COLOR }),
        Plot.rect([{ left, top, right: left + width, bottom: top + height }], {
          x1: "left",
          x2: "right",
          y1: "top",
          y2: "bottom",
          stroke: MARK_COLOR,
          strokeWidth: 2,
          fill: MARK_COLOR,
          fillOpacity: 0.12,
        }),
      ],
    }, document)
  );
  const description = `${title}: ${
    fields.map(({ name, field }) => `${name} ${field.width}×${field.height} pixels`).join(", ")
  }`;
  return composeFigure([panels], {
    subtitle: "The pixels that reach one unit in the middle of each layer.",
    ...options,
    title,
    description,
  });
}
