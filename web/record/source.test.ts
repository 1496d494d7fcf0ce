// SPDX-License-Identifier: Apache-2.0
// Answers of a ballot box, and everything that is none.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {utf8} from '../core/bytes.ts';
import {readContents} from './contents.ts';
import {httpSource} from './source.ts';
import type {Source} from './source.ts';

const answering = (answer: () => Response): Source => httpSource('/ballot-box/', () => Promise.resolve(answer()));
const word = (expected: string) => (error: unknown) => (error as {word: string}).word === expected;

test('a file is bytes, what is not there is undefined', async () => {
  assert.deepEqual(await answering(() => new Response('ab')).get('board/checkpoint'), utf8('ab'));
  assert.equal(await answering(() => new Response('', {status: 404})).get('x'), undefined);
  assert.deepEqual(await answering(() => new Response('{"a":1}')).json('epoch'), {a: 1});
});

test('a busy box, no line, no answer in time and what is no JSON: missing', async () => {
  await assert.rejects(answering(() => new Response('', {status: 503})).get('x'), word('missing'));
  await assert.rejects(httpSource('/', () => Promise.reject(new TypeError('no line'))).get('x'), word('missing'));
  const silent = httpSource(
    '/',
    (_, init) => new Promise((_done, fail) => init?.signal?.addEventListener('abort', () => fail(new Error('aborted')))),
    1,
  );
  await assert.rejects(silent.get('x'), word('missing'));
  await assert.rejects(answering(() => new Response('{')).json('epoch'), word('missing'));
  await assert.rejects(answering(() => new Response('', {status: 404})).json('epoch'), word('missing'));
});

test('an answer without end: missing, read to a limit and no further', async () => {
  let sent = 0;
  const piece = new Uint8Array(1_048_576);
  const endless = () => new Response(new ReadableStream({pull: (to) => { sent += piece.length; to.enqueue(piece); }}));
  await assert.rejects(answering(endless).get('x'), word('missing'));
  assert.ok(sent < 40_000_000);
});

test('a table of contents has whole numbers in ascending order', async () => {
  const read = (value: unknown): Promise<unknown> => readContents(answering(() => new Response(JSON.stringify(value))));
  const item = (index: number) => ({index, type: 1, time: 5});
  assert.deepEqual(await read({size: 2, entries: [item(0), item(1)]}), {size: 2, entries: [item(0), item(1)]});
  for (const spoilt of [
    null,
    {},
    {size: -1, entries: []},
    {size: 1, entries: [{index: 0}]},
    {size: 1, entries: [null]},
    {size: 1, entries: [{...item(0), number: 'a'}]},
  ])
    await assert.rejects(read(spoilt), word('missing'));
  for (const spoilt of [
    {size: 1, entries: [item(1)]},
    {size: 3, entries: [item(1), item(1)]},
    {size: 3, entries: [item(1), item(0)]},
  ])
    await assert.rejects(read(spoilt), word('wrong-entry'));
});
