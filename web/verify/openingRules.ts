// SPDX-License-Identifier: Apache-2.0
// What contests, calendar, opening and amendments must satisfy. [SPEC 7.3 Contests] [SPEC 7.4] [SPEC 7.5] [SPEC 7.6]
import {toHex} from '../core/bytes.ts';
import {everOffered} from '../core/options.ts';
import type {OptionTable} from '../core/options.ts';
import type {Amendment} from '../record/amendment.ts';
import {amendedBallot, contestOptions} from '../record/ballot.ts';
import type {Ballot} from '../record/ballot.ts';
import {REAL_CLOCK} from '../record/constitution.ts';
import type {Constitution} from '../record/constitution.ts';
import type {TimeWindow} from '../record/fields.ts';
import {APPROVAL, REFERENDUM, SINGLE_CHOICE, SNTV, YES_NO} from '../record/opening.ts';
import type {Calendar, Contest, Opening} from '../record/opening.ts';
import {pieces, suspended} from '../record/schedule.ts';
import {allDistinct, ascending, isId} from './constitutionRules.ts';
import {at, having, renamed, rule} from './refused.ts';

const LATEST = 253402300799n;
const MAX_EPOCHS = 65_536;
const MAX_SETS = 64;

function fitsKind({kind, seats, approveMax, options}: Contest): boolean {
  const n = options.length;
  const numbers = options.map((one) => one.number);
  if (kind === APPROVAL) return n >= 1 && numbers.every((one) => one <= 31) && approveMax >= 1 && approveMax <= n;
  if (approveMax !== 0) return false;
  if (kind === SINGLE_CHOICE) return seats === 1 && n >= 1;
  if (kind === SNTV) return seats >= 1 && n >= 1;
  if (kind === YES_NO) return seats === 0 && n === 2 && numbers[0] === 1 && numbers[1] === 2;
  return kind === REFERENDUM && seats === 0 && n >= 2;
}

function countSets(n: number, most: number): number {
  let [sets, term] = [0, 1];
  for (let size = 0; size <= most; size++) [sets, term] = [sets + term, (term * (n - size)) / (size + 1)];
  return sets;
}

/** V16.30, V16.31. */
export function checkContest(contest: Contest): void {
  const {id, title, options, kind, approveMax} = contest;
  const orders = options.map((one) => one.order).sort((a, b) => a - b);
  const shaped =
    isId(id) &&
    id !== 'rehearsal' &&
    title !== '' &&
    options.every((one) => one.name !== '') &&
    options.every((one) => one.number >= 1);
  rule(
    shaped && ascending(options.map((one) => one.number)) && orders.every((one, i) => one === i + 1) && fitsKind(contest),
    'V16.30',
    id,
  );
  rule(kind !== APPROVAL || countSets(options.length, approveMax) <= MAX_SETS, 'V16.31', id);
}

/** V1.30. */
function checkPlaintexts(contest: Contest, table: OptionTable): void {
  const names = [...everOffered(contestOptions(contest)).map(String), 'abstain', 'null', 'unused'];
  const elements = names.map((name) => table.option(contest.id, name));
  rule(allDistinct(elements.map((one) => toHex(one.bytes))) && !elements.some((one) => one.point.is0()), 'V1.30', contest.id);
}

function checkCalendar(calendar: Calendar, paper: boolean, realClock: boolean): void {
  const {announcement, earlyVoting, internet, pollingDay, paperOverrideUntil, epochSeconds, graceSeconds} = calendar;
  const isWindow = (one: TimeWindow): boolean => one.from < one.until && one.until <= LATEST;
  const last = internet[internet.length - 1];
  rule([earlyVoting, pollingDay, ...internet].every(isWindow) && announcement <= earlyVoting.from && last !== undefined, 'V7.30');
  const ordered = internet.every((one, i) => i === 0 || at(internet, i - 1).until <= one.from);
  const inside = internet.every((one) => one.from >= earlyVoting.from && one.until <= earlyVoting.until);
  rule(ordered && inside && pollingDay.from >= earlyVoting.until, 'V7.30');
  rule(!paper || (last.until <= paperOverrideUntil && paperOverrideUntil <= pollingDay.until), 'V7.30');
  rule(epochSeconds >= (realClock ? 60 : 1) && epochSeconds <= 900 && graceSeconds > 0, 'V7.31');
  rule(internet.reduce((sum, one) => sum + pieces(one, epochSeconds), 0n) <= BigInt(MAX_EPOCHS), 'V7.31');
}

