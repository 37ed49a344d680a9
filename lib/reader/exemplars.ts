/**
 * What a person taught a model beside its training: single images that are digits although they look
 * strange, and others that are none. Whatever is as near to one of them as digits are to each other is judged alike.
 *
 * @module
 */
import type { CompiledClassifier } from "../engine/compiled_classifier.ts";
import { type Network, pooledSize } from "../model/network.ts";
import { decodeBytes, encodeBytes } from "./base64.ts";
import { findTypicalDigits, measureNovelty } from "./typical_digits.ts";

/** Directions of one kind of exemplars, and how near to them is near enough. */
export interface ExemplarSet {
  /** Directions in which a stage's output points, as in `TypicalDigits`. */
  values: Int8Array;
  /** Greatest distance, 1 − cosine similarity, of what is like them. */
  within: number;
}

/** Exemplars of a model. */
export interface Exemplars {
  /** The stage whose output they are directions of. */
  stage: number;
  /** Components of a direction. */
  size: number;
  /** What is a digit. */
  digits: ExemplarSet;
  /** What is none. */
  others: ExemplarSet;
}

/** One kind of exemplars as plain JSON. */
export interface ExemplarSetJson {
  /** Directions in base64. */
  values: string;
  /** See {@link ExemplarSet}. */
  within: number;
}

/** Exemplars as plain JSON: directions in base64. */
export interface ExemplarsJson {
  /** See {@link Exemplars}. */
  stage: number;
  /** See {@link Exemplars}. */
  size: number;
  /** What is a digit. */
  digits: ExemplarSetJson;
  /** What is none. */
  others: ExemplarSetJson;
}

/** What a person taught a model. */
export interface Lessons {
  /** Ink bytes of digits, 784 each. */
  digits: Uint8Array;
  /** Ink bytes of what is no digit. */
  others: Uint8Array;
}

/** Of held-out digits, the share that are at most as far from typical ones as a drawing may be from an exemplar. */
const LIKE_SHARE = 0.9;

/** Of held-out digits, the share that may be refused for being like what is none. */
const REFUSED_SHARE = 0.002;

/** An exemplar is not quite its own direction, which is rounded. */
const ROUNDING = 0.005;

/** The last stage whose output is still a picture: deeper ones see digits in anything. */
export function findLastMaps({ stages }: Network): { stage: number; size: number } {
  const isPicture = ({ outHeight, outWidth }: Network["stages"][number]) =>
    outHeight * outWidth > 1;
  const stage = Math.max(0, stages.findLastIndex(isPicture));
  const { height, width } = pooledSize(stages[stage]);
  return { stage, size: height * width * stages[stage].outputs };
}

/**
 * Makes exemplars.
 *
 * @param options.held Ink bytes of held-out digits.
 * @param options.typical Directions of typical digits, beside which the former are measured.
 */
export function findExemplars(
  classifier: CompiledClassifier,
  network: Network,
  { lessons, held, typical }: { lessons: Lessons; held: Uint8Array; typical: Int8Array },
): Exemplars {
  const { stage, size } = findLastMaps(network);
  const toDirections = (images: Uint8Array) => {
    const features = classifier.embed(images, stage), count = features.length / size;
    const labels = Array.from({ length: count }, (_, i) => i);
    return findTypicalDigits(features, labels, { size, perClass: 1, classes: count });
  };
  const features = classifier.embed(held, stage);
  const quantile = (directions: Int8Array, share: number) => {
    const distances = Array.from(
      { length: features.length / size },
      (_, i) => measureNovelty(features.subarray(i * size, (i + 1) * size), directions),
    ).sort((a, b) => a - b);
    return distances[Math.floor(share * (distances.length - 1))];
  };
  const digits = toDirections(lessons.digits), others = toDirections(lessons.others);
  const near = quantile(typical, LIKE_SHARE);
  const tolerable = others.length > 0 ? quantile(others, REFUSED_SHARE) : 0;
  return {
    ...{ stage, size },
    digits: { values: digits, within: Math.max(ROUNDING, near) },
    others: { values: others, within: Math.max(ROUNDING, Math.min(near, tolerable)) },
  };
}

/** Which kind of exemplars an image's features are like, if any: the nearer one. */
export function findLikeness(
  features: Float32Array,
  { digits, others }: Exemplars,
): "digit" | "other" | undefined {
  const measure = ({ values, within }: ExemplarSet) => {
    const distance = values.length > 0 ? measureNovelty(features, values) : Infinity;
    return distance <= within ? distance : Infinity;
  };
  const toDigits = measure(digits), toOthers = measure(others);
  if (toDigits === Infinity && toOthers === Infinity) return undefined;
  return toDigits <= toOthers ? "digit" : "other";
}

/** Encodes exemplars. */
export function encodeExemplars({ digits, others, ...where }: Exemplars): ExemplarsJson {
  const encode = ({ values, within }: ExemplarSet) => ({ values: encodeBytes(values), within });
  return { ...where, digits: encode(digits), others: encode(others) };
}

/**
 * Decodes exemplars.
 *
 * @param network The model's, for which they must have been made.
 * @returns What was expected, if they are none.
 */
export function decodeExemplars(json: unknown, network: Network): Exemplars | string {
  const { stage, size, ...sets } = (json ?? {}) as Partial<ExemplarsJson>;
  const wanted = findLastMaps(network);
  if (stage !== wanted.stage || size !== wanted.size) {
    return `exemplars: of stage ${wanted.stage} and size ${wanted.size}, as the network has them`;
  }
  const decode = (set?: Partial<ExemplarSetJson>): ExemplarSet | undefined => {
    const values = decodeBytes(set?.values), { within } = set ?? {};
    const isWhole = values && values.length % size === 0 && Number.isFinite(within);
    return isWhole ? { values, within: within! } : undefined;
  };
  const digits = decode(sets.digits), others = decode(sets.others);
  return digits && others
    ? { stage, size, digits, others }
    : `exemplars: digits and others, each of ${size} bytes an image`;
}
