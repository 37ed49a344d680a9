/**
 * Reads the freehand digits as `deno task predict` reads a person's PNG files.
 *
 * @module
 */
import { IMAGE_PIXELS } from "../../lib/dataset/labeled_images.ts";
import type { Classifier } from "../../lib/classifier.ts";
import { decodePng, encodePng } from "../../lib/image/png.ts";
import { prepareOneDigit } from "../../lib/image/prepare.ts";
import { drawFreehandDigits } from "./freehand.ts";

/** What came of one drawing. */
export interface FreehandReading {
  digit: number;
  style: string;
  setting: string;
  /** The digit read; -1 if no ink was found. */
  read: number;
  /** Probability of the digit read. */
  confidence: number;
}

/** Draws the digits of a seed, writes each as PNG, reads it back, normalises and classifies it. */
export async function readFreehandDigits(
  seed: number,
  classify: Classifier,
): Promise<FreehandReading[]> {
  const readings: FreehandReading[] = [];
  for (const { picture, ...drawn } of drawFreehandDigits(seed)) {
    const sheet = decodePng(encodePng(picture), "drawing");
    const { digit } = await prepareOneDigit(sheet, classify);
    const probabilities = await classify(digit?.pixels ?? new Uint8Array(IMAGE_PIXELS));
    const confidence = Math.max(...probabilities.subarray(0, 10));
    const read = digit ? probabilities.indexOf(confidence) : -1;
    readings.push({ ...drawn, read, confidence });
  }
  return readings;
}

/** The share of drawings that were read right. */
export function measureAccuracy(readings: FreehandReading[]): number {
  return readings.filter(({ digit, read }) => digit === read).length / readings.length;
}
