/**
 * What every layer makes of a digit, and what each of its pixels looks at.
 *
 * @module
 */
/// <reference lib="dom" />
import type { StageActivations } from "../../engine/compiled_classifier.ts";
import type { PublishedModel } from "../../reader/published_model.ts";
import { createElement } from "./dom.ts";
import {
  describeLayer,
  indexOf,
  isOutput,
  type Layer,
  listLayers,
  movePixel,
  type Pixel,
  readLayer,
} from "./layers.ts";
import { MapCanvas, type MapColors } from "./map_painter.ts";
import { paintInSight } from "./sight.ts";

/** A pixel that is being looked at, and its value; `undefined` as long as nothing is read. */
export interface Probe {
  layer: Layer;
  pixel: Pixel;
  value?: number;
}

/** One layer's row on the page. */
interface Row {
  layer: Layer;
  maps: HTMLElement;
  canvases: MapCanvas[];
  /** Paints them, at the latest when they come into sight. */
  paint(): void;
  /** Frames the pixel that is being looked at. */
  mark: HTMLElement;
}

/** Shows the layers of a network. */
export class NetworkView {
  #container: HTMLElement;
  #onProbe: (probe: Probe | undefined) => void;
  #rows: Row[] = [];
  #stages: readonly StageActivations[] = [];
  #colors?: MapColors;
  #probe?: { row: Row; pixel: Pixel };

  /** @param onProbe Told of the pixel that is being looked at, and again when its value changes. */
  constructor(container: HTMLElement, onProbe: (probe: Probe | undefined) => void) {
    this.#container = container;
    this.#onProbe = onProbe;
  }

  /** Lays out the layers of a model; they stay blank until something is shown. */
  build(model: PublishedModel): void {
    this.#look(undefined);
    this.#stages = [];
    this.#rows = listLayers(model).map((layer) => this.#createRow(model, layer));
    this.#container.replaceChildren(
      ...this.#rows.map(({ layer, maps }) =>
        createElement(
          "section",
          `layer ${isOutput(model.network, layer.stage) ? "output" : layer.kind}`,
          createElement("h3", "", layer.name),
          createElement("p", "", describeLayer(model.network, layer)),
          maps,
          ...nameUnits(model, layer),
        )
      ),
    );
  }

  /** Shows what the layers made of a digit; blank if there is none. */
  show(stages: readonly StageActivations[], colors: MapColors): void {
    this.#stages = stages;
    this.#colors = colors;
    for (const row of this.#rows) row.paint();
    this.#report();
  }

  #paint({ layer, canvases }: Pick<Row, "layer" | "canvases">): void {
    const colors = this.#colors;
    if (!colors) return;
    const { values, peak } = this.#stages.length > 0 ? readLayer(layer, this.#stages) : BLANK;
    canvases.forEach((canvas, map) => {
      const place = { map, row: 0, column: 0 };
      const start = indexOf(layer, place);
      const step = indexOf(layer, { ...place, column: 1 }) - start;
      canvas.paint(colors, (i) => (values[start + i * step] ?? 0) / peak);
    });
  }

  #createRow(model: PublishedModel, layer: Layer): Row {
    const mark = createElement("span", "mark");
    const maps = createElement("div", "maps", mark);
    const canvases = Array.from({ length: layer.maps }, () => {
      const canvas = new MapCanvas(createElement("canvas"), layer);
      maps.append(canvas.element);
      return canvas;
    });
    const paint = paintInSight(maps, () => this.#paint({ layer, canvases }));
    const row = { layer, maps, canvases, paint, mark };
    maps.tabIndex = 0;
    maps.setAttribute("role", "application");
    maps.setAttribute("aria-label", `${layer.name}: ${describeLayer(model.network, layer)}`);
    this.#listen(row);
    return row;
  }

  #listen(row: Row): void {
    const { layer, maps, canvases } = row;
    const follow = (event: PointerEvent) => {
      const map = canvases.findIndex(({ element }) => element === event.target);
      if (map < 0) return;
      const { width, height } = canvases[map].element.getBoundingClientRect();
      const cell = (offset: number, length: number, count: number) =>
        Math.min(count - 1, Math.max(0, Math.floor(offset / length * count)));
      const column = cell(event.offsetX, width, layer.width);
      this.#look(row, { map, row: cell(event.offsetY, height, layer.height), column });
    };
    maps.addEventListener("pointermove", follow);
    maps.addEventListener("pointerdown", follow);
    maps.addEventListener("pointerleave", ({ pointerType }) => {
      if (pointerType === "mouse") this.#look(undefined); // a finger's choice stays
    });
    maps.addEventListener("blur", () => this.#look(undefined));
    maps.addEventListener("keydown", (event) => {
      const first = { map: 0, row: layer.height >> 1, column: layer.width >> 1 };
      const from = this.#probe?.row === row ? this.#probe.pixel : first;
      const pixel = movePixel(layer, from, event.key);
      if (!pixel) return;
      event.preventDefault();
      this.#look(row, pixel);
    });
  }

  #look(row: Row | undefined, pixel?: Pixel): void {
    this.#probe?.row.mark.classList.remove("shown");
    this.#probe = row && pixel && { row, pixel };
    if (row && pixel) frame(row, pixel);
    this.#report();
  }

  #report(): void {
    if (!this.#probe) return this.#onProbe(undefined);
    const { row: { layer }, pixel } = this.#probe;
    const value = this.#stages.length > 0
      ? readLayer(layer, this.#stages).values[indexOf(layer, pixel)]
      : undefined;
    this.#onProbe({ layer, pixel, value });
  }
}

/** The classes below the output's units, if they are few and their names short. */
function nameUnits({ network, classes }: PublishedModel, { stage, height }: Layer): HTMLElement[] {
  const fits = height === 1 && classes.every((name) => [...name].length === 1);
  if (!isOutput(network, stage) || !fits) return [];
  const names = createElement(
    "div",
    "unit-names",
    ...classes.map((name) => createElement("span", "", name)),
  );
  names.ariaHidden = "true";
  return [names];
}

const BLANK = { values: new Float32Array(), peak: 1 };

/** Puts the mark around a pixel. */
function frame({ layer, canvases, mark }: Row, { map, row, column }: Pixel): void {
  const { offsetLeft, offsetTop, offsetWidth, offsetHeight } = canvases[map].element;
  const width = offsetWidth / layer.width, height = offsetHeight / layer.height;
  mark.style.left = `${offsetLeft + column * width}px`;
  mark.style.top = `${offsetTop + row * height}px`;
  mark.style.width = `${width}px`;
  mark.style.height = `${height}px`;
  mark.classList.add("shown");
}
