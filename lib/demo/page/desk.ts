/**
 * Drawing without a screen: the sheet, the tool in hand, the stroke that is being drawn, undo and redo.
 *
 * @module
 */
import {
  EMPTY_SHEET,
  type Photo,
  type Point,
  type Sheet,
  snapToGrid,
  type Stroke,
  type Tool,
} from "./sheet.ts";

/** Points nearer than this to the last one, in sheet units, say nothing about the stroke. */
const LEAST_STEP = 0.5;

/** Steps back, and different photos among them, at most: a photo of 12 megapixels takes 100 MB. */
const MAX_STEPS = 500, MAX_PHOTOS = 4;

/** A sheet being worked on. */
export class Desk {
  tool: Tool = "pen";
  /** Of the pen, in sheet units; the eraser is twice as wide. */
  width = 16;
  #past: Sheet[] = [];
  #future: Sheet[] = [];
  #sheet = EMPTY_SHEET;
  #stroke?: Stroke & { points: Point[] };
  #onChange: () => void;

  /** @param onChange Called after every change of what is to be seen. */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** The sheet with all finished strokes. */
  get sheet(): Sheet {
    return this.#sheet;
  }

  /** The stroke that is being drawn. */
  get stroke(): Stroke | undefined {
    return this.#stroke;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /**
   * Puts the tool down. Pictures and examples are not drawn upon: they make way for an empty sheet. The
   * eraser leaves a picture alone, and rubs out an example as if it were the person's own.
   */
  begin(point: Point, tool: Tool = this.tool): void {
    this.end();
    const { photo, isExample, strokes } = this.#sheet;
    if (tool === "eraser") {
      if (photo) return;
      if (isExample) this.#sheet = { strokes };
    } else if (photo || isExample) this.#replace(EMPTY_SHEET);
    const width = tool === "pen" ? this.width : 2 * this.width;
    this.#stroke = { tool, width, points: [snapToGrid(point)] };
    this.#onChange();
  }

  /** Moves the tool, if it is down. */
  extend(points: readonly Point[]): void {
    if (!this.#stroke) return;
    for (const point of points.map(snapToGrid)) {
      const last = this.#stroke.points.at(-1)!;
      if (Math.hypot(point.x - last.x, point.y - last.y) < LEAST_STEP) continue;
      this.#stroke.points.push(point);
    }
    this.#onChange();
  }

  /** Lifts the tool. */
  end(): void {
    const stroke = this.#stroke;
    if (!stroke) return;
    this.#stroke = undefined;
    this.#replace({ ...this.#sheet, strokes: [...this.#sheet.strokes, stroke] });
  }

  /** Takes another sheet; a stroke that is being drawn is dropped. */
  lay(sheet: Sheet): void {
    this.#stroke = undefined;
    this.#replace(sheet);
  }

  /** Puts a sheet in the place of the current one, without a way back to that. */
  amend(sheet: Sheet): void {
    this.#sheet = sheet;
    this.#onChange();
  }

  /** Shows a picture instead of the sheet. */
  show(photo: Photo): void {
    this.lay({ strokes: [], photo });
  }

  clear(): void {
    if (this.#sheet !== EMPTY_SHEET || this.#stroke) this.lay(EMPTY_SHEET);
  }

  undo(): void {
    this.end();
    this.#step(this.#past, this.#future);
  }

  redo(): void {
    this.#step(this.#future, this.#past);
  }

  #replace(sheet: Sheet): void {
    this.#past.push(this.#sheet);
    this.#future = [];
    this.#sheet = sheet;
    this.#forget();
    this.#onChange();
  }

  /** Drops the oldest steps as soon as there are too many, or too many photos among them. */
  #forget(): void {
    const countPhotos = () => new Set(this.#past.map(({ photo }) => photo).filter(Boolean)).size;
    while (this.#past.length > MAX_STEPS || countPhotos() > MAX_PHOTOS) this.#past.shift();
  }

  #step(from: Sheet[], to: Sheet[]): void {
    const sheet = from.pop();
    if (!sheet) return;
    to.push(this.#sheet);
    this.#sheet = sheet;
    this.#onChange();
  }
}
