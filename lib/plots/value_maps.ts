/**
 * Maps of numbers as pictures on one colour scale: filters, feature maps, occlusion.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { countFitting, shorten } from "./class_names.ts";
import { composeFigure, contentWidth, type Figure, type FigureOptions } from "./figure.ts";
import { type RampColor, renderChart, renderRamp } from "./panel.ts";
import { type Ink, paintValues } from "./raster.ts";
import { SCHEMES } from "./theme.ts";

/** A rectangular map of numbers, row by row. */
export interface ValueMap {
  /** What stands above the map. */
  name: string;
  /** The values, row by row. */
  values: ArrayLike<number>;
  /** Numbers in a row. */
  width: number;
  /** An image of the same size below the map, which covers it the more, the larger its values. */
  underlay?: Ink;
}

const GAP_PX = 10;
const NAME_PX = 18;

/**
 * Draws maps side by side. With `signed` values the scale is centred on zero (blue below, red
 * above); otherwise it starts at zero.
 *
 * @param options `valueLabel` names the quantity and its unit; `columns` is the number of maps per row.
 */
export function plotValueMaps(
  maps: readonly ValueMap[],
  options: FigureOptions & { signed?: boolean; valueLabel?: string; columns?: number } = {},
): Figure {
  const { title = "Maps", signed = false, valueLabel = "value", columns = 8 } = options;
  const color = createColorScale(maps, signed);
  const width = contentWidth(options);
  const size = Math.min(120, Math.floor(width / columns) - GAP_PX);
  const rows = Math.ceil(maps.length / columns);
  const rowHeight = size + NAME_PX + GAP_PX;
  const position = {
    x: (_: unknown, i: number) => (i % columns) * (size + GAP_PX) + size / 2,
    y: (_: unknown, i: number) => Math.floor(i / columns) * rowHeight + NAME_PX + size / 2,
  };
  const picture = { ...position, width: size, height: size, imageRendering: "optimizeSpeed" };
  const chart = renderChart({
    width,
    height: rows * rowHeight,
    margin: 0,
    axis: null,
    x: { domain: [0, width], range: [0, width] },
    y: { domain: [0, rows * rowHeight], range: [0, rows * rowHeight] },
    marks: [
      Plot.image(maps, {
        ...picture,
        src: ({ values, width, underlay }: ValueMap) =>
          paintValues(values, width, { color, underlay }),
      }),
      Plot.text(maps, {
        ...position,
        dy: -size / 2 - 7,
        text: ({ name }: ValueMap) => shorten(name, countFitting(size + GAP_PX)),
      }),
    ],
  }, options.document);
  const ramp = renderRamp(color, { label: valueLabel, document: options.document });
  const description = `${title}: ${maps.length} maps of ${valueLabel}`;
  return composeFigure([[chart], [ramp]], { ...options, title, description });
}

function createColorScale(maps: readonly ValueMap[], signed: boolean): RampColor {
  let largest = 0;
  for (const { values } of maps) {
    for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
  }
  if (largest === 0) largest = 1;
  return signed
    ? { scheme: SCHEMES.signed, reverse: true, domain: [-largest, largest] }
    : { scheme: SCHEMES.activations, domain: [0, largest] };
}
