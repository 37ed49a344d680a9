/**
 * The line below the tools: what is wrong now, or what was just refused.
 *
 * @module
 */
/// <reference lib="dom" />
import { setText } from "./dom.ts";

/** Shows one line; a trouble of the reader goes before a note. */
export class MessageView {
  #element: HTMLElement;
  #trouble = "";
  #note = "";

  constructor(element: HTMLElement) {
    this.#element = element;
  }

  /** Says something of the person's last action; the next one takes it away. */
  note(text: string): void {
    this.#note = text;
    this.#show();
  }

  /** Says why nothing can be read; stays until that is over. */
  setTrouble(text: string): void {
    this.#trouble = text;
    this.#show();
  }

  #show(): void {
    setText(this.#element, this.#trouble || this.#note);
  }
}
