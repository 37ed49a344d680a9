/**
 * The errors of several runs of each of several ways of training.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import type { SeedRun } from "../training/seed_study.ts";
import { composeFigure, contentWidth, type Figure, type FigureOptions } from "./figure.ts";
import { namedX, renderChart, renderLegend } from "./panel.ts";
import { PALETTE } from "./theme.ts";

const ROW_HEIGHT_PX = 38;

/** Draws a dot for each run and a line at the mean of each way. */
export function plotSeedSpread(runs: readonly SeedRun[], options: FigureOptions = {}): Figure {
  const { title = "The spread of seeds" } = options;
  const names = [...new Set(runs.map(({ name }) => name))];
  const means = names.map((name) => {
    const errors = runs.filter((run) => run.name === name).map(({ error }) => error);
    return { name, error: errors.reduce((sum, error) => sum + error, 0) / errors.length };
  });
  const place = { x: ({ error }: { error: number }) => 100 * error, y: "name" };
  const chart = renderChart({
    width: contentWidth(options),
    height: Math.max(1, names.length) * ROW_HEIGHT_PX + 44,
    marginLeft: 16 + 6.5 * Math.max(8, ...names.map((name) => name.length)),
    marginRight: 24,
    marginTop: 4,
    marginBottom: 40,
    x: { ...namedX("error on digits that no run has seen (%)"), grid: true, nice: true },
    y: { type: "band", domain: names, label: null, tickSize: 0, padding: 0.3 },
    marks: [
      Plot.dot(runs, { ...place, r: 5, fill: PALETTE.blue, fillOpacity: 0.75 }),
      Plot.tickX(means, { ...place, stroke: PALETTE.vermillion, strokeWidth: 3 }),
    ],
  }, options.document);
  const legend = renderLegend([
    { label: "one run", color: PALETTE.blue },
    { label: "mean of the runs", color: PALETTE.vermillion, symbol: "line" },
  ]);
  const description = `${title}: ${
    means.map(({ name, error }) => `${name} ${(100 * error).toFixed(2)}% on average`).join(", ")
  }`;
  return composeFigure([[legend], [chart]], { ...options, title, description });
}
