/**
 * Why a digit was read as it was: what speaks for the answer, the training digits most like it, and a walk
 * through the network with its numbers.
 *
 * @module
 */
/// <reference lib="dom" />
import { DIGIT_CLASSES, IMAGE_SIZE } from "../../dataset/labeled_images.ts";
import type { ExplainReply } from "../explainer/messages.ts";
import type { NearDigit } from "../explainer/nearest.ts";
import type { Occlusion } from "../explainer/occlusion.ts";
import type { ModelParts } from "../site/describe_model.ts";
import type { ReadDigit } from "../../reader/read_picture.ts";
import { createElement, findElement, setText } from "./dom.ts";
import { createExplainClient } from "./explain_client.ts";
import { placeDigit } from "./input_view.ts";
import { MapCanvas, type MapColors } from "./map_painter.ts";
import type { Frame } from "./sheet.ts";
import { paintInSight } from "./sight.ts";
import { WalkView } from "./walk_view.ts";

/** A digit stays so long before it is explained, in ms. */
const PATIENCE_MS = 150;

/** What is explained, and how the page paints. */
export interface Subject {
  digit?: ReadDigit;
  frame: Frame;
  colors: MapColors;
}

const SIZE = { width: IMAGE_SIZE, height: IMAGE_SIZE };

/** The section. */
export class ExplainView {
  readonly #client = createExplainClient((reply) => this.#receive(reply));
  readonly #evidence = new MapCanvas(createElement("canvas"), SIZE);
  readonly #onSheet = new MapCanvas(findElement("evidence", HTMLCanvasElement), SIZE);
  readonly #about = createElement("p");
  readonly #toggle = createElement("input");
  readonly #look = createElement("button", "framed", "Look among 10,000");
  readonly #nearest = createElement("div", "near-digits");
  readonly #status = createElement("p", "explain-status");
  readonly #walk = new WalkView();
  readonly #explain: () => void;
  #classes: readonly string[] = DIGIT_CLASSES;
  #subject?: Subject;
  #occlusion?: Occlusion;
  #near: readonly NearDigit[] = [];
  #explained?: Uint8Array;
  #timer?: ReturnType<typeof setTimeout>;

  constructor(section: HTMLElement) {
    const title = createElement("h2", "", "Why this answer");
    title.id = "explain-title";
    this.#status.role = "status";
    section.append(
      title,
      this.#createEvidence(),
      this.#createNearest(),
      this.#walk.element,
      this.#status,
    );
    this.#explain = paintInSight(section, () => this.#askSoon());
  }

  /** Explains the answers of another model from now on. */
  useModel(model: string | ModelParts, classes: readonly string[]): void {
    this.#classes = classes;
    this.#client.useModel(model);
    this.#look.parentElement!.hidden = classes.join() !== DIGIT_CLASSES.join();
    this.#explained = undefined;
    this.#explain();
  }

  /** Tells which digit is in focus, where it lies, and the colours. */
  show(subject: Subject): void {
    const isNew = subject.digit?.pixels !== this.#subject?.digit?.pixels;
    this.#subject = subject;
    if (isNew) {
      this.#occlusion = undefined;
      this.#near = [];
      this.#showNearest();
    }
    this.#paint();
    this.#explain();
  }

  #createEvidence(): HTMLElement {
    const { element } = this.#evidence;
    element.role = "img";
    element.ariaLabel = "What speaks for the answer, and what against it";
    Object.assign(this.#toggle, { type: "checkbox", id: "evidence-on-sheet" });
    this.#toggle.addEventListener("change", () => this.#paint());
    const label = createElement("label", "explain-toggle", this.#toggle, "Show it on the sheet");
    return createElement(
      "div",
      "evidence",
      createElement("h3", "", "For and against"),
      createElement("div", "evidence-row", element, createElement("div", "", this.#about, label)),
    );
  }

  #createNearest(): HTMLElement {
    this.#look.type = "button";
    this.#look.addEventListener("click", () => {
      const pixels = this.#subject?.digit?.pixels;
      if (!pixels) return setText(this.#status, "There is no digit on the sheet.");
      setText(this.#status, "Looking through the training digits …");
      this.#client.ask({ type: "nearest", pixels });
    });
    return createElement(
      "div",
      "nearest",
      createElement("h3", "", "Most like it"),
      createElement(
        "p",
        "",
        "The digits it learned from that its last hidden layer finds most like yours.",
      ),
      this.#nearest,
      this.#look,
    );
  }

  /** Not while somebody is drawing. */
  #askSoon(): void {
    clearTimeout(this.#timer);
    const pixels = this.#subject?.digit?.pixels;
    if (pixels === this.#explained) return;
    this.#timer = setTimeout(() => {
      this.#explained = pixels;
      if (pixels) this.#client.ask({ type: "explain", pixels });
      else this.#paint();
    }, PATIENCE_MS);
  }

  #receive(reply: ExplainReply): void {
    setText(this.#status, reply.type === "failed" ? `That did not work: ${reply.message}` : "");
    if (reply.type === "explained") {
      this.#occlusion = reply.occlusion;
      this.#walk.show(reply.walk, { pixels: this.#explained!, classes: this.#classes });
      this.#paint();
    }
    if (reply.type === "nearest") {
      this.#near = reply.digits;
      this.#showNearest();
    }
  }

  #paint(): void {
    if (!this.#subject) return;
    const { digit, frame, colors } = this.#subject, occlusion = this.#occlusion;
    const values = occlusion?.values;
    // Where nothing speaks for or against it, the ink itself, faintly.
    this.#evidence.paint(colors, (i) => {
      const value = values?.[i] ?? 0, ink = 0.12 * (digit?.pixels[i] ?? 0) / 255;
      return Math.abs(value) > ink ? value : ink;
    });
    const { element } = this.#onSheet;
    element.hidden = !this.#toggle.checked || !digit || !values;
    if (!element.hidden) {
      placeDigit(element, digit!, frame);
      this.#onSheet.paint(EVIDENCE_COLORS, (i) => values![i]);
    }
    setText(this.#about, describeEvidence(digit && occlusion, this.#classes));
    this.#walk.paint(colors);
    this.#showNearest();
  }

  #showNearest(): void {
    const colors = this.#subject?.colors;
    this.#look.hidden = this.#near.length > 0;
    if (!colors) return;
    this.#nearest.replaceChildren(...this.#near.map(({ pixels, label }) => {
      const canvas = new MapCanvas(createElement("canvas"), SIZE);
      canvas.paint(colors, (i) => pixels[i] / 255);
      return createElement(
        "figure",
        "",
        canvas.element,
        createElement("figcaption", "", `${label}`),
      );
    }));
  }
}

/** On ink of any theme: what speaks for the answer, and what against it. */
const EVIDENCE_COLORS: MapColors = { positive: [46, 160, 90], negative: [226, 74, 30] };

function describeEvidence(occlusion: Occlusion | undefined, classes: readonly string[]): string {
  if (!occlusion) return "Draw a digit to see what its answer rests on.";
  const { digit, rival, values } = occlusion;
  const turns = rival === undefined
    ? "Wherever it is covered, the answer stays."
    : `Covered there, it would be read as ${classes[rival]}.`;
  const contra = values.some((value) => value < -0.2)
    ? " What has the other colour speaks against it."
    : "";
  return `A window of 5×5 pixels is covered with paper, wherever it fits. The stronger the colour, the less ` +
    `sure is the ${classes[digit]} without that ink. ${turns}${contra}`;
}
