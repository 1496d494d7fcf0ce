// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {BoardTrouble} from '../record/trouble.ts';
import {CodeRefused, openCode, watchRecord} from './driver.ts';
import type {CheckBoard, Look} from './driver.ts';
import {START, step} from './session.ts';
import type {Event, Kept, State} from './session.ts';

const kept: Kept = {
  ctx: 'aa'.repeat(32), slot: '7', epoch: 3, hash: 'bb'.repeat(32), choice: 'open', number: 'open', record: 'waiting', due: 1000,
};
const lost = new BoardTrouble('missing', 'epoch');

/** Answers in order; errors are thrown. The course ends after the last one. */
function course(reads: (Error | 'opened')[], looks: (Error | Look)[] = []) {
  const events: Event[] = [];
  const end = new AbortController();
  const next = <T,>(list: (Error | T)[]): T => {
    const answer = list.shift();
    if (answer === undefined) {
      end.abort();
      throw lost;
    }
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const board: CheckBoard = {
    read: async () => (next(reads), {kept, shown: [{title: '市長', titleEn: '', choice: {kind: 'blank'}}]}),
    look: async () => next(looks),
  };
  const all = {board, tell: (event: Event) => void events.push(event), pause: async () => undefined, signal: end.signal};
  return {course: all, events, state: (): State => events.reduce(step, START)};
}

test('a code is opened, and its bytes are overwritten', async () => {
  const run = course(['opened']);
  const code = new Uint8Array([1, 2, 3]);
  assert.deepEqual(await openCode(run.course, code), kept);
  assert.deepEqual(code, new Uint8Array(3));
  assert.equal(run.state().at, 'choice');
});

test('a lost line is tried again until it is back, and said', async () => {
  const run = course([lost, lost, 'opened']);
  await openCode(run.course, new Uint8Array(1));
  assert.deepEqual(run.events.map((one) => one.type), ['code', 'line-lost', 'line-lost', 'line-back', 'opened']);
});

test('a code that does not fit is refused by its reason and not tried again', async () => {
  for (const refusal of ['not-a-code', 'other-election', 'no-such-slot', 'other-contests', 'too-early'] as const) {
    const run = course([new CodeRefused(refusal), 'opened']);
    assert.equal(await openCode(run.course, new Uint8Array(1)), undefined);
    assert.deepEqual(run.state(), {at: 'start', refusal});
  }
});

test('a board that lies stops the page with its word, at the code and afterwards', async () => {
  for (const word of ['split-view', 'old-view', 'no-quorum', 'altered', 'bad-signature', 'other-policy'] as const) {
    const first = course([new BoardTrouble(word, 'checkpoint')]);
    await openCode(first.course, new Uint8Array(1));
    assert.deepEqual(first.state(), {at: 'stopped', stop: word});
    const later = course([], ['waiting', new BoardTrouble(word, 'checkpoint')]);
    await watchRecord(later.course, kept);
    assert.deepEqual(later.state(), {at: 'stopped', stop: word});
  }
});

test('an error of our own is not taken for a lost line', async () => {
  await assert.rejects(openCode(course([new TypeError('our own')]).course, new Uint8Array(1)), TypeError);
});

test('the board is asked until it has an answer', async () => {
  const run = course(['opened'], ['waiting', lost, 'waiting', 'recorded']);
  await openCode(run.course, new Uint8Array(1));
  await watchRecord(run.course, kept);
  assert.deepEqual(run.events.slice(2).map((one) => one.type), ['line-lost', 'line-back', 'recorded']);
});

test('other bytes, a proof that does not hold and a void epoch have their own answers', async () => {
  for (const [look, at] of [['bytes', 'alarm'], ['proof', 'alarm'], ['void', 'void']] as const) {
    const run = course(['opened'], [look]);
    await openCode(run.course, new Uint8Array(1));
    run.course.tell({type: 'choice-same'});
    await watchRecord(run.course, kept);
    const state = run.state();
    assert.equal(state.at, at);
    if (state.at === 'alarm') assert.equal(state.alarm, look);
  }
});

test('who left the check is told nothing more', async () => {
  const run = course([], [lost]);
  await watchRecord(run.course, kept);
  assert.deepEqual(run.events.map((one) => one.type), ['line-lost']);
});
