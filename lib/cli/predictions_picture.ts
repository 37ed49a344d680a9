/**
 * A picture of a model at work, kept beside it: some images of a set, and its surest mistakes.
 *
 * @module
 */
import { join } from "@std/path";
import { writeAtomically } from "../atomic_write.ts";
import type { LabeledImages } from "../dataset/labeled_images.ts";
import { InputError, isRefusal, reasonOf } from "../errors.ts";
import type { Prediction } from "../evaluation/predictions.ts";
import { rankMisclassified } from "../evaluation/ranking.ts";
import { plotImageGrid, tilePredictions } from "../plots/image_grid.ts";
import { rasterizeFigure } from "../plots/rasterize.ts";

const COLUMNS = 10, SOME = 14, MISTAKES = 6;

/**
 * Draws `predictions.png` in a model's folder.
 *
 * @returns The file's path.
 * @throws {InputError} If the file cannot be written.
 */
export async function savePredictionsPicture(
  dir: string,
  images: LabeledImages,
  predictions: readonly Prediction[],
): Promise<string> {
  const picks = [
    ...spread(predictions, SOME),
    ...rankMisclassified(predictions).slice(0, MISTAKES),
  ];
  const figure = plotImageGrid(tilePredictions(images, picks), {
    columns: COLUMNS,
    title: "Predictions of the network: some of the images, and its surest mistakes",
  });
  const path = join(dir, "predictions.png"), png = await rasterizeFigure(figure);
  try {
    await writeAtomically(path, png);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw new InputError(`${path}: expected a file that can be written: ${reasonOf(error)}`);
  }
  return path;
}

/** Items at even distances: a folder's images lie class by class. */
export function spread<T>(items: readonly T[], count: number): T[] {
  const picked = Math.min(count, items.length);
  return Array.from({ length: picked }, (_, i) => items[Math.floor(i * items.length / picked)]);
}
