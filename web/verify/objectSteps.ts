// SPDX-License-Identifier: Apache-2.0
// Chunks and closing entries: what their key allows, how their rows are cut, which step judges them. [SPEC 8.2 Objects] [SPEC 8.4
// Apply]
import {equal, toHex} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import {sha256} from '../core/hash.ts';
import {TRUSTEE, idsOfRole} from '../record/constitution.ts';
import {DECRYPTION, EPOCH, EVIDENCE, MIX, PERMUTATION, SETTLEMENT, SLOTS, STATION_BATCH} from '../record/entry.ts';
import type {Entry} from '../record/entry.ts';
import {
  EVIDENCE_ROW,
  MAX_STATION_ROW,
  SLOT_LIST_ROW,
  decodeClosing,
  keyName,
  rowsPerChunk,
  settlementRowSize,
  slotRowSize,
} from '../record/objects.ts';
import type {Chunk, Closing, ObjectKey} from '../record/objects.ts';
import {widestStyle} from '../record/opening.ts';
import {settled} from './claims.ts';
import * as founding from './founding.ts';
import {Refused, at, having, rule} from './refused.ts';
import {MIX_ROW, PERMUTATION_ROW} from './shuffles.ts';
import {ballotOf, contestsOf, foundingOf, openOf} from './state.ts';
import type {Found, OpenObject, State} from './state.ts';
import * as tallying from './tallying.ts';
import * as voting from './voting.ts';

const FIXED_ROWS: Readonly<Record<number, number>> = {
  [EVIDENCE]: EVIDENCE_ROW,
  [SLOTS]: SLOT_LIST_ROW,
  [PERMUTATION]: PERMUTATION_ROW,
  [MIX]: MIX_ROW,
  [DECRYPTION]: 32,
  [STATION_BATCH]: MAX_STATION_ROW,
};
const BY_TRUSTEE: readonly number[] = [PERMUTATION, MIX, DECRYPTION];
const WITH_HEADER: readonly number[] = [...BY_TRUSTEE, SETTLEMENT];

function checkTrusteeKey(state: State, entry: Entry, key: ObjectKey, name: string): void {
  const {constitution} = foundingOf(state);
  const trustees = idsOfRole(constitution, TRUSTEE);
  const exists =
    state.lists.has(key.contest) && key.trustee >= 1 && key.trustee <= trustees.length && key.number <= constitution.mixes;
  rule(exists && entry.signers[0] === trustees[key.trustee - 1], 'V15.52', name);
  rule(key.kind === PERMUTATION || state.phase === 'audited', 'V11.51', name);
  const list = tallying.listOf(state, key.contest);
  if (key.kind === DECRYPTION) {
    rule(
      [...state.lists.values()].every((one) => one.done === constitution.mixes),
      'V12.52',
      name,
    );
    return rule(!list.shares.has(key.trustee), 'V14.50', name);
  }
  const committed = tallying.hasPermutation(state, key);
  if (key.kind === PERMUTATION) {
    rule(key.number > list.done, 'V12.50', name);
    return rule(!committed, 'V13.51', name);
  }
  rule(key.number === list.done + 1, 'V12.50', name);
  rule(committed, 'V13.50', name);
  rule(!list.mixers.has(key.trustee), 'V12.51', name);
}

/** What the key alone shows; asked at every chunk and at the close. */
function checkKey(state: State, entry: Entry, key: ObjectKey): void {
  const name = keyName(key);
  if (key.kind === EPOCH) {
    const epoch = ballotOf(state).schedule.get(key.number);
    rule(epoch !== undefined && key.number > state.lastEpoch, 'V7.52', name);
    rule(entry.signers[0] === epoch.box, 'V7.53', name);
    const end = epoch.close + BigInt(openOf(state).opening.calendar.graceSeconds);
    rule(epoch.close <= entry.time && entry.time <= end, 'V7.54', name);
  }
  if (key.kind === STATION_BATCH) {
    rule(key.contest === entry.signers[0], 'V4.50', name);
    const station = having(state.stations.get(key.contest), 'V9.51', name);
    rule(!station.closed, 'V9.56', name);
  }
  if (BY_TRUSTEE.includes(key.kind)) checkTrusteeKey(state, entry, key, name);
}

function largestRow(state: State, kind: number): number {
  if (kind === EPOCH) return slotRowSize(widestStyle(openOf(state).opening));
  return kind === SETTLEMENT ? settlementRowSize(widestStyle(openOf(state).opening)) : (FIXED_ROWS[kind] ?? 0);
}

/** Rows with their lengths before them. */
function stationRows(blob: Bytes): Bytes[] | undefined {
  const view = new DataView(blob.buffer, blob.byteOffset, blob.length);
  const rows: Bytes[] = [];
  let next = 0;
  while (next + 4 <= blob.length) {
    const length = view.getUint32(next);
    if (length > MAX_STATION_ROW || next + 4 + length > blob.length) return undefined;
    rows.push(blob.slice(next + 4, next + 4 + length));
    next += 4 + length;
  }
  return next === blob.length ? rows : undefined;
}

