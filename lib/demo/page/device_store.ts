/**
 * What the page keeps on the device, in the browser's IndexedDB.
 *
 * @module
 */
/// <reference lib="dom" />

const DATABASE = "lenet5", VERSION = 2;

/** Trained networks under names of their own; corrections in the order in which they came. */
const STORES = { networks: undefined, corrections: { autoIncrement: true } } as const;

/**
 * Asks one of the stores.
 *
 * @throws {DOMException} If the browser keeps nothing, or has no room.
 */
export async function askStore<T>(
  name: keyof typeof STORES,
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await open();
  try {
    const transaction = database.transaction(name, mode);
    const done = settleTransaction(transaction);
    const [result] = await Promise.all([settle(ask(transaction.objectStore(name))), done]);
    return result;
  } finally {
    database.close();
  }
}

function open(): Promise<IDBDatabase> {
  const opening = indexedDB.open(DATABASE, VERSION);
  opening.onupgradeneeded = () => {
    const { result: database } = opening;
    for (const [name, options] of Object.entries(STORES)) {
      // An earlier version may have made it.
      if (!database.objectStoreNames.contains(name)) database.createObjectStore(name, options);
    }
  };
  return settle(opening);
}

function settle<T>(asked: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

/** What was written is kept only when its transaction is over. */
function settleTransaction(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}
