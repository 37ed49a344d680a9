/**
 * The 28×28 digit as the network sees it, and frames around what is being looked at, there and on the
 * sheet.
 *
 * @module
 */
/// <reference lib="dom" />
import { IMAGE_SIZE } from "../../dataset/labeled_images.ts";
import type { Network } from "../../model/network.ts";
import type { Box } from "../../image/picture.ts";
import type { ReadDigit } from "../../reader/read_picture.ts";
import { createElement, findElement } from "./dom.ts";
import { fieldOf } from "./layers.ts";
import { MapCanvas, type MapColors } from "./map_painter.ts";
import type { Probe } from "./network_view.ts";
import { type Frame, SHEET, toSheet } from "./sheet.ts";
import type { Reading } from "./reading_session.ts";

/** Shows the network's input. */
export class InputView {
  /** Beside the answer, and beside the layers. */
  #canvases = ["seen", "input"].map((id) =>
    new MapCanvas(findElement(id, HTMLCanvasElement), { width: IMAGE_SIZE, height: IMAGE_SIZE })
  );
  #field = findElement("field", HTMLElement);
  #sheetField = findElement("sheet-field", HTMLElement);
  #boxes = findElement("boxes", HTMLElement);
  #about = findElement("probe", HTMLElement);
  #digit?: ReadDigit;
  #frame: Frame = { left: 0, top: 0, scale: 1 };
  #field28?: Box;

  /** Shows the digit of a reading that is in focus, and where on the sheet digits were found. */
  show({ pieces, digits, focus }: Reading, frame: Frame, colors: MapColors): void {
    this.#digit = digits[focus];
    this.#frame = frame;
    for (const canvas of this.#canvases) {
      canvas.paint(colors, (i) => (this.#digit?.pixels[i] ?? 0) / 255);
    }
    const boxes = pieces.length > 1 ? pieces.filter(({ kind }) => kind !== "sign") : [];
    this.#boxes.replaceChildren(...boxes.map((piece) => {
      const { box } = piece, isDigit = piece.kind === "digit";
      const isChosen = isDigit && piece.pixels === this.#digit?.pixels;
      const element = createElement("span", isChosen ? "box chosen" : "box");
      element.dataset.verdict = isDigit ? piece.verdict : "foreign";
      place(element, toSheet(box, frame), SHEET);
      return element;
    }));
    this.#showField();
  }

  /** Frames what a pixel of a layer looks at, and says it in words. */
  point(network: Network, probe: Probe | undefined): void {
    this.#field28 = probe && fieldOf(network, probe.layer, probe.pixel);
    this.#about.textContent = probe ? describeProbe(probe, this.#field28!) : "";
    this.#showField();
  }

  #showField(): void {
    const isShown = this.#field28 !== undefined;
    this.#field.hidden = !isShown;
    this.#sheetField.hidden = !isShown || !this.#digit;
    if (!this.#field28) return;
    place(this.#field, this.#field28, { width: IMAGE_SIZE, height: IMAGE_SIZE });
    if (!this.#digit) return;
    place(this.#sheetField, toSheet(toPictureBox(this.#field28, this.#digit), this.#frame), SHEET);
  }
}

/** Lays an element over a digit on the sheet, so that it covers its 28×28 pixels. */
export function placeDigit(
  element: HTMLElement,
  digit: Pick<ReadDigit, "box" | "placed">,
  frame: Frame,
): void {
  const whole = { left: 0, top: 0, width: IMAGE_SIZE, height: IMAGE_SIZE };
  place(element, toSheet(toPictureBox(whole, digit), frame), SHEET);
}

/** From the 28×28 field back to the pixels of the picture. */
function toPictureBox(field: Box, { box, placed }: Pick<ReadDigit, "box" | "placed">): Box {
  const scale = Math.max(box.width, box.height) / Math.max(placed.width, placed.height);
  return {
    left: box.left + (field.left - placed.left) * scale,
    top: box.top + (field.top - placed.top) * scale,
    width: field.width * scale,
    height: field.height * scale,
  };
}

function place(element: HTMLElement, box: Box, whole: { width: number; height: number }): void {
  element.style.left = `${100 * box.left / whole.width}%`;
  element.style.top = `${100 * box.top / whole.height}%`;
  element.style.width = `${100 * box.width / whole.width}%`;
  element.style.height = `${100 * box.height / whole.height}%`;
}

/** Such as "C3, map 5, row 3, column 7: 1.24, from 14×14 pixels of the input". */
function describeProbe({ layer, pixel, value }: Probe, field: Box): string {
  const unit = pixel.row * layer.width + pixel.column + 1;
  const name = layer.kind === "dense"
    ? `${layer.name}, unit ${unit}`
    : `${layer.name}, map ${pixel.map + 1}, row ${pixel.row + 1}, column ${pixel.column + 1}`;
  const amount = value === undefined ? "" : `: ${value.toFixed(2)}`;
  return `${name}${amount}, from ${field.width}×${field.height} pixels of the input`;
}
