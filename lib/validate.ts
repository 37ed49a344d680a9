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
    : isMissingKey
    ? describeSchema(findSchema(schema, path))
    : /^Invalid /.test(message)
    ? WORDS[expected ?? ""] ?? expected ?? type
    : message;
  const at = [name, formatPath(place)].filter((part) => part !== "");
  throw new Error([...at, `expected ${wanted}, got ${describe(input)}`].join(": "));
}

const LIST_FOR_OBJECT = "expected an object, got a list";

type Path = readonly { key?: unknown }[];

/** Where lists stand for objects, as which the library takes them. */
function* findStrayLists(schema: AnySchema, value: unknown, path: Path = []): Generator<Path> {
  if (typeof value !== "object" || value === null) return;
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
  return path.reduce(
    (place, { key }) => unwrap(place?.entries?.[key as string] ?? place?.item),
    schema,
  );
}

/** What an optional or nullable schema is about. */
const unwrap = (schema: AnySchema): AnySchema => schema?.wrapped ? unwrap(schema.wrapped) : schema;

function describeSchema(schema: AnySchema): string {
  const own = typeof schema?.message === "string" ? schema.message : schema?.expects;
  return WORDS[own] ?? own ?? "a value";
}

/** Such as "weightsManifest[0].weights[2].shape". */
function formatPath(path: Path = []): string {
  return path.reduce((text, { key }) => {
    if (typeof key === "number") return `${text}[${key}]`;
    return text === "" ? `${key}` : `${text}.${key}`;
  }, "");
}
