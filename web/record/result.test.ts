// SPDX-License-Identifier: Apache-2.0
// The result with names, as counted by the election itself. [SPEC 8.3 Bodies]
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Encoder} from '../core/bytes.ts';
import {amendedBallot, numbersOffered, optionsOf} from './ballot.ts';
import {decodeLot, decodeResult} from './bodies.ts';
import {openElection} from './election.ts';
import {LOT, RESULT} from './entry.ts';
import {readResult} from './result.ts';
import {SampleBoard} from './sampleBoard.ts';

const honest = SampleBoard.honest();

test('counts, seats and open seats carry the names of the options', async () => {
  const result = (await readResult(await openElection(honest.source(), {}))) ?? assert.fail();
  const {counts, seats} = decodeResult((honest.entries[honest.index(RESULT)] ?? assert.fail()).body) ?? assert.fail();
  assert.deepEqual(
    result.contests.map((one) => one.contest.id),
    counts.map((one) => one.contest),
  );
  for (const [c, {options, blank, replacedOnPaper, contest}] of result.contests.entries()) {
    const [count, seat] = [counts[c] ?? assert.fail(), seats[c] ?? assert.fail()];
    assert.deepEqual([blank, replacedOnPaper], [Number(count.blank), Number(count.null)]);
    assert.deepEqual(
      options
        .filter((one) => one.elected)
        .map((one) => one.option.number)
        .sort(),
      [...seat.elected].sort(),
    );
    for (const {number, votes} of [...count.valid, ...count.withdrawn])
      if (number > 0)
        assert.equal(options.find((one) => one.option.number === number)?.votes, Number(votes), `${contest.id} ${number}`);
    assert.ok(options.every((one) => one.option.name.startsWith('見本')));
  }
  assert.equal(result.contests[1]?.options.find((one) => one.option.number === 4)?.withdrawn, true);
  assert.equal(result.entries, honest.entries.length);
});

test('a lot elects by name, and its statement is shown', async () => {
  const board = honest.copy();
  const lot = new Encoder()
    .u16(1)
    .list([3], (to, n) => to.u16(n))
    .text('見本のくじ')
    .finish();
  board.insert(board.entries.length, LOT, lot, ['commission']).signAgain();
  const result = (await readResult(await openElection(board.source(), {}))) ?? assert.fail();
  assert.equal(result.contests[1]?.lot, '見本のくじ');
  assert.deepEqual(
    result.contests[1]?.options.filter((one) => one.byLot).map((one) => one.option.name),
    ['見本 3'],
  );
  assert.equal(decodeLot(lot)?.winners.length, 1);
});

test('there is no result before it is there, and none that somebody else signed', async () => {
  assert.equal(await readResult(await openElection(honest.source(honest.index(RESULT)), {})), undefined);
  const board = honest
    .copy()
    .set(honest.index(RESULT), {signers: ['registrar']})
    .signAgain();
  const election = await openElection(board.source(), {});
  await assert.rejects(readResult(election), (error) => (error as {word: string}).word === 'bad-signature');
});

test('a number of an approval contest is a set of options', () => {
  const option = (number: number) => ({number, name: `見本 ${number}`, kana: '', nameEn: '', order: number});
  const contest = {
    id: 'park',
    kind: 4,
    title: '公園',
    titleEn: '',
    seats: 0,
    approveMax: 2,
    options: [1, 2, 3].map(option),
    withdrawn: new Set<number>(),
  };
  assert.deepEqual(
    optionsOf(contest, 5).map((one) => one.number),
    [1, 3],
  );
  assert.deepEqual(
    optionsOf({...contest, kind: 1}, 2).map((one) => one.number),
    [2],
  );
  assert.deepEqual(optionsOf({...contest, kind: 1}, 0), []);
  assert.deepEqual(numbersOffered({...contest, withdrawn: new Set([2])}), [0, 1, 4, 5]);
});

test('amendments change contests and epochs: added, withdrawn, extended, suspended', async () => {
  const election = await openElection(honest.source(), {});
  const {opening} = election.open;
  const start = election.ballotAt(0);
  const window = (from: bigint, until: bigint) => ({from, until});
  const suspended = amendedBallot(start, opening, {number: 1, reason: '見本', kind: 'suspend', window: window(1300n, 1500n)});
  assert.deepEqual([...suspended.schedule.keys()], [1, 2, 3]);
  const extended = amendedBallot(suspended, opening, {
    number: 2,
    reason: '見本',
    kind: 'extend',
    window: window(1600n, 1750n),
    boxes: ['box-2'],
  });
  assert.deepEqual([...extended.schedule.values()].slice(3), [
    {number: 6, from: 1600n, close: 1700n, box: 'box-2'},
    {number: 7, from: 1700n, close: 1750n, box: 'box-2'},
  ]);
  assert.equal(extended.highest, 7);
  assert.deepEqual(
    [...start.schedule.values()].map((one) => one.box),
    ['box-1', 'box-2', 'box-1', 'box-2', 'box-1'],
  );
});
