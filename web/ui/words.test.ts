// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {catalogue, joined, plain, pieces} from './words.ts';

const W = catalogue({
  plain: {ja: '{投票|とうひょう}する', easy: '投票する', en: 'Vote'},
  count: {ja: '{name}：{count}票', easy: '{name} {count}票', en: '{name}: {count}'},
});

test('a text without places is an entry, one with places a function of its values', () => {
  assert.equal(plain('ja', W.plain), '投票する');
  assert.equal(plain('en', W.count({name: '見本', count: 3})), '見本: 3');
});

test('a place may be filled by words, which follow the language', () => {
  const entry = W.count({name: W.plain, count: 1});
  assert.equal(plain('ja', entry), '投票する：1票');
  assert.equal(plain('en', entry), 'Vote: 1');
});

test('braces and bars in a value stay as they are: no value is read as markup', () => {
  assert.equal(plain('ja', W.count({name: '{count}', count: 2})), '{count}：2票');
});

test('a missing value is a fault of ours', () => {
  assert.throws(() => plain('ja', {ja: '{a}', easy: '', en: ''}), /no value for \{a\}/);
});

test('what does not compile: another set of places, a missing language, a missing value', () => {
  // @ts-expect-error: easy lacks {n}
  catalogue({bad: {ja: '{n}人', easy: '人', en: '{n}'}});
  // @ts-expect-error: en is missing
  catalogue({bad: {ja: 'あ', easy: 'あ'}});
  // @ts-expect-error: {count} is missing
  assert.throws(() => plain('ja', W.count({name: 'あ'})));
});

test('readings and places are told apart', () => {
  assert.deepEqual(pieces('{漢字|かんじ}が{n}'), [{kind: 'ruby', text: '漢字', reading: 'かんじ'}, {kind: 'text', text: 'が'}, {kind: 'place', name: 'n'}]);
});

test('joined phrases keep their values', () => {
  assert.equal(plain('ja', joined(W.plain, W.count({name: 'あ', count: 1}))), '投票するあ：1票');
});
