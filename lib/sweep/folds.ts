/**
 * The images of a run: those that it trains on, and those that it is judged by. The test set is neither.
 *
 * @module
 */
import { InputError } from "../errors.ts";
import { gatherSourceImages, type Source, type SourceImages } from "../dataset/source.ts";
import { mergeSets, splitSource } from "../dataset/split_source.ts";
import { createPermutation, mixSeeds } from "../random.ts";
import type { Fold } from "./run_spec.ts";

/** The two sets of a run. */
export interface HeldOutSplit {
  /** To learn from. */
  train: SourceImages;
  /** To judge by. */
  heldOut: SourceImages;
  /** Positions of the judging images among all images but the test set's. */
  positions: readonly number[];
}

/**
 * Holds images out: a fold of all images but the test set's, or without folds the validation set. What a source
 * lacks is drawn with seed 0, so that all runs of a sweep share it.
 *
 * @throws {InputError} If there are too few images.
 */
export function holdOut(source: Source, fold: Fold | null): HeldOutSplit {
  const { train, validation } = splitSource(source);
  if (!fold) {
    const positions = Array.from({ length: validation.count }, (_, i) => train.count + i);
    return { train, heldOut: validation, positions };
  }
  const pool = mergeSets(train, validation);
  if (pool.count < 2 * fold.count) {
    throw new InputError(
      `${source.name}: expected at least ${2 * fold.count} images for ${fold.count} folds, ` +
        `got ${pool.count}`,
    );
  }
  const dealt = dealFolds(pool, fold), all = Array.from(dealt.keys());
  const positions = all.filter((i) => dealt[i] === fold.index);
  return {
    train: gatherSourceImages(pool, all.filter((i) => dealt[i] !== fold.index)),
    heldOut: gatherSourceImages(pool, positions),
    positions,
  };
}

/** Which fold each image is held out in: class by class, in turn, so that sizes differ by one at most. */
function dealFolds({ labels, classes }: SourceImages, { count, seed }: Fold): Uint8Array {
  const dealt = new Uint8Array(labels.length);
  let turn = 0;
  for (const label of classes.keys()) {
    const members = Array.from(labels.keys()).filter((i) => labels[i] === label);
    for (const place of createPermutation(members.length, mixSeeds(seed, label))) {
      dealt[members[place]] = turn++ % count;
    }
  }
  return dealt;
}
