/**
 * What the network says of one digit.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { IMAGE_SIZE } from "../dataset/labeled_images.ts";
import { composeFigure, type Figure, type FigureOptions } from "./figure.ts";
import { namedX, renderChart } from "./panel.ts";
import { type Ink, paintInk } from "./raster.ts";
import { PALETTE } from "./theme.ts";

/**
 * Draws a digit beside the ten probabilities given to it.
 *
 * @param image 784 numbers.
 * @param probabilities Ten numbers from 0 to 1, `probabilities[digit]`.
 */
export function plotProbabilities(
  image: Ink,
  probabilities: ArrayLike<number>,
  options: FigureOptions = {},
): Figure {
  const { title = "One digit, ten probabilities", document } = options;
  const bars = Array.from(
    probabilities,
    (probability, digit) => ({ digit, percent: 100 * probability }),
  );
  const best = bars.reduce((a, b) => b.percent > a.percent ? b : a);
  const picture = renderChart({
    width: 200,
    height: 200,
    axis: null,
    margin: 0,
    marks: [
      Plot.image([paintInk(image, IMAGE_SIZE)], {
        frameAnchor: "middle",
        width: 7 * IMAGE_SIZE,
        src: (uri: string) => uri,
        imageRendering: "optimizeSpeed",
      }),
      Plot.frame({ stroke: "#d0d7de" }),
    ],
  }, document);
  const chart = renderChart({
    width: 400,
    height: 230,
    marginTop: 4,
    marginRight: 48,
    marginBottom: 40,
    x: { domain: [0, 100], ...namedX("probability (%)") },
    y: { label: null, tickSize: 0 },
    marks: [
      Plot.barX(bars, {
        x: "percent",
        y: "digit",
        fill: (bar) => bar === best ? PALETTE.blue : PALETTE.sky,
      }),
      Plot.text(bars, {
        x: "percent",
        y: "digit",
        text: (bar) => bar.percent < 0.05 ? "" : `${bar.percent.toFixed(1)}%`,
        textAnchor: "start",
        dx: 5,
      }),
      Plot.ruleX([0]),
    ],
  }, document);
  const description = `${title}: read as ${best.digit} with ${best.percent.toFixed(1)}%`;
  return composeFigure([[picture, chart]], { ...options, title, description });
}