const isRotation = (boxes: readonly string[], constitution: Constitution): boolean =>
  boxes.length > 0 && allDistinct(boxes) && boxes.every((id) => constitution.boxes.some((one) => one.signer === id));

export function checkOpening(opening: Opening, constitution: Constitution, table: OptionTable): void {
  const {y, Z, slots, contests, styles, calendar, boxRotation, tokenLists} = opening;
  rule(!y.is0() && Z.equals(constitution.Z), 'V2.31');
  rule(slots >= 1n && contests.length > 0, 'V7.32');
  for (const [i, contest] of contests.entries()) {
    checkContest(contest);
    checkPlaintexts(contest, table);
    rule(!contests.slice(0, i).some((one) => one.id === contest.id), 'V7.32', contest.id);
  }
  rule(styles.length > 0 && allDistinct(styles.map((one) => one.id)), 'V7.32');
  for (const {id, name, contests: indices} of styles) {
    const named = isId(id) && name !== '' && indices.length > 0 && ascending(indices);
    rule(named && indices.every((one) => one < contests.length), 'V7.32', id);
  }
  rule(
    contests.every((_, i) => styles.some((one) => one.contests.includes(i))),
    'V7.32',
  );
  rule(isRotation(boxRotation, constitution) && allDistinct(tokenLists.map(toHex)), 'V7.32');
  checkCalendar(calendar, constitution.paper, constitution.clock === REAL_CLOCK);
}

/** What an amendment is judged by. */
export interface Amending {
  readonly constitution: Constitution;
  readonly opening: Opening;
  readonly ballot: Ballot;
  readonly table: OptionTable;
  readonly now: bigint;
  readonly lastSealed: number;
  /** All Internet windows so far. */
  readonly windows: readonly TimeWindow[];
}

function checkContestChange(amendment: Extract<Amendment, {contest: number}>, {ballot}: Amending): void {
  const contest = having(ballot.contests[amendment.contest], 'V7.34');
  rule(contest.kind !== YES_NO, 'V7.34');
  if (amendment.kind === 'withdraw') {
    const left = contest.options.filter((one) => !contest.withdrawn.has(one.number)).map((one) => one.number);
    return rule(left.includes(amendment.option) && left.length > 1, 'V7.34');
  }
  const {option} = amendment;
  const highest = contest.options[contest.options.length - 1]?.number ?? 0;
  rule(option.number === highest + 1 && option.order === contest.options.length + 1, 'V7.34');
  renamed('V7.34', () => checkContest({...contest, options: [...contest.options, option]}));
}

function checkWindow(amendment: Extract<Amendment, {window: TimeWindow}>, amending: Amending): void {
  const {constitution, opening, ballot, now, lastSealed, windows} = amending;
  const {window} = amendment;
  rule(window.from < window.until && window.from >= now, 'V7.34');
  if (amendment.kind === 'suspend') {
    const gone = suspended(ballot.schedule, window);
    return rule(gone.length > 0 && gone.every((number) => number > lastSealed), 'V7.34');
  }
  const {pollingDay, paperOverrideUntil, epochSeconds} = opening.calendar;
  rule(windows.every((one) => one.until <= window.from) && window.until <= pollingDay.until, 'V7.34');
  rule(!constitution.paper || window.until <= paperOverrideUntil, 'V7.34');
  rule(isRotation(amendment.boxes, constitution), 'V7.34');
  rule(BigInt(ballot.highest) + pieces(window, epochSeconds) <= BigInt(MAX_EPOCHS), 'V7.34');
}

/** The ballot after an amendment that is allowed: V7.33, V7.34, V1.30. */
export function amend(amendment: Amendment, amending: Amending): Ballot {
  const {ballot, opening, table} = amending;
  rule(amendment.number === ballot.amended + 1, 'V7.33');
  rule(amendment.reason !== '', 'V7.34');
  if (amendment.kind === 'add' || amendment.kind === 'withdraw') checkContestChange(amendment, amending);
  else checkWindow(amendment, amending);
  const next = amendedBallot(ballot, opening, amendment);
  if (amendment.kind === 'add') checkPlaintexts(at(next.contests, amendment.contest), table);
  return next;
}
