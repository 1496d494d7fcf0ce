// SPDX-License-Identifier: Apache-2.0
// Steps of the count: lists, permutations, mixes, shares, rehearsals, result, lots. [SPEC 8.4.4 Lists] [SPEC 8.4.5 Result]
import {concat, decodeWhole, equal, toHex} from '../core/bytes.ts';
import type {Bytes, Decoder} from '../core/bytes.ts';
import {trivial} from '../core/ciphertext.ts';
import type {Ciphertext} from '../core/ciphertext.ts';
import {encodePoint} from '../core/group.ts';
import {decodeLot, decodeResult} from '../record/bodies.ts';
import type {ResultBody} from '../record/bodies.ts';
import {TRUSTEE, idsOfRole} from '../record/constitution.ts';
import type {Entry} from '../record/entry.ts';
import type {Closing, ObjectKey} from '../record/objects.ts';
import {checkLot, count, encodeResult, seats} from './counting.ts';
import {at, having, rule} from './refused.ts';
import {combined, rehearsalList, verifyShare} from './shares.ts';
import {proofDigest, verifyMix, verifyPermutation} from './shuffles.ts';
import {ballotOf, contestsOf, foundingOf, keysOf, openOf} from './state.ts';
import type {ContestList, OpenObject, State} from './state.ts';

export const listOf = (state: State, contest: string): ContestList => having(state.lists.get(contest), 'V15.52');

function changeList(state: State, contest: string, change: Partial<ContestList>): void {
  state.lists = new Map([...state.lists, [contest, {...listOf(state, contest), ...change}]]);
}

/** Slots by rank, then all tokens by their hashes. */
function firstList(state: State, contest: number, unused: Ciphertext): Ciphertext[] {
  const held = (style: number, ciphertexts: readonly Ciphertext[]): Ciphertext[] =>
    ciphertexts.filter((_, i) => contestsOf(state, style)[i] === contest);
  const slots = state.current.flatMap((ciphertexts, i) => held(at(state.slots, i).style, ciphertexts));
  const stations = [...state.stations.values()];
  const ballots = new Map(stations.flatMap((one) => one.ballots.map((ballot) => [ballot.token, ballot] as const)));
  const tokens = stations.flatMap((one) => one.tokens).sort();
  return [
    ...slots,
    ...tokens.map((token) => {
      const ballot = ballots.get(token);
      return (ballot === undefined ? undefined : held(ballot.style, ballot.ciphertexts)[0]) ?? unused;
    }),
  ];
}

export function makeFirstLists(state: State): void {
  for (const [c, {id}] of openOf(state).opening.contests.entries())
    changeList(state, id, {current: firstList(state, c, trivial(foundingOf(state).table.option(id, 'unused').point))});
}

const placeOf = (state: State, key: ObjectKey) => ({
  ctx: openOf(state).ctx,
  contest: key.contest,
  number: key.number,
  trustee: key.trustee,
});
const permutationKey = (key: ObjectKey): string => `${key.number} ${key.trustee}`;
export const hasPermutation = (state: State, key: ObjectKey): boolean =>
  listOf(state, key.contest).permutations.has(permutationKey(key));

export function closePermutation(state: State, object: OpenObject, key: ObjectKey, closing: Closing): void {
  const list = listOf(state, key.contest);
  rule(object.rows.length === list.places, 'V12.53');
  const elements = object.rows.map((row) => toHex(row.slice(0, 32)));
  rule(new Set(elements).size === elements.length && !elements.some((one) => state.usedC.has(one)), 'V13.52');
  const rows = concat(...object.rows);
  verifyPermutation(placeOf(state, key), list.places, closing.header, rows);
  state.usedC = new Set([...state.usedC, ...elements]);
  changeList(state, key.contest, {
    permutations: new Map([...list.permutations, [permutationKey(key), {rows, digest: proofDigest(closing.header, rows)}]]),
  });
}

