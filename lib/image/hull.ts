/**
 * Convex hulls of pieces.
 *
 * @module
 */
import type { Component } from "./components.ts";

type Point = [x: number, y: number];

/** The corners of the convex hull of a piece's pixels, in order (Andrew's monotone chain). */
export function findHull({ pixels }: Component, width: number): Point[] {
  const spans = new Map<number, [first: number, last: number]>();
  for (const pixel of pixels) {
    const x = pixel % width, y = (pixel - x) / width, span = spans.get(y);
    if (!span) spans.set(y, [x, x]);
    else if (x < span[0]) span[0] = x;
    else if (x > span[1]) span[1] = x;
  }
  // Corners of pixels, so that a row of pixels has an area.
  const points = [...spans].sort((a, b) => a[0] - b[0]).flatMap(([y, [first, last]]): Point[] => [
    [first, y],
    [last + 1, y],
    [first, y + 1],
    [last + 1, y + 1],
  ]).sort((a, b) => a[1] - b[1] || a[0] - b[0]);
  return [...halfHull(points), ...halfHull(points.reverse())];
}

/** The area of a polygon. */
export function hullArea(hull: Point[]): number {
  return Math.abs(hull.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = hull[(i + 1) % hull.length];
    return sum + (x * nextY - nextX * y) / 2;
  }, 0));
}

/** The area of the largest quadrilateral whose corners are some of the hull's. */
export function largestQuadrilateral(hull: Point[]): number {
  let largest = 0;
  for (let i = 0; i < hull.length; i++) {
    for (let j = i + 1; j < hull.length; j++) {
      let left = 0, right = 0;
      for (const point of hull) {
        const area = crossProduct(hull[i], hull[j], point) / 2;
        left = Math.max(left, area), right = Math.max(right, -area);
      }
      largest = Math.max(largest, left + right);
    }
  }
  return largest;
}

/** The distance of the two corners that lie farthest apart. */
export function hullLength(hull: Point[]): number {
  let longest = 0;
  for (const [ax, ay] of hull) {
    for (const [bx, by] of hull) longest = Math.max(longest, Math.hypot(ax - bx, ay - by));
  }
  return longest;
}

function halfHull(points: Point[]): Point[] {
  const half: Point[] = [];
  for (const point of points) {
    while (half.length > 1 && crossProduct(half.at(-2)!, half.at(-1)!, point) <= 0) half.pop();
    half.push(point);
  }
  return half.slice(0, -1);
}

function crossProduct([ax, ay]: Point, [bx, by]: Point, [cx, cy]: Point): number {
  return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
}
