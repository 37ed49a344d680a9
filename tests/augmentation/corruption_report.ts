/**
 * How well a network reads corrupted test digits, by corruption:
 *
 *     deno run -P=offline tests/augmentation/corruption_report.ts [models/NAME] [number of digits]
 *
 * @module
 */
import { sliceImages } from "../../lib/dataset/labeled_images.ts";
import { loadSplit } from "../../lib/dataset/mnist.ts";
import { createClassifier } from "../../lib/inference/classify.ts";
import { loadModel } from "../../lib/model/store.ts";
import { DEFAULT_MODEL_DIR } from "../../lib/paths.ts";
import { meanAccuracy, measureAccuracy, measureCorruptions } from "./measure_corruptions.ts";

const [modelDir = DEFAULT_MODEL_DIR, count = "10000"] = Deno.args;
const { model } = await loadModel(modelDir);
const classify = await createClassifier(model);
const digits = sliceImages(await loadSplit("test"), 0, Number(count));

function print(name: string, accuracy: number) {
  console.log(`${name.padEnd(24)}${(100 * accuracy).toFixed(1).padStart(6)}%`);
}

print("as they are", await measureAccuracy(classify, digits, digits.images));
const results = await measureCorruptions(classify, digits);
results.forEach(({ name, accuracy }) => print(name, accuracy));
print("like training's, 8", meanAccuracy(results.filter(({ isSeen }) => isSeen)));
print("unlike training's, 7", meanAccuracy(results.filter(({ isSeen }) => !isSeen)));
print("all 15", meanAccuracy(results));
