/**
 * Canny's edges (Canny 1986): lines one pixel broad where the ink's slope is steepest across them.
 *
 * @module
 */
import { type Field, inkAt, makeField, SIZE, smooth } from "./fields.ts";

/** Slopes below the first are no edge, those above the second are; between, what joins an edge is one. */
const LOW = 0.1, HIGH = 0.2;

/** 1 on the outlines of the strokes, else 0. */
export function traceOutlines(field: Field): Field {
  const smoothed = smooth(field, 1);
  const slope = (dx: number, dy: number) => (x: number, y: number) =>
    [-1, 0, 1].reduce((sum, across) => {
      const at = (side: number) =>
        inkAt(smoothed, x + side * dx + across * dy, y + side * dy + across * dx);
      return sum + (across ? 1 : 2) / 4 * (at(1) - at(-1));
    }, 0);
  const slopeX = makeField(slope(1, 0)), slopeY = makeField(slope(0, 1));
  const steepness = slopeX.map((value, i) => Math.hypot(value, slopeY[i]));
  const ridge = makeField((x, y) => isRidge(steepness, slopeX, slopeY, x, y) ? 1 : 0);
  return joinEdges(steepness.map((value, i) => ridge[i] * value));
}

/** Whether no neighbour along the slope is steeper; between two pixels, linearly. */
function isRidge(steepness: Field, slopeX: Field, slopeY: Field, x: number, y: number): boolean {
  if (x < 1 || y < 1 || x > SIZE - 2 || y > SIZE - 2) return false;
  const i = y * SIZE + x,
    dx = slopeX[i],
    dy = slopeY[i],
    most = Math.max(Math.abs(dx), Math.abs(dy));
  if (most === 0) return false;
  const isLevel = Math.abs(dx) >= Math.abs(dy), share = Math.min(Math.abs(dx), Math.abs(dy)) / most;
  const signX = Math.sign(dx), signY = Math.sign(dy);
  const beside = (side: number) => {
    const straight = isLevel
      ? inkAt(steepness, x + side * signX, y)
      : inkAt(steepness, x, y + side * signY);
    const slanted = inkAt(steepness, x + side * signX, y + side * signY);
    return share * slanted + (1 - share) * straight;
  };
  return steepness[i] >= beside(1) && steepness[i] >= beside(-1);
}

/** Keeps what is above the higher limit, and what is above the lower one and joined to it. */
function joinEdges(ridges: Field): Field {
  const edges = new Float32Array(ridges.length);
  const open = [...ridges.keys()].filter((i) => ridges[i] >= HIGH);
  open.forEach((i) => edges[i] = 1);
  for (let i = open.pop(); i !== undefined; i = open.pop()) {
    const x = i % SIZE, y = Math.floor(i / SIZE);
    for (let row = y - 1; row <= y + 1; row++) {
      for (let column = x - 1; column <= x + 1; column++) {
        if (inkAt(edges, column, row) || inkAt(ridges, column, row) < LOW) continue;
        edges[row * SIZE + column] = 1;
        open.push(row * SIZE + column);
      }
    }
  }
  return edges;
}
