// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {concat, toHex} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import {encrypt} from '../core/ciphertext.ts';
import {FixedBase, encodeScalar} from '../core/group.ts';
import {checkedHash, encodeCheckCode} from '../device/checkCode.ts';
import {openElection} from '../record/election.ts';
import type {Election} from '../record/election.ts';
import {CHUNK, EPOCH} from '../record/entry.ts';
import {sealedRow} from '../record/epochs.ts';
import {slotRun} from '../record/slots.ts';
import {SampleBoard} from '../record/sampleBoard.ts';
import {BoardTrouble} from '../record/trouble.ts';
import {CodeRefused} from './driver.ts';
import {ReadBoard} from './readBoard.ts';
import type {Kept} from './session.ts';
import {ownBallot} from './testBoard.ts';

const honest = SampleBoard.honest();
const LAST = 5, VOID = 3;

class Memory {
  readonly map = new Map<string, string>();
  getItem = (name: string) => this.map.get(name) ?? null;
  setItem = (name: string, value: string) => void this.map.set(name, value);
}
const reader = (board = honest, shelf = new Memory()) => new ReadBoard(board.source(), shelf);
const refused = (refusal: string) => (error: unknown) => error instanceof CodeRefused && error.refusal === refusal;
const stops = (word: string) => (error: unknown) => error instanceof BoardTrouble && error.word === word;

/** A check code of slot 0 in the last epoch with the given plaintext numbers; `spoil` changes what opens it. */
async function codeOf(choices: number[], changes: {ctx?: Bytes; slot?: number; spoil?: number} = {}): Promise<Bytes> {
  const election = await openElection(honest.source(), {});
  const {ctx, opening} = election.open;
  const [first] = await slotRun(election, 0);
  const y = new FixedBase(opening.y);
  const offered = election.offered(first?.style ?? 0, LAST);
  const r = choices.map((_, c) => BigInt(1000 + c));
  const row = concat(...choices.map((number, c) => {
    const plain = offered[c]?.plaintexts;
    return encrypt(y, plain?.options[plain.numbers.indexOf(number)]?.point ?? assert.fail(), r[c] ?? 1n).bytes;
  }));
  const shown = r.map((one, c) => encodeScalar(c === changes.spoil ? one + 1n : one));
  return encodeCheckCode({ctx: changes.ctx ?? ctx, slot: changes.slot ?? 0, epoch: LAST, row, r: shown, choices});
}

async function keptOf(epoch: number, change: (hash: Bytes) => Bytes = (hash) => hash): Promise<Kept> {
  const election: Election = await openElection(honest.source(), {});
  const sealed = epoch === VOID ? LAST : epoch;
  const {row} = await sealedRow(election, election.checkpoint ?? assert.fail(), sealed, 0);
  const ctx = election.ctx ?? assert.fail();
  const hash = change(checkedHash(ctx, 0, epoch, row.slice(0, (64 * (row.length - 80)) / 224)));
  return {ctx: toHex(ctx), slot: '0', epoch, hash: toHex(hash), choice: 'same', number: 'same', record: 'waiting', due: 0};
}

async function styleContests(): Promise<number> {
  const election = await openElection(honest.source(), {});
  return election.offered((await slotRun(election, 0))[0]?.style ?? 0, LAST).length;
}

test('a code is opened: the choice by name, the slot, the time by which it is recorded', async () => {
  const count = await styleContests();
  const {kept, shown} = await reader().read(await codeOf(Array.from({length: count}, (_, c) => (c === 0 ? 2 : 0))));
  assert.equal(shown.length, count);
  assert.deepEqual(shown[0]?.choice.kind === 'options' && shown[0].choice.options.map((one) => one.number), [2]);
  for (const one of shown.slice(1)) assert.equal(one.choice.kind, 'blank');
  assert.deepEqual([kept.slot, kept.epoch, kept.choice, kept.number, kept.record], ['0', LAST, 'open', 'open', 'waiting']);
  assert.ok(kept.due > 0);
});

