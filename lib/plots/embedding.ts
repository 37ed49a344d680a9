/**
 * Images as points in the plane.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import type { EmbeddedImage } from "../exploration/pca.ts";
import { labelClasses } from "./class_names.ts";
import { composeFigure, contentWidth, type Figure, type FigureOptions } from "./figure.ts";
import { namedX, renderChart, renderLegend } from "./panel.ts";
import { classColor } from "./theme.ts";

/** An image's place in the plane. */
export type PlacedImage = Pick<EmbeddedImage, "x" | "y" | "label">;

/** Options of an embedding; axes without a label are omitted. */
export interface EmbeddingOptions extends FigureOptions {
  /** Names of the classes. */
  classes: readonly string[];
  /** Title of the horizontal axis. */
  xLabel?: string;
  /** Title of the vertical axis. */
  yLabel?: string;
}

/** Names of up to so many characters are drawn in the plane themselves. */
const SHORT_NAME = 2;

/**
 * Draws each image as the name of its class, or as its number where names are long, coloured by class.
 * Ten classes have colours of their own; more share them, and the text tells them apart. A thousand
 * images stay legible, several thousand do not.
 */
export function plotEmbedding(points: readonly PlacedImage[], options: EmbeddingOptions): Figure {
  const { title = "Embedding", classes, xLabel, yLabel } = options;
  const names = labelClasses(classes);
  const areShort = names.every((name) => [...name].length <= SHORT_NAME);
  // On whole pixels equal texts are equal pictures, and the file is a quarter smaller.
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
    marks: [
      Plot.text(points, {
        x: "x",
        y: "y",
        text: ({ label }: PlacedImage) => areShort ? names[label] : String(label),
        fill: ({ label }: PlacedImage) => classColor(label),
        fontSize: 10,
        fontWeight: 700,
      }),
    ],
  }, options.document);
  const occurring = [...new Set(points.map(({ label }) => label))].sort((a, b) => a - b);
  const legend = renderLegend(
    occurring.map((label) => ({ label: `${label} ${names[label]}`, color: classColor(label) })),
    contentWidth(options),
  );
  const description =
    `${title}: ${points.length} images of ${occurring.length} classes in the plane`;
  return composeFigure([...areShort ? [] : [[legend]], [chart]], {
    ...options,
    title,
    description,
  });
}
