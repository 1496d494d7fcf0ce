// SPDX-License-Identifier: Apache-2.0
// The opening as the amendments so far have changed it. They are applied here as they stand; whether they were allowed is decided
// by whoever verifies the record. [SPEC 7.6 Amendment]
import {offeredNumbers} from '../core/options.ts';
import type {ContestOptions} from '../core/options.ts';
import type {Amendment} from './amendment.ts';
import type {Contest, Opening, Option} from './opening.ts';
import {extended, openingSchedule, suspended} from './schedule.ts';
import type {Schedule} from './schedule.ts';

/** A contest with all options that it ever had, and those withdrawn. */
export interface BallotContest extends Contest {
  readonly withdrawn: ReadonlySet<number>;
}
export interface Ballot {
  readonly contests: readonly BallotContest[];
  readonly schedule: Schedule;
  /** The highest epoch number that was ever given. */
  readonly highest: number;
  readonly amended: number;
}

export function openingBallot(opening: Opening): Ballot {
  const schedule = openingSchedule(opening);
  return {contests: opening.contests.map((one) => ({...one, withdrawn: new Set()})), schedule, highest: schedule.size, amended: 0};
}

const changed = (ballot: Ballot, contest: number, change: (one: BallotContest) => BallotContest): readonly BallotContest[] =>
  ballot.contests.map((one, index) => (index === contest ? change(one) : one));

export function amendedBallot(ballot: Ballot, opening: Opening, amendment: Amendment): Ballot {
  const next = {...ballot, amended: amendment.number};
  if (amendment.kind === 'add')
    return {
      ...next,
      contests: changed(ballot, amendment.contest, (one) => ({...one, options: [...one.options, amendment.option]})),
    };
  if (amendment.kind === 'withdraw')
    return {
      ...next,
      contests: changed(ballot, amendment.contest, (one) => ({...one, withdrawn: new Set([...one.withdrawn, amendment.option])})),
    };
  if (amendment.kind === 'extend') {
    const schedule = extended(ballot.schedule, amendment.window, opening.calendar.epochSeconds, amendment.boxes, ballot.highest);
    return {...next, schedule, highest: Math.max(ballot.highest, ...schedule.keys())};
  }
  const gone = new Set(suspended(ballot.schedule, amendment.window));
  return {...next, schedule: new Map([...ballot.schedule].filter(([number]) => !gone.has(number)))};
}

export const contestOptions = (contest: Contest): ContestOptions => ({
  kind: contest.kind,
  approveMax: contest.approveMax,
  numbers: contest.options.map((one) => one.number),
});

/** Plaintext numbers that can be chosen, ascending; 0 is blank. */
export const numbersOffered = (contest: BallotContest): number[] => offeredNumbers(contestOptions(contest), contest.withdrawn);

/** Options that can be chosen, in the order in which the commission notified them. */
export const optionsOffered = (contest: BallotContest): Option[] =>
  contest.options.filter((one) => !contest.withdrawn.has(one.number)).sort((a, b) => a.order - b.order);

/** The options that a plaintext number stands for: for approval the set, otherwise at most one. */
export function optionsOf(contest: Contest, plaintext: number): Option[] {
  const isIn = (one: Option): boolean =>
    contest.kind === 4 ? Math.floor(plaintext / 2 ** (one.number - 1)) % 2 === 1 : one.number === plaintext;
  return contest.options.filter(isIn);
}
