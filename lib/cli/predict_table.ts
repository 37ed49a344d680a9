/**
 * `deno task predict` on a table of images (a CSV such as Kaggle's test.csv): a row an image.
 *
 * @module
 */
import Papa from "papaparse";
import { writeAtomically } from "../atomic_write.ts";
import { IMAGE_PIXELS } from "../dataset/labeled_images.ts";
import { loadSource } from "../dataset/load_source.ts";
import { evaluationSet, type Source } from "../dataset/source.ts";
import { InputError, isRefusal, reasonOf } from "../errors.ts";
import { UNREAD } from "../image/format_lines.ts";
import type { Verdict } from "../reader/judge.ts";
import type { Recognizer } from "../reader/recognizer.ts";
import { createCountProgress } from "./count_progress.ts";
import { fromHere, personsFolder } from "./here.ts";

/** What was read in a row. */
export interface RowReading {
  /** Row of the table from 1, the header not counted. */
  row: number;
  /** Name of the most probable class. */
  prediction: string;
  /** The same, or `?` if it is none or less probable than the threshold. */
  text: string;
  /** Probability of the most probable class. */
  confidence: number;
  verdict: Verdict;
}

/** Images classified at a time, between two looks at the clock. */
const CHUNK = 2_000;

/** Whether a name is that of a table rather than of a picture. */
export function isTable(name: string): boolean {
  return /\.csv(\.gz)?$/i.test(name);
}

/**
 * Classifies every row of a table.
 *
 * @throws {InputError} If it cannot be read.
 */
export async function predictTable(
  name: string,
  { classify, classes, judge }: Recognizer,
  threshold: number,
): Promise<{ readings: RowReading[]; source: Source }> {
  const source = await loadSource(name, { cwd: personsFolder() });
  const { images, count, rows } = source.unlabeled ?? evaluationSet(source);
  const progress = createCountProgress("rows read"), readings: RowReading[] = [];
  for (let first = 0; first < count; first += CHUNK) {
    const end = Math.min(count, first + CHUNK);
    const chunk = images.subarray(first * IMAGE_PIXELS, end * IMAGE_PIXELS);
    const table = await classify(chunk), verdicts = judge(chunk, table);
    for (let i = first; i < end; i++) {
      const row = table.subarray((i - first) * classes.length, (i - first + 1) * classes.length);
      const confidence = Math.max(...row);
      const isDoubtful = confidence < threshold, judged = verdicts[i - first];
      const verdict = isDoubtful && judged === "sure" ? "unsure" : judged;
      const prediction = classes[row.indexOf(confidence)];
      readings.push({
        row: rows?.[i] ?? i + 1,
        prediction,
        text: isDoubtful || verdict === "foreign" ? UNREAD : prediction,
        confidence: Number(confidence.toFixed(6)),
        verdict,
      });
    }
    progress.update(end, count);
  }
  progress.stop();
  return { readings, source };
}

/** Writes `ImageId,Label`, as Kaggle's Digit Recognizer wants it. */
export async function writeSubmission(
  path: string,
  readings: readonly RowReading[],
): Promise<void> {
  const lines = readings.map(({ row, prediction }) => ({ ImageId: row, Label: prediction }));
  await writeCsv(path, lines, ["ImageId", "Label"]);
}

/**
 * Writes a table whole or not at all.
 *
 * @throws {InputError} If it cannot be written there.
 */
export async function writeCsv(
  path: string,
  lines: readonly Record<string, unknown>[],
  columns: string[],
): Promise<void> {
  try {
    await writeAtomically(fromHere(path), encodeCsv(lines, columns));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw new InputError(`${path}: expected a file that can be written: ${reasonOf(error)}`);
  }
}

/** A table with a line of its columns' names. */
export function encodeCsv(
  lines: readonly Record<string, unknown>[],
  columns: string[],
): Uint8Array {
  const text = Papa.unparse([...lines], { columns, newline: "\n", escapeFormulae: true });
  return new TextEncoder().encode(`${lines.length > 0 ? text : columns.join(",")}\n`);
}
