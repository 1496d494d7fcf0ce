// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {DEFAULTS, hasFurigana, readSettings} from './settings.ts';
import {groupsOfThree, tidied} from './digits.tsx';
import {leftOf} from './time.tsx';

test('what somebody else wrote into the storage becomes the default, member by member', () => {
  assert.deepEqual(readSettings('{"scale":"<b>","theme":"pink","language":"en","seconds":0.01,"select":"a b","audio":1}', 'ja'), {...DEFAULTS, language: 'en'});
  assert.deepEqual(readSettings('not json', 'ja'), DEFAULTS);
  assert.deepEqual(readSettings('[]', 'ja'), DEFAULTS);
  assert.deepEqual(readSettings('null', 'ja'), DEFAULTS);
});

test('what was chosen comes back', () => {
  const chosen = {...DEFAULTS, scale: 400, theme: 'yellow', furigana: true, scan: 'two', next: 'KeyJ'} as const;
  assert.deepEqual(readSettings(JSON.stringify(chosen), 'ja'), chosen);
});

test('furigana are on by themselves in やさしい日本語, never in English', () => {
  assert.equal(hasFurigana({...DEFAULTS, language: 'easy'}), true);
  assert.equal(hasFurigana({...DEFAULTS, language: 'easy', furigana: false}), false);
  assert.equal(hasFurigana({...DEFAULTS, language: 'ja'}), false);
  assert.equal(hasFurigana({...DEFAULTS, language: 'en', furigana: true}), false);
});

test('a typed code is read without spaces and hyphens of any kind, full width or small', () => {
  assert.equal(tidied(' ａｂｃｄ－efgh ー 2345\u3000'), 'ABCDEFGH2345');
});

test('digits are cut into threes from the right', () => {
  assert.deepEqual(['12', '123', '1234', '1234567'].map((digits) => groupsOfThree(digits).join(' ')), ['12', '123', '1 234', '1 234 567']);
});

test('what is left is told in minutes, then in tens of seconds, never below zero', () => {
  assert.deepEqual(leftOf(300_000, 0), {unit: 'minutes', count: 5});
  assert.deepEqual(leftOf(61_000, 0), {unit: 'minutes', count: 2});
  assert.deepEqual(leftOf(41_000, 0), {unit: 'seconds', count: 50});
  assert.deepEqual(leftOf(0, 5000), {unit: 'seconds', count: 0});
});
