// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {birthDay, EMPTY, faultsOf, formOf, type Draft, type Era} from './application.ts';
import {readEligibility} from './eligibility.ts';
import {nextOf, seasonOf} from './screens/home.tsx';
import {answersOf} from './screens/questionnaire.tsx';
import {tablesOf} from './tables.ts';

const data = readEligibility();
const GOOD: Draft = {...EMPTY, name: '見本 太郎', kana: 'みほん たろう', birth: {era: 'showa', year: '15', month: '3', day: '2'}, address: '見本市見本一丁目90001番地', category: 'sight',
  ground: '目が見えません。', evidence: ['medical-note'], postal: '305-8555', declared: true};
const day = (era: Era, year: string, month: string, date: string) => birthDay({era, year, month, day: date});
const fields = (step: Parameters<typeof faultsOf>[0], change: Partial<Draft>) => faultsOf(step, {...GOOD, ...change}, data).map((fault) => fault.field);

test('a whole application has no fault and becomes the form of the registrar', () => {
  assert.deepEqual((['who', 'why', 'post', 'review'] as const).flatMap((step) => fields(step, {})), []);
  assert.deepEqual(formOf(GOOD, data), {name: '見本 太郎', kana: 'みほん たろう', birth: '1940-03-02', address: '見本市見本一丁目90001番地', category: 'sight', ground: '目が見えません。',
    letter: 'print', evidence: '診断書その他の医療機関の書面', postal_code: '305-8555', declaration: true});
});

test('days of eras: the first year, the borders, days that never were', () => {
  assert.equal(day('reiwa', '元', '5', '1'), '2019-05-01');
  assert.equal(day('showa', '６４', '1', '7'), '1989-01-07');
  assert.equal(day('showa', '64', '1', '8'), undefined);
  assert.equal(day('reiwa', '1', '4', '30'), undefined);
  assert.equal(day('ad', '1941', '2', '29'), undefined);
  assert.equal(day('ad', '1940', '2', '29'), '1940-02-29');
  assert.equal(day('ad', '1872', '1', '1'), undefined);
  assert.equal(day('ad', '', '1', '1'), undefined);
});

test('every step names what is missing, in the order of the screen', () => {
  assert.deepEqual(fields('who', {name: ' ', kana: '', address: '', birth: EMPTY.birth}), ['name', 'kana', 'birth-year', 'address']);
  assert.deepEqual(fields('who', {kana: '見本 太郎'}), ['kana']);
  assert.deepEqual(fields('why', {category: '', ground: ''}), ['category', 'ground']);
  assert.deepEqual(fields('why', {category: 'antarctic'}), ['category']);
  assert.deepEqual(fields('why', {category: 'overseas'}), ['region']);
  assert.deepEqual(fields('post', {postal: '12345'}), ['postal']);
  assert.deepEqual(fields('post', {elsewhere: true}), ['delivery']);
  assert.deepEqual(fields('post', {category: 'overseas'}), ['delivery', 'country']);
  assert.deepEqual(fields('review', {declared: false}), ['declared']);
});

test('abroad there is a country and no postal code; at home neither region nor country is sent', () => {
  const abroad = formOf({...GOOD, category: 'overseas', region: 'uk', country: 'UNITED KINGDOM', delivery: '1 Sample Street\nSampletown'}, data);
  assert.deepEqual([abroad['postal_code'], abroad['region'], abroad['country']], [undefined, 'uk', 'UNITED KINGDOM']);
  const home = formOf({...GOOD, region: 'uk', country: 'X', delivery: 'Y'}, data);
  assert.deepEqual([home['region'], home['country'], home['delivery']], [undefined, undefined, undefined]);
});

test('categories come from the registrar\'s own data; those without a ballot of a city are left out', () => {
  assert.equal(data.categories.some((one) => one.id === 'ship'), false);
  assert.equal(data.categories.every((one) => one.label.ja !== '' && one.label.easy !== '' && one.label.en !== '' && one.evidence.length > 0), true);
});

test('a data file with a line that is no row is refused', () => {
  assert.throws(() => tablesOf('[[a]]\nb = [1]'), /tables/);
  assert.throws(() => tablesOf('[[a]]\nwhat'), /tables/);
});

test('the next thing of a person by season and standing', () => {
  assert.equal(nextOf(seasonOf('keyed'), 'letter'), 'letter');
  assert.equal(nextOf(seasonOf('open'), 'enrolled'), 'vote');
  assert.equal(nextOf(seasonOf('open'), 'sending'), 'sending');
  assert.equal(nextOf(seasonOf('open'), 'nothing'), undefined);
  assert.equal(nextOf(seasonOf('internet_closed'), 'received'), 'received');
  assert.equal(nextOf(seasonOf('result'), 'enrolled'), 'result');
  assert.equal(seasonOf('audited'), 'over');
});

test('a questionnaire sends only what was answered', () => {
  assert.deepEqual(answersOf([{id: 'a', kind: 'scale'}, {id: 'b', kind: 'text'}, {id: 'c', kind: 'choice'}], {a: '4', b: '  ', c: 'home'}), {a: 4, c: 'home'});
});
