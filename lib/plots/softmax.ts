/**
 * From scores to probabilities to one loss.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { softmax } from "../evaluation/softmax.ts";
import {
  composeFigure,
  contentWidth,
  type Figure,
  type FigureOptions,
  type Panel,
} from "./figure.ts";
import { namedX, namedY, renderChart } from "./panel.ts";
import { MARK_COLOR, PALETTE } from "./theme.ts";

/** The scores and what softmax makes of them. */
export interface SoftmaxExample {
  /** One score (logit) per class, any numbers. */
  scores: ArrayLike<number>;
  /** The true class, an index. */
  label: number;
  /** Their names. */
  classes: readonly string[];
}

/** Draws the scores, their probabilities, and the loss on the curve −ln p. */
export function plotSoftmax(
  { scores, label, classes }: SoftmaxExample,
  options: FigureOptions = {},
): Figure {
  const { title = "Softmax and cross-entropy", document } = options;
  const probabilities = softmax(scores), loss = -Math.log(probabilities[label]);
  const width = (contentWidth(options) - 24) / 3;
  const bars = (heading: string, values: readonly number[], name: string) =>
    renderBars(values, { heading, name, classes, label, width, document });
  const panels = [
    bars("1. Scores", Array.from(scores), "score"),
    bars("2. Softmax", probabilities.map((p) => 100 * p), "probability (%)"),
    renderLoss(probabilities[label], { width, document }),
  ];
  const truth = `${(100 * probabilities[label]).toFixed(1)}%`;
  const description = `${title}: the true class ${classes[label]} is given ${truth}, ` +
    `a loss of ${loss.toFixed(3)} nats`;
  return composeFigure([panels], {
    subtitle: `Orange is the true class, ${classes[label]}: probability ${truth}, ` +
      `loss −ln p = ${loss.toFixed(3)} nats.`,
    ...options,
    title,
    description,
  });
}

function renderBars(
  values: readonly number[],
  { heading, name, classes, label, width, document }: {
    heading: string;
    name: string;
    classes: readonly string[];
    label: number;
    width: number;
    document: FigureOptions["document"];
  },
): Panel {
  return renderChart({
    heading,
    width,
    height: 220,
    marginLeft: 28,
    marginRight: 8,
    marginTop: 4,
    marginBottom: 40,
    x: { ...namedX(name), ticks: 4 },
    y: { label: null, tickSize: 0, domain: classes },
    marks: [
      Plot.barX(values, {
        x: (value: number) => value,
        y: (_: number, i: number) => classes[i],
        fill: (_: number, i: number) => i === label ? PALETTE.orange : PALETTE.sky,
      }),
      Plot.ruleX([0]),
    ],
  }, document);
}

function renderLoss(
  probability: number,
  { width, document }: { width: number; document: FigureOptions["document"] },
): Panel {
  const curve = Array.from({ length: 100 }, (_, i) => ({ p: (i + 1) / 100 }));
  return renderChart({
    heading: "3. Loss of the true class",
    width,
    height: 220,
    marginLeft: 32,
    marginRight: 12,
    marginBottom: 40,
    x: { ...namedX("probability (%)"), domain: [0, 100], ticks: 5 },
    y: { ...namedY("−ln p (nats)"), domain: [0, 5] },
    marks: [
      Plot.line(curve, {
        x: ({ p }) => 100 * p,
        y: ({ p }) => -Math.log(p),
        stroke: PALETTE.blue,
        strokeWidth: 2,
      }),
      Plot.dot([probability], {
        x: (p: number) => 100 * p,
        y: (p: number) => Math.min(5, -Math.log(p)),
        fill: PALETTE.orange,
        stroke: MARK_COLOR,
        r: 6,
      }),
      Plot.ruleY([0]),
    ],
  }, document);
}
