/**
 * `deno task committee`: models that are read together, by the mean of their probabilities.
 *
 * @module
 */
import type { LabeledImages } from "../dataset/labeled_images.ts";
import { remapClasses, splitSource } from "../dataset/split_source.ts";
import { InputError } from "../errors.ts";
import { evaluatePredictions, type Report } from "../evaluation/report.ts";
import { classify } from "../inference/classify.ts";
import { createCommittee } from "../inference/committee.ts";
import {
  checkCommitteeFolder,
  checkMembers,
  type CommitteeMember,
  isCommittee,
  saveCommittee,
} from "../model/committee.ts";
import type { Model } from "../model/model.ts";
import { readNetwork } from "../model/read_network.ts";
import { type CalibrationJson, decodeCalibration } from "../reader/calibration.ts";
import type { Examiner } from "../reader/examiner.ts";
import { calibrateRun, SAW_VALIDATION, sawValidation } from "./calibrate_run.ts";
import { createCommand, runCommand, wholeNumber } from "./command.ts";
import { addDataOptions, type DataFlags, readData } from "./data_options.ts";
import { fromHere } from "./here.ts";
import { INTERRUPTED, watchInterrupts } from "./interrupt.ts";
import { loadModelFor } from "./load_model_for.ts";
import { countErrors } from "./run_record.ts";

interface CommitteeFlags extends DataFlags {
  out: string;
  seed: number;
  workers: number;
  json?: boolean;
}

/** A committee that was tested and is to be saved. */
interface Tested {
  /** Of each member, as the person named it, and of all together. */
  errors: { name: string; errors: number }[];
  together: Report;
  calibration?: CalibrationJson;
}

/** Makes a committee as the arguments say, and reports what its members read alone and together. */
async function main(args: string[]): Promise<number> {
  const { names, flags } = parseArguments(args);
  await checkCommitteeFolder(fromHere(flags.out), { shown: `--out ${flags.out}` });
  const members = await loadMembers(names, flags);
  const [first] = members, { classes } = first.model;
  const source = await readData("committee", flags), sets = splitSource(source);
  const [train, validation, test] = [sets.train, sets.validation, sets.test]
    .map((set) => remapClasses(set, classes, source.name));
  members.filter(({ run }) => sawValidation(run))
    .forEach(({ path }) => console.error(`committee: ${path}: ${SAW_VALIDATION}`));
  const signal = watchInterrupts(() => console.error("\nstopping after this batch …"));
  const models = members.map(({ model }) => model) as [Model, ...Model[]];
  const { seed, workers } = flags, examiner = findExaminer(members);
  const calibration = await calibrateRun(models, {
    ...{ train, validation, examiner, seed, workers, signal },
  });
  if (signal.aborted) return INTERRUPTED;
  const tested = { ...await testMembers(members, test), calibration };
  const placed = members.map((member) => ({ ...member, path: fromHere(member.path) }));
  await saveCommittee(fromHere(flags.out), placed, {
    record: createRecord(tested, { name: source.name, sha256: source.contentSha256 }),
    calibration,
  });
  report(tested, { ...flags, data: source.name });
  return 0;
}

async function loadMembers(
  names: readonly string[],
  flags: CommitteeFlags,
): Promise<CommitteeMember[]> {
  const members: CommitteeMember[] = [];
  for (const name of names) {
    if (await isCommittee(fromHere(name))) {
      throw new InputError(`${name}: expected a single model, got a committee; name its members`);
    }
    members.push({ path: name, ...await loadModelFor(name, flags) });
  }
  checkMembers(members);
  return members;
}

/** What tells digits from all else does not depend on the model: the first one that a member has will do. */
function findExaminer(members: readonly CommitteeMember[]): Examiner | undefined {
  for (const { path, model, calibration } of members) {
    try {
      if (calibration === undefined) continue;
      const { examiner } = decodeCalibration(calibration, readNetwork(model.topology));
      if (examiner) return examiner;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      throw new InputError(`${path}: ${error.message}; deno task calibrate makes another`);
    }
  }
}

async function testMembers(
  members: readonly CommitteeMember[],
  { labels, images, classes }: LabeledImages,
): Promise<Pick<Tested, "errors" | "together">> {
  const errors: Tested["errors"] = [];
  for (const { path, model } of members) {
    const alone = evaluatePredictions(labels, await classify(model, images), classes);
    errors.push({ name: path, errors: countErrors(alone) });
  }
  const all = await createCommittee(members.map(({ model }) => model));
  return { errors, together: evaluatePredictions(labels, await all(images), classes) };
}

function createRecord({ errors, together }: Tested, data: { name: string; sha256: string }) {
  const { n, accuracy, accuracyInterval, loss } = together;
  return {
    command: "deno task committee",
    data,
    test: { n, accuracy, accuracyInterval, errors: countErrors(together), loss },
    alone: errors.map(({ errors }) => errors),
  };
}

function report(
  { errors, together, calibration }: Tested,
  { out, data, json }: CommitteeFlags,
): void {
  const { n, accuracy, accuracyInterval } = together;
  if (json) {
    const test = { n, accuracy, accuracyInterval, errors: countErrors(together) };
    const members = errors.map(({ name, errors }) => ({ model: name, errors }));
    console.log(JSON.stringify({ committee: out, members, test, limits: calibration?.limits }));
    return;
  }
  const rows = [...errors, { name: "together", errors: countErrors(together) }];
  const width = Math.max(...rows.map(({ name }) => name.length));
  const [low, high] = accuracyInterval.map((bound) => percent(1 - bound)).reverse();
  console.log([
    `misread of ${n.toLocaleString("en-US")} test images of ${data}\n`,
    ...rows.map(({ name, errors }) =>
      `  ${name.padEnd(width)}   ${`${errors}`.padStart(5)}   ${percent(errors / n)}`
    ),
    `\n95% interval of the error together: ${low} to ${high}`,
    `saved to ${out}`,
  ].join("\n"));
}

const percent = (share: number) => `${(100 * share).toFixed(2)} %`;

function parseArguments(args: string[]): { names: string[]; flags: CommitteeFlags } {
  const command = createCommand(
    "committee",
    "Make a committee: models that evaluate and predict read together, by the mean of their probabilities.",
  )
    .argument("<models...>", "folders of two models or more; they stay where they are")
    .requiredOption("--out <dir>", "folder of the committee, such as models/committee");
  addDataOptions(command)
    .option("--seed <n>", "of everything random", wholeNumber(0, 2 ** 32 - 1), 0)
    .option("--workers <n>", "threads", wholeNumber(1, 64), navigator.hardwareConcurrency)
    .option("--json", "print one JSON object")
    .parse(args, { from: "user" });
  const flags = command.opts<CommitteeFlags>();
  if (flags.out === "") throw new InputError("--out: expected a folder, got nothing");
  return { names: command.args, flags };
}

if (import.meta.main) await runCommand("committee", () => main(Deno.args));
