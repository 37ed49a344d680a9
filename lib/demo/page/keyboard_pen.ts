/**
 * Drawing with the keyboard: arrows move the pen, space puts it down and lifts it.
 *
 * @module
 */
/// <reference lib="dom" />
import type { Desk } from "./desk.ts";
import { setText } from "./dom.ts";
import { type Point, SHEET, type Stroke } from "./sheet.ts";

/** How far an arrow key moves the pen, in sheet units; with Shift. */
const STEP = 10, SMALL_STEP = 3;

const DIRECTIONS: Record<string, [x: number, y: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** What shows the pen that the keyboard moves. */
interface PenSigns {
  /** Shows where the pen is, and by its class "down" whether it is down. */
  cursor: HTMLElement;
  /** Says whether it is down, for a screen reader. */
  status: HTMLElement;
}

/**
 * Lets the focused canvas be drawn on with the keyboard.
 *
 * @returns Shows where the pen is; to be called when the desk has changed, as undo lifts the pen too.
 */
export function attachKeyboardPen(
  canvas: HTMLCanvasElement,
  desk: Desk,
  { cursor, status }: PenSigns,
): () => void {
  let place: Point = { x: SHEET.width / 2, y: SHEET.height / 2 };
  /** The stroke that the keyboard began; whatever else ends it lifts the pen. */
  let own: Stroke | undefined;
  const isDown = () => own !== undefined && desk.stroke === own;
  const show = () => {
    cursor.style.left = `${100 * place.x / SHEET.width}%`;
    cursor.style.top = `${100 * place.y / SHEET.height}%`;
    cursor.classList.toggle("down", isDown());
    const words = own && (isDown() ? "Pen down" : "Pen up");
    if (words) setText(status, words);
  };
  const lift = () => {
    if (isDown()) desk.end();
    show();
  };
  canvas.addEventListener("blur", lift);
  canvas.addEventListener("pointerdown", lift);
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = DIRECTIONS[event.key];
    if (direction) {
      place = move(place, direction, event.shiftKey ? SMALL_STEP : STEP);
      if (isDown()) desk.extend([place]);
    } else if (event.key === " ") {
      if (isDown()) desk.end();
      else {
        desk.begin(place);
        own = desk.stroke;
      }
    } else if (event.key === "Escape") lift();
    else if (event.key === "Delete" || event.key === "Backspace") lift(), desk.clear();
    else return;
    event.preventDefault();
    show();
  });
  show();
  return show;
}

function move({ x, y }: Point, [dx, dy]: [number, number], step: number): Point {
  const within = (value: number, end: number) => Math.min(end, Math.max(0, value));
  return { x: within(x + dx * step, SHEET.width), y: within(y + dy * step, SHEET.height) };
}
