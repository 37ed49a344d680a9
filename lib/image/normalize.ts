/**
 * Ink of one digit to the 28×28 form of MNIST.
 *
 * @module
 */
import { IMAGE_PIXELS, IMAGE_SIZE } from "../dataset/labeled_images.ts";
import type { Box } from "./picture.ts";
import { cropToInk, type Plane, resamplePlane } from "./plane.ts";
import { measureStrokeWidth, moveEdges } from "./stroke.ts";

/** MNIST's digits are scaled so that the longer side of their box has this many pixels. */
export const BOX_SIZE = 20;

/**
 * Stroke widths that are left as they are, in pixels of the 28×28 digit. Nearly all of MNIST's lie
 * between (median 2.9); beyond them a network trained on MNIST misreads more and more.
 */
const USUAL_WIDTHS = { from: 1.3, to: 4.8 };

/** What hairlines are widened to and broad markers narrowed to; both best among steps of 0.5. */
const TARGET_WIDTHS = { hairline: 2.5, marker: 3.5 };

/** Longer side, in pixels, from which to which strokes are measured and changed. */
const STROKE_SIDE = { from: 5 * BOX_SIZE, to: 16 * BOX_SIZE };

/** A digit as the network reads it. */
export interface NormalizedDigit {
  /** Ink, 0 to 255, row by row, 784 bytes. */
  pixels: Uint8Array;
  /** Where the ink's box came to lie in the 28×28 field. */
  placed: Box;
  /** Width of the strokes as drawn, in pixels of the 28×28 field. */
  strokeWidth: number;
}

/**
 * Brings a digit into the form of MNIST: its box scaled with antialiasing until the longer side is
 * 20 pixels, its centre of mass put into the middle of 28×28 (LeCun et al. 1998, §III.A). Strokes
 * far thinner or broader than any in MNIST are brought near its widths first.
 *
 * @param ink Ink of the digit alone, 0 to 1, cropped to its box.
 * @param drawnWidth Width of its strokes in pixels, where that is known; it is measured otherwise.
 */
export function normalizeDigit(ink: Plane, drawnWidth?: number): NormalizedDigit {
  if (drawnWidth === undefined) {
    const scaled = scaleForStrokes(ink);
    const strokeWidth = measureStrokeWidth(scaled) * BOX_SIZE / longerSide(scaled);
    return { ...fitDigit(adaptStrokes(ink, strokeWidth, scaled)), strokeWidth };
  }
  const strokeWidth = drawnWidth * BOX_SIZE / longerSide(ink);
  return { ...fitDigit(adaptStrokes(ink, strokeWidth)), strokeWidth };
}

/**
 * Fits a digit into MNIST's field by size and centre of mass alone, whatever the width of its strokes.
 *
 * @param ink Ink of the digit alone, 0 to 1, cropped to its box.
 */
export function fitDigit(ink: Plane): Omit<NormalizedDigit, "strokeWidth"> {
  const scale = BOX_SIZE / longerSide(ink);
  const size = {
    width: Math.max(1, Math.round(ink.width * scale)),
    height: Math.max(1, Math.round(ink.height * scale)),
  };
  return placeByMass(resamplePlane(ink, wholeOf(ink), size));
}

/** Widens hairlines and narrows broad markers, in ink at the scale for it. */
function adaptStrokes(ink: Plane, width: number, scaled?: Plane): Plane {
  if (width >= USUAL_WIDTHS.from && width <= USUAL_WIDTHS.to) return ink;
  const target = width < USUAL_WIDTHS.from ? TARGET_WIDTHS.hairline : TARGET_WIDTHS.marker;
  const plane = scaled ?? scaleForStrokes(ink);
  // The digit grows with its strokes: (w + 2d) / (side + 2d) is to be target / 20.
  const distance = (target - width) * longerSide(plane) / (2 * (BOX_SIZE - target));
  return cropToInk(moveEdges(plane, distance));
}

/**
 * Enlarges a small plane, so that widths can be told to a fraction of a pixel, and
 * shrinks a large one, in which that takes no more pixels.
 */
function scaleForStrokes(ink: Plane): Plane {
  const side = longerSide(ink);
  if (side >= STROKE_SIDE.from && side <= STROKE_SIDE.to) return ink;
  const factor = (side < STROKE_SIDE.from ? STROKE_SIDE.from : STROKE_SIDE.to) / side;
  const scale = (length: number) => Math.max(1, Math.round(length * factor));
  return resamplePlane(ink, wholeOf(ink), { width: scale(ink.width), height: scale(ink.height) });
}

/** Shifts the digit by whole pixels so that its centre of mass is nearest to the field's middle. */
function placeByMass(digit: Plane): { pixels: Uint8Array; placed: Box } {
  const { x, y } = centerOfMass(digit);
  const offset = (center: number, size: number) =>
    Math.min(IMAGE_SIZE - size, Math.max(0, Math.round(IMAGE_SIZE / 2 - center)));
  const left = offset(x, digit.width), top = offset(y, digit.height);
  const pixels = new Uint8Array(IMAGE_PIXELS);
  for (let row = 0; row < digit.height; row++) {
    for (let column = 0; column < digit.width; column++) {
      const value = digit.data[row * digit.width + column];
      pixels[(top + row) * IMAGE_SIZE + left + column] = Math.round(255 * value);
    }
  }
  return { pixels, placed: { left, top, width: digit.width, height: digit.height } };
}

/** The mean place of the ink, counted from the middle of the first pixel. */
function centerOfMass({ width, data }: Plane): { x: number; y: number } {
  let mass = 0, x = 0, y = 0;
  for (let i = 0; i < data.length; i++) {
    mass += data[i];
    x += data[i] * (i % width);
    y += data[i] * Math.floor(i / width);
  }
  return { x: x / mass, y: y / mass };
}

function wholeOf({ width, height }: Plane): Box {
  return { left: 0, top: 0, width, height };
}

function longerSide({ width, height }: Plane): number {
  return Math.max(width, height);
}
