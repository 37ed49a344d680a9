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
  pixels: number[];
}

/**
 * Finds the pieces of ink that hang together, corners included (8-connectivity).
 *
 * @param threshold Ink above which a pixel belongs to a piece.
 * @returns The pieces, in the order of their topmost pixels.
 */
export function findComponents(ink: Plane, threshold: number): Component[] {
  const seen = new Uint8Array(ink.data.length);
  const components: Component[] = [];
  for (let start = 0; start < ink.data.length; start++) {
    if (seen[start] || ink.data[start] <= threshold) continue;
    components.push(describePixels(ink, collectPiece(ink, start, { threshold, seen })));
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
  return {
    box: components.map(({ box }) => box).reduce(uniteBoxes),
    mass: components.reduce((sum, { mass }) => sum + mass, 0),
    pixels: components.flatMap(({ pixels }) => pixels),
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

function collectPiece(
  ink: Plane,
  start: number,
  { threshold, seen }: { threshold: number; seen: Uint8Array },
): number[] {
  const pixels = [start];
  seen[start] = 1;
  for (let i = 0; i < pixels.length; i++) {
    const x = pixels[i] % ink.width, y = Math.floor(pixels[i] / ink.width);
    for (let ny = Math.max(0, y - 1); ny <= Math.min(ink.height - 1, y + 1); ny++) {
      for (let nx = Math.max(0, x - 1); nx <= Math.min(ink.width - 1, x + 1); nx++) {
        const neighbor = ny * ink.width + nx;
        if (seen[neighbor] || ink.data[neighbor] <= threshold) continue;
        seen[neighbor] = 1;
        pixels.push(neighbor);
      }
    }
  }
  return pixels;
}

function describePixels(ink: Plane, pixels: number[]): Component {
  let left = ink.width, right = 0, top = ink.height, bottom = 0, mass = 0;
  for (const pixel of pixels) {
    const x = pixel % ink.width, y = Math.floor(pixel / ink.width);
    left = Math.min(left, x), right = Math.max(right, x);
    top = Math.min(top, y), bottom = Math.max(bottom, y);
    mass += ink.data[pixel];
  }
  return { box: { left, top, width: right - left + 1, height: bottom - top + 1 }, mass, pixels };
}
