/**
 * The answer: the number, how sure it is, and the ten probabilities of one digit.
 *
 * @module
 */
/// <reference lib="dom" />
import { DIGIT_CLASSES } from "../../dataset/labeled_images.ts";
import type { ReadDigit } from "../../reader/reader.ts";
import { createElement, findElement } from "./dom.ts";
import { describeDigit, formatShare, NOTHING, speakReading, spellLines } from "./wording.ts";
import type { Reading } from "./reading_session.ts";

/** How long an answer must stand before it is read out, in ms. */
const SPEAKING_DELAY_MS = 600;

/** Shows answers. */
export class AnswerView {
  #root = findElement("answer", HTMLElement);
  #number = findElement("number", HTMLElement);
  #verdict = findElement("verdict", HTMLElement);
  #reason = findElement("reason", HTMLElement);
  #spoken = findElement("spoken", HTMLElement);
  #bars = createBars(findElement("bars", HTMLElement));
  #onSelect: (index: number) => void;
  #speaking?: ReturnType<typeof setTimeout>;

  /** @param onSelect Called with the index of a digit that was clicked. */
  constructor(onSelect: (index: number) => void) {
    this.#onSelect = onSelect;
  }

  /** Tells whether a newer answer is on its way. */
  setBusy(isBusy: boolean): void {
    this.#root.setAttribute("aria-busy", String(isBusy));
  }

  /** Shows a reading. */
  show(reading: Reading): void {
    const { digits, focus } = reading;
    const digit: ReadDigit | undefined = digits[focus];
    this.#root.dataset.state = digit?.verdict ?? "empty";
    const words = digit ? describeDigit(digit) : { verdict: "", reason: NOTHING };
    this.#verdict.textContent = words.verdict;
    this.#reason.textContent = words.reason;
    this.#showNumber(reading);
    this.#bars.forEach((bar, i) => bar.show(digit?.probabilities[i] ?? 0, i === digit?.digit));
    clearTimeout(this.#speaking);
    this.#speaking = setTimeout(() => {
      this.#spoken.textContent = speakReading(reading);
    }, SPEAKING_DELAY_MS);
  }

  #showNumber({ digits, focus }: Reading): void {
    const lines = spellLines(digits);
    const longest = Math.max(1, ...lines.map((line) => line.length));
    this.#number.style.setProperty("--digits", String(longest));
    this.#number.style.setProperty("--lines", String(Math.max(1, lines.length)));
    const characters = digits.map((digit, index) => {
      const text = digit.verdict === "foreign" ? "–" : String(digit.digit);
      const element = digits.length > 1 ? this.#createChoice(index) : createElement("span");
      element.textContent = text;
      element.dataset.verdict = digit.verdict;
      if (digits.length > 1) element.setAttribute("aria-pressed", String(index === focus));
      return element;
    });
    this.#keepFocus(() => this.#number.replaceChildren(...groupByLine(digits, characters)));
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

function groupByLine(digits: ReadDigit[], characters: HTMLElement[]): HTMLElement[] {
  const lines: HTMLElement[] = [];
  digits.forEach(({ line }, i) =>
    (lines[line] ??= createElement("span", "line")).append(characters[i])
  );
  return lines;
}

interface Bar {
  show(probability: number, isBest: boolean): void;
}

function createBars(list: HTMLElement): Bar[] {
  return Array.from({ length: DIGIT_CLASSES.length }, (_, digit) => {
    const fill = createElement("span", "fill");
    const share = createElement("span", "share");
    const track = createElement("span", "track", fill);
    const item = createElement(
      "li",
      "",
      createElement("span", "digit", String(digit)),
      track,
      share,
    );
    list.append(item);
    return {
      show(probability, isBest) {
        fill.style.transform = `scaleX(${probability})`;
        share.textContent = formatShare(probability);
        item.classList.toggle("best", isBest);
      },
    };
  });
}
