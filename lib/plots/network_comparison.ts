/**
 * What networks cost and what they come to.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import type { ComparedNetwork } from "../evaluation/network_comparison.ts";
import { composeFigure, contentWidth, type Figure, type FigureOptions } from "./figure.ts";
import { namedX, namedY, renderChart, renderLegend } from "./panel.ts";
import { PALETTE, TEXT_COLOR } from "./theme.ts";

/** What is on the horizontal axis. */
export type NetworkCost = "parameters" | "seconds";

/** A network at its place. */
interface Point {
  name: string;
  /** From, to: powers of ten. */
  cost: readonly [number, number];
  middle: number;
  percent: number;
  percentInterval: readonly number[];
  /** 0 for a published one. */
  runs: number;
  own: boolean;
}

const COLORS = { own: PALETTE.blue, published: PALETTE.vermillion };
const X_LABELS = {
  parameters: "parameters (logarithmic)",
  seconds: "time of training (logarithmic)",
};
/** Ticks that people think in. Plot's own logarithmic axis leaves out the labels of 60 and the like. */
const TICKS: Record<NetworkCost, readonly (readonly [value: number, label: string])[]> = {
  parameters: [[1e3, "1k"], [1e4, "10k"], [1e5, "100k"], [1e6, "1M"], [1e7, "10M"], [1e8, "100M"]],
  seconds: [
    ...[[1, "1 s"], [10, "10 s"], [60, "1 min"], [600, "10 min"], [3600, "1 h"]] as const,
    ...[[36_000, "10 h"], [86_400, "1 d"], [864_000, "10 d"]] as const,
  ],
};
const HEIGHT_PX = 400;
const MARGIN_BOTTOM_PX = 40, MARGIN_TOP_PX = 27;
/** Names nearer than this to one another would overlap: powers of ten, and pixels. */
const NAME_REACH = 1, NAME_HEIGHT_PX = 15;

/**
 * Draws the error of networks over their parameters or over their time of training. A network without that
 * figure is left out; where there are none of one's own a line says how they are measured.
 */
export function plotNetworkComparison(
  networks: readonly ComparedNetwork[],
  by: NetworkCost,
  options: FigureOptions = {},
): Figure {
  const { title = `Error by ${X_LABELS[by].replace(" (logarithmic)", "")}` } = options;
  const points = networks.flatMap((network) => placeNetwork(network, by) ?? []);
  const chart = renderChart({
    width: contentWidth(options),
    height: HEIGHT_PX,
    marginLeft: 48,
    marginRight: 24,
    marginTop: MARGIN_TOP_PX,
    marginBottom: MARGIN_BOTTOM_PX,
    x: { ...namedX(X_LABELS[by]), ...placeTicks(points, by), insetLeft: 90, insetRight: 24 },
    y: { ...namedY("test error (%)"), zero: true },
    marks: listMarks(points),
  }, options.document);
  const legend = renderLegend([
    { label: "measured here", color: COLORS.own },
    { label: "published", color: COLORS.published },
    { label: "95% interval", color: TEXT_COLOR, symbol: "line" },
  ]);
  const description = `${title}: ${
    points.map(({ name, percent }) => `${name} ${percent.toFixed(2)}%`).join(", ")
  }`;
  const subtitle = describeRuns(points);
  return composeFigure([[legend], [chart]], { subtitle, ...options, title, description });
}

/** From how many runs the points of one's own come. */
function describeRuns(points: readonly Point[]): string {
  const runs = points.filter(({ own }) => own).map(({ runs }) => runs);
  if (runs.length === 0) {
    return "Networks of this project are missing: deno task zoo trains and measures them.";
  }
  const fewest = Math.min(...runs), most = Math.max(...runs);
  if (most === 1) return "Measured here: one run of each network.";
  return `Measured here: means of ${
    fewest === most ? most : `${fewest} to ${most}`
  } runs of each network.`;
}

