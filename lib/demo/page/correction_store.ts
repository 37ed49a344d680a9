/**
 * The corrections that a visitor taught, on this device.
 *
 * @module
 */
/// <reference lib="dom" />
import * as v from "valibot";
import { CORRECTION } from "../trainer/message_checks.ts";
import type { Correction } from "../trainer/messages.ts";
import { askStore } from "./device_store.ts";

/** The kept corrections in their order, and how many more are damaged; none where the browser keeps nothing. */
export async function loadCorrections(): Promise<{ kept: Correction[]; damaged: number }> {
  const all: unknown[] = await askStore<unknown[]>(
    "corrections",
    "readonly",
    (store) => store.getAll(),
  ).catch(() => []);
  const kept = all.filter((each) => v.is(CORRECTION, each));
  return { kept, damaged: all.length - kept.length };
}

/** Keeps more of them; whether the browser does so. */
export async function keepCorrections(corrections: readonly Correction[]): Promise<boolean> {
  try {
    const add = (store: IDBObjectStore) => corrections.map((each) => store.add(copy(each))).at(-1)!;
    if (corrections.length > 0) await askStore("corrections", "readwrite", add);
    return true;
  } catch {
    return false;
  }
}

/** Without the memory around it, all of which would be kept with it. */
function copy({ pixels, label }: Correction): Correction {
  return label === undefined ? { pixels: pixels.slice() } : { pixels: pixels.slice(), label };
}

/** Forgets all of them. */
export async function forgetCorrections(): Promise<void> {
  // What cannot be forgotten was not kept.
  await askStore("corrections", "readwrite", (store) => store.clear()).catch(() => {});
}
