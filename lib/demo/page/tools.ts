/**
 * The tools beside the sheet, and their keys.
 *
 * @module
 */
/// <reference lib="dom" />
import type { Desk } from "./desk.ts";
import { findElement } from "./dom.ts";
import type { Tool } from "./sheet.ts";

/** Connects buttons and keys with the desk; the returned function shows what can be done now. */
export function attachTools(desk: Desk): () => void {
  const button = (id: string) => findElement(id, HTMLButtonElement);
  const undo = button("undo"), redo = button("redo"), clear = button("clear");
  undo.addEventListener("click", () => desk.undo());
  redo.addEventListener("click", () => desk.redo());
  clear.addEventListener("click", () => desk.clear());
  attachToolChoice(desk);
  attachWidth(desk);
  attachKeys(desk);
  return () => {
    const isEmpty = desk.sheet.strokes.length === 0 && !desk.sheet.photo && !desk.stroke;
    // A disabled button would lose the keyboard's focus.
    undo.setAttribute("aria-disabled", String(!desk.canUndo));
    redo.setAttribute("aria-disabled", String(!desk.canRedo));
    clear.setAttribute("aria-disabled", String(isEmpty));
  };
}

function attachToolChoice(desk: Desk): void {
  for (const tool of ["pen", "eraser"] satisfies Tool[]) {
    const input = findElement(tool, HTMLInputElement);
    input.addEventListener("change", () => desk.tool = tool);
    if (input.checked) desk.tool = tool; // browsers keep choices over a reload
  }
}

function attachWidth(desk: Desk): void {
  const width = findElement("width", HTMLInputElement);
  const use = () => {
    desk.width = Number(width.value);
    width.style.setProperty("--width", width.value);
  };
  width.addEventListener("input", use);
  use();
}

function attachKeys(desk: Desk): void {
  document.addEventListener("keydown", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    const key = event.key.toLowerCase();
    if (key === "y" || (key === "z" && event.shiftKey)) desk.redo();
    else if (key === "z") desk.undo();
    else return;
    event.preventDefault();
  });
}
