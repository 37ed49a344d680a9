/**
 * Data from outside, checked against a schema.
 *
 * @module
 */
import * as v from "valibot";
import { describe } from "./describe.ts";

/**
 * Checks a parsed document.
 *
 * @param name Of the document, for errors; may be empty.
 * @throws {Error} In one line: the path inside the document, what was wanted and what came.
 */
export function validate<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  name = "",
): v.InferOutput<Schema> {
  const deep = isTooDeep(value) && `expected at most ${MOST_LEVELS} levels, got more`;
  if (deep) throw new Error([name, deep].filter(Boolean).join(": "));
  const [list] = findStrayLists(schema, value);
  if (list) throw new Error([name, formatPath(list), LIST_FOR_OBJECT].filter(Boolean).join(": "));
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const [{ path = [], message, expected, input, type }] = result.issues;
  const isUnknownKey = expected === "never" && path.length > 0;
  const isMissingKey = /object$/.test(type) && input === undefined && path.length > 0;
  const place = isUnknownKey ? path.slice(0, -1) : path;
  const wanted = isUnknownKey
    ? Object.keys(findSchema(schema, place)?.entries ?? {}).join(", ")
    : isMissingKey || /^Invalid /.test(message)
    ? describeSchema(findSchema(schema, path), expected ?? type)
    : message;
  const at = [name, formatPath(place)].filter((part) => part !== "");
  throw new Error([...at, `expected ${wanted}, got ${describe(input)}`].join(": "));
}

/** A whole number that is counted with exactly. */
export const whole = (least: number, most = Infinity) =>
  v.pipe(
    v.number(),
    v.safeInteger("a whole number"),
    v.minValue(least, `a whole number ${formatRange(least, most)}`),
    v.maxValue(most, `a whole number ${formatRange(least, most)}`),
  );

/** A number that is one: not NaN, not infinite. */
export const amount = (least: number, most = Infinity) =>
  v.pipe(
    v.number(),
    v.finite("a number"),
    v.minValue(least, `a number ${formatRange(least, most)}`),
    v.maxValue(most, `a number ${formatRange(least, most)}`),
  );

const formatRange = (least: number, most: number) =>
  most === Infinity ? `of at least ${least}` : `from ${least} to ${most}`;

/** More than any document has that is meant; whoever walks deeper may run out of stack. */
const MOST_LEVELS = 100;

/**
 * Parses JSON that came from outside.
 *
 * @throws {Error} In one line, if it is none, or lists or objects lie in each other without end.
 */
export function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`expected JSON: ${(error as Error).message.split("\n")[0]}`);
  }
  if (!isTooDeep(value)) return value;
  throw new Error(`expected JSON of at most ${MOST_LEVELS} levels, got more`);
}

/** Level by level, so that this takes no stack itself. */
function isTooDeep(value: unknown): boolean {
  // Millions of numbers hold nothing.
  const isHolder = (item: unknown) =>
    typeof item === "object" && item !== null && !ArrayBuffer.isView(item);
  let level = [value].filter(isHolder) as object[], depth = 0;
  for (; level.length > 0 && depth <= MOST_LEVELS; depth++) {
    level = level.flatMap((holder) => Object.values(holder).filter(isHolder) as object[]);
  }
  return depth > MOST_LEVELS;
}

const LIST_FOR_OBJECT = "expected an object, got a list";

type Path = readonly { key?: unknown }[];

/** Where lists stand for objects, as which the library takes them. */
function* findStrayLists(schema: AnySchema, value: unknown, path: Path = []): Generator<Path> {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return;
  const { entries, value: each, item } = unwrap(schema) ?? {};
  if (Array.isArray(value)) {
    if (entries || each) yield path;
    else if (item) {
      for (const [key, part] of value.entries()) {
        yield* findStrayLists(item, part, [...path, { key }]);
      }
    }
    return;
  }
  for (const [key, part] of Object.entries(value)) {
    const known = entries && Object.hasOwn(entries, key) ? entries[key] : each;
    if (known) yield* findStrayLists(known, part, [...path, { key }]);
  }
}

/** The library's names of types, in ours. */
const WORDS: Record<string, string> = {
  Array: "a list",
  Object: "an object",
  string: "a text",
  number: "a number",
  boolean: "true or false",
};

// deno-lint-ignore no-explicit-any -- schemas of every kind are walked
type AnySchema = any;

/** The schema of what lies at a path. */
function findSchema(schema: AnySchema, path: Path): AnySchema {
  return path.reduce((place, { key }) => {
    const { entries, item, value } = place ?? {};
    return unwrap(entries?.[key as string] ?? item ?? value);
  }, unwrap(schema));
}

/** What an optional or nullable schema is about. */
const unwrap = (schema: AnySchema): AnySchema => schema?.wrapped ? unwrap(schema.wrapped) : schema;

/** What a schema asks for: of numbers and texts the last thing, which includes the others. */
function describeSchema(schema: AnySchema, usual: string): string {
  const isPlain = schema?.type === "number" || schema?.type === "string";
  const messages = isPlain && schema.pipe
    ? schema.pipe.map(({ message }: AnySchema) => message)
    : [];
  const own = [schema?.message, ...messages.toReversed(), schema?.expects]
    .find((word) => typeof word === "string") ?? usual;
  return WORDS[own] ?? own;
}

/** Such as "weightsManifest[0].weights[2].shape". */
function formatPath(path: Path = []): string {
  return path.reduce((text, { key }) => {
    if (typeof key === "number") return `${text}[${key}]`;
    return text === "" ? `${key}` : `${text}.${key}`;
  }, "");
}
