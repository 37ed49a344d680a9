/**
 * Models as commands load them: from wherever the person points, with class names where they are given.
 *
 * @module
 */
import { readClassNames } from "../dataset/read_class_names.ts";
import { isCommittee, loadCommittee } from "../model/committee.ts";
import type { Model } from "../model/model.ts";
import { loadModel, readStoredClasses, type RunRecord, type SavedModel } from "../model/store.ts";
import { fromHere, personsFolder } from "./here.ts";

/** One model or a committee: what reads, and how it was made. */
export interface LoadedModels {
  /** The model, or the committee's members. */
  readonly models: readonly [Model, ...Model[]];
  /** Names of the classes, the same of all. */
  readonly classes: readonly string[];
  /** The record of each model, in their order. */
  readonly runs: readonly RunRecord[];
  /** The contents of its `reader.json`, not yet checked. */
  readonly calibration?: unknown;
}

/**
 * Loads a model. `--classes` names the classes of one that was made elsewhere; a model that knows its
 * own keeps them.
 *
 * @throws {InputError} If there is no model, or the names are not as many as its outputs.
 */
export async function loadModelFor(
  path: string,
  { classes }: { classes?: string },
): Promise<SavedModel> {
  const full = fromHere(path);
  if (classes === undefined || await readStoredClasses(full)) {
    return await loadModel(full, { shown: path });
  }
  const names = await readClassNames(classes, { cwd: personsFolder() });
  return await loadModel(full, { classes: names, shown: path });
}

/**
 * Loads a model or a committee.
 *
 * @throws {InputError} If there is neither, or a member is missing or no longer what it was.
 */
export async function loadModelsFor(
  path: string,
  flags: { classes?: string },
): Promise<LoadedModels> {
  if (!await isCommittee(fromHere(path))) {
    const { model, run, calibration } = await loadModelFor(path, flags);
    return { models: [model], classes: model.classes, runs: [run], calibration };
  }
  const { members, calibration } = await loadCommittee(fromHere(path), { shown: path });
  const [first, ...others] = members.map(({ model }) => model);
  const runs = members.map(({ run }) => run);
  return { models: [first, ...others], classes: first.classes, runs, calibration };
}
