/**
 * SHA-256 sums in run.json, by which a model's files are known to be those that were saved together; in
 * committee.json those of a committee.
 *
 * @module
 */
import * as v from "valibot";
import { hashBytes } from "./model_folder.ts";

/** A SHA-256 in lower-case hex. */
export const SHA256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, "a SHA-256"));

/** The sums, as far as the record has them: models from elsewhere have none. */
export const SUMS = {
  /** Of the bytes of the weights. */
  weightsSha256: v.optional(SHA256),
  /** Of model.json. */
  modelSha256: v.optional(SHA256),
  /** Of reader.json. */
  readerSha256: v.optional(SHA256),
  /** Of the record without this line. */
  recordSha256: v.optional(SHA256),
};

type Sums = { [Name in keyof typeof SUMS]?: string };

/** What is to be sealed. A committee has no weights of its own. */
export interface SealedFiles {
  weights?: Uint8Array;
  /** Contents of model.json. */
  model?: object;
  /** Contents of reader.json. */
  calibration?: object;
}

/** Adds the sums of the files, and of the record itself. */
export function sealRecord(record: object, { weights, model, calibration }: SealedFiles): object {
  const sums = {
    ...(weights && { weightsSha256: hashBytes(weights) }),
    ...(model && { modelSha256: hashJson(model) }),
  };
  return closeSeal({ ...record, ...sums }, calibration);
}

/**
 * The same with another reader.json; a record without a seal stays as it is.
 *
 * @throws {Error} If the record was changed since it was sealed.
 */
export function sealCalibration(record: Sums, calibration: object, file = "run.json"): object {
  if (record.recordSha256 === undefined) return record;
  checkRecord(record, file);
  return closeSeal(record, calibration);
}

function closeSeal(record: Sums & object, calibration?: object): object {
  const { readerSha256: _, recordSha256: __, ...rest } = record;
  const all = { ...rest, ...(calibration && { readerSha256: hashJson(calibration) }) };
  return { ...all, recordSha256: hashJson(all) };
}

/**
 * Checks a record by its own sum.
 *
 * @throws {Error} If it was changed since it was sealed.
 */
export function checkRecord({ recordSha256, ...rest }: Sums, file = "run.json"): void {
  if (recordSha256 === undefined || hashJson(rest) === recordSha256) return;
  throw new Error(
    `${file}: expected the record as it was saved (SHA-256 ${recordSha256}), got a changed one; ` +
      "without the line recordSha256 it is taken as it is",
  );
}

/**
 * Checks the other files by the record.
 *
 * @throws {Error} If one is not that of which the record tells.
 */
export function checkFiles(
  sums: Sums,
  { weights, model, calibration }: SealedFiles,
  file = "run.json",
): void {
  const check = (what: string, wanted?: string, got?: string) => {
    if (wanted === undefined || got === undefined || got === wanted) return;
    throw new Error(`expected the ${what} that ${file} records (SHA-256 ${wanted}), got ${got}`);
  };
  check("weights", sums.weightsSha256, weights && hashBytes(weights));
  check("model.json", sums.modelSha256, model && hashJson(model));
  check("reader.json", sums.readerSha256, calibration && hashJson(calibration));
}

/** Of what a document says, however it is laid out. */
const hashJson = (value: object) => hashBytes(new TextEncoder().encode(JSON.stringify(value)));
