/**
 * Confusion matrices at several moments of a training run.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import {
  heightOfTicks,
  labelClasses,
  measureLabels,
  ticksAcross,
  ticksDown,
} from "./class_names.ts";
import { composeFigure, contentWidth, type Figure, type FigureOptions } from "./figure.ts";
import { type RampColor, renderChart, renderRamp } from "./panel.ts";
import { FRAME_COLOR, SCHEMES } from "./theme.ts";

/** A confusion matrix and when it was taken. */
export interface ConfusionFrame {
  /** Steps taken so far. */
  readonly step: number;
  /** Counts: a row for each true class, a column for each predicted one. */
  readonly confusion: readonly (readonly number[])[];
}

const COLUMNS = 4;
const GAP_PX = 16;
const MARGIN_PX = 18;
const COLOR: RampColor = { scheme: SCHEMES.counts, domain: [0, 1] };

/** A cell of a matrix. */
interface Cell {
  truth: number;
  predicted: number;
  share: number;
}

/** Draws small matrices side by side, each cell coloured by its share of its true class. */
export function plotConfusionFrames(
  frames: readonly ConfusionFrame[],
  options: FigureOptions & { classes: readonly string[] },
): Figure {
  const { title = "Which class is taken for which, as training goes on", classes, document } =
    options;
  const size = Math.floor((contentWidth(options) - GAP_PX * (COLUMNS - 1)) / COLUMNS);
  const labels = labelClasses(classes);
  const marginLeft = Math.max(MARGIN_PX, Math.ceil(measureLabels(labels)) + 8);
  const cellPx = (size - marginLeft - MARGIN_PX) / labels.length;
  const across = ticksAcross(labels, cellPx);
  const domain = labels.map((_, label) => label);
  const panels = frames.map((frame) =>
    renderChart({
      heading: nameFrame(frame),
      width: size,
      height: size,
      margin: MARGIN_PX,
      marginTop: Math.max(MARGIN_PX, heightOfTicks(labels, across) + 6),
      marginLeft,
      padding: 0,
      color: COLOR,
      x: { domain, label: null, axis: "top", ...across },
      y: { domain, label: null, ...ticksDown(labels, cellPx) },
      marks: [
        Plot.cell(listCells(frame), { x: "predicted", y: "truth", fill: "share" }),
        Plot.frame({ stroke: FRAME_COLOR }),
      ],
    }, document)
  );
  const rows = Array.from(
    { length: Math.ceil(panels.length / COLUMNS) },
    (_, row) => panels.slice(row * COLUMNS, (row + 1) * COLUMNS),
  );
  const ramp = renderRamp(COLOR, { label: "share of the true class", document });
  return composeFigure([...rows, [ramp]], {
    subtitle: "Rows are true classes, columns predicted ones.",
    ...options,
    title,
    description: `${title}: ${frames.map(nameFrame).join("; ")}`,
  });
}

function listCells({ confusion }: ConfusionFrame): Cell[] {
  return confusion.flatMap((row, truth) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.flatMap((count, predicted) =>
      count === 0 ? [] : [{ truth, predicted, share: count / total }]
    );
  });
}

function nameFrame({ step, confusion }: ConfusionFrame): string {
  const right = confusion.reduce((sum, row, label) => sum + row[label], 0);
  const all = confusion.flat().reduce((sum, count) => sum + count, 0);
  return `step ${step}: ${(100 * right / all).toFixed(0)}% right`;
}
