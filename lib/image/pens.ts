/**
 * Pens of several strengths on one sheet.
 *
 * @module
 */
import { type Component, findComponents } from "./components.ts";
import { createPlane, type Plane } from "./plane.ts";

/** Ink above which neighbouring pixels belong to one stroke. */
const CONNECTING_INK = 0.04;

/** The full ink of a light pen; what is fainter is no stroke, what is stronger needs no help. */
const LIGHT_PEN = { from: 0.2, to: 0.8 };

/** Pixels between paper and full ink for each one of full ink, at most: smudges have more. */
const MAX_HALFTONES = 4;

/** Ink, as a share of a piece's most, from which a pixel lies within a stroke. */
const FULL_INK = 0.6;

/** The most ink of a piece's pixels. */
export function findPeak({ pixels }: Component, ink: Plane): number {
  let peak = 0;
  for (const pixel of pixels) peak = Math.max(peak, ink.data[pixel]);
  return peak;
}

/** Whether a piece has the edges of a stroke, not those of a smudge. */
export function isSharp({ pixels }: Component, peak: number, ink: Plane): boolean {
  let full = 0;
  for (const pixel of pixels) if (ink.data[pixel] >= FULL_INK * peak) full++;
  return pixels.length - full <= MAX_HALFTONES * full;
}

/** Gives strokes of a light pen beside those of a strong one the full ink. */
export function evenOutPens(ink: Plane): Plane {
  const light = findComponents(ink, CONNECTING_INK)
    .map((piece) => ({ piece, peak: findPeak(piece, ink) }))
    .filter(({ piece, peak }) =>
      peak >= LIGHT_PEN.from && peak <= LIGHT_PEN.to && isSharp(piece, peak, ink)
    );
  if (light.length === 0) return ink;
  const even = createPlane(ink.width, ink.height);
  even.data.set(ink.data);
  for (const { piece, peak } of light) {
    for (const pixel of piece.pixels) even.data[pixel] /= peak;
  }
  return even;
}
