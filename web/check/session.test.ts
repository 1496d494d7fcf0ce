// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {keep, restore} from './kept.ts';
import {officeOf} from './office.ts';
import {START, checked, grouped, step} from './session.ts';
import type {Event, Kept, ShownContest, State} from './session.ts';

const kept: Kept = {
  ctx: 'aa'.repeat(32), slot: '1234567', epoch: 3, hash: 'bb'.repeat(32), choice: 'open', number: 'open', record: 'waiting',
    due: 1000,
};
const mayor: ShownContest = {title: '市長', titleEn: 'Mayor',
  choice: {kind: 'options', options: [{number: 1, name: '見本 太郎', kana: 'みほん たろう', nameEn: ''}]}};
const opened: Event = {type: 'opened', kept, shown: [mayor]};
const after = (...events: Event[]): State => events.reduce(step, START);
const looked: Event[] = [{type: 'code'}, opened, {type: 'choice-same'}];

class Memory {
  readonly map = new Map<string, string>();
  getItem = (name: string) => this.map.get(name) ?? null;
  setItem = (name: string, value: string) => void this.map.set(name, value);
  removeItem = (name: string) => void this.map.delete(name);
}

test('choice, number and record together are a check, in any order of the last two', () => {
  for (const order of [['number-same', 'recorded'], ['recorded', 'number-same']] as const) {
    const state = after(...looked, ...order.map((type) => ({type}) as Event));
    assert.equal(state.at, 'progress');
    assert.ok('kept' in state && checked(state.kept));
  }
});

test('two of the three are no check', () => {
  for (const events of [
    [...looked, {type: 'number-same'}],
    [...looked, {type: 'number-later'}, {type: 'recorded'}],
    [{type: 'code'}, opened, {type: 'time-is-up'}, {type: 'compare-number'}, {type: 'number-same'}, {type: 'recorded'}],
  ] as Event[][]) {
    const state = after(...events);
    assert.ok('kept' in state && !checked(state.kept), JSON.stringify(state));
  }
});

test('the choice is gone from the state once it was seen, when time is up and at an alarm', () => {
  for (const type of ['choice-same', 'choice-differs', 'time-is-up'] as const) {
    assert.doesNotMatch(JSON.stringify(after({type: 'code'}, opened, {type})), /見本/);
  }
});

test('a record that arrives while the choice is shown waits for the voter', () => {
  const state = after({type: 'code'}, opened, {type: 'recorded'});
  assert.equal(state.at, 'choice');
  assert.ok('kept' in state && state.kept.record === 'recorded');
});

test('every doubt is an alarm that names its reason', () => {
  assert.deepEqual(after({type: 'code'}, opened, {type: 'choice-differs'}), {at: 'alarm', alarm: 'choice', kept});
  assert.equal((after(...looked, {type: 'number-differs'}) as {alarm: string}).alarm, 'number');
  assert.equal((after({type: 'code'},
    {type: 'opened', kept, shown: [mayor, {...mayor, choice: {kind: 'nothing'}}]}) as {alarm: string}).alarm, 'contest');
  for (const alarm of ['bytes', 'proof'] as const) {
    assert.equal((after(...looked, {type: 'number-same'}, {type: 'not-recorded', alarm}) as {alarm: string}).alarm, alarm);
  }
});

test('an alarm stays: no later word of the board ends it', () => {
  const alarm = after(...looked, {type: 'number-differs'});
  for (const event of [{type: 'recorded'}, {type: 'epoch-void'}, {type: 'number-same'}, {type: 'choice-same'}] as Event[]) {
    assert.deepEqual(step(alarm, event), alarm);
  }
});

test('a void epoch says that the ballot will be sent again', () => {
  assert.equal(after(...looked, {type: 'number-same'}, {type: 'epoch-void'}).at, 'void');
});

test('a lost line is told and forgotten', () => {
  const lost = after({type: 'code'}, {type: 'line-lost'});
  assert.deepEqual(lost, {at: 'opening', lineLost: true});
  assert.deepEqual(step(lost, {type: 'line-back'}), {at: 'opening', lineLost: false});
  assert.deepEqual(step(START, {type: 'line-lost'}), START);
});

test('a code that is refused leads back to the start with the reason', () => {
  assert.deepEqual(after({type: 'code'}, {type: 'refused', refusal: 'other-election'}), {at: 'start', refusal: 'other-election'});
});

test('a reload keeps slot, epoch and hash, and never the choice', () => {
  const shelf = new Memory();
  keep(shelf, after({type: 'code'}, opened));
  assert.doesNotMatch([...shelf.map.values()].join(), /見本/);
  assert.deepEqual(restore(shelf), {at: 'progress', kept, lineLost: false, expired: true});
  const done = after(...looked, {type: 'number-same'});
  keep(shelf, done);
  assert.deepEqual(restore(shelf), done);
});

test('a reload keeps an alarm and a void epoch', () => {
  const shelf = new Memory();
  for (const state of [after(...looked, {type: 'number-differs'}), after(...looked, {type: 'epoch-void'})]) {
    keep(shelf, state);
    assert.deepEqual(restore(shelf), state);
  }
});

test('what was kept is forgotten at the start, and strange contents are not read', () => {
  const shelf = new Memory();
  keep(shelf, after(...looked));
  keep(shelf, START);
  assert.equal(restore(shelf), undefined);
  for (const text of ['', 'null', '{}', '{"kept":{"slot":"<b>"}}', JSON.stringify({kept: {...kept, hash: 'BB'.repeat(32)}})]) {
    shelf.setItem('ippyo-check', text);
    assert.equal(restore(shelf), undefined, text);
  }
});

test('a slot number stands in groups of three, as on the polling card', () => {
  for (const [slot, shown] of [['0', '0'], ['7', '7'], ['123', '123'], ['1234', '1 234'],
    ['1234567', '1 234 567']] as const) assert.equal(grouped(slot), shown);
});

test('a telephone number of the origin is shown only if it is one', () => {
  const office = {name: '見本市選挙管理委員会', telephone: '029-000-0000', hours: '平日 9時から17時'};
  assert.deepEqual(officeOf({office}), office);
  for (const bad of [null, {}, {office: {...office, telephone: 'javascript:alert(1)'}}, {office: {...office, name: 3}},
    {office: {name: 'a', telephone: '1'}}]) assert.equal(officeOf(bad), undefined);
});
