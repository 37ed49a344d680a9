/**
 * A picture of a model at work, kept beside it: the first digits of a set, and what it misreads.
 *
 * @module
 */
import { join } from "@std/path";
import { writeAtomically } from "../atomic_write.ts";
import type { LabeledImages } from "../dataset/labeled_images.ts";
import { InputError, isRefusal } from "../errors.ts";
import { decodePredictions } from "../evaluation/predictions.ts";
import { rankMisclassified } from "../evaluation/ranking.ts";
import { plotImageGrid, tilePredictions } from "../plots/image_grid.ts";
import { rasterizeFigure } from "../plots/rasterize.ts";

const COLUMNS = 10, FIRST = 14, MISREAD = 6;

/**
 * Draws `predictions.png` in a model's folder.
 *
 * @returns The file's path.
 * @throws {InputError} If the file cannot be written.
 */
export async function savePredictionsPicture(
  dir: string,
  digits: LabeledImages,
  probabilities: Float32Array,
): Promise<string> {
  const predictions = decodePredictions(digits.labels, probabilities);
  const picks = [
    ...predictions.slice(0, FIRST),
    ...rankMisclassified(predictions).slice(0, MISREAD),
  ];
  const figure = plotImageGrid(tilePredictions(digits, picks), {
    columns: COLUMNS,
    title: "Digits as the network reads them: the first ones, and its surest mistakes",
  });
  const path = join(dir, "predictions.png"), png = await rasterizeFigure(figure);
  try {
    await writeAtomically(path, png);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw new InputError(`${path}: expected a file that can be written: ${error.message}`);
  }
  return path;
}
