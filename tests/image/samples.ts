/**
 * The sample pictures of `samples/` and what they show.
 *
 * @module
 */
import assert from "node:assert/strict";
import type { Picture } from "../../lib/image/picture.ts";

const WIDTH = 48, HEIGHT = 32;

/** RGBA of the fields: top left, top right, bottom left, bottom right. */
export const COLORS: number[][] = [
  [200, 30, 30, 255],
  [30, 160, 60, 255],
  [30, 60, 200, 255],
  [230, 200, 40, 255],
];

/** The bytes of a file in `samples/`. */
export function readSample(name: string): Promise<Uint8Array<ArrayBuffer>> {
  return Deno.readFile(new URL(`./samples/${name}`, import.meta.url));
}

/**
 * Checks the pixels of the four fields, but for those at their borders, where colours of half the
 * resolution run into each other.
 *
 * @param colors Of each field; what is undefined may be anything.
 */
export function expectFields(
  { width, height, data }: Picture,
  colors: (number | undefined)[][],
  tolerance: number,
): void {
  assert.deepEqual([width, height, data.length], [WIDTH, HEIGHT, WIDTH * HEIGHT * 4]);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      if (Math.min(Math.abs(x - 23.5), Math.abs(y - 15.5)) < 3) continue;
      const color = colors[2 * Number(y >= HEIGHT / 2) + Number(x >= WIDTH / 2)];
      const pixel = data.subarray(4 * (y * WIDTH + x));
      const near = color.every((value, c) =>
        value === undefined || Math.abs(value - pixel[c]) <= tolerance
      );
      assert.ok(near, `expected ${color} at ${x}, ${y}, got ${pixel.subarray(0, 4)}`);
    }
  }
}
