/**
 * Writes EXIF data that holds nothing but an orientation, and knows what each orientation means.
 *
 * @module
 */
import assert from "node:assert/strict";
import type { Picture } from "../../lib/image/picture.ts";

/** EXIF data from its byte order mark on: one directory with one entry. */
export function writeExif(orientation: number, littleEndian = false): Uint8Array {
  const exif = new Uint8Array(26), view = new DataView(exif.buffer);
  exif.fill(littleEndian ? 0x49 : 0x4d, 0, 2);
  view.setUint16(2, 42, littleEndian);
  view.setUint32(4, 8, littleEndian); // where the directory begins
  view.setUint16(8, 1, littleEndian);
  view.setUint16(10, 0x0112, littleEndian);
  view.setUint16(12, 3, littleEndian);
  view.setUint32(14, 1, littleEndian);
  view.setUint16(18, orientation, littleEndian);
  return exif;
}

/**
 * The two sides of the upright picture where the stored first row and first column lie (Exif 2.32,
 * table 6).
 */
const SIDES: [row: string, column: string][] = [
  ["top", "left"],
  ["top", "right"],
  ["bottom", "right"],
  ["bottom", "left"],
  ["left", "top"],
  ["right", "top"],
  ["right", "bottom"],
  ["left", "bottom"],
];

/** Checks that a grey picture has been turned upright, pixel by pixel. */
export function expectUpright(
  picture: Picture,
  stored: { width: number; height: number },
  orientation: number,
  storedAt: (x: number, y: number) => number,
  tolerance = 0,
): void {
  const [row, column] = SIDES[orientation - 1];
  const turned = row === "left" || row === "right";
  const { width, height } = stored;
  assert.deepEqual([picture.width, picture.height], turned ? [height, width] : [width, height]);
  const along = (side: string, i: number) => {
    if (side === "right") return picture.width - 1 - i;
    return side === "bottom" ? picture.height - 1 - i : i;
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const fromRow = along(row, y), fromColumn = along(column, x);
      const at = turned
        ? fromColumn * picture.width + fromRow
        : fromRow * picture.width + fromColumn;
      const off = Math.abs(picture.data[4 * at] - storedAt(x, y));
      assert.ok(off <= tolerance, `orientation ${orientation}: ${off} levels off at ${x}, ${y}`);
    }
  }
}
