/**
 * The few texts that travel beside the weights: what the network is called and what its classes are.
 *
 * @module
 */
import { InputError } from "../errors.ts";
import { checkClasses } from "../model/create_model.ts";
import type { Model } from "../model/model.ts";

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
    classes: classes === undefined ? undefined : checkGivenClasses(classes, file),
  };
}

/**
 * Checks names of classes that a person or a file gave.
 *
 * @throws {InputError} If they cannot stand for labels; the message begins with `place`.
 */
export function checkGivenClasses(classes: unknown, place: string): string[] {
  try {
    checkClasses(classes as string[]);
    return classes as string[];
  } catch (error) {
    throw new InputError(`${place}: ${(error as Error).message}`);
  }
}

function parse(text: string | undefined, key: string, file: string): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError(`${file}: expected JSON as ${key} in the metadata`);
  }
}
