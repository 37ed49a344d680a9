/**
 * A model that is ready to read: probabilities of images, and verdicts on the answers.
 *
 * @module
 */
import type { Classifier } from "../classifier.ts";
import { IMAGE_PIXELS } from "../dataset/labeled_images.ts";
import {
  type CompiledClassifier,
  createCompiledClassifier,
} from "../engine/compiled_classifier.ts";
import { compileKernelModule } from "../kernels/module.ts";
import { type ReaderCalibration, type TypicalDigits, UNCALIBRATED } from "./calibration.ts";
import { findLikeness } from "./exemplars.ts";
import { type Evidence, judge, type Verdict } from "./judge.ts";
import { measureNovelty } from "./typical_digits.ts";

/** A model that is ready to read. */
export interface Recognizer {
  /** Names of the classes. */
  readonly classes: readonly string[];
  /** Probabilities of ink bytes. */
  classify: Classifier;
  /** Whether it can tell ink that is none of the classes; otherwise it is sure of anything. */
  readonly knowsStrangers: boolean;
  /** What is to be held of the best answer to each image, given the probabilities. */
  judge(images: Uint8Array, probabilities: Float32Array): Verdict[];
}

/** What a recognizer is made from. */
export interface RecognizerParts {
  /** Names of the classes. */
  classes: readonly string[];
  /** Probabilities of ink bytes. */
  classify: Classifier;
  /** The compiled model; without it nothing can be compared with typical digits. */
  classifier?: CompiledClassifier;
  /** On what answers are judged; without it they are judged by their confidence alone. */
  calibration?: ReaderCalibration;
}

/** Makes a recognizer. */
export async function createRecognizer(
  { classes, classify, classifier, calibration = UNCALIBRATED }: RecognizerParts,
): Promise<Recognizer> {
  const observe = heedExemplars(
    await createObserver(calibration, classifier),
    calibration,
    classifier,
  );
  function judgeAll(images: Uint8Array, probabilities: Float32Array): Verdict[] {
    const observeOne = observe(images);
    return Array.from({ length: images.length / IMAGE_PIXELS }, (_, i) => {
      const row = probabilities.subarray(i * classes.length, (i + 1) * classes.length);
      const confidence = Math.max(...row);
      const observation = observeOne(i, row.indexOf(confidence));
      return judge({ confidence, ...observation }, calibration.limits);
    });
  }
  const knowsStrangers = Boolean(calibration.examiner ?? (classifier && calibration.typical));
  return { classes, classify, knowsStrangers, judge: judgeAll };
}

/** What is seen in an image beside the answer. */
type Observation = Omit<Evidence, "confidence">;

/** Looks at images, and then at each with the answer to it. */
export type Observer = (images: Uint8Array) => (index: number, answer: number) => Observation;

/** Looks through an examiner if there is one, and otherwise for typical digits. */
export async function createObserver(
  { examiner, typical }: Pick<ReaderCalibration, "examiner" | "typical">,
  classifier?: CompiledClassifier,
): Promise<Observer> {
  if (examiner) {
    const { network, weights } = examiner, module = await compileKernelModule(false);
    return createExamination(createCompiledClassifier(network, weights, module), network.classes);
  }
  return typical && classifier
    ? createComparison(typical, classifier)
    : () => () => ({ strangeness: 0 });
}

/** What was taught overrules what is seen otherwise. */
function heedExemplars(
  observe: Observer,
  { exemplars }: Pick<ReaderCalibration, "exemplars">,
  classifier?: CompiledClassifier,
): Observer {
  if (!exemplars || !classifier) return observe;
  const { stage, size } = exemplars;
  return (images) => {
    const observeOne = observe(images), features = classifier.embed(images, stage);
    return (i, answer) => {
      const like = findLikeness(features.subarray(i * size, (i + 1) * size), exemplars);
      if (like === undefined) return observeOne(i, answer);
      return { strangeness: like === "digit" ? 0 : Infinity };
    };
  };
}

function createExamination(classifier: CompiledClassifier, classes: number): Observer {
  return (images) => {
    const table = classifier.classify(images);
    return (i, answer) => {
      const known = table.subarray(i * classes, (i + 1) * classes - 1);
      return {
        strangeness: table[(i + 1) * classes - 1],
        isDisputed: known.indexOf(Math.max(...known)) !== answer,
      };
    };
  };
}

function createComparison(
  { stage, size, values }: TypicalDigits,
  classifier: CompiledClassifier,
): Observer {
  return (images) => {
    const features = classifier.embed(images, stage);
    return (i) => ({
      strangeness: measureNovelty(features.subarray(i * size, (i + 1) * size), values),
    });
  };
}
