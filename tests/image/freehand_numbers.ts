/**
 * Numbers of several digits as people draw them: one hand, one pen, a line of writing that is never
 * quite straight.
 *
 * @module
 */
import { createRandom, type Random } from "../../lib/random.ts";
import type { Picture } from "../../lib/image/picture.ts";
import { drawStrokes, type Pen, photograph } from "./draw.ts";
import { writeDigit } from "./freehand.ts";
import { STYLES } from "./freehand_styles.ts";
import type { Point } from "./stroke_program.ts";

/** How a number is written. */
export interface NumberOptions {
  seed: number;
  /** Height of a digit in pixels. */
  height: number;
  /** Width of the line in pixels. */
  penWidth: number;
  /** Ink-free columns between neighbours as a share of the height; negative for overlap. */
  gap: number;
  photo?: boolean;
}

/** Draws lines of digits, such as ["20926"], black on white or as a photo of dark ink on paper. */
export function drawNumber(lines: string[], options: NumberOptions): Picture {
  const { seed, height, penWidth, gap, photo } = options;
  const random = createRandom(seed);
  const strokes = lines.flatMap((digits, line) =>
    writeLine(digits, random, { height, penWidth, gap }).map((path) =>
      path.map(([x, y]): Point => [x, y + 1.6 * line * height])
    )
  );
  const margin = 0.4 * height + penWidth;
  const right = Math.max(...strokes.flat().map(([x]) => x));
  const size = {
    width: Math.ceil(right + 2 * margin),
    height: Math.ceil((1.6 * lines.length - 0.6) * height + 2 * margin),
  };
  const placed = strokes.map((path) => path.map(([x, y]): Point => [x + margin, y + margin]));
  const pen: Pen = photo
    ? { width: penWidth, antialias: true, color: [35, 40, 75], paper: [235, 235, 230] }
    : { width: penWidth, antialias: true, color: [0, 0, 0], paper: [255, 255, 255] };
  const drawing = drawStrokes(size, placed, pen);
  return photo ? photograph(drawing, random) : drawing;
}

/** The strokes of a line of digits, from the left edge on and about the top. */
export function writeLine(
  digits: string,
  random: Random,
  { height, penWidth, gap }: { height: number; penWidth: number; gap: number },
): Point[][] {
  let right = 0;
  return [...digits].flatMap((char) => {
    const styles = STYLES.filter(({ digit }) => digit === Number(char));
    const size = height * (0.85 + 0.3 * random.next());
    const raw = writeDigit(styles[random.nextInt(styles.length)], random);
    const left = Math.min(...raw.flat().map(([x]) => x)) * size;
    const top = Math.min(...raw.flat().map(([, y]) => y)) * size;
    const drop = 0.12 * height * (random.next() - 0.5) + (height - size) / 2;
    const strokes = raw.map((path) =>
      path.map(([x, y]): Point => [right + x * size - left, y * size - top + drop])
    );
    right = Math.max(...strokes.flat().map(([x]) => x)) + penWidth + gap * height;
    return strokes;
  });
}
