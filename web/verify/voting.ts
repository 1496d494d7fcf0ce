// SPDX-License-Identifier: Apache-2.0
// Steps of the voting: epochs, amendments, stations, closings; poll book, settlement, audit. [SPEC 8.4.2 Voting] [SPEC 8.4.3
// Settlement]
import {decodeWhole, equal, toHex} from '../core/bytes.ts';
import type {Bytes, Decoder} from '../core/bytes.ts';
import type {Ciphertext} from '../core/ciphertext.ts';
import {G, H_} from '../core/group.ts';
import {hash32} from '../core/hash.ts';
import {stationLabel} from '../core/membership.ts';
import {treeRoot} from '../log/merkle.ts';
import {decodeAmendment} from '../record/amendment.ts';
import {numbersOffered} from '../record/ballot.ts';
import {decodeAudited, decodeStatement} from '../record/bodies.ts';
import type {Entry} from '../record/entry.ts';
import {readScalar} from '../record/fields.ts';
import type {Closing, ObjectKey} from '../record/objects.ts';
import {product} from './claims.ts';
import type {Claims} from './claims.ts';
import {isBelow} from './founding.ts';
import {amend} from './openingRules.ts';
import {claimSettlementRow, claimSlotRow, claimStationBallot} from './proofs.ts';
import {at, having, rule} from './refused.ts';
import {ballotOf, contestsOf, foundingOf, keysOf, openOf} from './state.ts';
import type {Found, OpenObject, State, StationBallot} from './state.ts';
import {makeFirstLists} from './tallying.ts';

export function checkEpochRows(state: State, claims: Claims, key: ObjectKey, first: number, rows: readonly Bytes[]): Found[] {
  const {ctx} = openOf(state);
  return rows.map((row, i) => {
    const slot = first + i;
    const place = {ctx, y: keysOf(state).y, slot, previous: at(state.current, slot), epoch: key.number, X: at(state.slots, slot).X};
    return {kind: 'row', ciphertexts: claimSlotRow(claims, place, row)};
  });
}

/** V6.50, over slots and all station ballots; computed places (a = 1) do not take part. */
function checkDistinct(state: State, slots: readonly (readonly Ciphertext[])[], batch: readonly StationBallot[] = []): void {
  const posted = slots.map((ciphertexts, i) => ({style: at(state.slots, i).style, ciphertexts}));
  const ballots = [...[...state.stations.values()].flatMap((one) => one.ballots), ...batch];
  const seen = new Set<string>();
  for (const {style, ciphertexts} of [...posted, ...ballots])
    for (const [i, c] of contestsOf(state, style).entries()) {
      const one = at(ciphertexts, i);
      if (one.a.is0()) continue;
      const [a, b] = [`${c} a ${toHex(one.bytes.slice(0, 32))}`, `${c} b ${toHex(one.bytes.slice(32))}`];
      rule(!seen.has(a) && !seen.has(b), 'V6.50', openOf(state).opening.contests[c]?.id);
      seen.add(a).add(b);
    }
}

export function closeEpoch(state: State, object: OpenObject, key: ObjectKey): void {
  rule(object.rows.length === state.slots.length, 'V7.55');
  const next = object.found.flatMap((one) => (one.kind === 'row' ? [one.ciphertexts] : []));
  checkDistinct(state, next);
  state.current = next;
  state.lastEpoch = key.number;
  state.sealed = new Set([...state.sealed, state.leaves.length]);
}

export function takeAmendment(state: State, entry: Entry): void {
  const amendment = having(decodeAmendment(entry.body), 'V2.51');
  const {constitution, table} = foundingOf(state);
  const {opening} = openOf(state);
  const amending = {
    constitution,
    opening,
    ballot: ballotOf(state),
    table,
    now: entry.time,
    lastSealed: state.lastEpoch,
    windows: state.windows,
  };
  state.ballot = amend(amendment, amending);
  state.ballots = [...state.ballots, state.ballot];
  if (amendment.kind === 'extend') state.windows = [...state.windows, amendment.window];
}

const readStationRow = (from: Decoder) => ({
  token: from.fixed(16),
  style: from.u16(),
  amendment: from.u32(),
  ballots: from.list((one) => one.bytes(), 1024),
});

function checkStationRow(
  state: State,
  claims: Claims,
  station: string,
  row: Bytes,
  where: string,
  used: Set<string>,
): StationBallot {
  const {token, style, amendment, ballots} = having(decodeWhole(row, readStationRow), 'V2.51', where);
  const {opening, ctx} = openOf(state);
  const tokenHash = hash32('token', token);
  const name = toHex(tokenHash);
  rule(state.stations.get(station)?.tokens.includes(name) === true, 'V9.51', where);
  rule(!used.has(name), 'V9.52', where);
  used.add(name);
  rule(style < opening.styles.length && ballots.length === contestsOf(state, style).length, 'V9.54', where);
  const ballot = having(state.ballots[amendment], 'V9.55', where);
  const ciphertexts = contestsOf(state, style).map((c, i) => {
    const contest = at(ballot.contests, c);
    const {options} = foundingOf(state).table.offered(contest.id, numbersOffered(contest));
    return claimStationBallot(
      claims,
      stationLabel(ctx, station, tokenHash, contest.id),
      keysOf(state).y,
      options,
      at(ballots, i),
      where,
    );
  });
  return {token: name, style, ciphertexts};
}

