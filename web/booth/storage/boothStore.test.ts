// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {BoothStore, SIZES} from './boothStore.ts';
import {fromText, toText} from './codec.ts';
import type {Ballot, PendingCast} from './records.ts';
import {MemoryShelf} from './shelf.ts';

const pending: PendingCast = {slot: 7, seed: new Uint8Array(32).fill(5), grant: new Uint8Array(128), last: 3, choices: [0, 46], promise: 1_800_000_000};
const full: Ballot = {pending: {...pending, built: {epoch: 1, bytes: new Uint8Array(131_072), kept: {} as never}}};
const shape = (shelf: MemoryShelf) => [...shelf.entries].filter(([name]) => name !== 'key').map(([name, value]) => [name, (value as Uint8Array).length]);

test('a record comes back as it was, bytes and integers included', async () => {
  const shelf = new MemoryShelf();
  await (await BoothStore.open(shelf)).set('ballot', {pending});
  assert.deepEqual((await BoothStore.open(shelf)).get('ballot'), {pending});
});

test('bytes, integers and texts that look like them keep their kind', () => {
  const value = {a: new Uint8Array([0, 255]), b: 123n, c: ' b not bytes', d: [null, true, 1.5]};
  assert.deepEqual(fromText(toText(value)), value);
});

test('the shelf has the same shape whether nobody voted, somebody did, or the largest cast waits', async () => {
  const never = new MemoryShelf(), once = new MemoryShelf(), largest = new MemoryShelf();
  await BoothStore.open(never);
  await (await BoothStore.open(once)).set('ballot', {pending});
  await (await BoothStore.open(largest)).set('ballot', full);
  assert.deepEqual(shape(once), shape(never));
  assert.deepEqual(shape(largest), shape(never));
  assert.equal((never.entries.get('ballot') as Uint8Array).length, 12 + SIZES.ballot + 16);
});

test('every opening writes every record anew, so a changed one cannot be told from an unchanged one', async () => {
  const shelf = new MemoryShelf();
  await BoothStore.open(shelf);
  const before = new Map(shelf.entries);
  await BoothStore.open(shelf);
  for (const name of Object.keys(SIZES)) assert.notDeepEqual(shelf.entries.get(name), before.get(name), name);
});

test('nothing of a record stands on the shelf in the clear', async () => {
  const shelf = new MemoryShelf();
  const store = await BoothStore.open(shelf);
  await store.set('enrolment', {ctx0: new Uint8Array(32), code: 'ABCDEFGHJKLMNPQRST'});
  const text = Buffer.from(shelf.entries.get('enrolment') as Uint8Array).toString('latin1');
  assert.ok(!text.includes('ABCDEFGH'));
});

test('a record of another device, a changed one and one in another place are as if nothing were there', async () => {
  const shelf = new MemoryShelf();
  await (await BoothStore.open(shelf)).set('ballot', {pending});
  const sealed = (shelf.entries.get('ballot') as Uint8Array).slice();
  sealed[100] = (sealed[100] ?? 0) ^ 1;
  await shelf.put([['ballot', sealed]]);
  assert.equal((await BoothStore.open(shelf)).get('ballot'), undefined);
  const other = new MemoryShelf();
  await (await BoothStore.open(other)).set('enrolment', {ctx0: new Uint8Array(32)});
  await other.put([['sitting', other.entries.get('enrolment')]]);
  assert.equal((await BoothStore.open(other)).get('sitting'), undefined);
  await other.put([['key', (shelf.entries.get('key'))]]);
  assert.equal((await BoothStore.open(other)).get('enrolment'), undefined);
});

test('a record that would break the size is refused, not written longer', async () => {
  const store = await BoothStore.open(new MemoryShelf());
  await assert.rejects(store.set('enrolment', {ctx0: new Uint8Array(9000)}), RangeError);
});
