// SPDX-License-Identifier: Apache-2.0
// Count and seats. [SPEC 7.7 Count] [SPEC 7.8 Seats]
import {Encoder, toHex} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import {everOffered} from '../core/options.ts';
import type {OptionTable} from '../core/options.ts';
import {contestOptions, optionsOf} from '../record/ballot.ts';
import type {BallotContest} from '../record/ballot.ts';
import type {Count, Lot, ResultBody, Seats, Votes} from '../record/bodies.ts';
import {REFERENDUM, YES_NO} from '../record/opening.ts';
import {at, rule} from './refused.ts';

/** `plaintexts`: element bytes. V9.30 to V9.32. */
export function count(
  contest: BallotContest,
  table: OptionTable,
  plaintexts: readonly Bytes[],
  nulls: number,
  unused: number,
): Count {
  const left = new Map<string, number>();
  for (const one of plaintexts) left.set(toHex(one), (left.get(toHex(one)) ?? 0) + 1);
  const take = (name: string, most = Infinity): number => {
    const key = toHex(table.option(contest.id, name).bytes);
    const taken = Math.min(left.get(key) ?? 0, most);
    left.set(key, (left.get(key) ?? 0) - taken);
    return taken;
  };
  rule(take('null', nulls) === nulls, 'V9.30', contest.id);
  rule(take('unused', unused) === unused, 'V9.31', contest.id);
  const abstain = take('abstain');
  const counted = everOffered(contestOptions(contest)).map((number) => ({number, votes: BigInt(take(String(number)))}));
  const isWithdrawn = ({number}: Votes): boolean => optionsOf(contest, number).some((one) => contest.withdrawn.has(one.number));
  const votes = counted.filter((one) => one.number !== 0);
  const invalid = [...left.values()].reduce((sum, one) => sum + one, 0);
  const total = abstain + nulls + unused + invalid + counted.reduce((sum, one) => sum + Number(one.votes), 0);
  rule(total === plaintexts.length, 'V9.32', contest.id);
  return {
    contest: contest.id,
    abstain: BigInt(abstain),
    blank: counted.find((one) => one.number === 0)?.votes ?? 0n,
    null: BigInt(nulls),
    unused: BigInt(unused),
    invalid: BigInt(invalid),
    valid: votes.filter((one) => !isWithdrawn(one)),
    withdrawn: votes.filter(isWithdrawn),
  };
}

export function seats(contest: BallotContest, valid: readonly Votes[]): Seats {
  if (contest.kind === YES_NO || contest.kind === REFERENDUM) return {elected: [], tied: [], open: 0};
  const votes = new Map<number, bigint>();
  for (const one of valid)
    for (const {number} of optionsOf(contest, one.number)) votes.set(number, (votes.get(number) ?? 0n) + one.votes);
  const ranked = [...votes].filter(([, n]) => n > 0n).sort(([a, m], [b, n]) => (m === n ? a - b : n > m ? 1 : -1));
  const s = contest.seats;
  const numbers = (list: readonly (readonly [number, bigint])[]): number[] => list.map(([number]) => number);
  if (ranked.length <= s) return {elected: numbers(ranked), tied: [], open: s - ranked.length};
  if (s === 0) return {elected: [], tied: [], open: 0};
  const edge = at(ranked, s - 1)[1];
  if (edge > at(ranked, s)[1]) return {elected: numbers(ranked.slice(0, s)), tied: [], open: 0};
  const elected = numbers(ranked.filter(([, n]) => n > edge));
  return {elected, tied: numbers(ranked.filter(([, n]) => n === edge)).sort((a, b) => a - b), open: s - elected.length};
}

/** V16.32. */
export function checkLot(seat: Seats, {winners}: Lot): void {
  const drawn = new Set(winners).size === winners.length && winners.every((one) => seat.tied.includes(one));
  rule(seat.tied.length > 0 && winners.length === seat.open && drawn, 'V16.32');
}

export function encodeResult({counts, seats: all}: ResultBody): Bytes {
  const putVotes = (to: Encoder, list: readonly Votes[]): Encoder =>
    to.list(list, (one, {number, votes}) => void one.u32(number).u64(votes));
  const putNumbers = (to: Encoder, list: readonly number[]): Encoder => to.list(list, (one, number) => void one.u16(number));
  const to = new Encoder().list(counts, (one, n) => {
    one.text(n.contest);
    for (const value of [n.abstain, n.blank, n.null, n.unused, n.invalid]) one.u64(value);
    putVotes(putVotes(one, n.valid), n.withdrawn);
  });
  return to.list(all, (one, seat) => void putNumbers(putNumbers(one, seat.elected), seat.tied).u16(seat.open)).finish();
}
