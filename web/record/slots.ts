// SPDX-License-Identifier: Apache-2.0
// The slot list by aligned runs of 1,024 slots, and the place of one's own key in it. A device never asks for its slot alone.
// [SPEC 8.4.1 Founding] [SPEC 10.7 SlotKey]
import {equal, toHex} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import {hash32, sha256} from '../core/hash.ts';
import type {Election} from './election.ts';
import {SLOTS} from './entry.ts';
import {SLOT_LIST_ROW, blobPath, decodeClosing, readListedSlot, rowsPerChunk} from './objects.ts';
import type {Closing} from './objects.ts';
import {demand, given} from './trouble.ts';

export const RUN = 1024;
const PER_CHUNK = rowsPerChunk(SLOT_LIST_ROW);

export interface RunSlot {
  readonly slot: number;
  readonly X: Bytes;
  readonly style: number;
}

/** Signed by the registrar, and the one that the opening names. */
async function slotListClosing(election: Election): Promise<Closing> {
  const tree = given(election.ahead, 'missing', 'the checkpoint');
  const item = given(election.items(SLOTS, tree)[0], 'incomplete', 'the slot list');
  const entry = await election.entry(item);
  demand(equal(hash32('slots', entry.body), election.open.opening.slotList), 'altered', `entry ${item.index}`);
  return given(decodeClosing(entry.body), 'altered', `entry ${item.index}`);
}

async function chunkRows(election: Election, sha: Bytes, rows: number): Promise<Bytes[]> {
  const blob = given(await election.reader.source.get(`board/${blobPath(toHex(sha))}`), 'missing', 'the slot list');
  demand(equal(sha256(blob), sha) && blob.length === rows * SLOT_LIST_ROW, 'altered', 'the slot list');
  return Array.from({length: rows}, (_, i) => blob.slice(i * SLOT_LIST_ROW, (i + 1) * SLOT_LIST_ROW));
}

/** Slots 1024 k .. 1024 k + 1023 as far as there are any. */
export async function slotRun(election: Election, k: number): Promise<RunSlot[]> {
  const key = `slots ${k}`;
  const known = election.proved.get(key) as RunSlot[] | undefined;
  if (known !== undefined) return known;
  const closing = await slotListClosing(election);
  const first = RUN * k;
  const count = Math.min(RUN, election.slots - first);
  demand(k >= 0 && count > 0, 'missing', `run ${k}`);
  const hashes = closing.chunks.slice(first / PER_CHUNK, Math.ceil((first + count) / PER_CHUNK));
  const chunks = await Promise.all(hashes.map((sha, i) => chunkRows(election, sha, Math.min(PER_CHUNK, count - i * PER_CHUNK))));
  const run = chunks
    .flat()
    .map((row, i) => ({slot: first + i, ...readListedSlot(row)}))
    .map(({slot, X, style}) => ({slot, X, style}));
  demand(run.length === count, 'altered', 'the slot list');
  election.proved.set(key, run);
  return run;
}

function compare(a: Bytes, b: Bytes): number {
  const at = a.findIndex((byte, i) => byte !== b[i]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

/** Where a key stands in [0, 1) of all keys. */
const fraction = (X: Bytes): number => X.slice(0, 6).reduce((sum, byte) => sum * 256 + byte, 0) / 2 ** 48;

/**
 * The slot of a key; undefined: the list does not have it. Keys are sorted and lie evenly, so the first guess is nearly always the
 * run or its neighbour. Which runs are asked for shows no more than the run in which the key lies.
 */
export async function findSlot(election: Election, X: Bytes): Promise<RunSlot | undefined> {
  const runs = Math.ceil(election.slots / RUN);
  let [low, high] = [0, runs - 1];
  let k = Math.min(runs - 1, Math.floor((fraction(X) * election.slots) / RUN));
  while (low <= high) {
    k = Math.max(low, Math.min(high, k));
    const run = await slotRun(election, k);
    const [first, last] = [run[0], run[run.length - 1]];
    if (first === undefined || last === undefined) return undefined;
    if (compare(X, first.X) < 0) high = --k;
    else if (compare(X, last.X) > 0) low = ++k;
    else return run.find((one) => equal(one.X, X));
  }
  return undefined;
}
