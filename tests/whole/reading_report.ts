/**
 * Prints how well a model reads what people draw, photograph and scribble: `deno task bench:reading`.
 *
 *     deno task bench:reading [models/NAME] [--json]
 *
 * @module
 */
import { openRecognizer } from "../../lib/cli/open_recognizer.ts";
import { DEFAULT_MODEL_DIR } from "../../lib/paths.ts";
import {
  measureGlyphs,
  measureHands,
  measureMnist,
  measurePages,
  measureStrangers,
  measureTurned,
} from "./measure_reading.ts";

const [model = DEFAULT_MODEL_DIR] = Deno.args.filter((arg) => !arg.startsWith("--"));
const recognizer = await openRecognizer(model, {});
const rows = [
  await measureMnist(recognizer),
  await measureHands(recognizer, 1),
  ...await measurePages(recognizer, 5),
  ...await measureGlyphs(recognizer, 10),
  await measureTurned(recognizer, 20),
  ...await measureStrangers(recognizer, 5),
];
const percent = (share?: number) => share === undefined ? "" : `${(100 * share).toFixed(2)}%`;
if (Deno.args.includes("--json")) { for (const row of rows) console.log(JSON.stringify(row)); }
else {
  const widths = [56, 7, 9, 12, 9];
  const print = (cells: string[]) =>
    console.log(
      cells.map((cell, i) => i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])).join(""),
    );
  print(["", "n", "right", "surely wrong", "refused"]);
  for (const { kind, n, right, sureWrong, refused } of rows) {
    print([kind, `${n}`, percent(right), percent(sureWrong), percent(refused)]);
  }
}
