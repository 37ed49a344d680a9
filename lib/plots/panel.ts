/**
 * Draws Observable Plot charts and legends as the panels that figures are composed of.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { defaultDocument, type FigureDocument, type SvgElement } from "./document.ts";
import { contentWidth, escapeXml, type Panel } from "./figure.ts";
import { TEXT_COLOR } from "./theme.ts";

/** A chart: Plot's own options, and a heading above the axes. */
export interface ChartOptions extends Plot.PlotOptions {
  heading?: string;
}

/** One entry of a legend: a filled square, or a line for curves. */
export interface LegendItem {
  label: string;
  color: string;
  symbol?: "square" | "line" | "dashed";
}

/** A continuous colour scale: Plot's `color` option with both ends known. */
export interface RampColor {
  scheme: Plot.ColorScheme;
  domain: readonly [number, number];
  type?: "linear" | "log";
  reverse?: boolean;
  clamp?: boolean;
}

/** A horizontal axis, labelled in its middle. */
export function namedX(label: string) {
  return { label, labelAnchor: "center", labelArrow: "none" } as const;
}

/** A vertical axis, labelled at its top, with grid lines. */
export function namedY(label: string) {
  return { label, labelArrow: "none", grid: true } as const;
}

function isNamedAtTop(axis: Plot.ScaleOptions | undefined): boolean {
  return axis?.labelArrow === "none" && axis.labelAnchor === undefined;
}

/** Whole numbers from `first` to `last`, eleven at most and evenly spaced: ticks for epochs. */
export function wholeTicks(first: number, last: number): number[] {
  const step = Math.max(1, Math.ceil((last - first) / 10));
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => first + i * step);
}

/**
 * A logarithmic axis on which every tick is labelled: powers of ten, and round numbers between them if
 * there are few decades. (Plot labels the powers of ten alone, with bare ticks between.)
 *
 * @param lowest Above 0; without values (an infinity) nothing is labelled.
 */
export function logScale(lowest: number, highest: number): Plot.ScaleOptions {
  if (!(lowest > 0 && lowest <= highest)) return { type: "log" }; // there is nothing to draw
  const decades = Math.log10(highest / lowest);
  const factors = LOG_FACTORS.find(({ most }) => decades <= most)!.factors;
  const first = Math.floor(Math.log10(lowest)), last = Math.floor(Math.log10(highest));
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => first + i)
    .flatMap((power) => factors.map((factor) => Number(`${factor}e${power}`)))
    .filter((tick) => tick >= lowest && tick <= highest);
  return { type: "log", ticks, tickFormat: writeTick };
}

/**
 * Factors of the powers of ten that become ticks, by the largest number of decades that they suit. Plot
 * drops the labels of higher factors on wider axes.
 */
const LOG_FACTORS = [
  { most: 1, factors: [1, 1.5, 2, 3, 4, 5, 7] },
  { most: 2, factors: [1, 2, 5] },
  { most: 3, factors: [1, 3] },
  { most: Infinity, factors: [1] },
];

function writeTick(value: number): string {
  if (value >= 1e6) return `${value / 1e6}M`;
  return value >= 1e3 ? `${value / 1e3}k` : String(value);
}

const FONT_SIZE = 12;
/** Room above a vertical axis, whose label must not touch the uppermost tick's. */
const AXIS_NAME_PX = 27;
const HEADING_HEIGHT_PX = 20;
const LEGEND_HEIGHT_PX = 20;
const LEGEND_SYMBOL_PX = 16;
const LEGEND_GAP_PX = 18;
const RAMP_STEPS = 64;

/** Draws a chart with the house style; axes and marks are Plot's. */
export function renderChart(
  { heading, ...options }: ChartOptions,
  document: FigureDocument = defaultDocument(),
): Panel {
  const svg = Plot.plot({
    ...(isNamedAtTop(options.y) ? { marginTop: AXIS_NAME_PX } : {}),
    ...options,
    document: document as Plot.PlotOptions["document"],
  }) as unknown as SvgElement;
  const offset = heading === undefined ? 0 : HEADING_HEIGHT_PX;
  const width = Number(svg.getAttribute("width"));
  const height = Number(svg.getAttribute("height"));
  simplify(svg);
  svg.setAttribute("y", String(offset));
  svg.setAttribute("overflow", "visible");
  svg.setAttribute("font-size", String(FONT_SIZE));
  const title = heading === undefined ? "" : `<text y="13" font-size="13" font-weight="700" ` +
    `fill="${TEXT_COLOR}">${escapeXml(heading)}</text>`;
  return { width, height: height + offset, markup: title + svg.outerHTML };
}

