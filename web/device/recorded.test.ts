// SPDX-License-Identifier: Apache-2.0
// When a ballot counts as recorded, and when it does not. [SPEC 10.7 SlotKey]
import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Bytes} from '../core/bytes.ts';
import {openElection} from '../record/election.ts';
import {EPOCH, INTERNET_CLOSE} from '../record/entry.ts';
import {sealedRow} from '../record/epochs.ts';
import {SampleBoard} from '../record/sampleBoard.ts';
import type {SampleSource} from '../record/sampleBoard.ts';
import {confirmRecorded} from './recorded.ts';
import type {Recorded, SentRow} from './recorded.ts';

const honest = SampleBoard.honest();
const sealedAt = (epoch: number): number => honest.index(EPOCH, epoch) + 1;

async function sentIn(epoch: number, slot: number): Promise<SentRow> {
  const election = await openElection(honest.source(), {});
  const {row} = await sealedRow(election, election.checkpoint ?? assert.fail(), epoch, slot);
  return {ctx: election.open.ctx, slot, epoch, row};
}
const confirm = async (source: SampleSource, sent: SentRow): Promise<Recorded> =>
  confirmRecorded(await openElection(source, {}), sent);

test('the row sent is the row sealed under the quorum: recorded', async () => {
  for (const epoch of [1, 2, 4, 5]) assert.equal(await confirm(honest.source(), await sentIn(epoch, epoch)), 'recorded');
});

test("not sealed yet, or sealed under the log's signature alone: waiting", async () => {
  const sent = await sentIn(5, 2);
  assert.equal(await confirm(honest.source(sealedAt(4)), sent), 'waiting');
  const source = honest.source(sealedAt(5), [0, 1]);
  source.answers.set(`board/checkpoints/${sealedAt(4)}`, honest.checkpoint(sealedAt(4), [0, 1, 2]));
  assert.equal(await confirm(source, sent), 'waiting');
});

test('the row of another slot, or one other byte: other-bytes', async () => {
  const sent = await sentIn(4, 3);
  assert.deepEqual(await confirm(honest.source(), {...sent, slot: 4}), {lost: 'other-bytes'});
  const changed: Bytes = sent.row.map((byte, i) => (i === 0 ? byte ^ 1 : byte));
  assert.deepEqual(await confirm(honest.source(), {...sent, row: changed}), {lost: 'other-bytes'});
});

test('an epoch that was overtaken, or not sealed when the Internet voting closed: void', async () => {
  const sent = await sentIn(4, 3);
  assert.deepEqual(await confirm(honest.source(sealedAt(4)), {...sent, epoch: 3}), {lost: 'void'});
  const closed = honest.index(INTERNET_CLOSE);
  const board = new SampleBoard(
    [...honest.entries.slice(0, sealedAt(4)), honest.entries[closed] ?? assert.fail()],
    honest.blobs,
  ).signAgain();
  assert.deepEqual(await confirm(board.source(), {...sent, epoch: 5}), {lost: 'void'});
});

test('a row of another election: other-election', async () => {
  const sent = await sentIn(4, 3);
  await assert.rejects(
    confirm(honest.source(), {...sent, ctx: new Uint8Array(32)}),
    (error) => (error as {word: string}).word === 'other-election',
  );
});