test('a ciphertext that does not open is shown as nothing, whichever contest it is', async () => {
  const count = await styleContests();
  for (let c = 0; c < count; c++) {
    const {shown} = await reader().read(await codeOf(Array.from({length: count}, () => 1), {spoil: c}));
    assert.deepEqual(shown.map((one) => one.choice.kind === 'nothing'), shown.map((_, i) => i === c));
  }
});

test('codes that do not belong here are refused by their reason', async () => {
  const all = Array.from({length: await styleContests()}, () => 1);
  await assert.rejects(reader().read(new Uint8Array(10)), refused('not-a-code'));
  await assert.rejects(codeOf(all, {ctx: new Uint8Array(32)}).then((code) => reader().read(code)), refused('other-election'));
  await assert.rejects(codeOf(all, {slot: 999_999}).then((code) => reader().read(code)), refused('no-such-slot'));
  await assert.rejects(codeOf(all).then((code) => reader().read(encodeFewer(code))), refused('other-contests'));
});

/** The same code with a contest more. */
function encodeFewer(code: Bytes): Bytes {
  const longer = concat(code, code.slice(48, 144));
  longer[47] = (longer[47] ?? 0) + 1;
  return longer;
}

test('before the opening there is nothing to check', async () => {
  const before = honest.source(4, [0]);
  await assert.rejects(new ReadBoard(before, new Memory()).read(await codeOf(Array.from({length: await styleContests()}, () => 1))),
    refused('too-early'));
});

test('bytes that were sealed with a valid proof are recorded', async () => {
  for (const epoch of [1, 2, 4, LAST]) assert.equal(await reader().look(await keptOf(epoch)), 'recorded');
});

test('V3.80: other bytes in the sealed row are told', async () => {
  assert.equal(await reader().look(await keptOf(LAST, (hash) => hash.map((byte, i) => (i === 0 ? byte ^ 1 : byte)))), 'bytes');
});

test('a void epoch is told, an epoch to come is waited for', async () => {
  assert.equal(await reader().look(await keptOf(VOID)), 'void');
  const short = honest.copy();
  const before = honest.index(EPOCH, 4) + 1;
  assert.equal(await new ReadBoard(short.source(before), new Memory()).look(await keptOf(LAST)), 'waiting');
});

test('a row whose slot proof does not hold is told, although the quorum signed it', async () => {
  const lying = honest.copy();
  const closing = honest.index(EPOCH, LAST);
  const chunk = lying.entries.slice(0, closing).map((one) => one.type).lastIndexOf(CHUNK);
  const name = toHex((lying.entries[chunk]?.body ?? assert.fail()).slice(-32));
  const blob = (lying.blobs.get(name) ?? assert.fail()).slice();
  const proofByte = 64 * (await styleContests()) + 40;
  blob[proofByte] = (blob[proofByte] ?? 0) ^ 1;
  lying.replaceBlob(chunk, closing, blob).signAgain();
  assert.equal(await reader(lying).look(await keptOf(LAST)), 'proof');
});

test('without the quorum nothing is recorded', async () => {
  await assert.rejects(new ReadBoard(honest.source(honest.entries.length, [0]), new Memory()).look(await keptOf(LAST)),
    stops('no-quorum'));
});

test('a board that is older than the one seen before stops the page, also after a reload', async () => {
  const shelf = new Memory();
  await new ReadBoard(honest.source(), shelf).look(await keptOf(LAST));
  await assert.rejects(new ReadBoard(honest.source(honest.index(EPOCH, 4) + 1), shelf).look(await keptOf(LAST)), stops('old-view'));
});

test('a ballot of our own goes from the code to the record, and another one of ours in its place is an alarm', async () => {
  const own = await ownBallot();
  const shelf = new Memory();
  const first = new ReadBoard(own.before, shelf);
  const {kept, shown} = await first.read(own.code.slice());
  assert.deepEqual(shown.map((one) => (one.choice.kind === 'options' ? one.choice.options[0]?.name : undefined)), own.chosen);
  assert.equal(await first.look(kept), 'waiting');
  assert.equal(await new ReadBoard(own.after, shelf).look(kept), 'recorded');
  assert.equal(await new ReadBoard(own.other, new Memory()).look(kept), 'bytes');
  assert.equal((await first.read(own.spoiled.slice())).shown[0]?.choice.kind, 'nothing');
});
