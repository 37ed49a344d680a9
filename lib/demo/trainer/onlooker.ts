/**
 * Looks at a network while it learns: its first filters, and what it makes of one digit.
 *
 * @module
 */
import type { LabeledImages } from "../../dataset/labeled_images.ts";
import { imageAt } from "../../dataset/labeled_images.ts";
import {
  type CompiledClassifier,
  createCompiledClassifier,
  type NamedWeights,
} from "../../engine/compiled_classifier.ts";
import { decodePredictions } from "../../evaluation/predictions.ts";
import { findWeight, type Model } from "../../model/model.ts";
import { readNetwork } from "../../model/read_network.ts";
import type { Look, TestResult } from "./messages.ts";

/** Misread test digits that are shown. */
const MOST_MISREAD = 24;

/** One network at a time. */
export class Onlooker {
  readonly classifier: CompiledClassifier;
  #model: Model;

  /**
   * @param module The kernels' build for a memory that is not shared.
   * @throws {UnsupportedModelError} If the compiled engine does not know the network.
   */
  constructor(model: Model, module: WebAssembly.Module) {
    this.#model = model;
    this.classifier = createCompiledClassifier(
      readNetwork(model.topology),
      nameWeights(model),
      module,
    );
  }

  /** Takes the weights of a model of the same network. */
  update(model: Model): void {
    this.#model = model;
    this.classifier.update(nameWeights(model));
  }

  /** @param pixels 784 ink bytes, if there is a digit to look at. */
  look(pixels?: Uint8Array): Look {
    const { name: layer, kernel } = readNetwork(this.#model.topology).stages[0];
    const { shape: [height, width, , count], values } = findWeight(this.#model, kernel.name);
    const look: Look = { layer, filters: { height, width, count, values: values.slice() } };
    if (!pixels) return look;
    const { probabilities, stages } = this.classifier.inspect(pixels);
    const { channels, ...maps } = stages[0].activation;
    return { ...look, digit: { maps: { ...maps, count: channels }, probabilities } };
  }

  /** Reads test digits. */
  test(digits: LabeledImages): TestResult {
    const { labels, images } = digits;
    const wrong = decodePredictions(labels, this.classifier.classify(images))
      .filter(({ label, predicted }) => label !== predicted);
    const misread = wrong.slice(0, MOST_MISREAD).map(({ index, label, predicted }) => ({
      ...{ label, digit: predicted },
      pixels: imageAt(digits, index).slice(),
    }));
    return { n: digits.count, errors: wrong.length, misread };
  }
}

function nameWeights({ weights }: Model): NamedWeights {
  return Object.fromEntries(weights.map(({ name, values }) => [name, values]));
}
