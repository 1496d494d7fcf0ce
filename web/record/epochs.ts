// SPDX-License-Identifier: Apache-2.0
// Sealed epochs: their closing entries, their rows by aligned runs, the ciphertexts that a next ballot builds on. [SPEC 8.2] [SPEC
// 10.7]
import {concat, equal, toHex} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import {decodeCiphertexts} from '../core/ciphertext.ts';
import type {Ciphertext} from '../core/ciphertext.ts';
import {sha256} from '../core/hash.ts';
import type {Election} from './election.ts';
import {EPOCH, INTERNET_CLOSE} from './entry.ts';
import {blobPath, decodeClosing, rowsPerChunk, slotRowSize} from './objects.ts';
import type {Closing} from './objects.ts';
import {widestStyle} from './opening.ts';
import {RUN, slotRun} from './slots.ts';
import type {RunSlot} from './slots.ts';
import {demand, given} from './trouble.ts';
import type {Tree} from './views.ts';

/** Numbers of the epochs that a tree seals, ascending. */
export function sealedEpochs(election: Election, tree: Tree): number[] {
  return election.items(EPOCH, tree).map((one) => one.number ?? 0);
}

/** The last sealed epoch before one; 0 if there is none. */
export function lastSealedBefore(election: Election, tree: Tree, epoch: number): number {
  return Math.max(0, ...sealedEpochs(election, tree).filter((number) => number < epoch));
}

export type EpochState = 'sealed' | 'void' | 'waiting';

/**
 * Void: it was overtaken, or its closing did not come before the Internet voting was closed. Closing entries stand in the order of
 * their numbers.
 */
export function epochState(election: Election, tree: Tree, epoch: number): EpochState {
  const sealed = sealedEpochs(election, tree);
  if (sealed.includes(epoch)) return 'sealed';
  const closed = election.contents.entries.some((one) => one.type === INTERNET_CLOSE && one.index < tree.size);
  return closed || sealed.some((number) => number > epoch) || !election.ballot.schedule.has(epoch) ? 'void' : 'waiting';
}

/** The closing entry of an epoch: signed by its ballot box, over every slot. */
async function epochClosing(election: Election, tree: Tree, epoch: number): Promise<Closing> {
  const item = given(
    election.items(EPOCH, tree).find((one) => one.number === epoch),
    'missing',
    `epoch ${epoch}`,
  );
  const entry = await election.entry(item);
  const closing = given(decodeClosing(entry.body), 'altered', `entry ${item.index}`);
  const box = election.ballotAt(item.index).schedule.get(epoch)?.box;
  demand(closing.key.kind === EPOCH && closing.key.number === epoch, 'wrong-entry', `entry ${item.index}`);
  demand(entry.signers[0] === box, 'bad-signature', `entry ${item.index}`);
  demand(closing.rows === BigInt(election.slots), 'altered', `entry ${item.index}`);
  return closing;
}

const rowSizes = (election: Election, slots: readonly RunSlot[]): number[] =>
  slots.map(({style}) => slotRowSize(given(election.open.opening.styles[style], 'altered', `style ${style}`).contests.length));

/**
 * Bytes of the chunks of a run: in one piece where the ballot box still gives it, otherwise blob by blob. Both are compared with
 * the hashes.
 */
async function runBytes(
  election: Election,
  epoch: number,
  k: number,
  lengths: readonly number[],
  hashes: readonly Bytes[],
): Promise<Bytes> {
  const whole = await election.reader.source.get(`run/${epoch}/${k}`);
  if (whole !== undefined && whole.length === lengths.reduce((sum, one) => sum + one, 0)) {
    let at = 0;
    const same = hashes.every((hash, i) => equal(sha256(whole.subarray(at, (at += lengths[i] ?? 0))), hash));
    if (same) return whole;
  }
  const blobs = await Promise.all(hashes.map((hash) => election.reader.source.get(`board/${blobPath(toHex(hash))}`)));
  return concat(
    ...blobs.map((blob, i) => {
      const bytes = given(blob, 'missing', `epoch ${epoch}`);
      demand(equal(sha256(bytes), hashes[i] ?? new Uint8Array(0)) && bytes.length === lengths[i], 'altered', `epoch ${epoch}`);
      return bytes;
    }),
  );
}

export interface SealedRow extends RunSlot {
  readonly row: Bytes;
}

/** Slots 1024 k .. of a sealed epoch with their rows, in slot order. */
export async function sealedRun(election: Election, tree: Tree, epoch: number, k: number): Promise<SealedRow[]> {
  const closing = await epochClosing(election, tree, epoch);
  const key = `run ${epoch} ${k}`;
  const known = election.proved.get(key) as SealedRow[] | undefined;
  if (known !== undefined) return known;
  const slots = await slotRun(election, k);
  const sizes = rowSizes(election, slots);
  const perChunk = rowsPerChunk(slotRowSize(widestStyle(election.open.opening)));
  const first = (RUN * k) / perChunk;
  const count = Math.ceil(slots.length / perChunk);
  const lengths = Array.from({length: count}, (_, i) =>
    sizes.slice(i * perChunk, (i + 1) * perChunk).reduce((sum, one) => sum + one, 0),
  );
  const bytes = await runBytes(election, epoch, k, lengths, closing.chunks.slice(first, first + count));
  let at = 0;
  const rows = slots.map((slot, i) => ({...slot, row: bytes.slice(at, (at += sizes[i] ?? 0))}));
  election.proved.set(key, rows);
  return rows;
}

/** The row of one slot; its whole run is read, so that nobody learns which. */
export async function sealedRow(election: Election, tree: Tree, epoch: number, slot: number): Promise<SealedRow> {
  const run = await sealedRun(election, tree, epoch, Math.floor(slot / RUN));
  return given(run[slot % RUN], 'altered', `slot ${slot}`);
}

/** C of the last sealed epoch before `epoch`, one ciphertext for every contest of the slot's style. */
export async function previousCiphertexts(election: Election, tree: Tree, slot: number, epoch: number): Promise<Ciphertext[]> {
  const before = lastSealedBefore(election, tree, epoch);
  const {style} = given((await slotRun(election, Math.floor(slot / RUN)))[slot % RUN], 'altered', `slot ${slot}`);
  const {contests, styles} = election.open.opening;
  const indices = given(styles[style], 'altered', `style ${style}`).contests;
  if (before === 0)
    return indices.map((index) => election.table.beforeFirst(given(contests[index], 'altered', `contest ${index}`).id));
  const {row} = await sealedRow(election, tree, before, slot);
  return given(decodeCiphertexts(row.slice(0, 64 * indices.length)), 'altered', `epoch ${before}, slot ${slot}`);
}
