/**
 * The menu of models: what the page knows of them before they are loaded.
 *
 * @module
 */
/// <reference lib="dom" />

/** The model that is chosen. */
export interface ChosenModel {
  name: string;
  /** Such as "61,932 parameters, 0.38% test error"; empty if nothing is known. */
  facts: string;
  /** Names of its classes. */
  classes: string[];
}

/** Reads the menu that the page was built with. */
export function readChosenModel({ selectedOptions: [option] }: HTMLSelectElement): ChosenModel {
  const { facts = "", classes = "[]" } = option.dataset;
  return { name: option.value, facts, classes: JSON.parse(classes) };
}
