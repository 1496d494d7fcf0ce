// SPDX-License-Identifier: Apache-2.0
// Bodies of the other entries. [SPEC 8.3 Bodies]
import {DecodeError, decodeWhole} from '../core/bytes.ts';
import type {Bytes, Decoder} from '../core/bytes.ts';
import {ID_LENGTH} from './entry.ts';

const MAX_BY_CONTEST = 1024;
const MAX_NUMBERS = 4096;
export const MAX_TOKENS = 1900;

export interface Statement {
  readonly hash: Bytes;
  readonly text: string;
}
/** Internet close, polling places closed, incident, audit head. */
export const decodeStatement = (body: Bytes): Statement | undefined =>
  decodeWhole(body, (from) => ({hash: from.fixed(32), text: from.text()}));

export interface Tokens {
  readonly station: string;
  readonly hashes: readonly Bytes[];
}
export const decodeTokens = (body: Bytes): Tokens | undefined =>
  decodeWhole(body, (from) => ({station: from.text(ID_LENGTH), hashes: from.list((one) => one.fixed(32), MAX_TOKENS)}));

export interface Audited {
  readonly entries: bigint;
  readonly root: Bytes;
  readonly statement: string;
}
export const decodeAudited = (body: Bytes): Audited | undefined =>
  decodeWhole(body, (from) => ({entries: from.u64(), root: from.fixed(32), statement: from.text()}));

export interface Votes {
  readonly number: number;
  readonly votes: bigint;
}
export interface Count {
  readonly contest: string;
  readonly abstain: bigint;
  readonly blank: bigint;
  readonly null: bigint;
  readonly unused: bigint;
  readonly invalid: bigint;
  /** By plaintext number, ascending. */
  readonly valid: readonly Votes[];
  readonly withdrawn: readonly Votes[];
}
export interface Seats {
  readonly elected: readonly number[];
  readonly tied: readonly number[];
  readonly open: number;
}
export interface ResultBody {
  readonly counts: readonly Count[];
  readonly seats: readonly Seats[];
}

function readVotes(from: Decoder): Votes[] {
  const votes = from.list((one) => ({number: one.u32(), votes: one.u64()}), MAX_NUMBERS);
  if (votes.some((one, i) => i > 0 && one.number <= (votes[i - 1]?.number ?? 0))) throw new DecodeError('numbers do not ascend');
  return votes;
}

const readCount = (from: Decoder): Count => ({
  contest: from.text(ID_LENGTH),
  abstain: from.u64(),
  blank: from.u64(),
  null: from.u64(),
  unused: from.u64(),
  invalid: from.u64(),
  valid: readVotes(from),
  withdrawn: readVotes(from),
});
const readNumbers = (from: Decoder): number[] => from.list((one) => one.u16(), MAX_NUMBERS);
const readSeats = (from: Decoder): Seats => ({elected: readNumbers(from), tied: readNumbers(from), open: from.u16()});

export const decodeResult = (body: Bytes): ResultBody | undefined =>
  decodeWhole(body, (from) => ({counts: from.list(readCount, MAX_BY_CONTEST), seats: from.list(readSeats, MAX_BY_CONTEST)}));

export interface Lot {
  readonly contest: number;
  readonly winners: readonly number[];
  readonly statement: string;
}
export const decodeLot = (body: Bytes): Lot | undefined =>
  decodeWhole(body, (from) => ({contest: from.u16(), winners: readNumbers(from), statement: from.text()}));
