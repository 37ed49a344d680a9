/** Twenty-six glyphs of an alphabet that nobody writes, each a few straight strokes on a 3×3 grid. */
import type { Picture } from "../../lib/image/picture.ts";
import type { Random } from "../../lib/random.ts";

/** Names, and strokes as lists of grid points: 1 2 3 above, 4 5 6 in the middle, 7 8 9 below. */
export const GLYPHS: Record<string, string> = {
  alo: "159",
  bem: "357",
  cin: "1379",
  dov: "1793",
  eku: "258",
  fam: "12369",
  gir: "7896",
  hul: "14789",
  ija: "123 258",
  jek: "789 258",
  kol: "147 456",
  lir: "369 456",
  mun: "1593 79",
  nel: "7135",
  ofa: "13971",
  pim: "2486",
  qua: "24862",
  ril: "1478 36",
  sot: "3157",
  tav: "1593",
  uno: "17 39 46",
  vex: "1739",
  wim: "17593",
  xer: "19 37",
  yal: "153 58",
  zot: "13 28 79",
};

const SIZE = 64, MARGIN = 14, STEP = (SIZE - 2 * MARGIN) / 2;

/** Draws a glyph with an unsteady hand: dark on light, 64×64. */
export function drawGlyph(name: string, random: Random): Picture {
  const jitter = () => random.nextNormal() * 1.6;
  const [shiftX, shiftY] = [random.nextNormal() * 2, random.nextNormal() * 2];
  const pen = 2 + random.next();
  const data = new Uint8Array(SIZE * SIZE * 4).fill(255);
  for (const stroke of GLYPHS[name].split(" ")) {
    const points = [...stroke].map((cell) => {
      const at = Number(cell) - 1;
      return {
        x: MARGIN + (at % 3) * STEP + shiftX + jitter(),
        y: MARGIN + Math.floor(at / 3) * STEP + shiftY + jitter(),
      };
    });
    for (let i = 1; i < points.length; i++) drawLine(data, points[i - 1], points[i], pen);
  }
  return { width: SIZE, height: SIZE, data };
}

interface Point {
  x: number;
  y: number;
}

function drawLine(data: Uint8Array, a: Point, b: Point, pen: number): void {
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) {
      const along = ((x - a.x) * (b.x - a.x) + (y - a.y) * (b.y - a.y)) / length ** 2;
      const t = Math.min(1, Math.max(0, along));
      const distance = Math.hypot(x - a.x - t * (b.x - a.x), y - a.y - t * (b.y - a.y));
      const ink = Math.min(1, Math.max(0, pen + 0.5 - distance));
      const at = 4 * (y * SIZE + x), grey = Math.min(data[at], Math.round(255 * (1 - ink)));
      data.fill(grey, at, at + 3);
    }
  }
}
