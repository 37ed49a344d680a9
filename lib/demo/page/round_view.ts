/**
 * "Draw these ten": asks for digits one after the other, tells how many were read, and offers to teach the rest.
 *
 * @module
 */
/// <reference lib="dom" />
import type { Correction } from "../trainer/messages.ts";
import { createButton, createElement, setText } from "./dom.ts";
import { type Attempt, describeRound, Round } from "./round.ts";
import { withArticle } from "./vocabulary.ts";

/** What a round asks of the page. */
export interface RoundEvents {
  /** What is on the sheet now; nothing if it is empty. */
  look(): Attempt | undefined;
  /** Empties the sheet. */
  clear(): void;
  /** Teaches what was missed. */
  teach(missed: Correction[]): void;
}

/** The round's prompts and buttons. */
export class RoundView {
  readonly element: HTMLElement;
  readonly #events: RoundEvents;
  readonly #prompt = createElement("p", "round-prompt");
  readonly #start = createButton("Draw these ten", () => this.#begin());
  readonly #next = createButton("Next", () => this.#take());
  readonly #stop = createButton("Stop", () => this.#end());
  readonly #teach = createButton("Teach what it missed", () => this.#teachMissed());
  #round?: Round;

  constructor(events: RoundEvents) {
    this.#events = events;
    this.#prompt.role = "status";
    const buttons = [this.#start, this.#next, this.#stop, this.#teach];
    this.element = createElement(
      "div",
      "round",
      this.#prompt,
      createElement("div", "teach-row", ...buttons),
    );
    this.#show(PROPOSAL);
  }

  #begin(): void {
    this.#round = new Round(Math.floor(Math.random() * 2 ** 31));
    this.#events.clear();
    this.#ask();
  }

  #ask(): void {
    const { wanted, done, total } = this.#round!;
    if (wanted === undefined) return this.#end();
    this.#show(`${done + 1} of ${total}: draw ${withArticle(`${wanted}`)}, then press Next.`);
  }

  #take(): void {
    const attempt = this.#events.look();
    if (!attempt) return setText(this.#prompt, `The sheet is empty: draw ${this.#round!.wanted}.`);
    this.#round!.take(attempt);
    this.#events.clear();
    this.#ask();
  }

  #end(): void {
    const round = this.#round!;
    this.#round = undefined;
    this.#missed = round.missed;
    this.#show(round.done > 0 ? describeRound(round) : PROPOSAL);
  }

  #missed: Correction[] = [];

  #teachMissed(): void {
    const missed = this.#missed;
    this.#missed = [];
    this.#show(PROPOSAL);
    this.#events.teach(missed);
  }

  #show(text: string): void {
    const isUnderWay = this.#round !== undefined;
    this.#start.hidden = isUnderWay;
    this.#next.hidden = this.#stop.hidden = !isUnderWay;
    this.#teach.hidden = isUnderWay || this.#missed.length === 0;
    setText(this.#prompt, text);
  }
}

const PROPOSAL = "Or a round: each digit twice, to see how well your hand is read.";
