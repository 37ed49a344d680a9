// Trains a small epoch in Node.js, on its Workers; saves, loads and evaluates what came of it, as JSON.
import { loadMnist, sliceImages } from "@lenet5/digits/dataset";
import { decodePredictions, meanAccuracy } from "@lenet5/digits/evaluation";
import { classify } from "@lenet5/digits/inference";
import {
  createNetwork,
  decodeModel,
  encodeModelJson,
  encodeWeights,
  readModelJson,
} from "@lenet5/digits/model";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { DEFAULT_RECIPE, trainModel } from "@lenet5/digits/training";

const { train, validation } = await loadMnist({ sources: ["package"] });
const data = { train: sliceImages(train, 0, 3000), validation: sliceImages(validation, 0, 500) };
const model = createNetwork("lenet5");
const recipe = { ...DEFAULT_RECIPE, epochs: 1 };
let record;
for await (const event of trainModel(model, data, { recipe, workers: 2 })) {
  if (event.type === "epoch") record = event.record;
}
await mkdir("trained");
await writeFile("trained/model.json", JSON.stringify(encodeModelJson(model)));
await writeFile("trained/weights.bin", encodeWeights(model));
const description = readModelJson(JSON.parse(await readFile("trained/model.json", "utf8")));
const saved = { model: decodeModel(description, await readFile("trained/weights.bin")) };
const probabilities = await classify(saved.model, data.validation.images);
const accuracy = meanAccuracy(decodePredictions(data.validation.labels, probabilities));
console.log(JSON.stringify({ record, accuracy, classes: saved.model.classes }));
