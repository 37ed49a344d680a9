/**
 * A source of images: whatever `--data` names, once it is read.
 *
 * @module
 */
import { InputError } from "../errors.ts";
import { gatherImages } from "./batches.ts";
import type { LabeledImages } from "./labeled_images.ts";
import { checkSplit, type Split } from "./splits.ts";

/** Where images come from, one entry an image. */
export interface Whereabouts {
  /** Files, as a person would name them; none where images share a file. */
  readonly files?: readonly string[];
  /** Rows of a CSV file from 1, the header not counted, rows left out counted: Kaggle's ImageId. */
  readonly rows?: readonly number[];
}

/** Labelled images that may have been files of their own. */
export interface SourceImages extends LabeledImages, Whereabouts {}

/** Images whose classes nobody has told. */
export interface UnlabeledImages extends Whereabouts {
  /** How many images. */
  readonly count: number;
  /** Ink, 0 (paper) to 255 (full ink), row by row, `count * 784` bytes. */
  readonly images: Uint8Array;
}

/** Something that could not be read, and was left out. */
export interface Skipped {
  /** The file, or a row of it such as "train.csv:17". */
  readonly file: string;
  /** Why, in one line. */
  readonly reason: string;
}

/** The sets of images that a source can have. */
export interface SourceSets {
  /** To learn from, where the source has such a set. */
  readonly train?: SourceImages;
  /** To choose by, where the source has such a set. */
  readonly validation?: SourceImages;
  /** To report on, where the source has such a set. */
  readonly test?: SourceImages;
  /** All labelled images, where they come without a split; `splitSource` makes one. */
  readonly all?: SourceImages;
  /** Images without labels. */
  readonly unlabeled?: UnlabeledImages;
}

/** What was read, and what was not. */
export interface Source extends SourceSets {
  /** What the person called it: "mnist", "my_digits", "images.idx,labels.idx". */
  readonly name: string;
  /** What could not be read, in the order of reading. */
  readonly skipped: readonly Skipped[];
  /** One line for a person: what it is, how much of it, where from. */
  readonly description: string;
  /** SHA-256 over classes, labels and pixels of the sets that were read: what a resumed run must find again. */
  readonly sha256: string;
  /**
   * The same over what the images were made of: picture files as they lie there, however they are prepared. What
   * run.json records, for `evaluate` to know the images again.
   */
  readonly contentSha256: string;
}

const PARTS = ["train", "validation", "test", "all", "unlabeled"] as const;

/** The sets of a source in their fixed order, without those that it lacks. */
export function listSets(
  sets: SourceSets,
): { part: keyof SourceSets; set: SourceImages | UnlabeledImages }[] {
  return PARTS.flatMap((part) => sets[part] ? [{ part, set: sets[part] }] : []);
}

/** The classes that all labelled sets of a source share; none if it has no labels. */
export function sourceClasses({ train, validation, test, all }: SourceSets): readonly string[] {
  return (train ?? all ?? test ?? validation)?.classes ?? [];
}

/**
 * The set to report on: the one asked for, else the test set, else all labelled images.
 *
 * @throws {InputError} If the source lacks it.
 */
export function evaluationSet(
  source: SourceSets & Pick<Source, "name">,
  split?: Split,
): SourceImages {
  if (split !== undefined) checkSplit(split);
  const set = split ? source[split] : source.test ?? source.all ?? source.validation;
  if (set) return set;
  const has = listSets(source).map(({ part }) => part === "all" ? "no split" : part).join(", ");
  throw new InputError(
    `${source.name}: expected ${split ? `a ${split} set` : "labelled images"}, got ${has}`,
  );
}

/** Copies the images at `indices`, in that order, and where they come from. */
export function gatherSourceImages(set: SourceImages, indices: ArrayLike<number>): SourceImages {
  const { files, rows } = set;
  return {
    ...gatherImages(set, indices),
    ...files && { files: Array.from(indices, (index) => files[index]) },
    ...rows && { rows: Array.from(indices, (index) => rows[index]) },
  };
}

/** One line for a person: "my_digits: 200 images in 10 classes (0 … 9), pictures; 2 left out". */
export function describeSets(
  name: string,
  sets: SourceSets,
  { origin, skipped }: { origin: string; skipped: readonly Skipped[] },
): string {
  const counts = listSets(sets).map(({ part, set }) => {
    const count = set.count.toLocaleString("en-US");
    return part === "all" ? count : `${count} ${part}`;
  });
  const classes = sourceClasses(sets);
  const inClasses = classes.length > 0
    ? ` in ${classes.length} classes (${classes[0]} … ${classes.at(-1)})`
    : "";
  const from = origin && `, ${origin}`;
  const left = skipped.length > 0 ? `; ${skipped.length.toLocaleString("en-US")} left out` : "";
  return `${name}: ${counts.join(", ")} images${inClasses}${from}${left}`;
}
