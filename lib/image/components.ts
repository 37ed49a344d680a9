/**
 * Connected pieces of ink.
 *
 * @module
 */
import type { Box } from "./picture.ts";
import { createPlane, type Plane } from "./plane.ts";

/** One connected piece of ink. */
export interface Component {
  /** The rectangle that just holds it. */
  box: Box;
  /** The sum of its ink: its area in pixels, faint ones counting less. */
  mass: number;
  /** Places of its pixels in the plane's data. */
  pixels: Int32Array;
}

/**
 * Finds the pieces of ink that hang together, corners included (8-connectivity).
 *
 * @param threshold Ink above which a pixel belongs to a piece.
 * @returns The pieces, in the order of their topmost pixels.
 */
export function findComponents(ink: Plane, threshold: number): Component[] {
  const isFree = new Uint8Array(ink.data.length);
  let count = 0;
  for (let i = 0; i < isFree.length; i++) if (ink.data[i] > threshold) isFree[i] = 1, count++;
  // All pieces' pixels one after the other; each piece keeps its part.
  const queue = new Int32Array(count);
  const components: Component[] = [];
  for (let start = isFree.indexOf(1), at = 0; start >= 0; start = isFree.indexOf(1, start + 1)) {
    const end = collectPiece(ink, isFree, { queue, start, at });
    components.push(describePixels(ink, queue.subarray(at, end)));
    at = end;
  }
  return components;
}

/** The rectangle around two others. */
export function uniteBoxes(a: Box, b: Box): Box {
  const left = Math.min(a.left, b.left), top = Math.min(a.top, b.top);
  return {
    left,
    top,
    width: Math.max(a.left + a.width, b.left + b.width) - left,
    height: Math.max(a.top + a.height, b.top + b.height) - top,
  };
}

/** Takes several pieces as one. */
export function uniteComponents(components: Component[]): Component {
  if (components.length === 1) return components[0];
  const pixels = new Int32Array(components.reduce((sum, { pixels }) => sum + pixels.length, 0));
  let at = 0;
  for (const component of components) {
    pixels.set(component.pixels, at);
    at += component.pixels.length;
  }
  return {
    box: components.map(({ box }) => box).reduce(uniteBoxes),
    mass: components.reduce((sum, { mass }) => sum + mass, 0),
    pixels,
  };
}

/** Copies a component's ink out of the plane into one of its own, the size of its box. */
export function cutOut(ink: Plane, component: Component): Plane {
  const { left, top, width, height } = component.box;
  const plane = createPlane(width, height);
  for (const pixel of component.pixels) {
    const x = pixel % ink.width - left, y = Math.floor(pixel / ink.width) - top;
    plane.data[y * width + x] = ink.data[pixel];
  }
  return plane;
}

/** Puts the pixels of the piece that holds `start` in the queue from `at` on; gives their end. */
function collectPiece(
  { width, height }: Plane,
  isFree: Uint8Array,
  { queue, start, at }: { queue: Int32Array; start: number; at: number },
): number {
  let end = at;
  queue[end++] = start;
  isFree[start] = 0;
  for (let i = at; i < end; i++) {
    const x = queue[i] % width, y = (queue[i] - x) / width;
    const lastY = Math.min(height - 1, y + 1), lastX = Math.min(width - 1, x + 1);
    for (let ny = Math.max(0, y - 1); ny <= lastY; ny++) {
      for (let nx = Math.max(0, x - 1); nx <= lastX; nx++) {
        const neighbor = ny * width + nx;
        if (isFree[neighbor] === 0) continue;
        isFree[neighbor] = 0;
        queue[end++] = neighbor;
      }
    }
  }
  return end;
}

function describePixels(ink: Plane, pixels: Int32Array): Component {
  let left = ink.width, right = 0, top = ink.height, bottom = 0, mass = 0;
  for (const pixel of pixels) {
    const x = pixel % ink.width, y = Math.floor(pixel / ink.width);
    left = Math.min(left, x), right = Math.max(right, x);
    top = Math.min(top, y), bottom = Math.max(bottom, y);
    mass += ink.data[pixel];
  }
  return { box: { left, top, width: right - left + 1, height: bottom - top + 1 }, mass, pixels };
}
