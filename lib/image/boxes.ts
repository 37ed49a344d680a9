/**
 * How boxes lie to each other.
 *
 * @module
 */
import type { Box } from "./picture.ts";

/** How two boxes lie to each other along one axis. */
export interface SpanRelation {
  /** Free pixels between them. */
  gap: number;
  /** The share of the shorter one in which they overlap. */
  overlap: number;
}

/** How two boxes lie to each other in their columns and in their rows. */
export function compareBoxes(a: Box, b: Box): { columns: SpanRelation; rows: SpanRelation } {
  return {
    columns: compareSpans(a.left, a.width, b.left, b.width),
    rows: compareSpans(a.top, a.height, b.top, b.height),
  };
}

function compareSpans(startA: number, lengthA: number, startB: number, lengthB: number) {
  const shared = Math.min(startA + lengthA, startB + lengthB) - Math.max(startA, startB);
  return { gap: Math.max(0, -shared), overlap: Math.max(0, shared) / Math.min(lengthA, lengthB) };
}

/** The longer side of a box. */
export function longerSide({ width, height }: Box): number {
  return Math.max(width, height);
}

/** The column of a box's middle. */
export function centerX({ left, width }: Box): number {
  return left + width / 2;
}

/** The row of a box's middle. */
export function centerY({ top, height }: Box): number {
  return top + height / 2;
}

/** The middle one of some numbers in order, the upper one of an even count; 0 of none. */
export function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}
