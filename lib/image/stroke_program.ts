/**
 * Runs stroke programs: from their text to the points of the pen's path.
 *
 * A stroke is a path of pieces, in a frame where x runs right from 0 to about 0.65 and y down from
 * 0 to 1. `- x,y …` draws straight lines and `~ x,y …` a smooth curve from the last point through the
 * given ones; `o cx,cy rx,ry from,to` draws an arc (degrees: 0 right, 90 down, 180 left, 270 up).
 *
 * @module
 */

/** A place in a digit's own frame, or in a picture. */
export type Point = [x: number, y: number];

/** Steps of a smooth curve from each given point to the next. */
const CURVE_STEPS = 8;

/** The path of one stroke; see the module for the syntax. */
export function runStrokeProgram(program: string): Point[] {
  const path: Point[] = [];
  for (const piece of program.split(/ (?=[-~o] )/)) {
    const [kind, ...words] = piece.split(" ");
    const points = words.map((word) => word.split(",").map(Number) as Point);
    if (kind === "o") path.push(...traceArc(points));
    else if (kind === "~") path.push(...traceCurve([...path.slice(-1), ...points]));
    else path.push(...points);
  }
  return path;
}

function traceArc([center, radii, [from, to]]: Point[]): Point[] {
  const steps = Math.ceil(Math.abs(to - from) / 10);
  return Array.from({ length: steps + 1 }, (_, i) => {
    const angle = (from + (to - from) * i / steps) * Math.PI / 180;
    return [center[0] + radii[0] * Math.cos(angle), center[1] + radii[1] * Math.sin(angle)];
  });
}

/** A Catmull–Rom spline through all the points. */
function traceCurve(points: Point[]): Point[] {
  const path = [points[0]];
  for (let i = 0; i + 1 < points.length; i++) {
    const p = [i - 1, i, i + 1, i + 2].map((k) =>
      points[Math.min(points.length - 1, Math.max(0, k))]
    );
    for (let step = 1; step <= CURVE_STEPS; step++) {
      const t = step / CURVE_STEPS;
      path.push([
        interpolate(t, p[0][0], p[1][0], p[2][0], p[3][0]),
        interpolate(t, p[0][1], p[1][1], p[2][1], p[3][1]),
      ]);
    }
  }
  return path;
}

function interpolate(t: number, a: number, b: number, c: number, d: number): number {
  return b + t * (c - a) / 2 + t ** 2 * (2 * a - 5 * b + 4 * c - d) / 2 +
    t ** 3 * (3 * b - a - 3 * c + d) / 2;
}
