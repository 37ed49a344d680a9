/**
 * Pen, finger and mouse on the sheet.
 *
 * @module
 */
/// <reference lib="dom" />
import type { Desk } from "./desk.ts";
import { type Point, SHEET } from "./sheet.ts";

/** The bit of `buttons` that a pen turned upside down sets. */
const ERASER_BUTTON = 32;

/** Draws on the desk whatever the first pointer draws on the canvas. */
export function attachPointerPen(canvas: HTMLCanvasElement, desk: Desk): void {
  let drawing: number | undefined;
  canvas.addEventListener("pointerdown", (event) => {
    const isMain = event.button === 0 || event.buttons === ERASER_BUTTON;
    if (drawing !== undefined || !isMain) return;
    drawing = event.pointerId;
    // A selection that reaches over the sheet would be dragged along instead of a stroke drawn.
    getSelection()?.removeAllRanges();
    canvas.setPointerCapture(event.pointerId);
    desk.begin(locate(canvas, event), event.buttons === ERASER_BUTTON ? "eraser" : undefined);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerId !== drawing) return;
    // All places since the last frame, where the browser keeps them.
    const events = event.getCoalescedEvents?.() ?? [];
    desk.extend((events.length > 0 ? events : [event]).map((each) => locate(canvas, each)));
  });
  canvas.addEventListener("dragstart", (event) => event.preventDefault());
  for (const type of ["pointerup", "pointercancel"] as const) {
    canvas.addEventListener(type, (event) => {
      if (event.pointerId !== drawing) return;
      drawing = undefined;
      desk.end();
    });
  }
}

function locate(canvas: HTMLCanvasElement, event: PointerEvent): Point {
  const { left, top, width } = canvas.getBoundingClientRect();
  const scale = SHEET.width / width;
  return { x: (event.clientX - left) * scale, y: (event.clientY - top) * scale };
}
