/**
 * The probabilities that a network gives to one image.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { IMAGE_SIZE } from "../dataset/labeled_images.ts";
import { labelClasses, measureLabels } from "./class_names.ts";
import { composeFigure, contentWidth, type Figure, type FigureOptions } from "./figure.ts";
import { namedX, renderChart } from "./panel.ts";
import { type Ink, paintInk } from "./raster.ts";
import { FRAME_COLOR, PALETTE } from "./theme.ts";

/** Bars that fit beside the image; of more classes, the most probable are drawn. */
const MOST_BARS = 12;
const PICTURE_PX = 200;
const GAP_PX = 12;

/**
 * Draws an image beside its class probabilities; of more than twelve classes, the twelve most probable.
 *
 * @param image 784 numbers.
 * @param probabilities One number from 0 to 1 for each class.
 * @param options `classes` are the names of the classes.
 */
export function plotProbabilities(
  image: Ink,
  probabilities: ArrayLike<number>,
  options: FigureOptions & { classes: readonly string[] },
): Figure {
  const { classes, document } = options;
  const names = labelClasses(classes);
  const ranked = Array.from(
    probabilities,
    (probability, label) => ({ label, percent: 100 * probability }),
  ).sort((a, b) => b.percent - a.percent);
  const [best] = ranked, isCut = ranked.length > MOST_BARS;
  const bars = isCut ? ranked.slice(0, MOST_BARS) : ranked.toSorted((a, b) => a.label - b.label);
  const title = options.title ??
    (isCut ? `The ${MOST_BARS} most probable of ${ranked.length} classes` : "Class probabilities");
  const chart = renderChart({
    width: contentWidth(options) - PICTURE_PX - GAP_PX,
    height: Math.max(120, 44 + 18.6 * bars.length),
    marginTop: 4,
    marginLeft: Math.max(40, measureLabels(names) + 16),
    marginRight: 48,
    marginBottom: 40,
    x: { domain: [0, 100], ...namedX("probability (%)") },
    y: {
      domain: bars.map(({ label }) => label),
      label: null,
      tickSize: 0,
      tickFormat: (label: number) => names[label],
    },
    marks: [
      Plot.barX(bars, {
        x: "percent",
        y: "label",
        fill: (bar) => bar === best ? PALETTE.blue : PALETTE.sky,
      }),
      Plot.text(bars, {
        x: "percent",
        y: "label",
        text: (bar) => bar.percent < 0.05 ? "" : `${bar.percent.toFixed(1)}%`,
        textAnchor: "start",
        dx: 5,
      }),
      Plot.ruleX([0]),
    ],
  }, document);
  const picture = renderPicture(image, document);
  const description = `${title}: predicted ${classes[best.label]} with ${best.percent.toFixed(1)}%`;
  return composeFigure([[picture, chart]], { ...options, title, description });
}

function renderPicture(image: Ink, document: FigureOptions["document"]) {
  return renderChart({
    width: PICTURE_PX,
    height: PICTURE_PX,
    axis: null,
    margin: 0,
    marks: [
      Plot.image([paintInk(image, IMAGE_SIZE)], {
        frameAnchor: "middle",
        width: 7 * IMAGE_SIZE,
        src: (uri: string) => uri,
        imageRendering: "optimizeSpeed",
      }),
      Plot.frame({ stroke: FRAME_COLOR }),
    ],
  }, document);
}
