/**
 * The page's files of digits, deflated when they are asked for: a second's work that most visits spare.
 *
 * @module
 */
import { deflateRawSync } from "node:zlib";
import { gatherImages } from "../../dataset/batches.ts";
import { type LabeledImages, sliceImages } from "../../dataset/labeled_images.ts";
import type { Mnist } from "../../dataset/mnist.ts";
import {
  type DigitFile,
  packDigits,
  TEST_FILE,
  TRAINING_FILES,
  VALIDATION_FILE,
} from "../trainer/digit_files.ts";

/** Makes the files, by path; each deflates once, when it is first called for. */
export function createDigitFiles(
  { train, validation, test }: Mnist,
): Map<string, () => Uint8Array<ArrayBuffer>> {
  const files = new Map<string, () => Uint8Array<ArrayBuffer>>();
  const add = ({ path }: DigitFile, digits: LabeledImages) => {
    let deflated: Uint8Array<ArrayBuffer> | undefined;
    files.set(path, () => deflated ??= new Uint8Array(deflateRawSync(packDigits(digits))));
  };
  let first = 0;
  for (const file of TRAINING_FILES) {
    add(file, sliceImages(train, first, first += file.count));
  }
  add(VALIDATION_FILE, validation);
  const step = test.count / TEST_FILE.count;
  add(TEST_FILE, gatherImages(test, Array.from({ length: TEST_FILE.count }, (_, i) => i * step)));
  return files;
}
