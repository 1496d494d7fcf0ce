// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {ContestView, SlotFound} from '../work/calls.ts';
import {isChoice, rowOf, toggled} from './choices.ts';
import {startVoting, voting, type VoteEvent, type Voting} from './voting.ts';

const option = (number: number) => ({number, name: `見本 ${number}`, kana: 'みほん', nameEn: '', order: number});
const mayor: ContestView = {id: 'mayor', kind: 'single-choice', title: '市長', titleEn: '', seats: 1, approveMax: 0, options: [option(1), option(2)]};
const park: ContestView = {id: 'park', kind: 'approval', title: '公園', titleEn: '', seats: 0, approveMax: 2, options: [option(1), option(2), option(4)]};
const found: SlotFound = {slot: 7, contests: [mayor, park]};
const after = (...events: VoteEvent[]): Voting => events.reduce(voting, startVoting());
const toSlot: VoteEvent[] = [{type: 'board-open'}, {type: 'go'}, {type: 'unlocked'}];
const toBefore: VoteEvent[] = [...toSlot, {type: 'slot', found, factors: ['passkey', 'card']}, {type: 'go'}, {type: 'shown', factor: 'card'}, {type: 'go'},
  {type: 'shown', factor: 'passkey', holds: true}];
const toReview: VoteEvent[] = [...toBefore, {type: 'start'}, {type: 'choose', index: 0, choice: 2}, {type: 'next'}, {type: 'choose', index: 1, choice: 0}, {type: 'next'}];

test('key, slot, card, passkey, the word before, contests, review, cast', () => {
  assert.deepEqual(after({type: 'board-open'}).step, {at: 'unlock', busy: false});
  assert.equal(after(...toSlot).step.at, 'slot');
  assert.deepEqual(after(...toSlot, {type: 'slot', found, factors: ['passkey', 'card']}).step, {at: 'factor', factor: 'card', busy: false});
  assert.equal(after(...toBefore).step.at, 'before');
  assert.deepEqual(after(...toBefore, {type: 'start'}).step, {at: 'contest', index: 0, review: false});
  assert.equal(after(...toReview).step.at, 'review');
  assert.equal(after(...toReview, {type: 'seal'}).step.at, 'cast');
});

test('closed: said with its reason, and nothing else happens', () => {
  const closed = after({type: 'board-open', closed: {why: 'not-yet', from: 9}});
  assert.deepEqual(closed.step, {at: 'closed', closed: {why: 'not-yet', from: 9}});
  assert.equal(voting(closed, {type: 'go'}), closed);
});

test('nothing is chosen beforehand, and without a choice nobody gets on', () => {
  const state = after(...toBefore, {type: 'start'});
  assert.deepEqual(state.choices, [null, null]);
  assert.equal(voting(state, {type: 'next'}), state);
});

test('a number that the contest does not offer is no choice', () => {
  const state = after(...toBefore, {type: 'start'});
  for (const choice of [3, -1, 1.5]) assert.equal(voting(state, {type: 'choose', index: 0, choice}), state);
  assert.equal(voting(state, {type: 'choose', index: 1, choice: 1}), state, 'another contest than the one on the screen');
});

test('from the review a contest is changed, and the way leads back to the review', () => {
  const changing = after(...toReview, {type: 'change', index: 0});
  assert.deepEqual(changing.step, {at: 'contest', index: 0, review: true});
  const changed = voting(voting(changing, {type: 'choose', index: 0, choice: 1}), {type: 'next'});
  assert.deepEqual([changed.step.at, changed.choices], ['review', [1, 0]]);
  assert.equal(voting(changing, {type: 'back'}).step.at, 'review');
});

test('back goes from contest to contest and from the review to the last one; choices stay', () => {
  const state = after(...toReview, {type: 'back'});
  assert.deepEqual(state.step, {at: 'contest', index: 1, review: false});
  const first = voting(state, {type: 'back'});
  assert.deepEqual([first.step, first.choices], [{at: 'contest', index: 0, review: false}, [2, 0]]);
  assert.equal(voting(first, {type: 'back'}).step.at, 'before');
});

