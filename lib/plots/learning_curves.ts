/**
 * A training run, epoch by epoch.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import {
  composeFigure,
  contentWidth,
  type Figure,
  type FigureOptions,
  type Panel,
} from "./figure.ts";
import { namedX, namedY, renderChart, renderLegend } from "./panel.ts";
import { PALETTE } from "./theme.ts";

/** What is drawn of an epoch; what is left out leaves a gap. */
export interface EpochPoint {
  epoch: number;
  /** Mean cross-entropy over the epoch's batches, as trained (augmented, with dropout), in nats. */
  trainLoss?: number;
  /** Mean cross-entropy on the validation digits, in nats. */
  validationLoss?: number;
  /** Share of validation digits read right, 0 to 1. */
  validationAccuracy?: number;
  learningRate?: number;
  imagesPerSecond?: number;
}

/** A line: which number of an epoch, and its colour. */
interface Curve {
  value: (point: EpochPoint) => number | undefined;
  color: string;
  dashed?: boolean;
}

/**
 * Draws loss, validation error, learning rate and speed; works from no epoch on, so that a live
 * chart can start empty.
 *
 * @param options `epochs` is the planned number of epochs, which fixes the axis.
 */
export function plotLearningCurves(
  history: readonly EpochPoint[],
  options: FigureOptions & { epochs?: number } = {},
): Figure {
  const { title = "Training", epochs = history.length } = options;
  const width = (contentWidth(options) - 12) / 2;
  const panel = (heading: string, label: string, curves: Curve[], scale: Plot.ScaleOptions = {}) =>
    renderCurves(history, {
      heading,
      label,
      curves,
      scale,
      epochs,
      width,
      document: options.document,
    });
  const panels = [
    panel("Loss", "cross-entropy (nats)", [
      { value: (p) => p.trainLoss, color: PALETTE.blue },
      { value: (p) => p.validationLoss, color: PALETTE.vermillion },
    ], { zero: true }),
    panel("Validation error", "misread (%)", [
      { value: (p) => percentWrong(p.validationAccuracy), color: PALETTE.vermillion },
    ], { zero: true }),
    panel("Learning rate", "step size", [{ value: (p) => p.learningRate, color: PALETTE.green }], {
      zero: true,
    }),
    panel("Speed", "images/s", [{ value: (p) => p.imagesPerSecond, color: PALETTE.purple }], {
      zero: true,
      tickFormat: (speed: number) => speed.toLocaleString("en"),
    }),
  ];
  const legend = renderLegend([
    { label: "training digits", color: PALETTE.blue, symbol: "line" },
    { label: "validation digits", color: PALETTE.vermillion, symbol: "line" },
  ]);
  return composeFigure([[legend], panels.slice(0, 2), panels.slice(2)], {
    ...options,
    title,
    description:
      `${title}: loss, validation error, learning rate and speed over ${history.length} epochs`,
  });
}

function percentWrong(accuracy: number | undefined): number | undefined {
  return accuracy === undefined ? undefined : 100 * (1 - accuracy);
}

function renderCurves(
  history: readonly EpochPoint[],
  { heading, label, curves, scale, epochs, width, document }: {
    heading: string;
    label: string;
    curves: Curve[];
    scale: Plot.ScaleOptions;
    epochs: number;
    width: number;
    document: FigureOptions["document"];
  },
): Panel {
  const known = history.some((point) => curves.some(({ value }) => value(point) !== undefined));
  return renderChart({
    heading,
    width,
    height: 190,
    marginLeft: 52,
    marginBottom: 36,
    x: {
      domain: [1, Math.max(2, epochs)],
      ...namedX("epoch"),
      tickFormat: "d",
    },
    y: {
      ...namedY(label),
      ticks: 5,
      ...(known ? scale : { domain: [0, 1], ticks: 0 }),
    },
    marks: [
      Plot.ruleY([0]),
      ...curves.flatMap(({ value, color }) => [
        Plot.lineY(history, { x: "epoch", y: value, stroke: color, strokeWidth: 2 }),
        Plot.dot(history, { x: "epoch", y: value, fill: color, r: 2 }),
      ]),
    ],
  }, document);
}
