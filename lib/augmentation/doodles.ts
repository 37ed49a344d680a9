/**
 * Drawings that are no digits, each made up anew: figures, faces, grids, scribbles, blots.
 *
 * @module
 */
import type { Random } from "../random.ts";
import { type Point, within } from "./sheet.ts";

/** A drawing: the pen's paths, in any unit, and whether what they enclose is filled. */
export interface Drawing {
  /** One after the other; y runs down. */
  paths: Point[][];
  filled?: boolean;
}

/** A kind of drawing. */
export type Doodle = (random: Random) => Drawing;

/** All kinds. */
export const DOODLES: readonly Doodle[] = [
  ...[drawGlyph, drawGlyph, drawCurves, drawCurves, drawCorners, drawCorners],
  ...[drawFigure, drawFace, drawGrid, drawScribble, drawSpiral, drawBlot, drawRays, drawRings],
];

const point = (x: number, y: number): Point => ({ x, y });

const polar = (radius: number, angle: number, { x, y } = point(0, 0)): Point =>
  point(x + radius * Math.cos(angle), y + radius * Math.sin(angle));

/** Straight strokes between points of a grid, like a letter of an alphabet that nobody knows. */
function drawGlyph(random: Random): Drawing {
  const place = () => point(random.nextInt(3) + within(random, -0.15, 0.15), random.nextInt(3));
  const strokes = 2 + random.nextInt(3);
  return {
    paths: Array.from(
      { length: strokes },
      () => Array.from({ length: 2 + random.nextInt(strokes < 3 ? 3 : 2) }, place),
    ),
  };
}

/** A stroke from corner to corner, anywhere, that may end where it began. */
function drawCorners(random: Random): Drawing {
  const corners = 4 + random.nextInt(random.next() < 0.5 ? 4 : 20);
  const path = Array.from({ length: corners }, () => point(random.next(), random.next()));
  return { paths: [random.next() < 0.6 ? [...path, path[0]] : path] };
}

/** A ring from which strokes go out on all sides. */
function drawRays(random: Random): Drawing {
  const radius = within(random, 0.2, 0.6), rays = 1 + random.nextInt(6);
  const start = within(random, 0, 2 * Math.PI), reach = within(random, 1, 1.6);
  const outward = Array.from({ length: rays }, (_, i) => {
    const angle = start + 2 * Math.PI * (i + within(random, 0, 0.6)) / rays;
    return [polar(radius, angle), polar(reach * within(random, 0.7, 1), angle)];
  });
  return { paths: [drawRing(radius, random), ...outward] };
}

/** Rings side by side, or one in another; one above another would be an 8. */
function drawRings(random: Random): Drawing {
  const first = drawRing(1, random), size = within(random, 0.3, 1);
  const isInside = random.next() < 0.3, angle = within(random, -0.6, 0.6);
  const middle = isInside ? point(0, 0) : polar(within(random, 0.9, 1.4) * (1 + size), angle);
  const second = drawRing(isInside ? size / 2 : size, random);
  return { paths: [first, second.map(({ x, y }) => point(x + middle.x, y + middle.y))] };
}

function drawRing(radius: number, random: Random): Point[] {
  const height = within(random, 0.85, 1.2);
  return Array.from({ length: 25 }, (_, i) => polar(radius, i * Math.PI / 12))
    .map(({ x, y }) => point(x, y * height));
}

/** Smooth strokes that go anywhere. */
function drawCurves(random: Random): Drawing {
  const strokes = 1 + random.nextInt(3);
  return {
    paths: Array.from({ length: strokes }, () => {
      const places = Array.from(
        { length: (strokes === 1 ? 5 : 3) + random.nextInt(4) },
        () => point(random.next(), random.next()),
      );
      return smooth(places);
    }),
  };
}

/** Points along a smooth curve near the given ones (Chaikin's corner cutting). */
function smooth(points: Point[]): Point[] {
  let path = points;
  for (let turn = 0; turn < 3; turn++) {
    const cut = path.slice(1).flatMap((to, i): Point[] => {
      const from = path[i];
      const between = (t: number) =>
        point(from.x + t * (to.x - from.x), from.y + t * (to.y - from.y));
      return [between(0.25), between(0.75)];
    });
    path = [path[0], ...cut, path[path.length - 1]];
  }
  return path;
}

