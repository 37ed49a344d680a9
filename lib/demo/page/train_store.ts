/**
 * The trained network that a visitor keeps in this browser.
 *
 * @module
 */
import * as v from "valibot";
import { validate } from "../../validate.ts";
import { askStore } from "./device_store.ts";

const KEY = "kept";

/** A network as it is kept. */
export interface KeptNetwork {
  /** What it is, in a line. */
  title: string;
  /** See `packModel`. */
  archive: Uint8Array<ArrayBuffer>;
}

const KEPT = v.object({ title: v.string(), archive: v.instance(Uint8Array<ArrayBuffer>) });

/**
 * The kept network; none if there is none, or the browser keeps nothing.
 *
 * @throws {Error} In one line, if what is kept is something else.
 */
export async function loadKept(): Promise<KeptNetwork | undefined> {
  const kept: unknown = await askStore<unknown>("networks", "readonly", (store) => store.get(KEY))
    .catch(() => {});
  return kept === undefined ? undefined : validate(KEPT, kept, "the kept network");
}

/** Keeps a network in place of an earlier one. */
export async function keep(network: KeptNetwork): Promise<void> {
  await askStore("networks", "readwrite", (store) => store.put(network, KEY));
}

/** Forgets the kept network. */
export async function forgetKept(): Promise<void> {
  await askStore("networks", "readwrite", (store) => store.delete(KEY));
}
