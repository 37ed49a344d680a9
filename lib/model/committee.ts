/**
 * Committees on disk: several models that are read together. A committee's folder holds `committee.json`, the
 * list of its members, and `reader.json`, what its answers are judged by. The members stay where they are.
 *
 * @module
 */
import { basename, join, relative, resolve } from "node:path";
import * as v from "valibot";
import { exists } from "../durable_files.ts";
import { InputError } from "../errors.ts";
import { validate } from "../validate.ts";
import type { Model } from "./model.ts";
import {
  CALIBRATION_FILE,
  checkRuntime,
  COMMITTEE_FILE,
  encodeJson,
  firstSentence,
  folderOf,
  hashBytes,
  readJson,
  readOptional,
  saveFiles,
} from "./model_folder.ts";
import { encodeWeights } from "./model_json.ts";
import { readTogether } from "./replace_files.ts";
import { checkFiles, checkRecord, sealRecord, SHA256, SUMS } from "./seal.ts";
import { loadModel, type RunRecord, type SavedModel } from "./store.ts";

/** A saved model as a member of a committee. */
export interface CommitteeMember extends SavedModel {
  /** Where it is: a model's folder, or its model.json. */
  readonly path: string;
}

/** What a committee's folder holds. */
export interface SavedCommittee {
  /** At least two, in the order in which they were named. */
  readonly members: readonly CommitteeMember[];
  /** The contents of `committee.json`. */
  readonly record: RunRecord;
  /** The contents of `reader.json`, not yet checked; `undefined` if there is none. */
  readonly calibration?: unknown;
}

/** Whether a path leads to a committee rather than to a single model. */
export async function isCommittee(path: string): Promise<boolean> {
  if (path.endsWith(".json")) return basename(path) === COMMITTEE_FILE;
  return await readTogether(
    folderOf(path),
    { stamp: COMMITTEE_FILE },
    (files) => files.read(COMMITTEE_FILE).then(() => true, () => false),
  );
}

/**
 * Saves a committee. Its members are named by their place, seen from the committee's folder, and by their
 * weights' SHA-256; `reader.json` and the list itself are sealed as a model's files are (see seal.ts).
 *
 * @param record What to record beside them.
 * @param calibration What answers are judged by, for `reader.json`; without it an older one is removed.
 * @throws {InputError} If the members do not make a committee (see {@link checkMembers}), the folder holds a
 *   single model, or nothing can be written there.
 */
export async function saveCommittee(
  dir: string,
  members: readonly CommitteeMember[],
  { record = {}, calibration }: { record?: RunRecord; calibration?: object } = {},
): Promise<void> {
  checkRuntime();
  checkMembers(members);
  const folder = resolve(dir);
  await checkCommitteeFolder(dir);
  const list = members.map(({ path, model }) => ({
    path: relative(folder, resolve(path)).replaceAll("\\", "/"),
    weightsSha256: hashWeights(model),
  }));
  const { classes } = members[0].model;
  const sealed = sealRecord({ members: list, classes, ...record }, { calibration });
  await saveFiles(folder, dir, () => ({
    [CALIBRATION_FILE]: calibration && encodeJson(calibration, 1),
    [COMMITTEE_FILE]: encodeJson(sealed, 2),
  }));
}

/**
 * Checks that a folder may become a committee's.
 *
 * @throws {InputError} If it holds a single model, or is a file.
 */
export async function checkCommitteeFolder(dir: string, { shown = dir } = {}): Promise<void> {
  const info = await Deno.stat(dir).catch(() => null);
  const isModel = await exists(join(dir, "model.json"));
  if (!isModel && (!info || info.isDirectory)) return;
  throw new InputError(
    `${shown}: expected a folder for a committee, got ${isModel ? "a single model's" : "a file"}`,
  );
}

/**
 * Loads a committee with all its members; nothing is written.
 *
 * @param path The committee's folder, or its committee.json.
 * @throws {InputError} If there is no committee, its list or `reader.json` is damaged or was changed, or a
 *   member is missing or no longer what it was.
 */
export async function loadCommittee(
  path: string,
  { shown = path }: { shown?: string } = {},
): Promise<SavedCommittee> {
  checkRuntime();
  const folder = folderOf(path);
  const { record, calibration } = await readTogether(
    folder,
    { stamp: COMMITTEE_FILE },
    async (files) => ({
      record: await readJson({ files, shown }, COMMITTEE_FILE),
      calibration: await readOptional({ files, shown }, CALIBRATION_FILE),
    }),
  );
  const { members: list, classes } = readList(record, { shown, calibration });
  const members = await Promise.all(list.map(async ({ path, weightsSha256 }) => {
    const member = resolve(folder, path), name = join(shown, path);
    const loaded = await loadModel(member, { classes, shown: name });
    if (hashWeights(loaded.model) === weightsSha256) return { path: member, ...loaded };
    throw new InputError(
      `${name}: expected the weights with which it joined ${shown}, got others; ` +
        "deno task committee makes the committee anew",
    );
  }));
  return { members, record, ...(calibration && { calibration }) };
}

/**
 * Checks that models can be read together.
 *
 * @throws {InputError} If there are fewer than two, they have other classes, or two have the same weights.
 */
export function checkMembers(members: readonly CommitteeMember[]): void {
  if (members.length < 2) {
    throw new InputError(`expected at least two members of a committee, got ${members.length}`);
  }
  const [first] = members, seen = new Map<string, string>();
  for (const { path, model } of members) {
    if (JSON.stringify(model.classes) !== JSON.stringify(first.model.classes)) {
      throw new InputError(
        `${path}: expected the classes of ${first.path} (${first.model.classes.join(", ")}), ` +
          `got ${model.classes.join(", ")}`,
      );
    }
    const hash = hashWeights(model), twin = seen.get(hash);
    if (twin !== undefined) {
      throw new InputError(`${path}: expected another model than ${twin}, got the same weights`);
    }
    seen.set(hash, path);
  }
}

const hashWeights = (model: Model) => hashBytes(encodeWeights(model));

const LIST = v.object({
  members: v.pipe(
    v.array(v.object({
      path: v.pipe(v.string(), v.nonEmpty("a path")),
      weightsSha256: SHA256,
    })),
    v.minLength(2, "two members or more"),
  ),
  classes: v.array(v.string()),
  ...SUMS,
});

function readList(
  record: RunRecord,
  { shown, calibration }: { shown: string; calibration?: object },
): v.InferOutput<typeof LIST> {
  try {
    checkRecord(record, COMMITTEE_FILE);
    const list = validate(LIST, record, COMMITTEE_FILE);
    checkFiles(list, { calibration }, COMMITTEE_FILE);
    return list;
  } catch (error) {
    throw new InputError(`${shown}: expected a saved committee: ${firstSentence(error)}`);
  }
}