/** A star, a triangle, or any filled polygon: an outlined one of more corners may be a 0. */
function drawFigure(random: Random): Drawing {
  const isStar = random.next() < 0.6, corners = 3 + random.nextInt(isStar ? 5 : 4);
  const inner = isStar ? within(random, 0.3, 0.55) : corners === 3 ? 0.5 : 1;
  const start = within(random, 0, 2 * Math.PI);
  if (random.next() < 0.2) {
    return { paths: [Array.from({ length: 6 }, (_, i) => polar(1, start + i * 0.8 * Math.PI))] };
  }
  const outline = Array.from({ length: 2 * corners }, (_, i) => {
    const radius = (i % 2 === 0 ? 1 : inner) * within(random, 0.85, 1.15);
    return polar(radius, start + i * Math.PI / corners);
  });
  const isOutlined = (isStar || corners === 3) && random.next() < 0.6;
  return { paths: [[...outline, outline[0]]], filled: !isOutlined };
}

/** A ring with eyes and a mouth or with several short marks in it; one long mark would make it a slashed 0. */
function drawFace(random: Random): Drawing {
  const ring = drawRing(1, random), marks = 3 + random.nextInt(3);
  if (random.next() < 0.6) {
    const mouth = Array.from({ length: 7 }, (_, i) => polar(0.55, (i + 0.5) * Math.PI / 7));
    const eyes = [-0.35, 0.35].map((
      x,
    ) => [point(x, -0.3), point(x, -0.3 + within(random, 0, 0.1))]);
    return { paths: [ring, mouth, ...eyes] };
  }
  const inside = Array.from({ length: marks }, (_, i) => {
    const from = polar(within(random, 0.3, 0.6), 2 * Math.PI * (i + random.next()) / marks);
    return [from, polar(within(random, 0, 0.3), within(random, 0, 2 * Math.PI), from)];
  });
  return { paths: [ring, ...inside] };
}

/** Lines of a table or of squared paper. */
function drawGrid(random: Random): Drawing {
  const rows = random.nextInt(4), columns = (rows < 2 ? 2 : 0) + random.nextInt(4);
  const overhang = within(random, 0, 0.5), slope = within(random, -0.1, 0.1);
  const width = Math.max(1, columns - 1), height = Math.max(1, rows - 1);
  return {
    paths: [
      ...Array.from({ length: rows }, (_, i) => [
        point(-overhang, i),
        point(width + overhang, i + slope),
      ]),
      ...Array.from({ length: columns }, (_, i) => [
        point(i, -overhang),
        point(i + slope, height + overhang),
      ]),
    ],
  };
}

/** To and fro, as one crosses something out. */
function drawScribble(random: Random): Drawing {
  const turns = 4 + random.nextInt(9), height = within(random, 0.3, 1.5);
  const places = Array.from(
    { length: turns },
    (_, i) =>
      point(i / turns + within(random, -0.1, 0.1), (i % 2) * height * within(random, 0.6, 1)),
  );
  const path = random.next() < 0.5 ? places : smooth(places);
  return { paths: [random.next() < 0.5 ? path : path.map(({ x, y }) => point(y, x))] };
}

/** A line around itself. */
function drawSpiral(random: Random): Drawing {
  const turns = within(random, 2, 4), start = within(random, 0, 2 * Math.PI);
  const direction = random.next() < 0.5 ? 1 : -1;
  const path = Array.from(
    { length: 60 },
    (_, i) => polar(0.1 + i / 60, start + direction * turns * 2 * Math.PI * i / 60),
  );
  return { paths: [path] };
}

/** A filled shape without a plan: an animal, a leaf, a blot. */
function drawBlot(random: Random): Drawing {
  const waves = Array.from(
    { length: 6 },
    (_, k) => ({ size: within(random, 0, 0.9) / (k + 1), phase: within(random, 0, 2 * Math.PI) }),
  );
  const outline = Array.from({ length: 61 }, (_, i) => {
    const angle = i * Math.PI / 30;
    const wave = waves.reduce(
      (sum, { size, phase }, k) => sum + size * Math.sin((k + 1) * angle + phase),
      0,
    );
    return polar(Math.max(0.15, 1 + wave), angle);
  });
  return { paths: [outline], filled: true };
}
