// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {isLate, nextMove, promiseOf, wipeTime, type Facts} from './casting.ts';

const fresh: Facts = {epoch: 4, open: true, holdsKey: true};
const granted: Facts = {...fresh, last: 6};
const built: Facts = {...granted, builtFor: 4};
const move = (facts: Facts) => nextMove(facts).do;

test('grant, build, send', () => {
  assert.deepEqual([fresh, granted, built].map(move), ['ask-grant', 'build', 'send']);
});

test('between two epochs nothing is asked, built or sent', () => {
  assert.deepEqual([fresh, granted, built].map((facts) => move({...facts, open: false})), ['wait', 'wait', 'wait']);
});

test('its epoch is over without an answer: first the board is looked at, for it may have been taken all the same', () => {
  const over = {...built, epoch: 5};
  assert.equal(move(over), 'look');
  assert.equal(move({...over, fate: 'recorded'}), 'is-recorded');
  assert.equal(move({...over, fate: 'waiting'}), 'wait');
  assert.equal(move({...over, fate: 'lost'}), 'drop');
});

test('built for an epoch that is still to come, because somebody lied about the present one: built anew', () => {
  assert.equal(move({...built, builtFor: 5}), 'build');
  assert.equal(move({...built, builtFor: 5, holdsKey: false}), 'unlock');
  assert.equal(move({...built, builtFor: 5, open: false}), 'wait');
});

test('a dropped cast is built anew for the next epoch of its grant, with the same grant', () => {
  assert.equal(move({...granted, epoch: 6}), 'build');
});

test('beyond its last epoch the grant is worth nothing: who one is must be shown again', () => {
  assert.equal(move({...granted, epoch: 7}), 'prove-again');
});

test('after a reload the key is needed again before anything is built', () => {
  assert.equal(move({...granted, holdsKey: false}), 'unlock');
  assert.equal(move({...fresh, holdsKey: false}), 'unlock');
  assert.equal(move({...built, holdsKey: false}), 'send', 'what is built is sent without the key');
});

test('no epoch is left: said, and paper named', () => {
  assert.equal(move({...granted, epoch: 0, open: false}), 'too-late');
  assert.equal(move({...built, epoch: 0, open: false}), 'look', 'but what was built may have been taken');
});

const epochs = [4, 5, 6, 8].map((epoch) => ({epoch, closesAt: epoch * 600}));

test('the same upper bound for every cast of an epoch: the end of the epoch after next; of removed numbers none counts', () => {
  assert.equal(promiseOf(4, epochs), 6 * 600);
  assert.equal(promiseOf(5, epochs), 8 * 600);
  assert.equal(promiseOf(8, epochs), 8 * 600);
});

test('r and choice go at the end of the epoch after the cast', () => {
  assert.deepEqual([wipeTime(4, epochs), wipeTime(6, epochs), wipeTime(8, epochs)], [3000, 4800, 4800]);
});

test('late: fewer than three epochs are left', () => {
  assert.deepEqual([isLate(4, epochs), isLate(6, epochs)], [false, true]);
});
