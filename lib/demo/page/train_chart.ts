/**
 * Curves of loss and accuracy, as SVG: the run's, and the one's before it.
 *
 * @module
 */
/// <reference lib="dom" />
import type { Axis, CurvePoint, Curves } from "../trainer/curves.ts";
import { createElement } from "./dom.ts";
import { paintInSight } from "./sight.ts";

/** The drawing's units; the style gives it its size. */
const WIDTH = 400, HEIGHT = 200, LEFT = 46, RIGHT = 10, TOP = 8, BOTTOM = 26;

/** A run's curves, and over how many epochs it goes. */
export interface ChartedRun {
  curves: Curves;
  epochs: number;
}

/** One chart: an axis, and two runs over it. */
export class TrainChart {
  readonly element: HTMLElement;
  readonly #axis: Axis;
  readonly #lines: SVGElement;
  readonly #epochs: SVGTextElement;
  readonly #paint: () => void;
  #runs: { current?: ChartedRun; previous?: ChartedRun } = {};

  constructor(title: string, axis: Axis) {
    this.#axis = axis;
    this.#lines = svg("g", {});
    this.#epochs = svg("text", { x: WIDTH - RIGHT, y: HEIGHT - 6, "text-anchor": "end" });
    const drawing = svg("svg", {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      role: "img",
      "aria-label": title,
    });
    drawing.append(...axis.ticks.flatMap(drawTick), this.#epochs, this.#lines);
    this.element = createElement(
      "figure",
      "train-chart",
      createElement("figcaption", "", title),
      drawing,
    );
    this.#paint = paintInSight(this.element, () => this.#drawRuns());
  }

  /** Draws the runs; the earlier one lies below. */
  show(current: ChartedRun | undefined, previous: ChartedRun | undefined): void {
    this.#runs = { current, previous };
    this.#paint();
  }

  #drawRuns(): void {
    const { current, previous } = this.#runs;
    const epochs = Math.max(current?.epochs ?? 1, previous?.epochs ?? 1);
    this.#epochs.textContent = `${epochs} ${epochs === 1 ? "epoch" : "epochs"}`;
    const draw = (run: ChartedRun | undefined, kind: string) =>
      run ? this.#draw(run, epochs, kind) : [];
    this.#lines.replaceChildren(...draw(previous, "previous"), ...draw(current, "current"));
  }

  #draw(
    { curves: { training, validation } }: ChartedRun,
    epochs: number,
    kind: string,
  ): SVGElement[] {
    const place = (point: CurvePoint) => ({
      x: LEFT + (WIDTH - LEFT - RIGHT) * point.epoch / epochs,
      y: TOP + (HEIGHT - TOP - BOTTOM) * (1 - this.#axis.place(point)),
    });
    const path = (points: readonly CurvePoint[], name: string) => {
      const steps = points.map(place).map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`);
      return svg("polyline", { points: steps.join(" "), class: `${name} ${kind}` });
    };
    const dots = validation.map(place).map(({ x, y }) =>
      svg("circle", { cx: x, cy: y, r: 3.5, class: `validation ${kind}` })
    );
    return [path(training, "training"), path(validation, "validation"), ...dots];
  }
}

function drawTick({ at, text }: Axis["ticks"][number]): SVGElement[] {
  const y = TOP + (HEIGHT - TOP - BOTTOM) * (1 - at);
  const label = svg("text", { x: LEFT - 8, y: y + 4, "text-anchor": "end" });
  label.textContent = text;
  return [svg("line", { x1: LEFT, x2: WIDTH - RIGHT, y1: y, y2: y, class: "grid" }), label];
}

function svg<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Record<string, string | number>,
): SVGElementTagNameMap[K] {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, `${value}`);
  return element;
}
