/**
 * Finding and making elements, with their types.
 *
 * @module
 */
/// <reference lib="dom" />

/**
 * The element of a given id.
 *
 * @throws {Error} If the page has none of that kind.
 */
export function findElement<T extends HTMLElement>(id: string, kind: new () => T): T {
  const element = document.getElementById(id);
  if (element instanceof kind) return element;
  throw new Error(`the page has no ${kind.name} "${id}"`);
}

/** Makes an element with a class, text or children. */
export function createElement<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = "",
  ...content: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...content);
  return element;
}

/** Makes a button; its label, where it says more than its text, is for screen readers. */
export function createButton(
  text: string,
  onClick: () => void,
  { className = "", label = text } = {},
): HTMLButtonElement {
  const button = createElement("button", className, text);
  button.type = "button";
  if (label !== text) button.ariaLabel = label;
  button.addEventListener("click", onClick);
  return button;
}

/** Sets an element's text; the same text again costs no layout. */
export function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
