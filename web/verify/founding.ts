// SPDX-License-Identifier: Apache-2.0
// Steps of the founding: constitution to opening. [SPEC 8.4.1 Founding]
import {concat, equal, toHex} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import {decodePoint} from '../core/group.ts';
import {hash32} from '../core/hash.ts';
import {OptionTable} from '../core/options.ts';
import {parsePolicy} from '../log/policy.ts';
import {openingBallot} from '../record/ballot.ts';
import {decodeTokens} from '../record/bodies.ts';
import {ceremonyHash, context, context0, decodeConstitution} from '../record/constitution.ts';
import type {Entry} from '../record/entry.ts';
import {MAX_CHUNKS, readListedSlot, rowsPerChunk, settlementRowSize, slotRowSize} from '../record/objects.ts';
import {decodeOpening, widestStyle} from '../record/opening.ts';
import type {Opening} from '../record/opening.ts';
import type {Claims} from './claims.ts';
import {checkConstitution} from './constitutionRules.ts';
import {verifyCeremony} from './dealings.ts';
import {checkOpening} from './openingRules.ts';
import {claimPossession, keyOf} from './proofs.ts';
import {having, rule} from './refused.ts';
import {contestsOf, foundingOf, keysOf} from './state.ts';
import type {ContestList, Found, OpenObject, State} from './state.ts';

const MAX_ALL_TOKENS = 3800;

export function isBelow(a: Bytes, b: Bytes): boolean {
  for (let i = 0; i < a.length && i < b.length; i++) if (a[i] !== b[i]) return (a[i] ?? 0) < (b[i] ?? 0);
  return a.length < b.length;
}
export const allAscending = (all: readonly Bytes[]): boolean => all.every((one, i) => i === 0 || isBelow(all[i - 1] ?? one, one));

export function found(state: State, entry: Entry): void {
  const constitution = having(decodeConstitution(entry.body), 'V2.51');
  checkConstitution(constitution);
  const ctx0 = context0(entry.body);
  state.founding = {constitution, ctx0, table: new OptionTable(ctx0), Z: keyOf(constitution.Z)};
  state.phase = 'constituted';
}

export function holdCeremony(state: State, entry: Entry): void {
  const {constitution, ctx0} = foundingOf(state);
  const {y, Zj} = verifyCeremony(ctx0, constitution.trustees, constitution.threshold, entry.body);
  state.keys = {y: keyOf(y), Zj, ceremony: ceremonyHash(entry.body)};
  state.phase = 'keyed';
}

export function checkEvidence(state: State, before: OpenObject, first: number, rows: readonly Bytes[]): Found[] {
  const {constitution} = foundingOf(state);
  for (const [i, row] of rows.entries()) rule(constitution.evidence.includes(row[32] ?? 0), 'V8.52', `row ${first + i}`);
  rule(allAscending([...before.rows.slice(-1), ...rows].map((row) => row.slice(0, 32))), 'V8.53');
  return [];
}

export function closeEvidence(state: State, object: OpenObject): void {
  state.evidence = new Map(object.rows.map((row) => [toHex(row.slice(0, 32)), row[32] ?? 0]));
  state.phase = 'evidenced';
}

export function checkSlotList(state: State, claims: Claims, before: OpenObject, first: number, rows: readonly Bytes[]): Found[] {
  const {ctx0} = foundingOf(state);
  return rows.map((row, i) => {
    const where = `slot ${first + i}`;
    const {X, style, evidence, evidenceClass, possession} = readListedSlot(row);
    const point = decodePoint(X);
    rule(point !== undefined && !point.is0(), 'V2.53', where);
    const previous = i === 0 ? before.rows[before.rows.length - 1] : rows[i - 1];
    rule(previous === undefined || isBelow(previous.slice(0, 32), X), 'V8.50', where);
    rule(state.evidence.get(toHex(evidence)) === evidenceClass, 'V8.51', where);
    const key = {point, bytes: X};
    claimPossession(claims, 'pop', concat(ctx0, X, evidence), key, possession, where);
    return {kind: 'slot', slot: {X: key, style, evidence: toHex(evidence)}};
  });
}

