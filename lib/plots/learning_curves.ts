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
import { logScale, namedX, namedY, renderChart, renderLegend, wholeTicks } from "./panel.ts";
import { PALETTE } from "./theme.ts";

/** The metrics at a point of a run; those left out are not drawn. */
export interface EpochPoint {
  /** Epochs done, with a fraction within an epoch. */
  epoch: number;
  /** Mean cross-entropy of a whole epoch, as trained (augmented, with dropout), in nats. */
  trainLoss?: number;
  /** The same of the images since the point before. */
  intervalLoss?: number;
  /** Mean cross-entropy on the validation set, in nats. */
  validationLoss?: number;
  /** Accuracy on the validation set, 0 to 1. */
  validationAccuracy?: number;
  /** Of the epoch's last step. */
  learningRate?: number;
  /** Training throughput. */
  imagesPerSecond?: number;
}

/** Room above and below the curves of a logarithmic axis, as a factor. */
const LOG_MARGIN = 1.1;

/** A line: which number of a point, and its colour. */
interface Curve {
  value: (point: EpochPoint) => number | undefined;
  color: string;
  /** A thin line in the background. */
  faint?: boolean;
}

/**
 * Draws loss, validation error, learning rate and speed; an empty history gives empty axes, so that
 * a live chart can start at once.
 *
 * @param options `epochs` is the planned number of epochs, which fixes the axis.
 */
export function plotLearningCurves(
  history: readonly EpochPoint[],
  options: FigureOptions & { epochs?: number } = {},
): Figure {
  const position = history.at(-1)?.epoch ?? 0;
  const { title = "Training", epochs = Math.ceil(position) } = options;
  const width = (contentWidth(options) - 12) / 2;
  const panel = (heading: string, label: string, curves: Curve[], scale: Plot.ScaleOptions) =>
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
    panel("Loss", "cross-entropy (nats, logarithmic)", [
      { value: (p) => p.intervalLoss, color: PALETTE.sky, faint: true },
      { value: (p) => p.trainLoss, color: PALETTE.blue },
      { value: (p) => p.validationLoss, color: PALETTE.vermillion },
    ], scaleLosses(history)),
    panel("Validation error", "misclassified (%)", [
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
    ...(history.some(({ intervalLoss }) => intervalLoss !== undefined)
      ? [{ label: "training, within the epoch", color: PALETTE.sky, symbol: "line" as const }]
      : []),
    { label: "training set", color: PALETTE.blue, symbol: "line" },
    { label: "validation set", color: PALETTE.vermillion, symbol: "line" },
  ]);
  return composeFigure([[legend], panels.slice(0, 2), panels.slice(2)], {
    ...options,
    title,
    description: `${title}: loss, validation error, learning rate and speed over ${
      Math.floor(position)
    } epochs`,
  });
}

/** A logarithmic scale for losses, which fall by orders of magnitude; empty while there are none. */
function scaleLosses(history: readonly EpochPoint[]): Plot.ScaleOptions {
  const losses = history
    .flatMap(({ trainLoss, intervalLoss, validationLoss }) => [
      trainLoss,
      intervalLoss,
      validationLoss,
    ])
    .filter((loss) => loss !== undefined);
  if (losses.length === 0) return {};
  const domain = [Math.min(...losses) / LOG_MARGIN, Math.max(...losses) * LOG_MARGIN] as const;
  return { ...logScale(...domain), domain };
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
  const lines = curves.map(({ value, color, faint = false }) => ({
    color,
    faint,
    points: history.flatMap((point) => {
      const y = value(point);
      return y === undefined ? [] : [{ x: point.epoch, y }];
    }),
  }));
  const isEmpty = lines.every(({ points }) => points.length === 0);
  const end = Math.max(1, epochs);
  return renderChart({
    heading,
    width,
    height: 190,
    marginLeft: 52,
    marginBottom: 36,
    x: { domain: [0, end], ...namedX("epoch"), ticks: wholeTicks(0, end), tickFormat: "d" },
    y: { ...namedY(label), ticks: 5, ...(isEmpty ? { domain: [0, 1], ticks: 0 } : scale) },
    marks: [
      Plot.ruleY([scale.domain ? [...scale.domain][0] : 0]),
      ...lines.flatMap(({ points, color, faint }) => [
        Plot.lineY(points, { x: "x", y: "y", stroke: color, strokeWidth: faint ? 1 : 2 }),
        Plot.dot(points.filter(({ x }) => !faint && Number.isInteger(x)), {
          x: "x",
          y: "y",
          fill: color,
          r: 2.5,
        }),
      ]),
    ],
  }, document);
}
