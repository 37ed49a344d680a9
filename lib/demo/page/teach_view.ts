/**
 * Correcting a misread digit: one click on what it is, and the network learns it.
 *
 * @module
 */
/// <reference lib="dom" />
import { DIGIT_CLASSES } from "../../dataset/labeled_images.ts";
import type { Correction, Taught, TrainRequest } from "../trainer/messages.ts";
import { forgetCorrections, keepCorrections, loadCorrections } from "./correction_store.ts";
import { createButton, createElement, setText } from "./dom.ts";
import { createOpener } from "./open_archive.ts";
import { OWN_MODEL, type OwnModels } from "./own_models.ts";
import type { Attempt } from "./round.ts";
import { RoundView } from "./round_view.ts";
import { describeKept, describeLesson } from "./train_wording.ts";
import { withArticle } from "./vocabulary.ts";

/** What the taught network is called among the page's models. */
const TAUGHT_MODEL = "taught by you";

const TITLE = "Misread? Teach it";

const INTRODUCTION = "Say what it is; the network learns it, and rehearses old digits. " +
  "Corrections stay on this device until they are forgotten.";

/** What the view works with. */
export interface TeachTools {
  models: OwnModels;
  ask: (request: TrainRequest) => void;
  clearSheet: () => void;
}

/** Buttons for what a digit is, a round of digits, what came of a lesson, and a way back. */
export class TeachView {
  readonly #element: HTMLElement;
  readonly #tools: TeachTools;
  readonly #status = createElement("p", "teach-status");
  readonly #forget = createButton("Forget", () => this.#undo());
  readonly #download = createButton(
    "Download",
    () => this.#tools.ask({ type: "packTaught" }),
    { label: "Download the taught network" },
  );
  readonly #relearn = createButton("Learn them again", () => this.#learn([]));
  readonly #summary = createElement("summary");
  readonly #save = createButton("Save them", () => this.#saveCorrections());
  readonly #open = createOpener(
    { id: "teach-file", text: "Open saved ones", label: "Open corrections that were saved" },
    (archive) => this.#openCorrections(archive),
  );
  readonly #buttons: HTMLButtonElement[];
  #corrections: Correction[] = [];
  /** How many of them a lesson under way adds. */
  #added = 0;
  /** The model that the lessons build on. */
  #base = "";
  #attempt?: Attempt;
  #isBusy = false;

  constructor(details: HTMLElement, tools: TeachTools) {
    this.#element = details;
    this.#tools = tools;
    this.#status.role = "status";
    this.#buttons = [
      ...DIGIT_CLASSES.map((name, label) =>
        createButton(name, () => this.#correct(label), { label: `It is ${withArticle(name)}` })
      ),
      createButton("No digit", () => this.#correct(undefined), { label: "It is no digit" }),
    ];
    const round = new RoundView({
      look: () => this.#attempt,
      clear: tools.clearSheet,
      teach: (missed) => this.#learn(missed),
    });
    this.#showTools();
    this.#download.title =
      "The taught network: a ZIP archive of model.json, weights.bin, run.json and reader.json";
    this.#save.title =
      "A ZIP archive of pictures by digit, as deno task train --data --raw reads them";
    details.append(
      this.#summary,
      createElement("p", "", INTRODUCTION),
      createElement("div", "teach-digits", ...this.#buttons),
      this.#status,
      createElement(
        "div",
        "teach-row",
        ...[this.#relearn, this.#forget, this.#download, this.#save, this.#open],
      ),
      round.element,
    );
    loadCorrections().then((found) => this.#restore(found));
  }

  /** Whether a lesson is under way. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** Only networks of the ten digits can be taught: there are no others to rehearse. */
  useClasses(classes: readonly string[]): void {
    this.#element.hidden = classes.join() !== DIGIT_CLASSES.join();
  }

  /** Tells what is in focus, and how it is read. */
  watch(attempt: Attempt | undefined): void {
    this.#attempt = attempt;
  }

  /** Takes the taught network into use, and tells what the lesson changed. */
  show(taught: Taught): void {
    this.#setBusy(false);
    this.#tools.models.add(TAUGHT_MODEL, taught.parts, "");
    this.#status.textContent = describeLesson(taught);
    this.#keep(this.#corrections.slice(this.#corrections.length - this.#added));
    this.#added = 0;
    this.#showTools();
  }

  /** Learns what was saved before. */
  learnOpened(corrections: readonly Correction[]): void {
    this.#setBusy(false);
    this.#learn(corrections);
  }

  /** Tells that something asked for came to nothing: a lesson, if one is under way. */
  fail(message: string, request?: TrainRequest["type"]): void {
    const isLesson = !request?.startsWith("pack");
    if (isLesson && this.#isBusy) {
      this.#corrections.length -= this.#added;
      this.#added = 0;
      this.#setBusy(false);
    }
    this.#status.textContent = `That did not work: ${message}.`;
  }

  #correct(label: number | undefined): void {
    if (this.#attempt) return this.#learn([{ pixels: this.#attempt.pixels.slice(), label }]);
    if (!this.#isBusy) this.#status.textContent = "There is no digit on the sheet.";
  }

  #learn(corrections: readonly Correction[]): void {
    if (this.#isBusy) return;
    const { chosen } = this.#tools.models;
    if (chosen !== TAUGHT_MODEL) this.#base = chosen;
    this.#corrections.push(...corrections);
    this.#added = corrections.length;
    this.#setBusy(true);
    this.#status.textContent = "Learning …";
    const published = this.#base === OWN_MODEL ? undefined : this.#base;
    this.#tools.ask({ type: "teach", published, corrections: this.#corrections });
  }

  #saveCorrections(): void {
    this.#tools.ask({ type: "packCorrections", corrections: this.#corrections });
  }

  #openCorrections(archive: Uint8Array<ArrayBuffer>): void {
    if (this.#isBusy) return;
    this.#added = 0;
    this.#setBusy(true);
    this.#status.textContent = "Opening …";
    this.#tools.ask({ type: "unpackCorrections", archive });
  }

  /** Takes up what was taught before the page was opened. */
  #restore({ kept, damaged }: { kept: readonly Correction[]; damaged: number }): void {
    this.#corrections.unshift(...kept);
    if (!this.#isBusy) this.#status.textContent = describeKept(kept.length, damaged);
    this.#showTools();
  }

  async #keep(corrections: readonly Correction[]): Promise<void> {
    if (await keepCorrections(corrections)) return;
    this.#status.append(" This browser keeps nothing: save them, or they are lost on leaving.");
  }

  #undo(): void {
    if (this.#isBusy) return;
    this.#corrections = [];
    forgetCorrections();
    if (this.#isTaught) {
      this.#tools.models.remove(TAUGHT_MODEL);
      this.#tools.models.choose(this.#base);
    }
    this.#showTools();
    this.#status.textContent = "Forgotten: the network reads as before.";
  }

  get #isTaught(): boolean {
    return this.#tools.models.find(TAUGHT_MODEL) !== undefined;
  }

  #showTools(): void {
    const count = this.#corrections.length, isTaught = this.#isTaught;
    this.#forget.hidden = this.#save.hidden = count === 0;
    this.#download.hidden = !isTaught;
    this.#relearn.hidden = isTaught || count === 0;
    setText(this.#summary, this.#relearn.hidden ? TITLE : `${TITLE} (${count} kept)`);
  }

  /** A disabled button would lose the keyboard's focus. */
  #setBusy(isBusy: boolean): void {
    this.#isBusy = isBusy;
    const buttons = [...this.#buttons, this.#forget, this.#relearn];
    buttons.forEach((button) => button.ariaDisabled = String(isBusy));
  }
}