/** Draws the key of a categorical colour scale, in as many rows as `maxWidth` demands. */
export function renderLegend(items: readonly LegendItem[], maxWidth = contentWidth({})): Panel {
  let x = 0, y = 0, width = 0;
  const markup = items.map(({ label, color, symbol = "square" }) => {
    const itemWidth = LEGEND_SYMBOL_PX + 24 + label.length * FONT_SIZE * 0.52;
    if (x > 0 && x + itemWidth - LEGEND_GAP_PX > maxWidth) [x, y] = [0, y + LEGEND_HEIGHT_PX];
    const entry = `<g transform="translate(${x},${y})">${renderSymbol(color, symbol)}` +
      `<text x="${LEGEND_SYMBOL_PX + 6}" y="14" font-size="${FONT_SIZE}" fill="${TEXT_COLOR}">` +
      `${escapeXml(label)}</text></g>`;
    x += itemWidth;
    width = Math.max(width, x);
    return entry;
  }).join("");
  return { width, height: y + LEGEND_HEIGHT_PX, markup };
}

/** Draws the key of a continuous colour scale. */
export function renderRamp(
  color: RampColor,
  { label, document, width = 260 }: { label: string; document?: FigureDocument; width?: number },
): Panel {
  const axis = { type: color.type ?? "linear", domain: [...color.domain] } as const;
  const scale = axis.type === "log" ? logScale(...color.domain) : { ticks: 5, tickFormat: "~g" };
  const { invert } = Plot.scale({ x: { ...axis, range: [0, RAMP_STEPS] } });
  return renderChart({
    width,
    height: 52,
    marginLeft: 16,
    marginRight: 16,
    marginTop: 2,
    marginBottom: 36,
    color,
    x: { ...axis, ...namedX(label), ...scale },
    marks: [
      Plot.rect(Array.from({ length: RAMP_STEPS }, (_, step) => step), {
        x1: (step) => invert!(step),
        x2: (step) => invert!(step + 1),
        y1: 0,
        y2: 1,
        fill: (step) => invert!(step + 0.5),
        insetLeft: -0.25,
        insetRight: -0.25,
      }),
    ],
    y: { axis: null },
  }, document);
}

function renderSymbol(color: string, symbol: LegendItem["symbol"]): string {
  if (symbol === "square") {
    return `<rect x="2" y="3" width="13" height="13" rx="2" fill="${color}"/>`;
  }
  const dash = symbol === "dashed" ? ` stroke-dasharray="4 3"` : "";
  return `<line x1="0" x2="${LEGEND_SYMBOL_PX}" y1="10" y2="10" stroke="${color}" stroke-width="2.5"${dash}/>`;
}

/** Drops what only a web page needs, and decimals that nobody can see. */
function simplify(svg: SvgElement): void {
  for (const style of svg.querySelectorAll("style")) style.remove();
  for (const name of ["class", "font-family", "viewBox"]) svg.removeAttribute(name);
  for (const element of svg.querySelectorAll("*")) {
    for (const name of NUMERIC_ATTRIBUTES) {
      const value = element.getAttribute(name);
      if (value !== null) element.setAttribute(name, roundNumbers(value));
    }
  }
}

const NUMERIC_ATTRIBUTES =
  "x y x1 x2 y1 y2 width height r cx cy rx ry d transform points stroke-width fill-opacity".split(
    " ",
  );

/** Rounds the numbers in an SVG attribute to hundredths. */
function roundNumbers(text: string): string {
  return text.replace(
    /-?\d+\.\d{3,}(e-\d+)?/g,
    (number) => String(Number(Number(number).toFixed(2))),
  );
}
