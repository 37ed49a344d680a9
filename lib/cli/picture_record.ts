/**
 * A picture, read and put into the record that `predict --json` prints.
 *
 * @module
 */
import type { Classifier } from "../classifier.ts";
import { decodePicture } from "../image/decode.ts";
import { InputError } from "../errors.ts";
import { describePage, describeReading } from "./format_reading.ts";
import { type PictureInput, readStdin } from "./picture_inputs.ts";
import { type Findings, readDigits } from "./read_digits.ts";
import { readPicture } from "./read_picture.ts";

/** A network, ready to be asked. */
export interface PictureReader {
  classify: Classifier;
  classes: readonly string[];
}

/**
 * Reads one picture.
 *
 * @throws {InputError} If it cannot be read, or there is no ink in it.
 */
export async function readPictureInput(
  { name, path }: PictureInput,
  { classify, classes }: PictureReader,
  { multi }: { multi?: boolean },
): Promise<Findings> {
  const picture = path === undefined
    ? await decodePicture(await readStdin(), "standard input")
    : await readPicture(path, name);
  const findings = await readDigits(picture, classify, { multi, classes });
  if (findings.readings.length + (findings.page?.pieces.length ?? 0) > 0) return findings;
  throw new InputError(`${name}: no ink found`);
}

/** One line of JSON: what was read in a picture. */
export function formatRecord(
  image: string,
  { page, readings }: Findings,
  { threshold }: { threshold: number },
): string {
  const record = page
    ? describePage(page, readings, threshold)
    : describeReading(readings[0], threshold);
  return JSON.stringify({ image, ...record });
}
