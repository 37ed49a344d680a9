/**
 * What lies on the desk: a sheet with strokes, or a picture; and the way back to earlier ones.
 *
 * @module
 */
/// <reference lib="dom" />
import type { Box, Picture } from "../../image/picture.ts";

/** The sheet's size in its own units, whatever the size on screen. */
export const SHEET = { width: 400, height: 300 };

/** Points lie on a grid this fine, in sheet units, so that an address holds them exactly. */
export const GRID = 0.25;

/** A place on the sheet, in its units. */
export interface Point {
  x: number;
  y: number;
}

/** What the hand holds. */
export type Tool = "pen" | "eraser";

/** One path of the pen or the eraser. */
export interface Stroke {
  readonly tool: Tool;
  /** In sheet units. */
  readonly width: number;
  readonly points: readonly Point[];
}

/** A picture that someone gave, and a canvas that shows it. */
export interface Photo {
  readonly picture: Picture;
  readonly canvas: OffscreenCanvas;
}

/** A sheet; never changed, only replaced. */
export interface Sheet {
  readonly strokes: readonly Stroke[];
  readonly photo?: Photo;
  /** Written by the page itself: the first stroke of a person takes a new sheet. */
  readonly isExample?: true;
}

export const EMPTY_SHEET: Sheet = { strokes: [] };

/** The nearest place on the grid. */
export function snapToGrid({ x, y }: Point): Point {
  return { x: GRID * Math.round(x / GRID), y: GRID * Math.round(y / GRID) };
}

/** How a picture's pixels lie on the sheet: `sheet = start + scale * pixel`. */
export interface Frame {
  left: number;
  top: number;
  scale: number;
}

/** Puts a picture in the middle of the sheet, as large as it can be shown whole. */
export function fitPicture({ width, height }: { width: number; height: number }): Frame {
  const scale = Math.min(SHEET.width / width, SHEET.height / height);
  return {
    left: (SHEET.width - scale * width) / 2,
    top: (SHEET.height - scale * height) / 2,
    scale,
  };
}

/** From a picture's pixels to the sheet. */
export function toSheet({ left, top, width, height }: Box, frame: Frame): Box {
  return {
    left: frame.left + frame.scale * left,
    top: frame.top + frame.scale * top,
    width: frame.scale * width,
    height: frame.scale * height,
  };
}

/** From the sheet to a picture's pixels. */
export function toPicture({ x, y }: Point, frame: Frame): Point {
  return { x: (x - frame.left) / frame.scale, y: (y - frame.top) / frame.scale };
}
