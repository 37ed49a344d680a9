/**
 * A sheet of paper below a cell: the kernel classifies what is drawn on it, as it is drawn.
 *
 * @module
 */
import type { Classifier } from "../classifier.ts";
import { prepareDigit } from "../image/prepare.ts";
import { showPage } from "./kernel_page.ts";

const PAGE = new URL("./drawing_pad.html", import.meta.url);
const PAPER = { width: 280, height: 280 };
const FRAME_HEIGHT_PX = 360;

/** What the network makes of a drawing. */
export interface Reading {
  /** Names of the classes. */
  readonly classes: readonly string[];
  /** The most probable class. */
  readonly predicted: number;
  readonly probabilities: readonly number[];
  /** The 784 ink bytes that the network reads. */
  readonly pixels: readonly number[];
}

/**
 * Shows a drawing pad below the cell. It works as long as the kernel runs; without a kernel, or where
 * the viewer blocks it (an untrusted notebook), a line says how to get it.
 *
 * @param classes Names of the classifier's classes.
 */
export async function showDrawingPad(
  classify: Classifier,
  classes: readonly string[],
): Promise<void> {
  await showPage({
    name: "Drawing pad",
    file: PAGE,
    heightPx: FRAME_HEIGHT_PX,
    hint: "The drawing pad works while the kernel runs: trust the notebook and run this cell.",
    answer: (base64) => readDrawing(Uint8Array.fromBase64(base64), classify, classes),
  });
}

/**
 * Classifies a drawing.
 *
 * @param paper Brightness of the paper, 280 × 280 bytes, 255 is blank.
 * @returns `null` if the paper is blank.
 * @throws {RangeError} If it is another number of bytes.
 */
export async function readDrawing(
  paper: Uint8Array,
  classify: Classifier,
  classes: readonly string[],
): Promise<Reading | null> {
  const count = PAPER.width * PAPER.height;
  if (paper.length !== count) {
    throw new RangeError(`paper: expected ${count} bytes, got ${paper.length}`);
  }
  const data = new Uint8Array(4 * count).fill(255);
  paper.forEach((brightness, p) => data.fill(brightness, 4 * p, 4 * p + 3));
  const digit = prepareDigit({ ...PAPER, data });
  if (!digit) return null;
  const probabilities = Array.from(await classify(digit.pixels));
  const predicted = probabilities.indexOf(Math.max(...probabilities));
  return { classes, predicted, probabilities, pixels: Array.from(digit.pixels) };
}
