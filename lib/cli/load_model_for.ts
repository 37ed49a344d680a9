/**
 * Models as commands load them: from wherever the person points, with class names where they are given.
 *
 * @module
 */
import { readClassNames } from "../dataset/read_class_names.ts";
import { loadModel, readStoredClasses } from "../model/store.ts";
import { fromHere, personsFolder } from "./here.ts";

/**
 * Loads a model. `--classes` names the classes of one that was made elsewhere; a model that knows its
 * own keeps them.
 *
 * @throws {InputError} If there is no model, or the names are not as many as its outputs.
 */
export async function loadModelFor(
  path: string,
  { classes }: { classes?: string },
): ReturnType<typeof loadModel> {
  const full = fromHere(path);
  if (classes === undefined || await readStoredClasses(full)) {
    return await loadModel(full, { shown: path });
  }
  const names = await readClassNames(classes, { cwd: personsFolder() });
  return await loadModel(full, { classes: names, shown: path });
}
