/**
 * The trained network that a visitor keeps in this browser.
 *
 * @module
 */
import { askStore } from "./device_store.ts";

const KEY = "kept";

/** A network as it is kept. */
export interface KeptNetwork {
  /** What it is, in a line. */
  title: string;
  /** See `packModel`. */
  archive: Uint8Array<ArrayBuffer>;
}

/** The kept network; none if there is none, or the browser keeps nothing. */
export async function loadKept(): Promise<KeptNetwork | undefined> {
  try {
    return await askStore("networks", "readonly", (store) => store.get(KEY));
  } catch {
    return undefined;
  }
}

/** Keeps a network in place of an earlier one. */
export async function keep(network: KeptNetwork): Promise<void> {
  await askStore("networks", "readwrite", (store) => store.put(network, KEY));
}

/** Forgets the kept network. */
export async function forgetKept(): Promise<void> {
  await askStore("networks", "readwrite", (store) => store.delete(KEY));
}
