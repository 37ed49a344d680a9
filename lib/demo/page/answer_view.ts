/**
 * The answer: the number, how sure it is, and the probabilities of one digit.
 *
 * @module
 */
/// <reference lib="dom" />
import type { ReadDigit, ReadPiece } from "../../reader/read_picture.ts";
import type { Reading } from "./reading_session.ts";
import { BarsView } from "./bars.ts";
import { createElement, findElement, setText } from "./dom.ts";
import {
  type Answer,
  describeNothing,
  describeReading,
  namePiece,
  READING,
  type SheetKind,
  speakReading,
  spellLines,
  type Words,
} from "./wording.ts";

/** How long an answer must stand before it is read out, in ms. */
const SPEAKING_DELAY_MS = 600;

/** Time after which a picture that is still being read is said to be, in ms. */
const PATIENCE_MS = 300;

const NOTHING_READ = { pieces: [], digits: [], focus: -1 };

/** Shows answers. */
export class AnswerView {
  #root = findElement("answer", HTMLElement);
  #number = findElement("number", HTMLElement);
  #verdict = findElement("verdict", HTMLElement);
  #reason = findElement("reason", HTMLElement);
  #spoken = findElement("spoken", HTMLElement);
  #bars = new BarsView(findElement("bars", HTMLElement));
  #classes: readonly string[] = [];
  /** What the number consists of now. */
  #shown = "";
  #onSelect: (index: number) => void;
  #speaking?: ReturnType<typeof setTimeout>;
  #waiting?: ReturnType<typeof setTimeout>;
  /** Whether it is said that a picture is being read. */
  #isPending = false;

  /** @param onSelect Called with the index of a digit that was clicked. */
  constructor(onSelect: (index: number) => void) {
    this.#onSelect = onSelect;
  }

  /** Takes the names of another model's classes. */
  build(classes: readonly string[]): void {
    if (classes.join("\n") === this.#classes.join("\n")) return;
    this.#classes = classes;
    this.#bars.build(classes);
  }

  /** Tells whether a newer answer is on its way. */
  setBusy(isBusy: boolean): void {
    this.#root.setAttribute("aria-busy", String(isBusy));
    if (isBusy) return;
    clearTimeout(this.#waiting);
    if (this.#isPending) this.#present(NOTHING_READ, { verdict: "", reason: "" }, ""); // it failed
  }

  /** A picture takes the place of what was read: if that takes long, the old answer goes. */
  expectPicture(): void {
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => {
      this.#present(NOTHING_READ, { verdict: "", reason: READING }, READING);
      this.#isPending = true;
    }, PATIENCE_MS);
  }

  /** Shows a reading of what lay on the sheet. */
  show(reading: Reading, kind: SheetKind): void {
    const isEmpty = reading.pieces.length === 0;
    const words = isEmpty
      ? describeNothing(kind, this.#classes)
      : describeReading(reading, this.#classes);
    const spoken = isEmpty ? words.reason : speakReading(reading, this.#classes);
    this.#present(reading, words, spoken);
  }

  #present(
    { pieces, digits, focus }: Answer,
    { verdict, reason }: Words,
    spoken: string,
  ): void {
    const digit: ReadDigit | undefined = digits[focus];
    this.#isPending = false;
    this.#root.dataset.state = digit?.verdict ?? (pieces.length > 0 ? "foreign" : "empty");
    setText(this.#verdict, verdict);
    setText(this.#reason, reason);
    this.#showNumber(pieces, digits[focus]);
    this.#bars.show(digit?.probabilities ?? [], digit?.digit);
    clearTimeout(this.#speaking);
    this.#speaking = setTimeout(() => this.#spoken.textContent = spoken, SPEAKING_DELAY_MS);
  }

  #showNumber(pieces: readonly ReadPiece[], chosen?: ReadDigit): void {
    const names = pieces.map((piece) => namePiece(piece, this.#classes));
    const looks = pieces.map((piece) => [
      piece.line,
      piece.spaceBefore,
      piece.kind === "digit" && [piece.verdict, piece.pixels === chosen?.pixels],
    ]);
    const shown = JSON.stringify([names, looks]);
    // Most answers while one draws are the one before: no layout for them.
    if (shown === this.#shown) return;
    this.#shown = shown;
    const lines = spellLines(pieces, this.#classes);
    const longest = Math.max(1, ...lines.map((line) => line.length));
    this.#number.style.setProperty("--digits", String(longest));
    this.#number.style.setProperty("--lines", String(Math.max(1, lines.length)));
    let digits = 0;
    const characters = pieces.map((piece, place) => {
      const isDigit = piece.kind === "digit", index = isDigit ? digits++ : -1;
      const isChoice = isDigit && pieces.length > 1;
      const element = isChoice ? this.#createChoice(index) : createElement("span");
      element.textContent = names[place];
      element.classList.toggle("apart", piece.spaceBefore);
      if (isDigit) element.dataset.verdict = piece.verdict;
      if (piece.kind === "unknown") element.dataset.verdict = "foreign";
      if (isChoice) element.setAttribute("aria-pressed", String(piece.pixels === chosen?.pixels));
      return element;
    });
    const areWords = names.some((name) => name.length > 1);
    this.#number.classList.toggle("spaced", areWords);
    this.#keepFocus(() => this.#number.replaceChildren(...groupByLine(pieces, characters)));
  }

  #createChoice(index: number): HTMLButtonElement {
    const button = createElement("button");
    button.type = "button";
    button.addEventListener("click", () => this.#onSelect(index));
    return button;
  }

  /** Rebuilds the number without taking the keyboard's focus from it. */
  #keepFocus(rebuild: () => void): void {
    const buttons = () => [...this.#number.querySelectorAll("button")];
    const focused = buttons().indexOf(document.activeElement as HTMLButtonElement);
    rebuild();
    if (focused >= 0) buttons()[focused]?.focus();
  }
}

function groupByLine(pieces: readonly ReadPiece[], characters: HTMLElement[]): HTMLElement[] {
  const lines: HTMLElement[] = [];
  pieces.forEach(({ line }, i) =>
    (lines[line] ??= createElement("span", "line")).append(characters[i])
  );
  return lines.filter((line) => line !== undefined);
}
