/**
 * What labels are called: class names as people write them, and labels as indices into them.
 *
 * @module
 */
import { InputError } from "../errors.ts";
import { CLASS_LIMITS } from "./labeled_images.ts";

/** Checks names that will stand beside labels; `origin` begins the error message. */
export function checkClassNames(names: readonly string[], origin: string): void {
  const { least, most } = CLASS_LIMITS;
  if (names.length < least || names.length > most) {
    const came = names.length === 1 ? `one (${names[0]})` : names.length;
    throw new InputError(`${origin}: expected ${least} to ${most} classes, got ${came}`);
  }
  if (names.some((name) => name.trim() === "")) {
    throw new InputError(`${origin}: expected a name for every class, got a blank one`);
  }
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new InputError(`${origin}: expected each class once, got ${twice} twice`);
  }
}

/** Reads class names from text: one a line, or all in one line with commas between them. */
export function parseClassNames(text: string, origin: string): string[] {
  const lines = text.replace(/^\ufeff/, "").trim().split(/\r?\n/);
  const names = (lines.length > 1 ? lines : lines[0].split(",")).map(normalizeClassName);
  checkClassNames(names, origin);
  return names;
}

/** One spelling of a name: macOS writes "ä" as two characters into the names of folders. */
export function normalizeClassName(name: string): string {
  return name.trim().normalize("NFC");
}

/** The different names: in the order of numbers if all are whole numbers, else of the alphabet. */
export function sortClassNames(names: Iterable<string>): string[] {
  const unique = [...new Set(names)].sort();
  const numeric = unique.every((name) => /^\d+$/.test(name));
  return numeric ? unique.sort((a, b) => Number(a) - Number(b)) : unique;
}

/** How labels find their classes. */
export interface IndexLabelsOptions {
  /** The classes, if they are known beforehand. */
  readonly classes: readonly string[];
  /** Where a label stands, such as "train.csv:17", for errors. */
  readonly locate: (index: number) => string;
}

/**
 * Turns labels into indices of classes. A label is a class's name, or, where no class has a whole
 * number for a name, the index of one ("0" is the first).
 *
 * @throws {InputError} If a label is neither.
 */
export function indexLabels(
  labels: readonly string[],
  { classes, locate }: IndexLabelsOptions,
): Uint8Array {
  const indices = new Map(classes.map((name, index) => [name, index]));
  if (!classes.some((name) => /^\d+$/.test(name))) {
    classes.forEach((_, index) => indices.set(`${index}`, index));
  }
  return Uint8Array.from(labels, (label, i) => {
    const index = indices.get(label);
    if (index !== undefined) return index;
    const names = classes.length > 12
      ? `${classes.slice(0, 10).join(", ")} … ${classes.at(-1)}`
      : classes.join(", ");
    throw new InputError(`${locate(i)}: expected one of the classes ${names}, got ${label}`);
  });
}
