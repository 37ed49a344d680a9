/**
 * How well a model reads corrupted digits, by corruption:
 *
 *     deno run -A tests/augmentation/corruption_report.ts [models/NAME] [number of digits]
 *
 * @module
 */
import { IMAGE_PIXELS, imageAt, sliceImages } from "../../lib/dataset/labeled_images.ts";
import { loadSplit } from "../../lib/dataset/mnist.ts";
import { createClassifier } from "../../lib/inference/classify.ts";
import { loadModel } from "../../lib/model/store.ts";
import { DEFAULT_MODEL_DIR } from "../../lib/paths.ts";
import { createRandom } from "../../lib/random.ts";
import { type Corruption, CORRUPTIONS } from "./corruptions.ts";

const [modelDir = DEFAULT_MODEL_DIR, count = "1500"] = Deno.args;
const { model } = await loadModel(modelDir);
const classify = await createClassifier(model);
const digits = sliceImages(await loadSplit("validation"), 0, Number(count));

/** Corrupts every digit; the number of each decides what is random in it. */
function corruptAll({ apply }: Corruption): Uint8Array {
  const images = new Uint8Array(digits.count * IMAGE_PIXELS);
  for (let i = 0; i < digits.count; i++) {
    const field = Float32Array.from(imageAt(digits, i), (byte) => byte / 255);
    const corrupted = apply(field, createRandom(i));
    const bytes = corrupted.map((ink) => Math.round(255 * Math.min(1, Math.max(0, ink))));
    images.set(bytes, i * IMAGE_PIXELS);
  }
  return images;
}

async function measureAccuracy(images: Uint8Array): Promise<number> {
  const probabilities = await classify(images), classes = digits.classes.length;
  const right = digits.labels.filter((label, i) => {
    const row = probabilities.subarray(i * classes, (i + 1) * classes);
    return row.indexOf(Math.max(...row)) === label;
  });
  return right.length / digits.count;
}

function print(name: string, accuracy: number) {
  console.log(`${name.padEnd(24)}${(100 * accuracy).toFixed(1).padStart(6)} %`);
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

print("as they are", await measureAccuracy(digits.images));
const results: { isSeen: boolean; accuracy: number }[] = [];
for (const corruption of CORRUPTIONS) {
  const accuracy = await measureAccuracy(corruptAll(corruption));
  print(corruption.name, accuracy);
  results.push({ isSeen: corruption.isSeen, accuracy });
}
const accuracies = (isSeen: boolean) =>
  results.filter((each) => each.isSeen === isSeen).map(({ accuracy }) => accuracy);
print("like training's, 8", mean(accuracies(true)));
print("unlike training's, 7", mean(accuracies(false)));
print("all 15", mean(results.map(({ accuracy }) => accuracy)));
