/**
 * Splits where a source comes without, and sets made one.
 *
 * @module
 */
import { InputError } from "../errors.ts";
import { createPermutation, mixSeeds } from "../random.ts";
import { IMAGE_PIXELS, type LabeledImages } from "./labeled_images.ts";
import { gatherSourceImages, listSets, type Source, type SourceImages } from "./source.ts";

/** The three sets that a training run needs. */
export interface SplitSets {
  /** To learn from. */
  readonly train: SourceImages;
  /** To choose by. */
  readonly validation: SourceImages;
  /** To report on. */
  readonly test: SourceImages;
}

/** How images are drawn for the sets that a source lacks. */
export interface SplitOptions {
  /** Seed of the draw: the same images and seed give the same split. Default 0. */
  seed?: number;
  /** Share of each class for validation, in (0, 0.5). Default 0.15. */
  validationFraction?: number;
  /** Share of each class for the test, in (0, 0.5). Default 0.15. */
  testFraction?: number;
}

/**
 * Gives a source the sets that it lacks, drawn class by class from its training images or from all
 * that it has; each class has at least one image in each. Sets that the source has stay as they are.
 *
 * @throws {InputError} If there are no labelled images to draw from, or a class has too few.
 *
 * @example
 * ```ts
 * import { loadSource, splitSource } from "@lenet5/digits/dataset";
 *
 * const source = await loadSource("mnist");
 * const { train, validation, test } = splitSource(source, { seed: 1 });
 * ```
 */
export function splitSource(
  source: Source,
  { seed = 0, validationFraction = 0.15, testFraction = 0.15 }: SplitOptions = {},
): SplitSets {
  const { validation, test } = source;
  const pool = source.train ?? source.all;
  if (!pool) {
    const has = listSets(source).map(({ part }) => part).join(" and ");
    throw new InputError(`${source.name}: expected labelled images to train on, got ${has} alone`);
  }
  const fractions = [...validation ? [] : [validationFraction], ...test ? [] : [testFraction]];
  const [train, ...drawn] = drawStratified(pool, { name: source.name, fractions, seed });
  return {
    train,
    validation: validation ?? drawn.shift()!,
    test: test ?? drawn.shift()!,
  };
}

/** Draws a share of each class for each fraction; the first set returned is what is left. */
function drawStratified(
  pool: SourceImages,
  { name, fractions, seed }: { name: string; fractions: number[]; seed: number },
): SourceImages[] {
  if (fractions.length === 0) return [pool];
  const parts: number[][] = [[], ...fractions.map(() => [])];
  for (const [label, members] of groupByClass(pool).entries()) {
    const { length } = members;
    if (length === 0) continue; // A class that was named beforehand and that nobody has written.
    const counts = fractions.map((fraction) => Math.max(1, Math.round(length * fraction)));
    const kept = length - counts.reduce((sum, count) => sum + count, 0);
    if (kept < 1) {
      throw new InputError(
        `${name}: expected at least ${parts.length} images of class ${
          pool.classes[label]
        } to split, got ${length}`,
      );
    }
    const order = Array.from(createPermutation(length, mixSeeds(seed, label)));
    [kept, ...counts].forEach((count, part) => {
      parts[part].push(...order.splice(0, count).map((i) => members[i]));
    });
  }
  return parts.map((indices) => gatherSourceImages(pool, indices.sort((a, b) => a - b)));
}

function groupByClass({ labels, classes }: LabeledImages): number[][] {
  const groups: number[][] = classes.map(() => []);
  labels.forEach((label, i) => groups[label].push(i));
  return groups;
}

/**
 * The same images with labels that index other classes, matched by name: a person's "7" becomes the
 * model's "7", wherever that stands.
 *
 * @throws {InputError} If an image is of a class that is not among `classes`; `name` begins the message.
 */
export function remapClasses(
  set: SourceImages,
  classes: readonly string[],
  name: string,
): SourceImages {
  const indices = set.classes.map((label) => classes.indexOf(label));
  const labels = set.labels.map((label) => {
    if (indices[label] >= 0) return indices[label];
    throw new InputError(
      `${name}: expected classes of the model (${classes.join(", ")}), got ${set.classes[label]}`,
    );
  });
  return { ...set, labels, classes };
}

/**
 * One set after the other as one set; files and rows are kept where every set has them.
 *
 * @throws {RangeError} If the sets do not have the same classes in the same order.
 */
export function mergeSets(...sets: readonly [SourceImages, ...SourceImages[]]): SourceImages {
  const [{ classes }] = sets;
  const other = sets.find((set) => JSON.stringify(set.classes) !== JSON.stringify(classes));
  if (other) {
    throw new RangeError(
      `expected sets of the classes ${classes.join(", ")}, got ${other.classes.join(", ")}`,
    );
  }
  const count = sets.reduce((sum, set) => sum + set.count, 0);
  const images = new Uint8Array(count * IMAGE_PIXELS);
  const labels = new Uint8Array(count);
  let start = 0;
  for (const set of sets) {
    images.set(set.images, start * IMAGE_PIXELS);
    labels.set(set.labels, start);
    start += set.count;
  }
  const files = sets.every((set) => set.files) ? sets.flatMap((set) => set.files!) : undefined;
  const rows = sets.every((set) => set.rows) ? sets.flatMap((set) => set.rows!) : undefined;
  return { count, images, labels, classes, ...files && { files }, ...rows && { rows } };
}
