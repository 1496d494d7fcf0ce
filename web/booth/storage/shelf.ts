// SPDX-License-Identifier: Apache-2.0
// Where records lie: the browser's IndexedDB, or memory where it gives none (some private windows). [SPEC 10.10 BoothStore]

export interface Shelf {
  /** False: everything is gone when the page is closed. */
  readonly lasting: boolean;
  get(name: string): Promise<unknown>;
  put(entries: readonly [string, unknown][]): Promise<void>;
  clear(): Promise<void>;
}

export class MemoryShelf implements Shelf {
  readonly lasting = false;
  readonly entries = new Map<string, unknown>();
  async get(name: string): Promise<unknown> {
    return this.entries.get(name);
  }
  async put(entries: readonly [string, unknown][]): Promise<void> {
    for (const [name, value] of entries) this.entries.set(name, value);
  }
  async clear(): Promise<void> {
    this.entries.clear();
  }
}

const NAME = 'ippyo', STORE = 'records';

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });

class DatabaseShelf implements Shelf {
  readonly lasting = true;
  constructor(private readonly database: IDBDatabase) {}

  get(name: string): Promise<unknown> {
    return settled(this.database.transaction(STORE, 'readonly').objectStore(STORE).get(name));
  }

  private write(change: (store: IDBObjectStore) => void): Promise<void> {
    return new Promise((done, failed) => {
      const transaction = this.database.transaction(STORE, 'readwrite', {durability: 'strict'});
      transaction.oncomplete = () => done();
      transaction.onerror = transaction.onabort = () => failed(transaction.error);
      change(transaction.objectStore(STORE));
    });
  }
  put(entries: readonly [string, unknown][]): Promise<void> {
    return this.write((store) => {
      for (const [name, value] of entries) store.put(value, name);
    });
  }
  clear(): Promise<void> {
    return this.write((store) => store.clear());
  }
}

export async function openShelf(): Promise<Shelf> {
  try {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    return new DatabaseShelf(await settled(request));
  } catch {
    return new MemoryShelf();
  }
}
