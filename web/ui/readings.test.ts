// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'node:test';
import {withoutReading, withReadings} from './readings.ts';
import {pieces} from './words.ts';

const CATALOGUES = [/^booth\/words\/.*\.ts$/, /^(check|board|pairing)\/words\.ts$/, /^ui\/partWords\.ts$/];

function files(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below), {withFileTypes: true}).flatMap((one) => {
    const path = join(below, one.name);
    if (one.isDirectory()) return one.name === 'node_modules' ? [] : files(folder, path);
    return CATALOGUES.some((pattern) => pattern.test(path)) ? [path] : [];
  });
}

/** Japanese texts of a catalogue or a data file. */
const textsOf = (source: string) => [...source.matchAll(/\b(?:ja|easy)(?:: | = )(['"])(.*?)\1/g)].map((one) => one[2] ?? '');

function unread(text: string): string[] {
  return pieces(text).flatMap((piece) => (piece.kind === 'text' && withoutReading(piece.text).length > 0 ? [`${withoutReading(piece.text).join('')} in ${text}`] : []));
}

test('every kanji of every catalogue has a reading', () => {
  const web = join(SOURCE, 'web');
  const paths = [...files(web).map((one) => join(web, one)), join(SOURCE, 'data/eligibility.toml')];
  assert.deepEqual(paths.flatMap((path) => textsOf(readFileSync(path, 'utf8')).flatMap(unread)), []);
});

test('a kanji without a reading is named', () => {
  assert.deepEqual(unread('投票の鬱'), ['鬱 in 投票の鬱']);
});

test('the longest word wins, and kana at its end stay below', () => {
  assert.deepEqual(withReadings('投票所へ行く'), [['投票所', 'とうひょうじょ'], 'へ', ['行', 'い'], 'く']);
  assert.deepEqual(withReadings('確かめる'), [['確', 'たし'], 'かめる']);
});

test('after a figure a counter is read as one', () => {
  assert.deepEqual(withReadings('3人の人'), ['3', ['人', 'にん'], 'の', ['人', 'ひと']]);
  assert.deepEqual(withReadings('人', true), [['人', 'にん']]);
});
