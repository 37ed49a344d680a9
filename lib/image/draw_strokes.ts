/**
 * A small paint program: strokes of a round pen on paper.
 *
 * @module
 */
import type { Picture } from "./picture.ts";
import type { Point } from "./stroke_program.ts";

/** Red, green and blue, 0 to 255. */
export type Color = [red: number, green: number, blue: number];

/** How strokes become pixels. */
export interface Pen {
  /** Width of the line in pixels. */
  width: number;
  /** Soft edges; pixels are fully inked or not at all without. */
  antialias: boolean;
  /** Colour of the line. */
  color: Color;
  /** Colour of the sheet, or "none" for a transparent one. */
  paper: Color | "none";
}

/** Draws strokes, given in pixels, on a sheet. */
export function drawStrokes(
  size: { width: number; height: number },
  strokes: Point[][],
  pen: Pen,
): Picture {
  const { width, height } = size;
  const coverage = new Float32Array(width * height);
  for (const path of strokes) {
    for (let i = 0; i < path.length; i++) {
      inkSegment(coverage, size, { from: path[Math.max(0, i - 1)], to: path[i], pen });
    }
  }
  return { width, height, data: mixInk(coverage, pen) };
}

function inkSegment(
  coverage: Float32Array,
  { width, height }: { width: number; height: number },
  { from, to, pen }: { from: Point; to: Point; pen: Pen },
): void {
  const radius = pen.width / 2, reach = radius + 1;
  const firstX = Math.max(0, Math.floor(Math.min(from[0], to[0]) - reach));
  const endX = Math.min(width, Math.ceil(Math.max(from[0], to[0]) + reach));
  const firstY = Math.max(0, Math.floor(Math.min(from[1], to[1]) - reach));
  const endY = Math.min(height, Math.ceil(Math.max(from[1], to[1]) + reach));
  for (let y = firstY; y < endY; y++) {
    for (let x = firstX; x < endX; x++) {
      const depth = radius - distanceToSegment([x + 0.5, y + 0.5], from, to) + 0.5;
      const ink = pen.antialias ? Math.min(1, Math.max(0, depth)) : Number(depth >= 0.5);
      coverage[y * width + x] = Math.max(coverage[y * width + x], ink);
    }
  }
}

function distanceToSegment([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const dx = bx - ax, dy = by - ay, length2 = dx * dx + dy * dy;
  const t = length2 === 0 ? 0 : ((x - ax) * dx + (y - ay) * dy) / length2;
  const along = Math.min(1, Math.max(0, t));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}

/** The colours of ink over paper; on a transparent sheet the ink's colour alone. */
function mixInk(coverage: Float32Array, { color, paper }: Pen): Uint8Array {
  const data = new Uint8Array(4 * coverage.length);
  const below = paper === "none" ? color : paper;
  for (let i = 0; i < coverage.length; i++) {
    const ink = coverage[i];
    for (let c = 0; c < 3; c++) data[4 * i + c] = Math.round(color[c] * ink + below[c] * (1 - ink));
    data[4 * i + 3] = paper === "none" ? Math.round(255 * ink) : 255;
  }
  return data;
}