export function closeMix(state: State, object: OpenObject, key: ObjectKey, closing: Closing): void {
  const list = listOf(state, key.contest);
  rule(object.rows.length === list.places, 'V12.53');
  const commitment = having(list.permutations.get(permutationKey(key)), 'V13.50');
  const current = verifyMix(placeOf(state, key), keysOf(state).y, list.current, commitment, closing.header, concat(...object.rows));
  changeList(state, key.contest, {current, done: list.done + 1, mixers: new Set([...list.mixers, key.trustee])});
}

export function closeShare(state: State, object: OpenObject, key: ObjectKey, closing: Closing): void {
  const list = listOf(state, key.contest);
  rule(object.rows.length === list.places, 'V12.53');
  const share = {
    tag: 'dec',
    ctx: openOf(state).ctx,
    contest: key.contest,
    trustee: key.trustee,
    Zj: at(keysOf(state).Zj, key.trustee - 1),
  } as const;
  const M = verifyShare(share, list.current, closing.header, concat(...object.rows));
  changeList(state, key.contest, {shares: new Map([...list.shares, [key.trustee, M]])});
}

const readRehearsal = (from: Decoder) => ({
  day: from.text(10),
  trustee: from.u32(),
  n: from.u32(),
  header: from.bytes(256),
  rows: from.bytes(),
});

export function checkRehearsal(state: State, entry: Entry): void {
  const {day, trustee, n, header, rows} = having(decodeWhole(entry.body, readRehearsal), 'V2.51');
  const {constitution, ctx0} = foundingOf(state);
  const {y, Zj} = keysOf(state);
  const trustees = idsOfRole(constitution, TRUSTEE);
  rule(trustee >= 1 && trustee <= trustees.length && entry.signers[0] === trustees[trustee - 1], 'V15.52');
  rule(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(day) && n >= 1 && n <= 1024 && rows.length === 32 * n, 'V15.51');
  const share = {tag: 'dec-rehearsal', ctx: ctx0, contest: 'rehearsal', trustee, Zj: at(Zj, trustee - 1)} as const;
  verifyShare(share, rehearsalList(ctx0, y.point, day, n), header, rows);
}

// --- Result ---

function checkShares(state: State): void {
  const {threshold} = foundingOf(state).constitution;
  rule(
    [...state.lists.values()].every((one) => one.shares.size >= threshold),
    'V14.51',
  );
}

function plaintexts(state: State, list: ContestList): Bytes[] {
  const first = new Map([...list.shares].slice(0, foundingOf(state).constitution.threshold));
  return combined(list.current, first).map(encodePoint);
}

/** Counts and seats of every contest, as the shares give them. */
function tally(state: State): ResultBody {
  if (state.result !== undefined) return state.result;
  const stations = [...state.stations.values()];
  const tokens = stations.reduce((sum, one) => sum + one.tokens.length, 0);
  const ballots = stations.flatMap((one) => one.ballots);
  const counts = ballotOf(state).contests.map((contest, c) => {
    const nulls = state.overridden.reduce((sum, n, s) => sum + (contestsOf(state, s).includes(c) ? n : 0), 0);
    const unused = tokens - ballots.filter((one) => contestsOf(state, one.style).includes(c)).length;
    return count(contest, foundingOf(state).table, plaintexts(state, listOf(state, contest.id)), nulls, unused);
  });
  state.result = {counts, seats: ballotOf(state).contests.map((contest, c) => seats(contest, at(counts, c).valid))};
  return state.result;
}

export function takeResult(state: State, entry: Entry): void {
  having(decodeResult(entry.body), 'V2.51');
  checkShares(state);
  rule(equal(encodeResult(tally(state)), entry.body), 'V16.50');
  state.objects = new Map();
  state.phase = 'result';
}

export function takeLot(state: State, entry: Entry): void {
  const lot = having(decodeLot(entry.body), 'V2.51');
  checkShares(state);
  const {seats: all} = tally(state);
  const seat = having(all[lot.contest], 'V15.52');
  rule(!state.lots.has(lot.contest), 'V16.51');
  checkLot(seat, lot);
  state.lots = new Map([...state.lots, [lot.contest, lot]]);
}
