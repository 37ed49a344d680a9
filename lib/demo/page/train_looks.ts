/**
 * What is to be seen of a network that learns: its filters, its maps of the digit on the sheet, its
 * reading of it, and the test digits that it misreads.
 *
 * @module
 */
/// <reference lib="dom" />
import { DIGIT_CLASSES, IMAGE_SIZE } from "../../dataset/labeled_images.ts";
import type { Look, Misread } from "../trainer/messages.ts";
import { createElement } from "./dom.ts";
import { MapCanvas, type MapColors } from "./map_painter.ts";
import { paintInSight } from "./sight.ts";
import { formatShare } from "./wording.ts";

/** Pictures of one kind, side by side. */
interface Pictures {
  height: number;
  width: number;
  count: number;
  values: Float32Array;
}

/** Shows a network's looks. */
export class TrainLooks {
  readonly element: HTMLElement;
  readonly #reading = createElement("p", "train-reading");
  readonly #filters = new PictureRow();
  readonly #maps = new PictureRow();
  readonly #filtersTitle = createElement("h3");
  readonly #mapsTitle = createElement("h3");
  #look?: Look;

  constructor() {
    this.element = createElement(
      "div",
      "train-looks",
      createElement("div", "", this.#filtersTitle, this.#filters.element),
      createElement("div", "", this.#mapsTitle, this.#maps.element),
      createElement("div", "", createElement("h3", "", "Your digit"), this.#reading),
    );
    this.element.hidden = true;
  }

  show(look: Look | undefined, colors: MapColors): void {
    this.#look = look ?? this.#look;
    if (!this.#look) return;
    const { layer, filters, digit } = this.#look;
    this.element.hidden = false;
    this.#filtersTitle.textContent = `${layer}’s filters`;
    this.#mapsTitle.textContent = `${layer}’s maps of your digit`;
    this.#filters.show(filters, colors);
    this.#maps.show(digit?.maps, colors);
    this.#reading.textContent = digit
      ? describeReading(digit.probabilities)
      : "The sheet is empty.";
  }
}

class PictureRow {
  readonly element = createElement("div", "train-pictures");
  readonly #paint = paintInSight(this.element, () => this.#paintAll());
  #canvases: MapCanvas[] = [];
  #shown?: { pictures: Pictures; colors: MapColors };

  show(pictures: Pictures = NONE, colors: MapColors): void {
    const { height, width, count } = pictures;
    const fits = this.#canvases.length === count && this.#canvases[0]?.element.width === width;
    if (!fits) {
      const make = () => new MapCanvas(createElement("canvas"), { width, height });
      this.#canvases = Array.from({ length: count }, make);
      this.element.replaceChildren(...this.#canvases.map(({ element }) => element));
    }
    this.#shown = { pictures, colors };
    this.#paint();
  }

  #paintAll(): void {
    if (!this.#shown) return;
    const { pictures: { count, values }, colors } = this.#shown;
    const peak = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
    this.#canvases.forEach((canvas, k) =>
      canvas.paint(colors, (i) => values[i * count + k] / peak)
    );
  }
}

const NONE: Pictures = { height: 0, width: 0, count: 0, values: new Float32Array() };

function describeReading(probabilities: Float32Array): string {
  const order = Array.from(probabilities.keys()).sort((a, b) =>
    probabilities[b] - probabilities[a]
  );
  return order.slice(0, 3).map((digit) =>
    `${DIGIT_CLASSES[digit]}: ${formatShare(probabilities[digit])}`
  )
    .join(", ");
}

/** Misread test digits, each with what it is and what was read. */
export function showMisread(misread: readonly Misread[], colors: MapColors): HTMLElement[] {
  return misread.map(({ pixels, label, digit }) => {
    const canvas = new MapCanvas(createElement("canvas"), {
      width: IMAGE_SIZE,
      height: IMAGE_SIZE,
    });
    canvas.paint(colors, (i) => pixels[i] / 255);
    const caption = createElement("figcaption", "", `${label} → ${digit}`);
    return createElement("figure", "", canvas.element, caption);
  });
}
