// SPDX-License-Identifier: Apache-2.0
// For tests only: the sample board, in which slot 0 is ours and its last epoch holds a ballot that we can open. [SPEC 10.8
// CheckCode]
import assert from 'node:assert/strict';
import {concat, equal, toHex} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import {encrypt} from '../core/ciphertext.ts';
import {FixedBase, encodePoint, encodeScalar} from '../core/group.ts';
import {hash32} from '../core/hash.ts';
import {proveAuthor} from '../core/slotProof.ts';
import {encodeCheckCode} from '../device/checkCode.ts';
import {slotKeyOf} from '../device/slotKey.ts';
import {openElection} from '../record/election.ts';
import type {Election} from '../record/election.ts';
import {CHUNK, EPOCH, OPENING, SLOTS} from '../record/entry.ts';
import {previousCiphertexts} from '../record/epochs.ts';
import {SampleBoard} from '../record/sampleBoard.ts';
import type {SampleSource} from '../record/sampleBoard.ts';
import {slotRun} from '../record/slots.ts';

export const CAST = 5, VOID = 3;
const BEFORE = 4;

function withBlob(board: SampleBoard, closing: number, change: (blob: Bytes) => void): void {
  const chunk = board.entries.slice(0, closing).map((one) => one.type).lastIndexOf(CHUNK);
  const name = toHex((board.entries[chunk]?.body ?? assert.fail()).slice(-32));
  const blob = (board.blobs.get(name) ?? assert.fail()).slice();
  change(blob);
  board.replaceBlob(chunk, closing, blob);
}

function swap(body: Bytes, old: Bytes, now: Bytes): Bytes {
  const at = toHex(body).indexOf(toHex(old)) / 2;
  assert.ok(Number.isInteger(at) && equal(body.slice(at, at + 32), old));
  return concat(body.slice(0, at), now, body.slice(at + 32));
}

/** Slot 0 gets our key: in the slot list, and in the opening that names the list. */
function takeSlot(board: SampleBoard, X: Bytes): void {
  const [list, opening] = [board.index(SLOTS), board.index(OPENING)];
  const body = (at: number) => board.entries[at]?.body ?? assert.fail();
  const old = hash32('slots', body(list));
  withBlob(board, list, (blob) => blob.set(X, 0));
  board.set(opening, {body: swap(body(opening), old, hash32('slots', body(list)))}).signAgain();
}

export interface OwnBallot {
  /** Until the last epoch; with it; with another valid ballot of ours in it. */
  before: SampleSource;
  after: SampleSource;
  other: SampleSource;
  /** Check codes of the last epoch; `spoiled`: the first contest does not open; `void`: of an epoch that never came. */
  code: Bytes;
  spoiled: Bytes;
  void: Bytes;
  /** Names of what was chosen; undefined is blank. */
  chosen: (string | undefined)[];
}

interface Ballot {
  row: Bytes;
  r: bigint[];
}

async function castIn(election: Election, x: bigint, choices: readonly number[], r: bigint[]): Promise<Ballot> {
  const {ctx, opening} = election.open;
  const {style, X} = (await slotRun(election, 0))[0] ?? assert.fail();
  const y = new FixedBase(opening.y);
  const offered = election.offered(style, CAST);
  const next = offered.map(({plaintexts}, c) =>
    encrypt(y, plaintexts.options[plaintexts.numbers.indexOf(choices[c] ?? 0)]?.point ?? assert.fail(), r[c] ?? 1n));
  const previous = await previousCiphertexts(election, election.checkpoint ?? assert.fail(), 0, CAST);
  return {row: proveAuthor({ctx, slot: 0, epoch: CAST, y: encodePoint(opening.y), X, previous}, x, y, next, r), r};
}

export async function ownBallot(): Promise<OwnBallot> {
  const key = slotKeyOf(4711n);
  const board = SampleBoard.honest();
  takeSlot(board, key.X);
  const until = board.index(EPOCH, BEFORE) + 1;
  const election = await openElection(board.source(until), {});
  const offered = election.offered((await slotRun(election, 0))[0]?.style ?? assert.fail(), CAST);
  const choices = offered.map((_, c) => (c === 0 ? 2 : 0));
  const [mine, another] = await Promise.all([11n, 77n].map((first) =>
    castIn(election, key.x, choices, offered.map((_, c) => first + BigInt(c)))));
  const sealed = ({row}: Ballot): SampleSource => {
    const copy = board.copy();
    withBlob(copy, copy.index(EPOCH, CAST), (blob) => blob.set(row, 0));
    return copy.signAgain().source();
  };
  const codeOf = (epoch: number, spoil: bigint) => encodeCheckCode({
    ctx: election.open.ctx, slot: 0, epoch, row: mine?.row ?? assert.fail(),
      r: (mine?.r ?? []).map((one, c) => encodeScalar(c === 0 ? one + spoil : one)), choices: [...choices]});
  return {
    before: board.source(until), after: sealed(mine ?? assert.fail()), other: sealed(another ?? assert.fail()),
      code: codeOf(CAST, 0n), spoiled: codeOf(CAST, 1n), void: codeOf(VOID, 0n),
    chosen: offered.map(({contest}, c) => (c === 0 ? contest.options.find((one) => one.number === 2)?.name : undefined)),
  };
}
