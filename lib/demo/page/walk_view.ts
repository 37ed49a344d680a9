/**
 * A guided walk of five steps, from one kernel times one patch to the answer.
 *
 * @module
 */
/// <reference lib="dom" />
import { IMAGE_SIZE } from "../../dataset/labeled_images.ts";
import type { Grid, Walk } from "../explainer/walk.ts";
import { createButton, createElement, setText } from "./dom.ts";
import { MapCanvas, type MapColors } from "./map_painter.ts";
import { describeStep, type Names, STEP_COUNT, titleOfStep } from "./walk_wording.ts";

/** The walk, a step at a time. */
export class WalkView {
  readonly element: HTMLElement;
  readonly #title = createElement("h3");
  readonly #count = createElement("span", "walk-count");
  readonly #text = createElement("p");
  readonly #picture = createElement("div", "walk-picture");
  readonly #back = createButton("Back", () => this.#go(-1));
  readonly #next = createButton("Next", () => this.#go(1));
  #step = 0;
  #walk?: Walk;
  #names: Names = { pixels: new Uint8Array(), classes: [] };
  #colors?: MapColors;

  constructor() {
    const buttons = createElement("div", "walk-tools", this.#back, this.#next, this.#count);
    const step = createElement("div", "walk-step", this.#title, this.#text);
    step.ariaLive = "polite";
    this.element = createElement("div", "walk", step, this.#picture, buttons);
    this.element.hidden = true;
  }

  /** Walks through the reading of another digit; the step stays. */
  show(walk: Walk, names: Names): void {
    this.#walk = walk;
    this.#names = names;
    this.#render();
  }

  paint(colors: MapColors): void {
    if (colors === this.#colors) return;
    this.#colors = colors;
    this.#render();
  }

  #go(by: number): void {
    this.#step = Math.min(STEP_COUNT - 1, Math.max(0, this.#step + by));
    this.#render();
  }

  #render(): void {
    const walk = this.#walk, colors = this.#colors;
    if (!walk || !colors) return;
    this.element.hidden = false;
    setText(this.#count, `Step ${this.#step + 1} of ${STEP_COUNT}`);
    this.#back.ariaDisabled = String(this.#step === 0);
    this.#next.ariaDisabled = String(this.#step === STEP_COUNT - 1);
    setText(this.#title, titleOfStep(this.#step, walk));
    setText(this.#text, describeStep(this.#step, walk, this.#names));
    this.#picture.dataset.step = `${this.#step + 1}`;
    this.#picture.replaceChildren(...PICTURES[this.#step](walk, this.#names, colors));
  }
}

type Picture = (walk: Walk, names: Names, colors: MapColors) => HTMLElement[];

/** One a step. */
const PICTURES: readonly Picture[] = [
  ({ product }, { pixels }, colors) => {
    const { top, left, patch, kernel, value } = product;
    const input = createMap(
      { width: IMAGE_SIZE, height: IMAGE_SIZE, values: Float32Array.from(pixels, (v) => v / 255) },
      colors,
      { top, left, ...sizeOf(patch) },
    );
    return [
      caption(input, "Your digit"),
      caption(createNumbers(patch), "The patch"),
      sign("×"),
      caption(createNumbers(kernel), `Kernel ${product.map + 1}`),
      sign("→"),
      caption(createNumbers({ height: 1, width: 1, values: Float32Array.of(value) }), "One pixel"),
    ];
  },
  ({ product, map }, _names, colors) => {
    const { row: top, column: left, layer } = product;
    return [caption(
      createMap(map, colors, { top, left, height: 1, width: 1 }),
      `Map ${product.map + 1} of ${layer}`,
    )];
  },
  ({ pooling }) => {
    if (!pooling) return [];
    const value = { height: 1, width: 1, values: Float32Array.of(pooling.value) };
    return [
      caption(createNumbers(pooling.block), "Neighbours"),
      sign("→"),
      caption(createNumbers(value), `One pixel of ${pooling.layer}`),
    ];
  },
  ({ between }) => [
    createElement(
      "ol",
      "walk-layers",
      ...between.map(({ layer, maps, height, width }) =>
        createElement(
          "li",
          "",
          createElement("b", "", layer),
          height * width > 1 ? ` ${maps} maps of ${width}×${height}` : ` ${maps} units`,
        )
      ),
    ),
  ],
  ({ verdict: { scores, digit } }, { classes }) => {
    // Of very many classes those with the highest scores.
    const shown = Array.from(scores.keys()).sort((a, b) => scores[b] - scores[a]).slice(0, 10)
      .sort((a, b) => a - b);
    return [createElement(
      "ol",
      "walk-scores",
      ...shown.map((index) =>
        createElement(
          "li",
          index === digit ? "best" : "",
          createElement("b", "", classes[index]),
          ` ${scores[index].toFixed(1).replace("-", "−")}`,
        )
      ),
    )];
  },
];

interface Framed {
  top: number;
  left: number;
  height: number;
  width: number;
}

const sizeOf = ({ height, width }: Grid) => ({ height, width });

/** A grid as a picture with some of its pixels framed. */
function createMap(grid: Grid, colors: MapColors, framed: Framed): HTMLElement {
  const { height, width, values } = grid, canvas = new MapCanvas(createElement("canvas"), grid);
  const peak = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
  canvas.paint(colors, (i) => values[i] / peak);
  const frame = createElement("span", "field");
  frame.style.left = `${100 * framed.left / width}%`;
  frame.style.top = `${100 * framed.top / height}%`;
  frame.style.width = `${100 * framed.width / width}%`;
  frame.style.height = `${100 * framed.height / height}%`;
  return createElement("div", "walk-map", canvas.element, frame);
}

/** A grid as numbers, tinted by their size. */
function createNumbers({ width, values }: Grid): HTMLElement {
  const peak = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
  const cells = Array.from(values, (value) => {
    const cell = createElement("span", value < 0 ? "negative" : "", formatNumber(value));
    cell.style.setProperty("--share", `${Math.round(45 * Math.abs(value) / peak)}%`);
    return cell;
  });
  const grid = createElement("div", "walk-numbers", ...cells);
  grid.style.setProperty("--columns", `${width}`);
  return grid;
}

/** Two decimals, a short 0, a true minus. */
function formatNumber(value: number): string {
  return Math.abs(value) < 0.005 ? "0" : value.toFixed(2).replace("-", "−");
}

function caption(element: HTMLElement, text: string): HTMLElement {
  return createElement("figure", "", element, createElement("figcaption", "", text));
}

function sign(text: string): HTMLElement {
  return createElement("span", "walk-sign", text);
}
