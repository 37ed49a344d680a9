/**
 * How well a model reads digits in unusual styles, by style:
 *
 *     deno run -A tests/augmentation/unusual_report.ts [models/NAME] [number of hands]
 *
 * @module
 */
import { IMAGE_PIXELS } from "../../lib/dataset/labeled_images.ts";
import { prepareDigit } from "../../lib/image/prepare.ts";
import { createClassifier } from "../../lib/inference/classify.ts";
import { loadModel } from "../../lib/model/store.ts";
import { DEFAULT_MODEL_DIR } from "../../lib/paths.ts";
import { createRandom, mixSeeds } from "../../lib/random.ts";
import { drawFreehandDigit, SETTINGS } from "../image/freehand.ts";
import { UNUSUAL_STYLES } from "./unusual_styles.ts";

/** Settings that show the whole digit. */
const WHOLE = SETTINGS.filter(({ cut, tight }) => !cut && !tight);

const [modelDir = DEFAULT_MODEL_DIR, hands = "5"] = Deno.args;
const { model } = await loadModel(modelDir);
const classify = await createClassifier(model);
let right = 0, count = 0;
for (const [s, style] of UNUSUAL_STYLES.entries()) {
  const digits: Uint8Array[] = [];
  for (let hand = 0; hand < Number(hands); hand++) {
    for (const [t, setting] of WHOLE.entries()) {
      const { picture } = drawFreehandDigit(style, setting, createRandom(mixSeeds(hand, s, t)));
      digits.push(prepareDigit(picture)?.pixels ?? new Uint8Array(IMAGE_PIXELS));
    }
  }
  const answers = await read(digits);
  const misread = answers.filter((digit) => digit !== style.digit).sort();
  right += answers.length - misread.length, count += answers.length;
  console.log(
    `${`${style.digit} ${style.name}`.padEnd(26)}${
      answers.length - misread.length
    } of ${answers.length}` +
      (misread.length > 0 ? `   read ${misread.join("")}` : ""),
  );
}
console.log(`${right} of ${count}: ${(100 * right / count).toFixed(1)} %`);

async function read(digits: Uint8Array[]): Promise<number[]> {
  const images = new Uint8Array(digits.length * IMAGE_PIXELS);
  digits.forEach((pixels, i) => images.set(pixels, i * IMAGE_PIXELS));
  const probabilities = await classify(images), classes = probabilities.length / digits.length;
  return digits.map((_, i) => {
    const row = probabilities.subarray(i * classes, (i + 1) * classes);
    return row.indexOf(Math.max(...row));
  });
}
