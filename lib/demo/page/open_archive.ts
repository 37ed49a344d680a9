/**
 * A button that opens a ZIP archive from the person's files.
 *
 * @module
 */
/// <reference lib="dom" />
import { createElement } from "./dom.ts";

/** What the button is called: its text, its label for screen readers, and the id of its field. */
export interface OpenerNames {
  id: string;
  text: string;
  label: string;
}

/** Makes the button; the same archive can be opened again. */
export function createOpener(
  { id, text, label }: OpenerNames,
  onOpen: (archive: Uint8Array<ArrayBuffer>) => void,
): HTMLElement {
  const input = createElement("input", "visually-hidden");
  Object.assign(input, { type: "file", accept: ".zip", id });
  input.ariaLabel = label;
  input.addEventListener("change", async () => {
    const file = input.files?.[0];
    if (!file) return;
    const archive = new Uint8Array(await file.arrayBuffer());
    input.value = "";
    onOpen(archive);
  });
  return createElement("label", "button", text, input);
}
