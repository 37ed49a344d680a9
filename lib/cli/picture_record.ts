/**
 * A picture, read and put into the record that `predict --json` prints.
 *
 * @module
 */
import { decodePicture } from "../image/decode.ts";
import { InputError } from "../errors.ts";
import { type Reading, readPicture as read } from "../reader/read_picture.ts";
import type { Recognizer } from "../reader/recognizer.ts";
import { describePage, describeReading } from "./format_reading.ts";
import { type PictureInput, readStdin } from "./picture_inputs.ts";
import { readPicture } from "./read_picture.ts";

/** How a picture is read. */
export interface ReadingOptions {
  /** Whether all digits in it are read, or it is one. */
  multi?: boolean;
  /** Least probability of an answer. */
  threshold: number;
}

/**
 * Reads one picture.
 *
 * @throws {InputError} If it cannot be read, or there is no ink in it.
 */
export async function readPictureInput(
  { name, path }: PictureInput,
  recognizer: Recognizer,
  { multi, threshold }: ReadingOptions,
): Promise<Reading> {
  const picture = path === undefined
    ? await decodePicture(await readStdin(), "standard input")
    : await readPicture(path, name);
  const reading = await read(picture, recognizer, { single: !multi, threshold });
  if (reading.pieces.length > 0) return reading;
  throw new InputError(`${name}: no ink found`);
}

/** One line of JSON: what was read in a picture. */
export function formatRecord(
  image: string,
  reading: Reading,
  { multi, ...format }: ReadingOptions & { classes: readonly string[] },
): string {
  const record = multi ? describePage(reading, format) : describeReading(reading.digits[0], format);
  return JSON.stringify({ image, ...record });
}
