/**
 * Paints a sheet on a canvas: once for the eye, and once for the network.
 *
 * @module
 */
/// <reference lib="dom" />
import { fitPicture, SHEET, type Sheet, type Stroke } from "./sheet.ts";

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** How a canvas shows ink. */
export interface PaperLook {
  ink: string;
  paper: string;
  /** Canvas pixels a sheet unit. */
  scale: number;
}

/** The part of a canvas context that a path is written to. */
export interface PathSink {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void;
}

/**
 * Writes a stroke as a smooth curve: parabolas that touch the given path in the middle of each of its
 * pieces.
 */
export function traceStroke(sink: PathSink, { points }: Pick<Stroke, "points">): void {
  const [first] = points, last = points[points.length - 1];
  sink.moveTo(first.x, first.y);
  for (let i = 1; i + 1 < points.length; i++) {
    const { x, y } = points[i], next = points[i + 1];
    sink.quadraticCurveTo(x, y, (x + next.x) / 2, (y + next.y) / 2);
  }
  // A dot is a line too; one of no length at all would not be drawn everywhere.
  sink.lineTo(last.x + (points.length === 1 ? 0.01 : 0), last.y);
}

/** Paints sheets, remembering what is painted already. */
export class Painter {
  #context: Context;
  #finished: OffscreenCanvasRenderingContext2D;
  #look: PaperLook;
  #painted?: Sheet;

  /** Sizes the canvas for the sheet. */
  constructor(canvas: HTMLCanvasElement | OffscreenCanvas, look: PaperLook) {
    const isOffscreen = !("getBoundingClientRect" in canvas);
    canvas.width = Math.round(SHEET.width * look.scale);
    canvas.height = Math.round(SHEET.height * look.scale);
    // What is read back at every stroke had better not lie on a graphics card.
    const options = { willReadFrequently: isOffscreen };
    this.#context = canvas.getContext("2d", options) as Context;
    this.#finished = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", options)!;
    this.#look = look;
  }

  /** Paints a sheet and the stroke that is being drawn on it. */
  paint(sheet: Sheet, stroke?: Stroke): void {
    this.#finish(sheet);
    this.#context.drawImage(this.#finished.canvas, 0, 0);
    if (stroke) this.#draw(this.#context, stroke);
  }

  /** The pixels last painted. */
  read(): ImageData {
    const { width, height } = this.#context.canvas;
    return this.#context.getImageData(0, 0, width, height);
  }

  #finish(sheet: Sheet): void {
    if (this.#painted === sheet) return;
    const known = this.#painted?.strokes ?? [];
    const isContinued = this.#painted?.photo === sheet.photo &&
      known.every((stroke, i) => stroke === sheet.strokes[i]);
    if (!this.#painted || !isContinued) this.#clear(sheet);
    const fresh = isContinued ? sheet.strokes.slice(known.length) : sheet.strokes;
    for (const stroke of fresh) this.#draw(this.#finished, stroke);
    this.#painted = sheet;
  }

  #clear({ photo }: Sheet): void {
    const { canvas } = this.#finished, { paper, scale } = this.#look;
    this.#finished.fillStyle = paper;
    this.#finished.fillRect(0, 0, canvas.width, canvas.height);
    if (!photo) return;
    const { width, height } = photo.picture;
    const frame = fitPicture(photo.picture), factor = frame.scale * scale;
    const left = frame.left * scale, top = frame.top * scale;
    this.#finished.drawImage(photo.canvas, left, top, width * factor, height * factor);
  }

  #draw(context: Context, stroke: Stroke): void {
    const { ink, paper, scale } = this.#look;
    context.save();
    context.scale(scale, scale);
    context.strokeStyle = stroke.tool === "pen" ? ink : paper;
    context.lineWidth = stroke.width;
    context.lineCap = context.lineJoin = "round";
    context.beginPath();
    traceStroke(context, stroke);
    context.stroke();
    context.restore();
  }
}