test('the browser\'s own buttons lead to what was reached before, and no further', () => {
  const review = after(...toReview);
  assert.deepEqual(voting(review, {type: 'go-to', at: '0'}).step, {at: 'contest', index: 0, review: false});
  assert.equal(voting(review, {type: 'go-to', at: 'before'}).step.at, 'before');
  assert.equal(voting(after(...toReview, {type: 'back'}), {type: 'go-to', at: 'review'}).step.at, 'review');
  const first = after(...toBefore, {type: 'start'});
  for (const at of ['1', 'review', '7', 'x']) assert.equal(voting(first, {type: 'go-to', at}), first, at);
  const early = after(...toSlot);
  assert.equal(voting(early, {type: 'go-to', at: 'before'}), early);
});

test('a sitting whose session turns out to be over asks for the key, and keeps what was chosen', () => {
  const over = after({type: 'board-open', resumes: true}, {type: 'trouble', word: 'sign-in'});
  assert.deepEqual(over.step, {at: 'unlock', busy: false});
});

test('a second tap on "seal" changes nothing', () => {
  const once = after(...toReview, {type: 'seal'});
  assert.equal(voting(once, {type: 'seal'}), once);
});

test('session over while choosing: a new session, the same choices, then on where one was', () => {
  const over = after(...toBefore, {type: 'start'}, {type: 'choose', index: 0, choice: 2}, {type: 'next'}, {type: 'trouble', word: 'sign-in'});
  assert.equal(over.step.at, 'slot');
  const again = voting(over, {type: 'slot', found, factors: ['card']});
  assert.deepEqual(again.step, {at: 'factor', factor: 'card', busy: false});
  const shown = voting(again, {type: 'shown', factor: 'card'});
  assert.deepEqual([shown.step, shown.choices], [{at: 'contest', index: 1, review: false}, [2, null]]);
});

test('after a reload without the key: the passkey gives factor and key at once, else the key is opened for itself', () => {
  const resumed: VoteEvent[] = [{type: 'board-open', resumes: true}, {type: 'slot', found, factors: ['card', 'passkey'], shown: ['card'], choices: [2, 3]}];
  const state = after(...resumed);
  assert.deepEqual([state.step, state.choices], [{at: 'factor', factor: 'passkey', busy: false}, [2, 3]]);
  assert.equal(voting(state, {type: 'shown', factor: 'passkey'}).step.at, 'unlock');
  assert.equal(voting(state, {type: 'shown', factor: 'passkey', holds: true}).step.at, 'contest');
});

test('back from the provider: its answer is finished first', () => {
  const state = after({type: 'board-open', resumes: true}, {type: 'slot', found, factors: ['oidc', 'passkey'], returned: 'oidc'});
  assert.deepEqual(state.step, {at: 'factor', factor: 'oidc', busy: true});
});

test('choices of a sitting that no longer fit the contests are not taken over', () => {
  const state = after(...toSlot, {type: 'slot', found, factors: [], choices: [9, 4]});
  assert.deepEqual(state.choices, [null, null]);
  assert.deepEqual(after(...toSlot, {type: 'slot', found, factors: [], choices: [1]}).choices, [null, null]);
});

test('trouble leads back to its step, not busy', () => {
  const state = after({type: 'board-open'}, {type: 'go'}, {type: 'trouble', word: 'passkey-refused'});
  assert.deepEqual(voting(state, {type: 'again'}).step, {at: 'unlock', busy: false});
});

test('approval: as many as allowed, one more is refused, nothing ticked is not blank', () => {
  const one = toggled(park, null, option(1)) as number;
  const two = toggled(park, one, option(4)) as number;
  assert.deepEqual([one, two, isChoice(park, two)], [1, 9, true]);
  assert.equal(toggled(park, two, option(2)), undefined);
  assert.equal(toggled(park, one, option(1)), null);
  assert.deepEqual([isChoice(park, 11), isChoice(park, 4), isChoice(park, 0)], [false, false, true]);
});

test('kana rows: hiragana, katakana, voiced and small sounds; what is no kana has none', () => {
  assert.deepEqual(['みほん', 'ガマ', 'ヴェルデ', 'ッ', 'ん'].map(rowOf), ['ま', 'か', 'あ', 'た', 'わ']);
  assert.deepEqual([rowOf('Sample'), rowOf('')], [undefined, undefined]);
});
