// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Factor} from '../services/registrar.ts';
import {enrolling, startEnrolling, type EnrolEvent, type Enrolling} from './enrolling.ts';

const CARD: Factor[] = ['card', 'passkey'];
const after = (...events: EnrolEvent[]): Enrolling => events.reduce(enrolling, startEnrolling());
const begun: EnrolEvent = {type: 'begun', ways: [CARD, ['oidc', 'passkey']], already: false};
const open: EnrolEvent = {type: 'board-open', enrolment: true};
const upToPasskey: EnrolEvent[] = [open, begun, {type: 'way', way: CARD}];
const upToCard: EnrolEvent[] = [...upToPasskey, {type: 'go'}, {type: 'passkey', prf: true}, {type: 'key-taken'}];

test('board, code, way, passkey, key, card, finish, done: one after another', () => {
  assert.equal(after().step.at, 'board');
  assert.equal(after(open).step.at, 'code');
  assert.equal(after(open, begun).step.at, 'way');
  assert.deepEqual(after(...upToPasskey).step, {at: 'passkey', busy: false});
  assert.deepEqual(after(...upToPasskey, {type: 'go'}).step, {at: 'passkey', busy: true});
  assert.equal(after(...upToPasskey, {type: 'go'}, {type: 'passkey', prf: true}).step.at, 'key');
  assert.deepEqual(after(...upToCard).step, {at: 'factor', factor: 'card', busy: false});
  assert.equal(after(...upToCard, {type: 'go'}, {type: 'shown', factor: 'card'}).step.at, 'finish');
  assert.deepEqual(after(...upToCard, {type: 'go'}, {type: 'shown', factor: 'card'}, {type: 'enrolled', voteFrom: 5}).step, {at: 'done', voteFrom: 5});
});

test('before the lists are closed one may enrol; afterwards the page says so at once', () => {
  assert.equal(after({type: 'board-open', enrolment: false}).step.at, 'closed');
  assert.equal(after(open, {type: 'trouble', word: 'closed'}).step.at, 'closed');
});

test('who is enrolled already is asked before the earlier enrolment is replaced', () => {
  const again: EnrolEvent = {type: 'begun', ways: [CARD], already: true};
  assert.equal(after(open, again).step.at, 'replace');
  assert.equal(after(open, again, {type: 'replace'}).step.at, 'way');
});

test('without a PRF the voter is told that the key stays on this device, before it is made', () => {
  const state = after(...upToPasskey, {type: 'go'}, {type: 'passkey', prf: false});
  assert.equal(state.step.at, 'device-key');
  const accepted = enrolling(state, {type: 'device-key'});
  assert.equal(accepted.step.at, 'key');
  assert.equal(accepted.deviceKey, true);
});

test('a way without passkey goes to a key of this device at once', () => {
  assert.equal(after(open, {type: 'begun', ways: [['email']], already: false}, {type: 'way', way: ['email']}).step.at, 'device-key');
});

test('a code that is a factor too is shown by itself, after the key', () => {
  const state = after(open, begun, {type: 'way', way: ['card', 'code', 'passkey']}, {type: 'go'}, {type: 'passkey', prf: true}, {type: 'key-taken'});
  assert.deepEqual(state.step, {at: 'factor', factor: 'code', busy: true});
});

test('a second tap changes nothing', () => {
  const once = after(...upToCard, {type: 'go'});
  assert.equal(enrolling(once, {type: 'go'}), once);
});

test('an answer for another factor changes nothing', () => {
  const state = after(...upToCard, {type: 'go'});
  assert.equal(enrolling(state, {type: 'shown', factor: 'oidc'}), state);
});

test('trouble leads back to the step where it happened, not busy', () => {
  const state = after(...upToCard, {type: 'go'}, {type: 'trouble', word: 'card-cancelled'});
  assert.deepEqual(state.step, {at: 'trouble', word: 'card-cancelled', back: {at: 'factor', factor: 'card', busy: false}});
  assert.deepEqual(enrolling(state, {type: 'again'}).step, {at: 'factor', factor: 'card', busy: false});
});

test('a second trouble keeps the way back', () => {
  const twice = after(...upToCard, {type: 'go'}, {type: 'trouble', word: 'line'}, {type: 'trouble', word: 'busy'});
  assert.deepEqual(twice.step, {at: 'trouble', word: 'busy', back: {at: 'factor', factor: 'card', busy: false}});
});

test('session over: the code is shown again by itself, and then it is no question that one is enrolled already', () => {
  const over = after(...upToCard, {type: 'go'}, {type: 'trouble', word: 'sign-in'});
  assert.deepEqual(over.step, {at: 'code', again: true});
  assert.deepEqual([over.shown, over.holds, over.keyTaken], [[], false, false]);
  assert.equal(enrolling(over, {type: 'begun', ways: [CARD], already: true}).step.at, 'way');
});

test('a code that is refused does not go round in a circle', () => {
  assert.equal(after(open, {type: 'trouble', word: 'sign-in'}).step.at, 'trouble');
});

test('back from the provider: its answer is finished first, then the key is made again', () => {
  const way: Factor[] = ['oidc', 'passkey'];
  const back = after({type: 'resumed', way, shown: ['passkey'], returned: 'oidc'});
  assert.deepEqual(back.step, {at: 'factor', factor: 'oidc', busy: true});
  const shown = enrolling(back, {type: 'shown', factor: 'oidc'});
  assert.deepEqual(shown.step, {at: 'unlock', busy: false});
  assert.equal(enrolling(enrolling(shown, {type: 'go'}), {type: 'unlocked'}).step.at, 'finish');
});

test('after a reload the sitting goes on with the factor that is left', () => {
  assert.deepEqual(after({type: 'resumed', way: CARD, shown: ['passkey']}).step, {at: 'factor', factor: 'card', busy: false});
  assert.deepEqual(after({type: 'resumed', way: CARD, shown: ['passkey', 'card']}).step, {at: 'unlock', busy: false});
});

test('no way at all is trouble with a name', () => {
  assert.equal((after(open, {type: 'begun', ways: [], already: false}).step as {word: string}).word, 'no-way');
});
