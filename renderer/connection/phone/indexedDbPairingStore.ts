import type { Pairing, PairingStore } from "./pairingStore.ts";

const databaseName = "quarterdeck-pairings";
const storeName = "pairings";

/** Kept in IndexedDB, the one place that takes a CryptoKey without ever showing what is in it. Opened for each use: they are rare. */
export function createIndexedDbPairingStore(factory: IDBFactory): PairingStore {
  const use = async <T>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> => {
    const database = await open(factory);
    try {
      const transaction = database.transaction(storeName, mode, { durability: "strict" });
      const finished = finishOf(transaction);
      const result = await resultOf(ask(transaction.objectStore(storeName)));
      await finished;
      return result;
    } finally {
      database.close();
    }
  };
  return {
    list: async () => {
      const all: Pairing[] = await use("readonly", (store) => store.getAll());
      return all.toSorted((a, b) => b.pairedAt - a.pairedAt);
    },
    save: async (pairing) => {
      await use("readwrite", (store) => store.put(pairing));
    },
    forget: async (serverKey) => {
      await use("readwrite", (store) => store.delete(serverKey));
    },
  };
}

async function open(factory: IDBFactory): Promise<IDBDatabase> {
  const request = factory.open(databaseName, 1);
  request.onupgradeneeded = () => void request.result.createObjectStore(storeName, { keyPath: "serverKey" });
  return await resultOf(request);
}

async function resultOf<T>(request: IDBRequest<T>): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
  return await promise;
}

async function finishOf(transaction: IDBTransaction): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  transaction.oncomplete = () => resolve();
  transaction.onerror = () => reject(transaction.error);
  transaction.onabort = () => reject(transaction.error);
  // A request that failed rejects first; the transaction's own failure is then nobody's second news.
  promise.catch(() => undefined);
  return await promise;
}
