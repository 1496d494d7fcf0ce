// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Item} from '../record/contents.ts';
import {figures, timeline, voidEpochs} from './timeline.ts';
import {barWidth} from './votes.tsx';

const items = (...types: number[]): Item[] => types.map((type, index) => ({index, type, time: 100 + index}));
const epoch = (number: number): Item => ({index: 50 + number, type: 10, time: 200 + number, number});
const now = (steps: ReturnType<typeof timeline>) => steps.filter((one) => one.state === 'now').map((one) => one.name);

test('exactly one step is under way until the result', () => {
  const order = [1, 2, 3, 4, 6, 12, 13, 14, 15, 16, 17, 18, 20];
  const under = order.map((_, i) => now(timeline(items(...order.slice(0, i + 1)), true)).join());
  assert.deepEqual(under,
    ['ceremony', 'slots', 'slots', 'opening', 'voting', 'pollsClose', 'settlement', 'settlement', 'settlement', 'mixes', 'mixes',
      'decryption', '']);
});

test('an empty board waits for its constitution', () => {
  assert.deepEqual(now(timeline([], true)), ['constitution']);
});

test('without paper there is no settlement', () => {
  const steps = timeline(items(1, 2, 3, 4, 6, 12, 13), false);
  assert.ok(!steps.some((one) => one.name === 'settlement'));
  assert.deepEqual(now(steps), ['mixes']);
});

test('times are those of the entries', () => {
  const steps = timeline(items(1, 2), true);
  assert.deepEqual(steps.slice(0, 3),
    [{name: 'constitution', state: 'past', time: 100}, {name: 'ceremony', state: 'past', time: 101},
      {name: 'slots', state: 'now'}]);
});

test('epochs and mixes are counted, overtaken epochs are void', () => {
  const entries = [...items(1, 2, 3, 4, 6), epoch(1), epoch(3), epoch(4)];
  assert.deepEqual(figures(entries, 60), {entries: 60, epochs: 3, mixes: 0});
  assert.deepEqual(voidEpochs(entries, [1, 2, 3, 4, 5]), [2]);
  assert.deepEqual(voidEpochs([], [1, 2]), []);
});

test('bars are in proportion, a single vote can be seen, nobody has more than all', () => {
  assert.deepEqual([barWidth(0, 0), barWidth(0, 9), barWidth(9, 9), barWidth(1, 100000), barWidth(1, 3)], [0, 0, 100, 1, 33.3]);
});
