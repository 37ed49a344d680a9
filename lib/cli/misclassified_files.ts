/**
 * What a model misread, as files to look through: a contact sheet and a list.
 *
 * @module
 */
import { join } from "@std/path";
import Papa from "papaparse";
import { writeTogether } from "../atomic_write.ts";
import type { SourceImages, Whereabouts } from "../dataset/source.ts";
import { removeFile } from "../durable_files.ts";
import { InputError, isRefusal, reasonOf } from "../errors.ts";
import type { Prediction } from "../evaluation/predictions.ts";
import { rankMisclassified } from "../evaluation/ranking.ts";
import { plotImageGrid, tilePredictions } from "../plots/image_grid.ts";
import { rasterizeFigure } from "../plots/rasterize.ts";

/** Images on the contact sheet at most: the surest mistakes. */
const MOST_PICTURES = 200, COLUMNS = 10;

/**
 * Writes `misread.csv` (all of them) and `misread.png` (the surest ones) into a folder, which is made
 * if need be. Without mistakes there is no contact sheet, and none of an earlier evaluation stays.
 *
 * @returns The files written.
 * @throws {InputError} If they cannot be written there.
 */
export async function saveMisclassified(
  dir: string,
  images: SourceImages,
  predictions: readonly Prediction[],
): Promise<string[]> {
  const ranked = rankMisclassified(predictions), { classes, files, rows } = images;
  const list = ranked.map(({ index, label, predicted, confidence }) => ({
    index,
    ...(files ? { file: files[index] } : {}),
    ...(rows ? { row: rows[index] } : {}),
    label: classes[label],
    predicted: classes[predicted],
    confidence: Number(confidence.toFixed(6)),
  }));
  try {
    await Deno.mkdir(dir, { recursive: true });
    const csv = join(dir, "misread.csv"), png = join(dir, "misread.png");
    const table = new TextEncoder().encode(formatList(list, images));
    if (ranked.length === 0) {
      await writeTogether([[csv, table]]);
      await removeFile(png); // that of an earlier evaluation
      return [csv];
    }
    const shown = ranked.slice(0, MOST_PICTURES);
    const figure = plotImageGrid(tilePredictions(images, shown), {
      columns: COLUMNS,
      title: ranked.length > shown.length
        ? `The ${shown.length} surest of ${ranked.length} mistakes`
        : `All ${ranked.length} mistakes, the surest first`,
    });
    await writeTogether([[csv, table], [png, await rasterizeFigure(figure)]]);
    return [csv, png];
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw new InputError(`${dir}: expected a folder that can be written: ${reasonOf(error)}`);
  }
}

function formatList(list: Record<string, unknown>[], { files, rows }: Whereabouts): string {
  const columns = [
    "index",
    ...files ? ["file"] : [],
    ...rows ? ["row"] : [],
    ...["label", "predicted", "confidence"],
  ];
  if (list.length === 0) return `${columns.join()}\n`;
  return Papa.unparse(list, { columns, newline: "\n" }) + "\n";
}