function rowsOf(state: State, key: ObjectKey, first: number, n: number, blob: Bytes): Bytes[] | undefined {
  if (key.kind === STATION_BATCH) {
    const rows = stationRows(blob);
    return rows?.length === n ? rows : undefined;
  }
  const bySlot = key.kind === EPOCH ? slotRowSize : key.kind === SETTLEMENT ? settlementRowSize : undefined;
  rule(bySlot === undefined || first + n <= state.slots.length, key.kind === EPOCH ? 'V7.55' : 'V11.53', keyName(key));
  const size = (i: number): number =>
    bySlot?.(contestsOf(state, at(state.slots, first + i).style).length) ?? FIXED_ROWS[key.kind] ?? 0;
  let next = 0;
  const rows = Array.from({length: n}, (_, i) => blob.slice(next, (next += size(i))));
  return next === blob.length ? rows : undefined;
}

function checkRows(state: State, key: ObjectKey, before: OpenObject, first: number, rows: readonly Bytes[]): Found[] {
  return settled((claims) => {
    if (key.kind === EVIDENCE) return founding.checkEvidence(state, before, first, rows);
    if (key.kind === SLOTS) return founding.checkSlotList(state, claims, before, first, rows);
    if (key.kind === EPOCH) return voting.checkEpochRows(state, claims, key, first, rows);
    if (key.kind === STATION_BATCH) return voting.checkStationRows(state, claims, key, before, first, rows);
    return key.kind === SETTLEMENT ? voting.checkSettlementRows(state, claims, first, rows) : [];
  });
}

/** An object that begins anew; a chunk of an epoch drops what is open of earlier ones. */
const begun = (key: ObjectKey): OpenObject => ({kind: key.kind, number: key.number, chunks: [], rows: [], found: []});

export function takeChunk(state: State, entry: Entry, chunk: Chunk, blob: Bytes | undefined): void {
  const {key} = chunk;
  const where = keyName(key);
  checkKey(state, entry, key);
  const kept = new Map(
    [...state.objects].filter(([, one]) => key.kind !== EPOCH || one.kind !== EPOCH || one.number >= key.number),
  );
  const before = chunk.first === 0n ? begun(key) : kept.get(where);
  const perChunk = rowsPerChunk(largestRow(state, key.kind));
  rule(
    before !== undefined &&
      chunk.first === BigInt(before.rows.length) &&
      before.rows.length % perChunk === 0 &&
      chunk.rows <= perChunk,
    'V18.52',
    where,
  );
  rule(blob !== undefined && equal(sha256(blob), chunk.sha256), 'V18.4', where);
  rule(blob.length === chunk.length, 'V2.52', where);
  const rows = having(rowsOf(state, key, before.rows.length, chunk.rows, blob), 'V2.52', where);
  const found = checkRows(state, key, before, before.rows.length, rows);
  const next = {
    ...before,
    chunks: [...before.chunks, toHex(chunk.sha256)],
    rows: [...before.rows, ...rows],
    found: [...before.found, ...found],
  };
  state.objects = new Map([...kept, [where, next]]);
}

function close(state: State, entry: Entry, object: OpenObject, key: ObjectKey, closing: Closing): void {
  if (key.kind === EVIDENCE) founding.closeEvidence(state, object);
  else if (key.kind === SLOTS) founding.closeSlotList(state, object, entry);
  else if (key.kind === EPOCH) voting.closeEpoch(state, object, key);
  else if (key.kind === STATION_BATCH) voting.closeStation(state, object, key);
  else if (key.kind === SETTLEMENT) voting.closeSettlement(state, object, closing);
  else if (key.kind === PERMUTATION) tallying.closePermutation(state, object, key, closing);
  else if (key.kind === MIX) tallying.closeMix(state, object, key, closing);
  else tallying.closeShare(state, object, key, closing);
}

/** `checkPhase` is asked between the form of the body and its key. */
export function closeObject(state: State, entry: Entry, checkPhase: () => void): void {
  const closing = having(decodeClosing(entry.body), 'V2.51');
  const {key} = closing;
  const where = keyName(key);
  rule(key.kind === entry.type, 'V18.53', where);
  checkPhase();
  checkKey(state, entry, key);
  const object = state.objects.get(where) ?? begun(key);
  rule(object.chunks.length > 0 || key.kind === STATION_BATCH, 'V18.53', where);
  const listed = closing.chunks.map(toHex);
  const same = listed.length === object.chunks.length && listed.every((one, i) => one === object.chunks[i]);
  rule(same && closing.rows === BigInt(object.rows.length), 'V18.53', where);
  rule(closing.header.length === 0 || WITH_HEADER.includes(key.kind), 'V2.51', where);
  try {
    close(state, entry, object, key, closing);
  } catch (error) {
    throw error instanceof Refused ? new Refused(error.check, error.where === '' ? where : `${where}, ${error.where}`) : error;
  }
  state.objects = new Map([...state.objects].filter(([name]) => name !== where));
}
