// SPDX-License-Identifier: Apache-2.0
// What can be chosen in a contest: plaintext numbers and their elements. [SPEC 3.3 OptionPoint] [SPEC 7.3 Contests]
import type {Bytes} from './bytes.ts';
import {trivial} from './ciphertext.ts';
import type {Ciphertext} from './ciphertext.ts';
import {encodePoint, hashToGroup} from './group.ts';
import type {Point} from './group.ts';

/** Kinds of a contest as they are encoded. */
export const APPROVAL = 4;

export interface ContestOptions {
  readonly kind: number;
  /** The most options in a set; 0 where the contest is not one of approval. */
  readonly approveMax: number;
  /** Numbers of all options that the contest ever had, ascending. */
  readonly numbers: readonly number[];
}

/** `name` is a number in decimal, "abstain", "null" or "unused". */
export function optionPoint(ctx0: Bytes, contest: string, name: string): Point {
  return hashToGroup('m', ctx0, contest, name);
}

const MOST_SETS = 64;

/** V16.31: at most 64 sets of at most `most` of `count` options. */
export function approvalFits(count: number, most: number): boolean {
  let [sets, ofThisSize] = [0, 1];
  for (let size = 0; size <= most && sets <= MOST_SETS; size++) {
    sets += ofThisSize;
    ofThisSize = (ofThisSize * (count - size)) / (size + 1);
  }
  return sets <= MOST_SETS;
}

/** Sums of 2^(number - 1) over all sets of at most `most` options, ascending. */
function approvalSets(numbers: readonly number[], most: number): number[] {
  if (!approvalFits(numbers.length, most)) throw new RangeError('an approval contest of more than 64 sets was not refused');
  let sets = [{sum: 0, size: 0}];
  for (const number of numbers) {
    const larger = sets.filter((one) => one.size < most).map(({sum, size}) => ({sum: sum + 2 ** (number - 1), size: size + 1}));
    sets = sets.concat(larger);
  }
  return sets.map((one) => one.sum).sort((a, b) => a - b);
}

/** The plaintext numbers that can be chosen while `withdrawn` options are withdrawn: 0 is blank. */
export function offeredNumbers(contest: ContestOptions, withdrawn: ReadonlySet<number>): number[] {
  const left = contest.numbers.filter((number) => !withdrawn.has(number));
  if (contest.kind === APPROVAL) return approvalSets(left, contest.approveMax);
  return [0, ...left].sort((a, b) => a - b);
}

/** The numbers in which a decrypted plaintext is looked up. */
export function everOffered(contest: ContestOptions): number[] {
  return offeredNumbers(contest, new Set());
}

/** An element that stands for a number, with its 32 bytes. */
export interface Option {
  readonly point: Point;
  readonly bytes: Bytes;
}

/** What can be chosen in a contest in one epoch: numbers[v] stands for options[v]. */
export interface OfferedContest {
  readonly id: string;
  readonly numbers: readonly number[];
  readonly options: readonly Option[];
}

/** The elements of one election; each is computed once. */
export class OptionTable {
  private readonly known = new Map<string, Option>();
  constructor(private readonly ctx0: Bytes) {}

  option(contest: string, name: string): Option {
    const key = `${contest} ${name}`;
    let one = this.known.get(key);
    if (one === undefined) {
      const point = optionPoint(this.ctx0, contest, name);
      one = {point, bytes: encodePoint(point)};
      this.known.set(key, one);
    }
    return one;
  }
  offered(contest: string, numbers: readonly number[]): OfferedContest {
    return {id: contest, numbers, options: numbers.map((number) => this.option(contest, String(number)))};
  }
  /** What stands in a slot before the first epoch. */
  beforeFirst(contest: string): Ciphertext {
    return trivial(this.option(contest, 'abstain').point);
  }
}
