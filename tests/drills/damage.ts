/**
 * Damage to files and to JSON documents, as disks, editors and other programs do it.
 *
 * @module
 */
import type { Random } from "../../lib/random.ts";

/** Flips a bit. */
export function flipBit(bytes: Uint8Array, random: Random): Uint8Array {
  const flipped = bytes.slice();
  flipped[random.nextInt(flipped.length)] ^= 1 << random.nextInt(8);
  return flipped;
}

/** Cuts off the end. */
export function cutShort(bytes: Uint8Array, random: Random): Uint8Array {
  return bytes.slice(0, random.nextInt(bytes.length));
}

/** Cuts off the end, overwrites a few bytes, or both. */
export function damageBytes(bytes: Uint8Array, random: Random): Uint8Array {
  const kind = random.nextInt(3);
  const damaged = bytes.slice(0, kind === 0 ? bytes.length : 1 + random.nextInt(bytes.length - 1));
  const count = kind === 1 ? 0 : 1 + random.nextInt(8);
  for (let i = 0; i < count; i++) damaged[random.nextInt(damaged.length)] = random.nextInt(256);
  return damaged;
}

/** A place in a document: whoever holds it, and by what name. */
interface Place {
  holder: Record<string, unknown>;
  key: string;
}

/** What nobody expects. */
const INTRUDERS: unknown[] = [
  ...[null, true, "", "x", "__proto__", [], {}, [[]], -1, 0, 0.5, 1e9, 1e308, -1e308],
  ...[2 ** 31, 2 ** 53, "1".repeat(1000), { length: 1e9 }],
];

/** Changes a parsed document in one place: exchanges two values, removes or renames one, puts another there. */
export function damageDocument(document: unknown, random: Random): unknown {
  const root: Record<string, unknown> = { document: structuredClone(document) };
  const places = listPlaces(root);
  const pick = () => places[random.nextInt(places.length)];
  const { holder, key } = pick(), kind = random.nextInt(4);
  if (kind === 0) {
    const other = pick(), value = holder[key];
    holder[key] = other.holder[other.key];
    other.holder[other.key] = structuredClone(value);
  } else if (kind === 1 && !Array.isArray(holder)) {
    const value = holder[key];
    delete holder[key];
    if (random.nextInt(2) === 0) holder[`${key}_`] = value;
  } else {
    const value = holder[key];
    const isScaled = typeof value === "number" && kind === 2;
    const choice = INTRUDERS[random.nextInt(INTRUDERS.length)];
    holder[key] = isScaled ? value * 10 ** (random.nextInt(13) - 6) : structuredClone(choice);
  }
  return root.document;
}

/** All of them, at any depth. Of a long list, the first few stand for all. */
function listPlaces(holder: Record<string, unknown>): Place[] {
  const keys = Object.keys(holder).slice(0, 20);
  return keys.flatMap((key): Place[] => {
    const value = holder[key], isHolder = typeof value === "object" && value !== null;
    return [{ holder, key }, ...isHolder ? listPlaces(value as Record<string, unknown>) : []];
  });
}
