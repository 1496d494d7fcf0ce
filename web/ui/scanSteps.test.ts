// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {arranged, FEW, lit, next, ROUNDS, select, type Scan} from './scanSteps.ts';

const many = (count: number, name = 'a') => Array.from({length: count}, (_, index) => `${name}${index}`);
const times = <T>(count: number, scan: Scan<T>) => Array.from({length: count}).reduce((now: Scan<T>) => next(now), scan);

test('few things are gone through one by one, round and round', () => {
  const scan = arranged([['a'], ['b', 'c']]);
  assert.deepEqual([0, 1, 2, 3].map((count) => lit(times(count, scan))[0]), ['a', 'b', 'c', 'a']);
  assert.equal(select(times(1, scan)).pressed, 'b');
});

test('many things are reached by group, then by thing', () => {
  const scan = arranged([many(4, 'a'), many(4, 'b')]);
  assert.deepEqual(lit(scan), many(4, 'a'));
  const opened = select(next(scan));
  assert.equal(opened.pressed, undefined);
  assert.equal(select(times(2, opened.scan)).pressed, 'b2');
});

test('46 candidates are parted into even groups of at most six', () => {
  const scan = arranged([many(46), many(3, 'z')]);
  assert.equal(scan.groups.every((group) => group.length <= FEW && group.length >= 3), true);
  assert.deepEqual(scan.groups.flat(), [...many(46), ...many(3, 'z')]);
});

test('a group that was gone through without a choice is left for the next one', () => {
  const opened = select(arranged([many(4, 'a'), many(4, 'b')])).scan;
  const after = times(4 * ROUNDS, opened);
  assert.equal(after.item, undefined);
  assert.deepEqual(lit(after), many(4, 'b'));
});

test('a group of one is pressed at once', () => {
  const scan = arranged([['only'], many(8, 'b')]);
  assert.equal(select(scan).pressed, 'only');
});

test('with nothing to press nothing happens', () => {
  const scan = arranged<string>([]);
  assert.deepEqual(lit(next(scan)), []);
  assert.equal(select(scan).pressed, undefined);
});
