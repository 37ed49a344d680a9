/**
 * Sets of images known by their content.
 *
 * @module
 */
// node:crypto rather than crypto.subtle: it takes the parts of one digest one after the other.
import { createHash } from "node:crypto";
import { listSets, type SourceSets } from "./source.ts";

/** SHA-256, lower-case hex, of a value's JSON. */
export function hashJson(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}

/** SHA-256, lower-case hex, of all that training and evaluation see of the sets. */
export function hashSets(sets: SourceSets): string {
  const hash = createHash("sha256");
  for (const { part, set } of listSets(sets)) {
    const classes = "classes" in set ? set.classes : [];
    hash.update(`${JSON.stringify([part, set.count, classes])}\n`);
    if ("labels" in set) hash.update(set.labels);
    hash.update(set.images);
  }
  return hash.digest("hex");
}