function placeNetwork(network: ComparedNetwork, by: NetworkCost): Point | undefined {
  const { name, errorRate, interval, parameters, seconds, runs } = network;
  const cost = by === "seconds" ? seconds : parameters && [parameters, parameters] as const;
  if (!cost) return undefined;
  return {
    name,
    cost: [Math.log10(cost[0]), Math.log10(cost[1])],
    middle: Math.log10(cost[0] * cost[1]) / 2,
    percent: 100 * errorRate,
    percentInterval: interval.map((share) => 100 * share),
    runs,
    own: runs > 0,
  };
}

/** The ticks between the lowest and the highest cost; where they are too few, those around them as well. */
function placeTicks(points: readonly Point[], by: NetworkCost): Plot.ScaleOptions {
  const costs = points.flatMap(({ cost }) => cost);
  const lowest = Math.min(...costs), highest = Math.max(...costs);
  const all = TICKS[by].map(([value, label]) => ({ place: Math.log10(value), label }));
  const inside = all.filter(({ place }) => place >= lowest && place <= highest);
  const isEnough = inside.length > 1;
  const first = all.findLastIndex(({ place }) => place <= lowest);
  const last = all.findIndex(({ place }) => place >= highest);
  const ticks = isEnough ? inside : all.slice(Math.max(0, first), last + 1);
  return {
    ...(isEnough || ticks.length === 0 ? {} : { domain: [ticks[0].place, ticks.at(-1)!.place] }),
    ticks: ticks.map(({ place }) => place),
    tickFormat: (_: unknown, i: number) => ticks[i].label,
  };
}

/** Names stand where there is room: one's own to the left, published to the right, at the right end above. */
function listMarks(points: readonly Point[]): Plot.Markish[] {
  const color = ({ own }: Point) => own ? COLORS.own : COLORS.published;
  const middles = points.map(({ middle }) => middle);
  const right = (Math.min(...middles) + 2 * Math.max(...middles)) / 3;
  const [own, published] = [true, false].map((own) => points.filter((point) => point.own === own));
  const [last, others] = [true, false].map((isLast) =>
    published.filter(({ middle }) => middle > right === isLast)
  );
  const place = { x: "middle", y: "percent" };
  const halo = { stroke: "#fff", strokeWidth: 4, paintOrder: "stroke" };
  const heights = [own, others].flatMap((side) => [...placeNames(side, points)]);
  const height = new Map(heights);
  const label = {
    x: "middle",
    y: (point: Point) => height.get(point)!,
    ...halo,
    text: "name",
    fill: color,
  };
  return [
    Plot.ruleX(points, {
      x: "middle",
      y1: (point: Point) => point.percentInterval[0],
      y2: (point: Point) => point.percentInterval[1],
      stroke: color,
      strokeWidth: 1.5,
    }),
    Plot.ruleY(points, {
      y: "percent",
      x1: (point: Point) => point.cost[0],
      x2: (point: Point) => point.cost[1],
      stroke: color,
      strokeWidth: 1.5,
    }),
    Plot.dot(points, { ...place, fill: color, r: 4 }),
    Plot.text(own, { ...label, x: ({ cost }: Point) => cost[0], textAnchor: "end", dx: -8 }),
    Plot.text(others, { ...label, x: ({ cost }: Point) => cost[1], textAnchor: "start", dx: 8 }),
    Plot.text(last, {
      ...label,
      y: ({ percentInterval }: Point) => percentInterval[1],
      textAnchor: "end",
      dx: 20,
      dy: -9,
    }),
  ];
}

/** The heights of names on one side of their points, from the top; one that would overlap moves down. */
function placeNames(side: readonly Point[], all: readonly Point[]): Map<Point, number> {
  const highest = Math.max(...all.map(({ percentInterval }) => percentInterval[1]));
  const gap = NAME_HEIGHT_PX * highest / (HEIGHT_PX - MARGIN_TOP_PX - MARGIN_BOTTOM_PX);
  const placed = new Map<Point, number>();
  for (const point of side.toSorted((a, b) => b.percent - a.percent)) {
    const limits = [...placed].filter(([other]) =>
      Math.abs(other.middle - point.middle) < NAME_REACH
    ).map(([, height]) => height - gap);
    placed.set(point, Math.min(point.percent, ...limits));
  }
  return placed;
}
