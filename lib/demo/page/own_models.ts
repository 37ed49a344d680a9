/**
 * Networks that were made in the page, among its models.
 *
 * @module
 */
/// <reference lib="dom" />
import type { ModelParts } from "../site/describe_model.ts";

/** What the trained network is called among the page's models. */
export const OWN_MODEL = "trained here";

/** The first model of the page that tells some classes apart. */
export function findModelOf(
  classes: readonly string[],
  { options }: HTMLSelectElement,
): string | undefined {
  const wanted = JSON.stringify(classes);
  return [...options].find(({ dataset }) => dataset.classes === wanted)?.value;
}

/** The models to choose from, with those that the visitor made. */
export class OwnModels {
  readonly #select: HTMLSelectElement;
  readonly #parts = new Map<string, ModelParts>();

  constructor(select: HTMLSelectElement) {
    this.#select = select;
  }

  /** Name of the chosen model. */
  get chosen(): string {
    return this.#select.value;
  }

  /** An own model of that name; none if it is one of the page's. */
  find(name: string): ModelParts | undefined {
    return this.#parts.get(name);
  }

  /** Adds a model, or puts it in the place of an earlier one of that name, and reads with it. */
  add(name: string, parts: ModelParts, facts: string): void {
    this.#parts.set(name, parts);
    const known = this.#option(name), option = known ?? new Option(name, name);
    option.dataset.facts = facts;
    option.dataset.classes = JSON.stringify(parts.description.classes);
    if (!known) this.#select.append(option);
    this.choose(name);
  }

  /** Removes a model. */
  remove(name: string): void {
    this.#parts.delete(name);
    this.#option(name)?.remove();
  }

  /** Reads with another model. */
  choose(name: string): void {
    this.#select.value = name;
    this.#select.dispatchEvent(new Event("change"));
  }

  #option(name: string): HTMLOptionElement | undefined {
    return [...this.#select.options].find(({ value }) => value === name);
  }
}
