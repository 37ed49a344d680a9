/**
 * Correcting a misread digit: one click on what it is, and the network learns it.
 *
 * @module
 */
/// <reference lib="dom" />
import { DIGIT_CLASSES } from "../../dataset/labeled_images.ts";
import type { Correction, Taught, TrainRequest } from "../trainer/messages.ts";
import { createElement } from "./dom.ts";
import { OWN_MODEL, type OwnModels } from "./own_models.ts";
import { describeLesson } from "./train_wording.ts";

/** What the taught network is called among the page's models. */
const TAUGHT_MODEL = "taught by you";

/** Ten buttons, what came of a lesson, and a way back. */
export class TeachView {
  readonly #element: HTMLElement;
  readonly #models: OwnModels;
  readonly #ask: (request: TrainRequest) => void;
  readonly #status = createElement("p", "teach-status");
  readonly #forget = createElement("button", "", "Forget");
  readonly #buttons: HTMLButtonElement[];
  #corrections: Correction[] = [];
  /** The model that the lessons build on. */
  #base = "";
  #pixels?: Uint8Array;
  #isBusy = false;

  constructor(
    details: HTMLElement,
    { models, ask }: { models: OwnModels; ask: (request: TrainRequest) => void },
  ) {
    this.#element = details;
    this.#models = models;
    this.#ask = ask;
    this.#status.role = "status";
    this.#buttons = DIGIT_CLASSES.map((name, label) => {
      const button = createElement("button", "", name);
      button.ariaLabel = `It is a ${name}`;
      button.addEventListener("click", () => this.#correct(label));
      return button;
    });
    this.#forget.addEventListener("click", () => this.#undo());
    [...this.#buttons, this.#forget].forEach((button) => button.type = "button");
    this.#forget.hidden = true;
    details.append(
      createElement("summary", "", "Misread? Teach it"),
      createElement("p", "", "Say what it is; the network learns it, and rehearses old digits."),
      createElement("div", "teach-digits", ...this.#buttons),
      this.#status,
      this.#forget,
    );
  }

  /** Only networks of the ten digits can be taught: there are no others to rehearse. */
  useClasses(classes: readonly string[]): void {
    this.#element.hidden = classes.join() !== DIGIT_CLASSES.join();
  }

  /** Tells which digit is in focus. */
  watch(pixels: Uint8Array | undefined): void {
    this.#pixels = pixels;
  }

  /** Takes the taught network into use, and tells what the lesson changed. */
  show(taught: Taught): void {
    this.#setBusy(false);
    this.#forget.hidden = false;
    this.#models.add(TAUGHT_MODEL, taught.parts, "");
    this.#status.textContent = describeLesson(taught);
  }

  /** Tells that a lesson under way came to nothing. */
  fail(message: string): void {
    if (!this.#isBusy) return;
    this.#setBusy(false);
    this.#corrections.pop();
    this.#status.textContent = `That did not work: ${message}.`;
  }

  #correct(label: number): void {
    if (this.#isBusy) return;
    if (!this.#pixels) {
      this.#status.textContent = "There is no digit on the sheet.";
      return;
    }
    const { chosen } = this.#models;
    if (chosen !== TAUGHT_MODEL && chosen !== this.#base) this.#corrections = [];
    if (chosen !== TAUGHT_MODEL) this.#base = chosen;
    this.#corrections.push({ pixels: this.#pixels.slice(), label });
    this.#setBusy(true);
    this.#status.textContent = "Learning …";
    const published = this.#base === OWN_MODEL ? undefined : this.#base;
    this.#ask({ type: "teach", published, corrections: this.#corrections });
  }

  #undo(): void {
    this.#corrections = [];
    this.#models.remove(TAUGHT_MODEL);
    this.#models.choose(this.#base);
    this.#forget.hidden = true;
    this.#status.textContent = "Forgotten: the network reads as before.";
  }

  /** A disabled button would lose the keyboard's focus. */
  #setBusy(isBusy: boolean): void {
    this.#isBusy = isBusy;
    this.#buttons.forEach((button) => button.ariaDisabled = String(isBusy));
  }
}
