/**
 * Published error rates on the MNIST test set, for comparison. All were measured on the 10,000 test
 * digits after training on the 60,000.
 *
 * @module
 */
import { countErrors } from "./confusion.ts";
import { wilsonInterval } from "./interval.ts";
import type { Report } from "./report.ts";

/** A published error rate. */
export interface PublishedResult {
  /** Name of the method. */
  readonly method: string;
  /** Share of the test digits misclassified. */
  readonly errorRate: number;
  /** Half width of the published error bar (two standard deviations), if there is one. */
  readonly halfWidth?: number;
  /** Whether distorted copies of the training digits were added. */
  readonly augmented: boolean;
  /** Trainable parameters, as published: a round number. */
  readonly parameters?: number;
  /** Time of training, as published: from, to, in seconds. */
  readonly trainingSeconds?: readonly [number, number];
  /** Authors and year; {@link SOURCES} has the titles. */
  readonly source: keyof typeof SOURCES;
}

/** Where the published results come from. */
export const SOURCES = {
  "LeCun et al. 1998":
    "Y. LeCun, L. Bottou, Y. Bengio, P. Haffner: Gradient-Based Learning Applied to Document Recognition. Proceedings of the IEEE 86(11), 1998",
  "Cireşan et al. 2010":
    "D. C. Cireşan, U. Meier, L. M. Gambardella, J. Schmidhuber: Deep, Big, Simple Neural Nets for Handwritten Digit Recognition. Neural Computation 22(12), 2010, arXiv 1003.0358",
  "Yadav & Bottou 2019":
    "C. Yadav, L. Bottou: Cold Case: The Lost MNIST Digits. NeurIPS 32, 2019, arXiv 1905.10498",
} as const;

const DAY = 86_400;

/**
 * Published error rates, highest first. LeNet-5 took two to three days on one 200 MHz R10000 (LeCun et al. 1998,
 * §III).
 */
export const PUBLISHED_RESULTS: readonly PublishedResult[] = [
  { method: "linear classifier", errorRate: 0.12, augmented: false, source: "LeCun et al. 1998" },
  {
    method: "k nearest neighbours",
    errorRate: 0.05,
    augmented: false,
    source: "LeCun et al. 1998",
  },
  {
    method: "LeNet-1",
    errorRate: 0.017,
    augmented: false,
    parameters: 2600,
    source: "LeCun et al. 1998",
  },
  {
    method: "LeNet-4",
    errorRate: 0.011,
    augmented: false,
    parameters: 17_000,
    source: "LeCun et al. 1998",
  },
  {
    method: "LeNet-5",
    errorRate: 0.0095,
    augmented: false,
    parameters: 60_000,
    trainingSeconds: [2 * DAY, 3 * DAY],
    source: "LeCun et al. 1998",
  },
  {
    method: "LeNet-5, run again",
    errorRate: 0.0082,
    halfWidth: 0.002,
    augmented: false,
    source: "Yadav & Bottou 2019",
  },
  {
    method: "LeNet-5",
    errorRate: 0.008,
    augmented: true,
    parameters: 60_000,
    source: "LeCun et al. 1998",
  },
  { method: "boosted LeNet-4", errorRate: 0.007, augmented: true, source: "LeCun et al. 1998" },
  {
    method: "deep perceptron",
    errorRate: 0.0035,
    augmented: true,
    parameters: 12_110_000,
    source: "Cireşan et al. 2010",
  },
];

/** One line of a comparison. */
export interface ComparedErrorRate {
  /** What the method is called. */
  readonly name: string;
  /** Share of the test digits misclassified. */
  readonly value: number;
  /** 95% Wilson interval of the share, for the number of digits it was measured on. */
  readonly interval: [number, number];
  /** Whether it is the model being compared. */
  readonly own: boolean;
}

/** MNIST's test digits, on which all published rates were measured. */
const TEST_COUNT = 10_000;

/**
 * Puts a model among the published error rates, highest first. Each has the interval that follows
 * from its number of test digits, so that differences within it can be seen as such.
 *
 * @param options `highest` leaves out published rates above it.
 */
export function compareWithPublished(
  name: string,
  report: Report,
  { highest = 1 } = {},
): ComparedErrorRate[] {
  const errors = countErrors(report.confusion);
  const compared = PUBLISHED_RESULTS.filter(({ errorRate }) => errorRate <= highest);
  const published = compared.map(({ method, errorRate, augmented, source }) =>
    rate(
      `${method}${augmented ? ", distortions" : ""} (${source})`,
      Math.round(errorRate * TEST_COUNT),
      TEST_COUNT,
    )
  );
  return [...published, { ...rate(name, errors, report.n), own: true }]
    .sort((a, b) => b.value - a.value);
}

function rate(name: string, errors: number, count: number): ComparedErrorRate {
  return { name, value: errors / count, interval: wilsonInterval(errors, count), own: false };
}
