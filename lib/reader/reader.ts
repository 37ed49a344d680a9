/**
 * Reads pictures: from pixels to digits with verdicts, and to what every layer made of one of them.
 *
 * @module
 */
import { IMAGE_PIXELS } from "../dataset/labeled_images.ts";
import {
  type CompiledClassifier,
  createCompiledClassifier,
  type StageActivations,
} from "../engine/compiled_classifier.ts";
import type { Picture } from "../image/picture.ts";
import { type PreparedDigit, prepareDigits } from "../image/prepare.ts";
import { judge, measureNovelty, type Verdict } from "./judge.ts";
import type { ModelValues, PublishedModel } from "./published_model.ts";

/** A digit found in a picture, and what the network says of it. */
export interface ReadDigit extends PreparedDigit {
  /** Index of the most probable class. */
  digit: number;
  /** Of each class. */
  probabilities: Float32Array;
  verdict: Verdict;
}

/** All that is known of a picture. */
export interface Reading {
  /** Line by line, from left to right. */
  digits: ReadDigit[];
  /** Index of the digit that `stages` shows; -1 if there is none. */
  focus: number;
  stages: StageActivations[];
}

/** A place in a picture, in its pixels. */
export interface Place {
  x: number;
  y: number;
}

/** Reads pictures with one model at a time. */
export interface Reader {
  /** Reads a new picture from now on. */
  usePicture(picture: Picture): void;
  /** Reads with another model from now on. */
  useModel(model: PublishedModel, values: ModelValues): void;
  /**
   * Reads the picture; nothing is found as long as there is none.
   *
   * @param near The digit nearest to this place is the one whose layers are shown; the first by default.
   * @throws {Error} If there is no model yet.
   */
  read(near?: Place): Promise<Reading>;
}

/** A model at work. */
interface LoadedModel {
  classifier: CompiledClassifier;
  model: PublishedModel;
  values: ModelValues;
}

/**
 * Creates a reader.
 *
 * @param module The kernels' build for a memory that is not shared.
 */
export function createReader(module: WebAssembly.Module): Reader {
  let picture: Picture | undefined;
  let loaded: LoadedModel | undefined;
  /** What was found in the picture; the model has a say where digits touch. */
  let prepared: PreparedDigit[] | undefined;
  return {
    usePicture(next) {
      picture = next;
      prepared = undefined;
    },
    useModel(model, values) {
      const classifier = createCompiledClassifier(model.network, values.weights, module);
      loaded = { classifier, model, values };
      prepared = undefined;
    },
    async read(near) {
      if (!loaded) throw new Error("no model was given to the reader");
      const { classifier } = loaded;
      const classify = (images: Uint8Array) => Promise.resolve(classifier.classify(images));
      prepared ??= picture ? await prepareDigits(picture, classify) : [];
      const digits = readDigits(prepared, loaded);
      const focus = near ? findNearest(digits, near) : Math.min(0, digits.length - 1);
      const stages = focus < 0 ? [] : classifier.inspect(digits[focus].pixels).stages;
      return { digits, focus, stages };
    },
  };
}

function readDigits(
  prepared: PreparedDigit[],
  { classifier, model, values }: LoadedModel,
): ReadDigit[] {
  const { stage, size } = model.typical, { classes } = model.network;
  const images = new Uint8Array(prepared.length * IMAGE_PIXELS);
  prepared.forEach(({ pixels }, i) => images.set(pixels, i * IMAGE_PIXELS));
  const table = classifier.classify(images), features = classifier.embed(images, stage);
  return prepared.map((digit, i) => {
    const probabilities = table.slice(i * classes, (i + 1) * classes);
    const confidence = Math.max(...probabilities);
    const novelty = measureNovelty(features.subarray(i * size, (i + 1) * size), values.typical);
    const verdict = judge({ confidence, novelty }, model.limits);
    return { ...digit, probabilities, digit: probabilities.indexOf(confidence), verdict };
  });
}

/** The digit whose box is nearest to a place; -1 if there is none. */
export function findNearest(digits: readonly Pick<ReadDigit, "box">[], { x, y }: Place): number {
  const distances = digits.map(({ box: { left, top, width, height } }) => {
    const dx = Math.max(left - x, 0, x - left - width), dy = Math.max(top - y, 0, y - top - height);
    // Among boxes that hold the place, the one whose middle is nearest.
    const inner = Math.hypot(x - left - width / 2, y - top - height / 2);
    return Math.hypot(dx, dy) + inner / 1e3;
  });
  return distances.indexOf(Math.min(...distances));
}
