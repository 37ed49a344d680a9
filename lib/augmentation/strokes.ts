/**
 * Other strokes of one's own: 5s whose bar stands apart, crossed 7s, 8s open at the top, 9s with a curl.
 *
 * @module
 */
import { createPlane, type Plane } from "../image/plane.ts";
import type { Random } from "../random.ts";
import {
  addPath,
  addStroke,
  closeSheet,
  findRows,
  measureMoments,
  measurePen,
  openSheet,
  SOLID,
  within,
} from "./sheet.ts";

/** Where things are, as shares of the digit's height from its top. */
const BAR_ENDS = { from: 0.18, to: 0.32 }, CROSSINGS = { from: 0.42, to: 0.62 };

/** Moves the top bar of a 5 away from the rest of it, and takes a piece of the stem under it away. */
export function breakTopBar(image: Uint8Array, random: Random): Uint8Array {
  const sheet = openSheet(image), rows = findRows(sheet);
  if (!rows) return image;
  const height = rows.to - rows.from;
  const cut = rows.from + Math.round(height * within(random, BAR_ENDS.from, BAR_ENDS.to));
  const up = Math.round(within(random, 1, 4)), right = Math.round(within(random, 0, 5));
  const body = cut + Math.round(height * within(random, 0, 0.15));
  const broken = createPlane(sheet.width, sheet.height);
  for (let i = 0; i < sheet.data.length; i++) {
    const row = Math.floor(i / sheet.width);
    if (row < cut) broken.data[i - up * sheet.width + right] = sheet.data[i];
    else if (row >= body) broken.data[i] = sheet.data[i];
  }
  return closeSheet(broken);
}

/** Crosses the stem of a 7. */
export function crossStem(image: Uint8Array, random: Random): Uint8Array {
  const sheet = openSheet(image), rows = findRows(sheet);
  if (!rows) return image;
  const height = rows.to - rows.from;
  const row = rows.from + Math.floor(height * within(random, CROSSINGS.from, CROSSINGS.to));
  const stem = measureMoments(sheet, { from: row, to: row + 1 });
  if (!stem) return image;
  const angle = within(random, -10, 25) * Math.PI / 180;
  const end = (reach: number) => ({
    x: stem.x + reach * Math.cos(angle),
    y: stem.y - reach * Math.sin(angle),
  });
  const reach = () => height * within(random, 0.15, 0.35);
  addStroke(sheet, { from: end(-reach()), to: end(reach()), pen: measurePen(sheet) });
  return closeSheet(sheet);
}

/** Takes away a piece of the upper loop of an 8, on its right. */
export function openTopLoop(image: Uint8Array, random: Random): Uint8Array {
  const sheet = openSheet(image), rows = findRows(sheet);
  if (!rows) return image;
  const height = rows.to - rows.from, half = Math.round(rows.from + 0.45 * height);
  const loop = measureMoments(sheet, { from: rows.from, to: half });
  if (!loop) return image;
  const angle = within(random, -10, 75) * Math.PI / 180;
  const edge = findEdge(sheet, loop, angle);
  const radius = height * within(random, 0.1, 0.28);
  const opened = { ...sheet, data: sheet.data.slice() };
  for (let i = 0; i < sheet.data.length; i++) {
    const x = i % sheet.width + 0.5, y = Math.floor(i / sheet.width) + 0.5;
    if (y > half + 0.5) continue;
    const kept = Math.hypot(x - edge.x, y - edge.y) - radius;
    opened.data[i] *= Math.min(1, Math.max(0, kept + 0.5));
  }
  return closeSheet(opened);
}

/** Where solid ink ends, seen from a place in a direction. */
function findEdge(sheet: Plane, { x, y }: { x: number; y: number }, angle: number) {
  let edge = { x, y };
  for (let reach = 0; reach < 14; reach += 0.5) {
    const place = { x: x + reach * Math.cos(angle), y: y - reach * Math.sin(angle) };
    const value = sheet.data[Math.floor(place.y) * sheet.width + Math.floor(place.x)];
    if (value >= SOLID) edge = place;
  }
  return edge;
}

/** Lets the stem of a 9 end in a curl to the left. */
export function curlTail(image: Uint8Array, random: Random): Uint8Array {
  const sheet = openSheet(image), rows = findRows(sheet);
  if (!rows) return image;
  const pen = measurePen(sheet), height = rows.to - rows.from;
  const foot = measureMoments(sheet, {
    from: Math.max(rows.from, rows.to - Math.ceil(pen)),
    to: rows.to,
  });
  if (!foot) return image;
  const radius = height * within(random, 0.12, 0.28), sweep = within(random, 90, 200);
  const start = { x: foot.x, y: rows.to - pen / 2 };
  const path = Array.from({ length: 9 }, (_, i) => {
    const angle = sweep * i / 8 * Math.PI / 180;
    return {
      x: start.x - radius * (1 - Math.cos(angle)) * 1.2,
      y: start.y + radius * Math.sin(angle),
    };
  });
  addPath(sheet, path, pen);
  return closeSheet(sheet);
}
