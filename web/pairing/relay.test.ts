// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {RelayTrouble, httpRelay} from './relay.ts';
import type {Line} from './relay.ts';

const token = 'ab'.repeat(16);
interface Call {
  url: string;
  method: string;
  authorization: string | null;
}

/** Answers in order; a word instead of an answer is a line that breaks. */
function scripted(answers: (Response | 'lost')[]): {line: Line; calls: Call[]} {
  const calls: Call[] = [];
  return {
    calls,
    line: {
      pause: async () => undefined,
      fetch: async (url, init) => {
        calls.push({url, method: init.method ?? '', authorization: new Headers(init.headers).get('authorization')});
        const answer = answers.shift();
        if (!answer || answer === 'lost') throw new TypeError('the line is lost');
        return answer;
      },
    },
  };
}
const opened = () => Response.json({box: '0427', token}, {status: 201});
const trouble = (word: string) => (error: unknown) => error instanceof RelayTrouble && error.word === word;

test('a box is opened, written with its token, read until something lies there, and closed', async () => {
  const {line, calls} = scripted([opened(), new Response(null, {status: 204}), new Response(null, {status: 204}),
    new Response(new Uint8Array([7])), new Response(null, {status: 204})]);
  const box = await httpRelay('/relay', line).open();
  assert.equal(box.number, '0427');
  await box.put(0, new Uint8Array([1]));
  assert.deepEqual(await box.get(0), new Uint8Array([7]));
  await box.close();
  assert.deepEqual(calls.map((call) => `${call.method} ${call.url}`), [
    'POST /relay/boxes', 'PUT /relay/boxes/0427/0', 'GET /relay/boxes/0427/0', 'GET /relay/boxes/0427/0',
      'DELETE /relay/boxes/0427']);
  assert.ok(calls.slice(1).every((call) => call.authorization === `Bearer ${token}`));
});

test('a box can be joined by its number', async () => {
  const {line, calls} = scripted([Response.json({token})]);
  assert.equal((await httpRelay('/relay', line).join('0427')).number, '0427');
  assert.equal(calls[0]?.url, '/relay/boxes/0427/join');
});

test('a message that arrived although its answer was lost is not an error; another one is', async () => {
  const again = scripted([opened(), 'lost', new Response(null, {status: 409})]);
  await (await httpRelay('/relay', again.line).open()).put(0, new Uint8Array([1]));
  const twice = scripted([opened(), new Response(null, {status: 409})]);
  await assert.rejects((await httpRelay('/relay', twice.line).open()).put(0, new Uint8Array([1])), trouble('taken'));
});

test('every refusal has its word', async () => {
  for (const [status, word] of [[404, 'gone'], [409, 'taken'], [429, 'busy'], [503, 'busy']] as const) {
    await assert.rejects(httpRelay('/relay', scripted([new Response(null, {status})]).line).join('0427'), trouble(word));
  }
});

test('a line that stays lost is said after five tries', async () => {
  const {line, calls} = scripted([]);
  await assert.rejects(httpRelay('/relay', line).open(), trouble('unreachable'));
  assert.equal(calls.length, 5);
});

test('an answer that is no box is not believed', async () => {
  for (const answer of [{}, {box: '12345', token}, {box: '../x', token}, {box: '0427', token: 'short'}]) {
    await assert.rejects(httpRelay('/relay', scripted([Response.json(answer)]).line).open(), trouble('busy'));
  }
});
