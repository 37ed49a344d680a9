/**
 * Small pictures inside figures: bytes and maps of numbers as PNG data URIs.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import * as Plot from "@observablehq/plot";
import { PNG } from "pngjs";
import type { RampColor } from "./panel.ts";

/** Darkness of an image below a map, 0 to 1. */
const FAINT_INK = 0.4;

/** Encodes RGBA pixels as a PNG data URI. */
export function encodeDataUri(rgba: Uint8Array, width: number, height: number): string {
  const png = new PNG({ width, height });
  png.data = Buffer.from(rgba.buffer, rgba.byteOffset, rgba.byteLength);
  return `data:image/png;base64,${PNG.sync.write(png, { deflateLevel: 9 }).toString("base64")}`;
}

/** An image's ink, row by row: bytes from 0 (paper) to 255, or floats from 0 to 1. */
export type Ink = Uint8Array | Float32Array | Float64Array;

/** Paints ink black on white. */
export function paintInk(ink: Ink, width: number): string {
  const rgba = new Uint8Array(ink.length * 4).fill(255);
  const scale = scaleOf(ink);
  for (let i = 0; i < ink.length; i++) rgba.fill(255 - scale * ink[i], i * 4, i * 4 + 3);
  return encodeDataUri(rgba, width, ink.length / width);
}

/**
 * Paints numbers through a linear colour scale; row by row.
 *
 * @param options `underlay` is an image's ink, which shows faintly where numbers are near zero.
 */
export function paintValues(
  values: ArrayLike<number>,
  width: number,
  { color, underlay }: { color: RampColor; underlay?: Ink },
): string {
  const table = createColorTable(color);
  const [low, high] = color.domain;
  const largest = Math.max(Math.abs(low), Math.abs(high));
  const rgba = new Uint8Array(values.length * 4).fill(255);
  for (let i = 0; i < values.length; i++) {
    const share = Math.min(1, Math.max(0, (values[i] - low) / (high - low)));
    const rgb = table[Math.round(share * (table.length - 1))];
    const cover = underlay ? Math.abs(values[i]) / largest : 1;
    const paper = underlay ? 255 - FAINT_INK * scaleOf(underlay) * underlay[i] : 255;
    for (let k = 0; k < 3; k++) rgba[4 * i + k] = Math.round(cover * rgb[k] + (1 - cover) * paper);
  }
  return encodeDataUri(rgba, width, values.length / width);
}

/** The factor that turns ink into bytes. */
function scaleOf(ink: Ink): number {
  return ink instanceof Uint8Array ? 1 : 255;
}

/** 256 colours from one end of a scale's domain to the other. */
function createColorTable(color: RampColor): number[][] {
  const scale = Plot.scale({ color });
  const [low, high] = color.domain;
  return Array.from(
    { length: 256 },
    (_, i) => parseColor(scale.apply(low + (high - low) * i / 255)),
  );
}

/** Reads "#rrggbb" and "rgb(r, g, b)", the two ways in which Plot's schemes write colours. */
function parseColor(text: string): number[] {
  const hex = text.match(/^#(..)(..)(..)$/);
  if (hex) return hex.slice(1).map((part) => parseInt(part, 16));
  return text.match(/\d+/g)!.map(Number);
}
