// SPDX-License-Identifier: Apache-2.0
// Sealed records of one size each: what lies on the disk looks the same for who voted once, often or never. [SPEC 10.10 BoothStore]
import {concat, utf8, wipe, type Bytes} from '../../core/bytes.ts';
import {fromText, toText} from './codec.ts';
import type {Records} from './records.ts';
import type {Shelf} from './shelf.ts';

/** Bytes of each record before sealing; the largest cast of 10.2 fits. */
export const SIZES: Record<keyof Records, number> = {enrolment: 8_192, sitting: 16_384, ballot: 262_144};
const NAMES = Object.keys(SIZES) as (keyof Records)[];
const IV = 12;

export class BoothStore {
  private readonly values: Partial<Records> = {};
  private queue: Promise<unknown> = Promise.resolve();

  private constructor(private readonly shelf: Shelf, private readonly key: CryptoKey) {}

  static async open(shelf: Shelf): Promise<BoothStore> {
    const found = await shelf.get('key');
    const key = found instanceof CryptoKey ? found : await crypto.subtle.generateKey({name: 'AES-GCM', length: 256}, false, ['encrypt', 'decrypt']);
    if (key !== found) await shelf.put([['key', key]]);
    const store = new BoothStore(shelf, key);
    for (const name of NAMES) await store.load(name);
    await store.refresh();
    return store;
  }

  get lasting(): boolean {
    return this.shelf.lasting;
  }

  get<N extends keyof Records>(name: N): Records[N] | undefined {
    return this.values[name];
  }

  /** Durable when it returns. Writes of one page follow one another. */
  set<N extends keyof Records>(name: N, value: Records[N] | undefined): Promise<void> {
    if (value === undefined) delete this.values[name];
    else this.values[name] = value;
    return this.write([name]);
  }

  /** Writes every record anew, under a new nonce: at every opening and at the end of every epoch, whatever they hold. */
  refresh(): Promise<void> {
    return this.write(NAMES);
  }

  /** Everything on this device is forgotten, the key first. */
  async forget(): Promise<void> {
    for (const name of NAMES) delete this.values[name];
    await this.shelf.clear();
  }

  private write(names: readonly (keyof Records)[]): Promise<void> {
    const next = this.queue.then(async () => {
      const entries: [string, unknown][] = [];
      for (const name of names) entries.push([name, await this.seal(name)]);
      await this.shelf.put(entries);
    });
    this.queue = next.catch(() => undefined);
    return next;
  }

  private async seal(name: keyof Records): Promise<Bytes> {
    const text = utf8(toText(this.values[name] ?? null));
    const plain = new Uint8Array(SIZES[name]);
    if (text.length + 4 > plain.length) throw new RangeError(`the record ${name} is too long`);
    new DataView(plain.buffer).setUint32(0, text.length);
    plain.set(text, 4);
    const iv = crypto.getRandomValues(new Uint8Array(IV));
    const sealed = await crypto.subtle.encrypt({name: 'AES-GCM', iv, additionalData: utf8('ippyo booth ' + name).slice()}, this.key, plain);
    wipe(text, plain);
    return concat(iv, new Uint8Array(sealed));
  }

  /** What another key sealed, or another version wrote, is as if it were not there. */
  private async load(name: keyof Records): Promise<void> {
    const stored = await this.shelf.get(name);
    if (!(stored instanceof Uint8Array) || stored.length <= IV) return;
    try {
      const data = {name: 'AES-GCM', iv: stored.slice(0, IV), additionalData: utf8('ippyo booth ' + name).slice()};
      const plain = new Uint8Array(await crypto.subtle.decrypt(data, this.key, stored.slice(IV)));
      const length = new DataView(plain.buffer).getUint32(0);
      const value = fromText(new TextDecoder().decode(plain.subarray(4, 4 + length)));
      wipe(plain);
      if (value !== null) Object.assign(this.values, {[name]: value});
    } catch {
      return;
    }
  }
}
