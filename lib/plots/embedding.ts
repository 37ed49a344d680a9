/**
 * Digits as points in the plane.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import type { EmbeddedImage } from "../exploration/pca.ts";
import { composeFigure, contentWidth, type Figure, type FigureOptions } from "./figure.ts";
import { namedX, renderChart } from "./panel.ts";
import { DIGIT_COLORS } from "./theme.ts";

/** A digit's place on a map. */
export type PlacedImage = Pick<EmbeddedImage, "x" | "y" | "digit">;

/**
 * Draws each digit as its own figure, coloured by class, so that colour is never the only key; a
 * thousand stay legible, several thousand do not.
 *
 * @param options `xLabel` and `yLabel` name the axes, which are left out without a name.
 */
export function plotEmbedding(
  points: readonly PlacedImage[],
  options: FigureOptions & { xLabel?: string; yLabel?: string } = {},
): Figure {
  const { title = "Embedding", xLabel, yLabel } = options;
  // On whole pixels equal figures are equal pictures, and the file is a quarter smaller.
  const axis = (label: string | undefined) => ({
    round: true,
    ...(label === undefined ? { axis: null } : namedX(label)),
  });
  const chart = renderChart({
    width: contentWidth(options),
    height: 520,
    marginLeft: yLabel ? 52 : 8,
    marginBottom: xLabel ? 40 : 8,
    inset: 8,
    x: axis(xLabel),
    y: axis(yLabel),
    color: {
      domain: DIGIT_COLORS.map((_, digit) => digit),
      range: [...DIGIT_COLORS],
      type: "categorical",
    },
    marks: [
      Plot.text(points, {
        x: "x",
        y: "y",
        text: (point: PlacedImage) => String(point.digit),
        fill: "digit",
        fontSize: 10,
        fontWeight: 700,
      }),
    ],
  }, options.document);
  const description = `${title}: ${points.length} digits in two dimensions, coloured by class`;
  return composeFigure([[chart]], { ...options, title, description });
}
