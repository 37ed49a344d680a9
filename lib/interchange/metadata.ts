/**
 * The few texts that travel beside the weights: what the network is called and what its classes are.
 *
 * @module
 */
import { CLASS_LIMITS } from "../dataset/labeled_images.ts";
import { InputError } from "../errors.ts";
import type { Model } from "./description.ts";

/** A network's name, the options that it was made with, and its classes' names. */
export type Labels = Pick<Model, "name" | "options" | "classes">;

/** The texts of a file; all but the name are JSON. */
export function formatMetadata({ name, options, classes }: Labels): Record<string, string> {
  return { name, options: JSON.stringify(options), classes: JSON.stringify(classes) };
}

/**
 * Reads the texts of a file; what is missing stays undefined.
 *
 * @throws {InputError} If one is there and unusable; the message names `file`.
 */
export function parseMetadata(
  texts: Readonly<Record<string, string | undefined>>,
  file: string,
): Partial<Labels> {
  const options = parse(texts.options, "options", file);
  if (options !== undefined && (typeof options !== "object" || options === null)) {
    throw new InputError(`${file}: expected an object as options in the metadata`);
  }
  const classes = parse(texts.classes, "classes", file);
  return {
    name: texts.name || undefined,
    options: options as Labels["options"] | undefined,
    classes: classes === undefined ? undefined : checkClasses(classes, `${file}: classes`),
  };
}

/**
 * Checks names of classes: 2 to 255 texts, no two the same.
 *
 * @throws {InputError} If they are none; the message begins with `place`.
 */
export function checkClasses(classes: unknown, place: string): string[] {
  const { least, most } = CLASS_LIMITS;
  const areNames = Array.isArray(classes) && classes.length >= least && classes.length <= most &&
    classes.every((name) => typeof name === "string" && name !== "") &&
    new Set(classes).size === classes.length;
  if (areNames) return classes;
  throw new InputError(`${place}: expected ${least} to ${most} names, no two the same`);
}

function parse(text: string | undefined, key: string, file: string): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError(`${file}: expected JSON as ${key} in the metadata`);
  }
}
