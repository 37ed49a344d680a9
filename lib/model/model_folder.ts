/**
 * The files of a model's folder: written together, read together, and errors that say what is wrong.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { dirname, join, resolve } from "node:path";
import { describe } from "../describe.ts";
import { InputError, isMissing, isRefusal, reasonOf } from "../errors.ts";
import { lockFolder } from "../folder_lock.ts";
import { parseJson } from "../validate.ts";
import { type FileReader, type FileSet, replaceFiles } from "./replace_files.ts";

/** What a model's answers are judged by; see `reader/calibration.ts`. */
export const CALIBRATION_FILE = "reader.json";

/** The list of a committee's members; see `committee.ts`. */
export const COMMITTEE_FILE = "committee.json";

/** How long a save waits for another one in the same folder. */
const WAIT_MS = 10_000;

/** Locks and folders that are on disk when they say so are Deno's. */
export function checkRuntime(): void {
  if (typeof Deno !== "undefined") return;
  throw new Error(
    "expected Deno to save and load model folders; elsewhere encodeModelJson(), encodeWeights(), " +
      "readModelJson() and decodeModel() take and give the files' contents",
  );
}

/**
 * Replaces files of a model's folder at once.
 *
 * @param prepare Makes the files once no other process writes there.
 * @param shown What errors call the folder.
 * @throws {InputError} If nothing can be written there, or another process writes there.
 */
export async function saveFiles(
  target: string,
  shown: string,
  prepare: () => FileSet | Promise<FileSet>,
): Promise<void> {
  try {
    const lock = await lockFolder(target, { work: "saving", waitMs: WAIT_MS, shown });
    try {
      await replaceFiles(target, await prepare());
    } finally {
      await lock.release();
    }
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw new InputError(`${shown}: cannot write a model there: ${reasonOf(error)}`);
  }
}

/** The folder that a model's path means: the folder itself, or that of its model.json. */
export function folderOf(path: string): string {
  return resolve(path.endsWith(".json") ? dirname(path) : path);
}

/** A folder whose files are being read together. */
export interface Place {
  files: FileReader;
  /** What errors call it. */
  shown: string;
}

/** Reads a JSON object; nothing if there is no such file. */
export async function readOptional(
  place: Place,
  name: string,
): Promise<Record<string, unknown> | undefined> {
  return await isThere(place, name) ? await readJson(place, name) : undefined;
}

/**
 * Reads a JSON object.
 *
 * @throws {InputError} If there is none.
 */
export async function readJson(place: Place, name: string): Promise<Record<string, unknown>> {
  const text = new TextDecoder().decode(await readModelFile(place, name));
  try {
    const parsed = parseJson(text);
    if (typeof parsed === "object" && parsed !== null) return parsed as Record<string, unknown>;
    throw new Error(`expected a JSON object, got ${describe(parsed)}`);
  } catch (error) {
    throw new InputError(`${join(place.shown, name)}: ${firstSentence(error)}`);
  }
}

/**
 * Reads a file of a model.
 *
 * @throws {InputError} If it cannot be read.
 */
export async function readModelFile(place: Place, name: string): Promise<Uint8Array> {
  const { files, shown } = place;
  try {
    return await files.read(name);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    if (!isMissing(error)) {
      throw new InputError(`${shown}: expected a model there: ${reasonOf(error)}`);
    }
    throw new InputError(
      await isThere(place, COMMITTEE_FILE)
        ? `${shown}: expected a single model, got a committee; name one of its members`
        : `${shown}: expected a model there: found no ${name}; ` +
          `deno task train --out ${shown} makes one`,
    );
  }
}

async function isThere({ files }: Place, name: string): Promise<boolean> {
  return await files.read(name).then(() => true, (error) => !isMissing(error));
}

/** SHA-256, lower-case hex. */
export function hashBytes(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** JSON as files hold it. */
export function encodeJson(value: unknown, indent: number): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value, null, indent) + "\n");
}

/** What an error says first. */
export function firstSentence(error: unknown): string {
  return (error instanceof Error ? error.message : `${error}`).split(/\n|\. /)[0];
}
