/**
 * The probabilities of one digit, a bar a class; of very many classes the most probable ones.
 *
 * @module
 */
/// <reference lib="dom" />
import { createElement, setText } from "./dom.ts";
import { formatShare } from "./wording.ts";

/** Up to so many classes all are shown, each in its place. */
const MAX_BARS = 26;

/** Classes shown of more than that. */
const RANKED = 10;

/** Up to so many bars stand in one column. */
const MAX_COLUMN = 13;

interface Bar {
  item: HTMLElement;
  name: HTMLElement;
  fill: HTMLElement;
  share: HTMLElement;
}

/** Which classes the bars show, in order. */
export function chooseClasses(probabilities: ArrayLike<number>, count: number): number[] {
  const all = Array.from({ length: count }, (_, index) => index);
  if (count <= MAX_BARS) return all;
  return all.sort((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0)).slice(0, RANKED);
}

/** Shows probabilities. */
export class BarsView {
  #list: HTMLElement;
  #classes: readonly string[] = [];
  #bars: Bar[] = [];

  constructor(list: HTMLElement) {
    this.#list = list;
  }

  /** Lays out the bars of a model's classes. */
  build(classes: readonly string[]): void {
    this.#classes = classes;
    this.#bars = chooseClasses([], classes.length).map(createBar);
    const longest = Math.max(...classes.map((name) => name.length));
    this.#list.style.setProperty("--name", `${Math.min(14, Math.max(2, longest))}ch`);
    this.#list.dataset.columns = this.#bars.length > MAX_COLUMN ? "2" : "1";
    const isRanked = this.#bars.length < classes.length;
    this.#list.ariaLabel = isRanked
      ? `The ${RANKED} most probable of ${classes.length}`
      : "Probability of each class";
    this.#list.replaceChildren(...this.#bars.map(({ item }) => item));
    this.show([], undefined);
  }

  /** Shows the probabilities of a digit, and which class is its answer; none as long as there is none. */
  show(probabilities: ArrayLike<number>, best: number | undefined): void {
    const shown = chooseClasses(probabilities, this.#classes.length);
    this.#bars.forEach(({ item, name, fill, share }, i) => {
      const probability = probabilities[shown[i]] ?? 0;
      setText(name, this.#classes[shown[i]]);
      fill.style.transform = `scaleX(${probability})`;
      setText(share, best === undefined ? "" : formatShare(probability));
      item.classList.toggle("best", shown[i] === best);
    });
  }
}

function createBar(): Bar {
  const name = createElement("span", "name"), share = createElement("span", "share");
  const fill = createElement("span", "fill");
  const item = createElement("li", "", name, createElement("span", "track", fill), share);
  return { item, name, fill, share };
}
