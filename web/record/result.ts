// SPDX-License-Identifier: Apache-2.0
// The result as people read it: votes, seats and lots with the names of the options. [SPEC 7.7 Count] [SPEC 7.8 Seats]
import {optionsOf} from './ballot.ts';
import type {BallotContest} from './ballot.ts';
import {decodeLot, decodeResult} from './bodies.ts';
import type {Count, Lot, Seats} from './bodies.ts';
import type {Election} from './election.ts';
import {LOT, RESULT} from './entry.ts';
import type {Option} from './opening.ts';
import {demand, given} from './trouble.ts';

export interface OptionResult {
  readonly option: Option;
  readonly votes: number;
  readonly withdrawn: boolean;
  readonly elected: boolean;
  readonly tied: boolean;
  readonly byLot: boolean;
}
export interface ContestResult {
  readonly contest: BallotContest;
  /** By votes, largest first, equal ones by number; withdrawn options at the end. */
  readonly options: readonly OptionResult[];
  readonly blank: number;
  readonly abstain: number;
  readonly replacedOnPaper: number;
  readonly unused: number;
  readonly invalid: number;
  /** Seats that nobody has: without candidates, or until a lot is drawn. */
  readonly openSeats: number;
  readonly lot: string | undefined;
}
export interface ElectionResult {
  readonly contests: readonly ContestResult[];
  /** Entries of the board under the checkpoint that the result was read from. */
  readonly entries: number;
  readonly time: number;
}

/** Votes of every option that stands in a plaintext number of the list. */
function votesByOption(contest: BallotContest, list: Count['valid']): Map<number, number> {
  const votes = new Map<number, number>();
  for (const {number, votes: more} of list)
    for (const option of optionsOf(contest, number)) votes.set(option.number, (votes.get(option.number) ?? 0) + Number(more));
  return votes;
}

function contestResult(contest: BallotContest, count: Count, seats: Seats, lot: Lot | undefined): ContestResult {
  const votes = votesByOption(contest, [...count.valid, ...count.withdrawn]);
  const options = contest.options.map((option) => ({
    option,
    votes: votes.get(option.number) ?? 0,
    withdrawn: contest.withdrawn.has(option.number),
    elected: seats.elected.includes(option.number) || lot?.winners.includes(option.number) === true,
    tied: seats.tied.includes(option.number),
    byLot: lot?.winners.includes(option.number) === true,
  }));
  options.sort((a, b) => Number(a.withdrawn) - Number(b.withdrawn) || b.votes - a.votes || a.option.number - b.option.number);
  const numbers = {
    blank: Number(count.blank),
    abstain: Number(count.abstain),
    replacedOnPaper: Number(count.null),
    unused: Number(count.unused),
    invalid: Number(count.invalid),
  };
  return {contest, options, ...numbers, openSeats: seats.open - (lot?.winners.length ?? 0), lot: lot?.statement};
}

async function readLots(election: Election): Promise<Map<number, Lot>> {
  const lots = new Map<number, Lot>();
  for (const item of election.items(LOT, given(election.checkpoint, 'missing', 'the checkpoint'))) {
    const lot = given(decodeLot((await election.entry(item)).body), 'altered', `entry ${item.index}`);
    lots.set(lot.contest, lot);
  }
  return lots;
}

/** undefined: there is no result under the quorum yet. */
export async function readResult(election: Election): Promise<ElectionResult | undefined> {
  const tree = election.checkpoint;
  const item = tree === undefined ? undefined : election.items(RESULT, tree)[0];
  if (tree === undefined || item === undefined) return undefined;
  const entry = await election.entry(item);
  const {counts, seats} = given(decodeResult(entry.body), 'altered', `entry ${item.index}`);
  const lots = await readLots(election);
  const contests = election.ballot.contests.map((contest, i) => {
    const count = given(counts[i], 'altered', `entry ${item.index}`);
    demand(count.contest === contest.id, 'altered', `entry ${item.index}`);
    return contestResult(contest, count, given(seats[i], 'altered', `entry ${item.index}`), lots.get(i));
  });
  return {contests, entries: tree.size, time: Number(entry.time)};
}
