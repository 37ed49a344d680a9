/**
 * How well a model reads freehand digits, by style and by setting:
 *
 *     deno run -A tests/image/freehand_report.ts [models/NAME] [number of seeds]
 *
 * @module
 */
import { createClassifier } from "../../lib/inference/classify.ts";
import { loadModel } from "../../lib/model/store.ts";
import { DEFAULT_MODEL_DIR } from "../../lib/paths.ts";
import { type FreehandReading, measureAccuracy, readFreehandDigits } from "./read_freehand.ts";

function printTable(
  title: string,
  readings: FreehandReading[],
  keyOf: (r: FreehandReading) => string,
) {
  console.log(`\n${title.padEnd(26)}right     of   share`);
  for (const [key, group] of Map.groupBy(readings, keyOf)) {
    const right = group.filter(({ digit, read }) => digit === read);
    const misread = group.filter(({ digit, read }) => digit !== read).map(({ read }) => read);
    const share = `${(100 * measureAccuracy(group)).toFixed(1)} %`.padStart(8);
    const reason = misread.length > 0 ? `   read ${misread.sort().join(" ")}` : "";
    console.log(
      `${key.padEnd(26)}${`${right.length}`.padStart(5)}  ${
        `${group.length}`.padStart(5)
      }${share}${reason}`,
    );
  }
}

const [modelDir = DEFAULT_MODEL_DIR, seedCount = "3"] = Deno.args;
const { model } = await loadModel(modelDir);
const classify = await createClassifier(model);
const readings: FreehandReading[] = [];
for (let seed = 1; seed <= Number(seedCount); seed++) {
  const ofSeed = await readFreehandDigits(seed, classify);
  console.log(`seed ${seed}: ${(100 * measureAccuracy(ofSeed)).toFixed(2)} % of ${ofSeed.length}`);
  readings.push(...ofSeed);
}
printTable("style", readings, ({ digit, style }) => `${digit} ${style}`);
printTable("setting", readings, ({ setting }) => setting);
