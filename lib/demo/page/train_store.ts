/**
 * The trained network that a visitor keeps in this browser.
 *
 * @module
 */
/// <reference lib="dom" />

const DATABASE = "lenet5", STORE = "networks", KEY = "kept";

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
    return await request("readonly", (store) => store.get(KEY));
  } catch {
    return undefined;
  }
}

/** Keeps a network in place of an earlier one. */
export async function keep(network: KeptNetwork): Promise<void> {
  await request("readwrite", (store) => store.put(network, KEY));
}

/** Forgets the kept network. */
export async function forgetKept(): Promise<void> {
  await request("readwrite", (store) => store.delete(KEY));
}

async function request<T>(
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  const database = await settle(opening);
  try {
    return await settle(ask(database.transaction(STORE, mode).objectStore(STORE)));
  } finally {
    database.close();
  }
}

function settle<T>(asked: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}
