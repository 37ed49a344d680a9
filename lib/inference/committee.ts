/**
 * Several models read together: the mean of their probabilities (Cireşan et al. 2011, "Convolutional Neural
 * Network Committees for Handwritten Character Classification").
 *
 * @module
 */
import type { Classifier } from "../classifier.ts";
import type { Model } from "../model/model.ts";
import { createClassifier } from "./classify.ts";

/**
 * Prepares models for many calls; what their weights are now is what the classifier uses.
 *
 * @param models Of the same classes in the same order; one alone is read as it is.
 * @returns A classifier whose probabilities are the mean of theirs.
 * @throws {RangeError} If there is no model, or their classes differ.
 *
 * @example
 * ```ts
 * import { loadSplit } from "@lenet5/digits/dataset";
 * import { createCommittee } from "@lenet5/digits/inference";
 * import { createNetwork, loadModel } from "@lenet5/digits/model";
 *
 * const { model } = await loadModel("models/lenet5");
 * const classify = await createCommittee([model, createNetwork("lenet1")]);
 * const { images } = await loadSplit("test");
 * const probabilities = await classify(images.subarray(0, 784));
 * ```
 */
export async function createCommittee(models: readonly Model[]): Promise<Classifier> {
  checkClasses(models);
  const classifiers = await Promise.all(models.map(createClassifier));
  if (classifiers.length === 1) return classifiers[0];
  return async (images) => {
    const tables: Float32Array[] = [];
    for (const classify of classifiers) tables.push(await classify(images));
    return tables[0].map((_, i) => {
      return tables.reduce((sum, table) => sum + table[i], 0) / tables.length;
    });
  };
}

function checkClasses(models: readonly Model[]): void {
  const names = models.map(({ classes }) => JSON.stringify(classes));
  if (models.length > 0 && names.every((name) => name === names[0])) return;
  throw new RangeError(
    models.length === 0
      ? "expected at least one model, got none"
      : `expected models of the same classes, got ${[...new Set(names)].join(" and ")}`,
  );
}
