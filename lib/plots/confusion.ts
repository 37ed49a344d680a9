/**
 * The confusion matrix.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { rankConfusedPairs } from "../evaluation/confusion.ts";
import type { Report } from "../evaluation/report.ts";
import {
  heightOfTicks,
  labelClasses,
  measureLabels,
  ticksAcross,
  ticksDown,
} from "./class_names.ts";
import { composeFigure, contentWidth, type Figure, type FigureOptions } from "./figure.ts";
import { namedX, type RampColor, renderChart, renderRamp } from "./panel.ts";
import { FIGURE_WIDTH_PX, FRAME_COLOR, SCHEMES, TEXT_COLOR } from "./theme.ts";

/** Up to so many classes, cells are wide and the figure is narrower than others. */
const FEW_CLASSES = 12;
const NARROW_WIDTH_PX = 600;
const LOW_HEIGHT_PX = 392;
/** With more classes than fit at this size, the figure grows. */
const SMALLEST_CELL_PX = 5;
const AXIS_NAME_PX = 20;
const RIGHT_PX = 20;
const COUNT_FONT = { largest: 12, smallest: 7, digitWidthEm: 0.58 };
/** How many confusions are named where cells are too small for their counts. */
const NAMED_CONFUSIONS = 6;
/** Smallest share of a row that still gets a colour of its own, in percent. */
const LOWEST_PERCENT = 0.05;
const COLOR: RampColor = {
  type: "log",
  scheme: SCHEMES.counts,
  domain: [LOWEST_PERCENT, 100],
  clamp: true,
};

/** A nonzero count of the matrix. */
interface Cell {
  truth: number;
  predicted: number;
  count: number;
  percent: number;
}

/**
 * Draws a confusion matrix, coloured by the share of each row on a logarithmic scale, so that a single
 * misclassified image is visible beside a thousand correct ones. Counts are printed where they fit;
 * otherwise the subtitle names the most frequent confusions.
 */
export function plotConfusion(
  { confusion, classes }: Pick<Report, "confusion" | "classes">,
  options: FigureOptions = {},
): Figure {
  const labels = labelClasses(classes);
  const { title = "Confusion matrix", width = chooseWidth(labels) } = options;
  const marginLeft = measureMargin(labels);
  const innerWidth = contentWidth({ width }) - marginLeft - RIGHT_PX;
  const innerHeight = labels.length > FEW_CLASSES ? innerWidth : LOW_HEIGHT_PX;
  const across = ticksAcross(labels, innerWidth / labels.length);
  const cells = listCells(confusion);
  const cellWidth = innerWidth / labels.length;
  const fontSize = fitCounts(cells, cellWidth);
  const marginTop = AXIS_NAME_PX + heightOfTicks(labels, across) + 6;
  const domain = labels.map((_, label) => label);
  const chart = renderChart({
    width: contentWidth({ width }),
    height: marginTop + innerHeight + 8,
    marginLeft,
    marginRight: RIGHT_PX,
    marginTop,
    marginBottom: 8,
    padding: 0,
    x: { domain, axis: "top", ...namedX("predicted class"), labelOffset: marginTop - 4, ...across },
    y: {
      domain,
      label: "true class",
      labelArrow: "none",
      labelOffset: marginLeft - 4,
      ...ticksDown(labels, innerHeight / labels.length),
    },
    color: COLOR,
    marks: [
      Plot.cell(cells, {
        x: "predicted",
        y: "truth",
        fill: "percent",
        inset: cellWidth > 10 ? 0.5 : 0,
      }),
      fontSize
        ? Plot.text(cells, {
          x: "predicted",
          y: "truth",
          fontSize,
          text: ({ count }: Cell) => String(count),
          fill: ({ percent }: Cell) => percent > 10 ? "#fff" : TEXT_COLOR,
        })
        : null,
      Plot.frame({ stroke: FRAME_COLOR }),
    ],
  }, options.document);
  const ramp = renderRamp(COLOR, {
    label: "share of the true class (%, logarithmic)",
    document: options.document,
  });
  return composeFigure([[chart], [ramp]], {
    subtitle: fontSize ? undefined : nameConfusions(confusion, classes),
    ...options,
    width,
    title,
    description: `${title}: counts by true class (rows) and predicted class (columns), ` +
      `${classes.length} classes`,
  });
}

function listCells(confusion: readonly ArrayLike<number>[]): Cell[] {
  return confusion.flatMap((row, truth) => {
    const counts = Array.from(row), total = counts.reduce((sum, count) => sum + count, 0);
    return counts.map((count, predicted) => ({
      truth,
      predicted,
      count,
      percent: 100 * count / total,
    }));
  }).filter(({ count }) => count > 0);
}

function measureMargin(labels: readonly string[]): number {
  return Math.max(48, Math.ceil(measureLabels(labels)) + 32);
}

function chooseWidth(labels: readonly string[]): number {
  if (labels.length <= FEW_CLASSES) return NARROW_WIDTH_PX;
  const frame = FIGURE_WIDTH_PX - contentWidth({}) + measureMargin(labels) + RIGHT_PX;
  return Math.max(FIGURE_WIDTH_PX, labels.length * SMALLEST_CELL_PX + Math.ceil(frame));
}

/** The font size at which the largest count fits into a cell; undefined if that is illegible. */
function fitCounts(cells: readonly Cell[], cellWidth: number): number | undefined {
  const digits = String(cells.reduce((most, { count }) => Math.max(most, count), 0)).length;
  const { largest, smallest, digitWidthEm } = COUNT_FONT;
  const fitting = Math.floor((cellWidth - 2) / (digits * digitWidthEm));
  return fitting < smallest ? undefined : Math.min(largest, fitting);
}

function nameConfusions(
  confusion: readonly number[][],
  classes: readonly string[],
): string | undefined {
  const names = labelClasses(classes);
  const pairs = rankConfusedPairs(confusion).slice(0, NAMED_CONFUSIONS).map(
    ({ label, predicted, count }) => `${names[label]} → ${names[predicted]} ${count}×`,
  );
  if (pairs.length === 0) return;
  return `Most frequent confusions (true class → predicted class): ${pairs.join(", ")}.`;
}