export function closeSlotList(state: State, object: OpenObject, entry: Entry): void {
  const slots = object.found.flatMap((one) => (one.kind === 'slot' ? [one.slot] : []));
  rule(new Set(slots.map((one) => one.evidence)).size === slots.length, 'V8.51');
  state.slots = slots;
  state.slotList = hash32('slots', entry.body);
  state.phase = 'enrolled';
}

export function announceTokens(state: State, entry: Entry): void {
  const {station, hashes} = having(decodeTokens(entry.body), 'V2.51');
  rule(foundingOf(state).constitution.paper, 'V7.50');
  rule(station === entry.signers[0], 'V4.50', station);
  const known = new Set([...state.stations.values()].flatMap((one) => one.tokens));
  const tokens = hashes.map(toHex);
  rule(
    !state.stations.has(station) && tokens.length > 0 && allAscending(hashes) && !tokens.some((one) => known.has(one)),
    'V9.50',
    station,
  );
  rule(known.size + tokens.length <= MAX_ALL_TOKENS, 'V9.60', station);
  state.stations = new Map([...state.stations, [station, {tokens, ballots: [], closed: false}]]);
  state.tokenLists = [...state.tokenLists, hash32('tokens', entry.body)];
}

const allEqual = (a: readonly Bytes[], b: readonly Bytes[]): boolean =>
  a.length === b.length && a.every((one, i) => equal(one, b[i] ?? new Uint8Array(0)));

/** V15.50, V8.56. */
function checkSizes(state: State, opening: Opening): void {
  const least = foundingOf(state).constitution.minList;
  const ofStyle = opening.styles.map((_, s) => state.slots.filter((one) => one.style === s).length);
  for (const [s, n] of ofStyle.entries()) rule(n === 0 || n >= least, 'V15.50', opening.styles[s]?.id);
  for (const [c, {id}] of opening.contests.entries()) {
    const n = opening.styles.reduce((sum, style, s) => sum + (style.contests.includes(c) ? (ofStyle[s] ?? 0) : 0), 0);
    rule(n >= least, 'V15.50', id);
  }
  const widest = widestStyle(opening);
  const perChunk = Math.min(rowsPerChunk(slotRowSize(widest)), rowsPerChunk(settlementRowSize(widest)));
  rule(state.slots.length <= MAX_CHUNKS * perChunk, 'V8.56');
}

function listOf(state: State, contest: number): ContestList {
  const tokens = [...state.stations.values()].reduce((sum, one) => sum + one.tokens.length, 0);
  const slots = state.slots.filter((one) => contestsOf(state, one.style).includes(contest)).length;
  return {places: slots + tokens, current: [], done: 0, mixers: new Set(), permutations: new Map(), shares: new Map()};
}

export function openElection(state: State, entry: Entry): void {
  const opening = having(decodeOpening(entry.body), 'V2.51');
  const {constitution, ctx0, table} = foundingOf(state);
  const {y, ceremony} = keysOf(state);
  const sameKeys = opening.y.equals(y.point) && opening.Z.equals(constitution.Z);
  rule(sameKeys && equal(opening.slotList, state.slotList) && allEqual(opening.tokenLists, state.tokenLists), 'V4.53');
  rule(opening.slots === BigInt(state.slots.length), 'V8.55');
  checkOpening(opening, constitution, table);
  const policy = having(parsePolicy(opening.policy), 'V17.50');
  for (const [i, {style}] of state.slots.entries()) rule(style < opening.styles.length, 'V8.54', `slot ${i}`);
  rule(entry.time <= (opening.calendar.internet[0]?.from ?? 0n), 'V7.57');
  checkSizes(state, opening);
  state.open = {opening, ctx: context(ctx0, ceremony, entry.body), policy};
  state.ballot = openingBallot(opening);
  state.ballots = [state.ballot];
  state.windows = opening.calendar.internet;
  state.lists = new Map(opening.contests.map(({id}, c) => [id, listOf(state, c)]));
  const start = opening.contests.map(({id}) => table.beforeFirst(id));
  state.current = state.slots.map(({style}) => contestsOf(state, style).map((c) => having(start[c], 'V8.54')));
  state.phase = 'open';
}
