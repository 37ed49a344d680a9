/**
 * Strokes of a round pen on paper, and the same sheet photographed.
 *
 * @module
 */
import type { Color } from "../../lib/image/draw_strokes.ts";
import type { Picture } from "../../lib/image/picture.ts";
import type { Random } from "../../lib/random.ts";

export { type Color, drawStrokes, type Pen } from "../../lib/image/draw_strokes.ts";

/** Warm light: shares of red, green and blue. */
const TINT: Color = [1, 0.96, 0.88];

/**
 * Takes a photo of a drawing on opaque paper: light that falls off to one side, the soft edge of a
 * shadow, a warm tint, and grain.
 */
export function photograph(drawing: Picture, random: Random): Picture {
  const { width, height } = drawing;
  const angle = 2 * Math.PI * random.next(), fallOff = 0.15 + 0.3 * random.next();
  const shadowAngle = 2 * Math.PI * random.next(), shadowEdge = 0.5 * random.next() - 0.1;
  const shadow = 0.1 + 0.25 * random.next(), grain = 3 + 5 * random.next();
  const data = new Uint8ClampedArray(drawing.data.length);
  for (let i = 0; i < width * height; i++) {
    const x = (i % width) / width - 0.5, y = Math.floor(i / width) / height - 0.5;
    const across = x * Math.cos(shadowAngle) + y * Math.sin(shadowAngle) - shadowEdge;
    const light = (0.85 + fallOff * (x * Math.cos(angle) + y * Math.sin(angle))) *
      (1 - shadow / (1 + Math.exp(-across * 40)));
    const noise = grain * random.nextNormal();
    for (let c = 0; c < 3; c++) {
      data[4 * i + c] = drawing.data[4 * i + c] * light * TINT[c] + noise;
    }
    data[4 * i + 3] = 255;
  }
  return { width, height, data };
}
