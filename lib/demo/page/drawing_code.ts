/**
 * Strokes as text for an address, and back: a version, then bytes in base64url. Each stroke is its
 * width and tool, its number of points, and from point to point the way in quarters of a sheet unit, as
 * variable-length integers whose lowest bit is the sign: a point of a hand's stroke takes two bytes.
 *
 * @module
 */
import { GRID, type Point, SHEET, type Stroke } from "./sheet.ts";

/** The first character of every code. */
const VERSION = "1";

/** Longer drawings are not written: some browsers and many chats cut longer addresses off. */
const MAX_LENGTH = 30_000;

/** Widest stroke, and how far outside the sheet a point may be, in sheet units. */
const MAX_WIDTH = 200, MARGIN = 20_000;

/** Writes strokes as text; `undefined` if it would be too long for an address. */
export function encodeStrokes(strokes: readonly Stroke[]): string | undefined {
  const bytes: number[] = [];
  for (const { tool, width, points } of strokes) {
    pushNumber(bytes, 2 * toGrid(width) + (tool === "eraser" ? 1 : 0));
    pushNumber(bytes, points.length);
    let x = 0, y = 0;
    for (const point of points) {
      pushSigned(bytes, toGrid(point.x) - x);
      pushSigned(bytes, toGrid(point.y) - y);
      x = toGrid(point.x);
      y = toGrid(point.y);
    }
    if (bytes.length > MAX_LENGTH) return undefined;
  }
  const text = VERSION + toBase64Url(bytes);
  return text.length > MAX_LENGTH ? undefined : text;
}

/** Reads strokes from text; `undefined` if it is no code of a drawing. */
export function decodeStrokes(text: string): Stroke[] | undefined {
  if (!text.startsWith(VERSION) || text.length > MAX_LENGTH) return undefined;
  const bytes = fromBase64Url(text.slice(VERSION.length));
  if (!bytes || bytes.length === 0) return undefined;
  try {
    const reader = new NumberReader(bytes), strokes: Stroke[] = [];
    while (!reader.isAtEnd) strokes.push(readStroke(reader));
    return strokes;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function readStroke(reader: NumberReader): Stroke {
  const head = reader.next(), count = reader.next();
  const width = Math.floor(head / 2) * GRID;
  if (width <= 0 || width > MAX_WIDTH || count === 0) throw new RangeError("no stroke");
  const points: Point[] = [];
  let x = 0, y = 0;
  for (let i = 0; i < count; i++) {
    x += GRID * reader.nextSigned();
    y += GRID * reader.nextSigned();
    const isNear = Math.abs(x) < SHEET.width + MARGIN && Math.abs(y) < SHEET.height + MARGIN;
    if (!isNear) throw new RangeError("far from the sheet");
    points.push({ x, y });
  }
  return { tool: head % 2 === 1 ? "eraser" : "pen", width, points };
}

/** Reads variable-length integers; throws a RangeError where they end too early or are too long. */
class NumberReader {
  #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  next(): number {
    let value = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      if (this.isAtEnd) throw new RangeError("cut off");
      const byte = this.#bytes[this.#at++];
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new RangeError("too large");
  }

  nextSigned(): number {
    const value = this.next();
    return value & 1 ? -((value + 1) >> 1) : value >> 1;
  }
}

function pushNumber(bytes: number[], value: number): void {
  for (; value >= 0x80; value >>= 7) bytes.push((value & 0x7f) | 0x80);
  bytes.push(value);
}

function pushSigned(bytes: number[], value: number): void {
  pushNumber(bytes, value < 0 ? -2 * value - 1 : 2 * value);
}

function toGrid(value: number): number {
  return Math.round(value / GRID);
}

function toBase64Url(bytes: readonly number[]): string {
  const text = bytes.map((byte) => String.fromCharCode(byte)).join("");
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function fromBase64Url(text: string): Uint8Array | undefined {
  if (!/^[\w-]*$/.test(text)) return undefined;
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