export function checkStationRows(
  state: State,
  claims: Claims,
  key: ObjectKey,
  before: OpenObject,
  first: number,
  rows: readonly Bytes[],
): Found[] {
  const used = new Set(before.found.flatMap((one) => (one.kind === 'ballot' ? [one.ballot.token] : [])));
  return rows.map((row, i) => {
    const where = `ballot ${first + i}`;
    const previous = i === 0 ? before.rows[before.rows.length - 1] : rows[i - 1];
    having(decodeWhole(row, readStationRow), 'V2.51', where);
    rule(previous === undefined || isBelow(previous, row), 'V9.53', where);
    return {kind: 'ballot', ballot: checkStationRow(state, claims, key.contest, row, where, used)};
  });
}

export function closeStation(state: State, object: OpenObject, key: ObjectKey): void {
  const batch = object.found.flatMap((one) => (one.kind === 'ballot' ? [one.ballot] : []));
  checkDistinct(state, state.current, batch);
  const station = having(state.stations.get(key.contest), 'V9.51');
  state.stations = new Map([...state.stations, [key.contest, {...station, ballots: batch, closed: true}]]);
}

export function checkStatement(entry: Entry): void {
  having(decodeStatement(entry.body), 'V2.51');
}

export function closeInternet(state: State, entry: Entry): void {
  checkStatement(entry);
  const grace = BigInt(openOf(state).opening.calendar.graceSeconds);
  for (const {number, close} of ballotOf(state).schedule.values())
    rule(number <= state.lastEpoch || entry.time > close + grace, 'V7.56', `epoch ${number}`);
  state.phase = 'internet closed';
}

export function closePolling(state: State, entry: Entry): void {
  checkStatement(entry);
  const {paper} = foundingOf(state).constitution;
  const {opening} = openOf(state);
  rule(!paper || entry.time >= opening.calendar.paperOverrideUntil, 'V7.56');
  state.phase = paper ? 'polling closed' : 'audited';
  if (paper) return;
  state.overridden = opening.styles.map(() => 0);
  makeFirstLists(state);
}

// --- Settlement ---

const readU64s = (from: Decoder): number[] => from.list((one) => Number(one.u64()), 1024);
const readStationCount = (from: Decoder) => ({
  id: from.text(32),
  checkIns: readU64s(from),
  abandoned: readU64s(from),
  opened: from.list((one) => one.fixed(16), 1900),
});
const readPollBook = (from: Decoder) => ({overridden: readU64s(from), stations: from.list(readStationCount, 1024)});
type StationCount = ReturnType<typeof readStationCount>;

const same = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((one, i) => one === b[i]);

function checkStationCount(state: State, {id, checkIns, abandoned, opened}: StationCount): void {
  const station = having(state.stations.get(id), 'V9.59');
  const used = new Set(station.ballots.map((one) => one.token));
  rule(
    same(
      opened.map((token) => toHex(hash32('token', token))),
      station.tokens.filter((one) => !used.has(one)),
    ),
    'V9.58',
    id,
  );
  for (const [s, n] of checkIns.entries()) {
    const ballots = station.ballots.filter((one) => one.style === s).length;
    rule(n === ballots + at(abandoned, s), 'V9.57', `${id}, style ${s}`);
  }
  rule(abandoned.reduce((sum, one) => sum + one, 0) <= opened.length, 'V9.57', id);
}

export function countPollBook(state: State, entry: Entry): void {
  const {overridden, stations} = having(decodeWhole(entry.body, readPollBook), 'V2.51');
  const styles = openOf(state).opening.styles.length;
  const slotsOf = (s: number): number => state.slots.filter((one) => one.style === s).length;
  rule(overridden.length === styles && overridden.every((n, s) => n <= slotsOf(s)), 'V11.50');
  rule(
    same(
      stations.map((one) => one.id),
      [...state.stations.keys()],
    ) && [...state.stations.values()].every((one) => one.closed),
    'V9.59',
  );
  rule(
    stations.every((one) => one.checkIns.length === styles && one.abandoned.length === styles),
    'V9.59',
  );
  for (const one of stations) checkStationCount(state, one);
  state.overridden = overridden;
  state.phase = 'counted';
}

export function checkSettlementRows(state: State, claims: Claims, first: number, rows: readonly Bytes[]): Found[] {
  const {ctx, opening} = openOf(state);
  const {table, Z} = foundingOf(state);
  return rows.map((row, i) => {
    const slot = first + i;
    const nulls = contestsOf(state, at(state.slots, slot).style).map((c) => table.option(at(opening.contests, c).id, 'null'));
    const place = {ctx, y: keysOf(state).y, slot, previous: at(state.current, slot), Z, nulls};
    return {kind: 'settled', settled: claimSettlementRow(claims, place, row)};
  });
}

export function closeSettlement(state: State, object: OpenObject, closing: Closing): void {
  const delta = having(
    decodeWhole(closing.header, (from) => from.list(readScalar, 1024)),
    'V2.51',
  );
  rule(object.rows.length === state.slots.length && delta.length === openOf(state).opening.styles.length, 'V11.53');
  const settled = object.found.flatMap((one) => (one.kind === 'settled' ? [one.settled] : []));
  const points = settled.map((one) => one.ciphertexts);
  checkDistinct(state, points);
  for (const [s, d] of delta.entries()) {
    const terms = settled.filter((_, i) => at(state.slots, i).style === s).map((one) => [one.D, 1n] as const);
    rule(product([...terms, [G, -BigInt(at(state.overridden, s))], [H_, -d]]).is0(), 'V11.2', `style ${s}`);
  }
  state.current = points;
  state.settledEntries = state.leaves.length + 1;
  state.phase = 'settled';
}

export function auditSettlement(state: State, entry: Entry): void {
  const {entries, root} = having(decodeAudited(entry.body), 'V2.51');
  rule(entries === BigInt(state.settledEntries) && equal(root, treeRoot(state.leaves, 0, state.settledEntries)), 'V11.52');
  state.phase = 'audited';
  makeFirstLists(state);
}
