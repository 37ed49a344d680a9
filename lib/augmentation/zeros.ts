/**
 * Zeros with a slash, as those write them who want no O.
 *
 * @module
 */
import type { Random } from "../random.ts";
import { addStroke, closeSheet, measureMoments, measurePen, openSheet, within } from "./sheet.ts";

/** Between slash and horizontal, in degrees: from a level bar over the usual slash to a vertical one. */
const ANGLES = { from: -10, to: 105 };

/** Where the slash ends: inside the ring, as a share of its radius there … */
const LEAST_REACH = 0.7;

/** … or beyond it, as a share of the 0's longer radius. */
const MAX_OVERHANG = 0.9;

/** How far the slash passes the middle at most, as a share of the ring's radius there. */
const MAX_OFFSET = 0.2;

/** A slash that leaves something of a narrow 0's inside, as a share of its radius. */
const MAX_PEN = 0.6;

/** Writes a 0 with a stroke through it, as broad as its own. */
export function drawSlash(image: Uint8Array, random: Random): Uint8Array {
  const sheet = openSheet(image), ring = measureMoments(sheet);
  if (!ring) return image;
  const angle = within(random, ANGLES.from, ANGLES.to) * Math.PI / 180;
  const direction = { x: Math.cos(angle), y: -Math.sin(angle) };
  const across = { x: Math.sin(angle), y: Math.cos(angle) };
  const radius = findRadius(ring, direction), width = findRadius(ring, across);
  const overhang = MAX_OVERHANG * Math.max(radius, width);
  const reach = () => within(random, LEAST_REACH * radius, radius + overhang);
  const offset = within(random, -MAX_OFFSET, MAX_OFFSET) * width;
  const end = (distance: number) => ({
    x: ring.x + distance * direction.x + offset * across.x,
    y: ring.y + distance * direction.y + offset * across.y,
  });
  const pen = Math.min(measurePen(sheet), MAX_PEN * Math.min(radius, width));
  addStroke(sheet, { from: end(-reach()), to: end(reach()), pen });
  return closeSheet(sheet);
}

/** The radius, in a direction of length 1, of the elliptical ring that has these moments. */
function findRadius(
  { xx, xy, yy }: { xx: number; xy: number; yy: number },
  { x, y }: { x: number; y: number },
): number {
  // A ring's second moments are half of those of its ellipse: uᵀ (2C)⁻¹ u · r² = 1.
  const determinant = Math.max(xx * yy - xy * xy, 1e-3);
  const inverse = (yy * x * x - 2 * xy * x * y + xx * y * y) / determinant;
  return Math.sqrt(2 / Math.max(inverse, 1e-3));
}
