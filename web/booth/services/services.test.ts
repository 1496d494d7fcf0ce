// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {isAlarm, troubleText} from '../words/errors.ts';
import {again, waitOf} from './again.ts';
import {announcedOf, epochOf} from './ballotBox.ts';
import {CardAgent, pairingSecret} from './cardAgent.ts';
import {Http, ServiceTrouble} from './http.ts';
import {takePrf} from './passkey.ts';
import {cameBack, leaveFor} from './provider.ts';

const answering = (...answers: (Response | Error)[]) => async (): Promise<Response> => {
  const next = answers.length > 1 ? answers.shift() : answers[0];
  if (!next || next instanceof Error) throw next ?? new Error();
  return next.clone();
};
const problem = (status: number, word: string, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify({type: `urn:ippyo:problem:${word}`, title: '', status, detail: ''}), {status, headers});
const wordIs = (word: string) => (error: unknown): boolean => error instanceof ServiceTrouble && error.word === word;

test('a refusal is known by its word, with the seconds to wait', async () => {
  await assert.rejects(new Http('', answering(problem(503, 'busy', {'Retry-After': '9'}))).json('/x'), (error) =>
    error instanceof ServiceTrouble && error.word === 'busy' && error.retryAfter === 9 && error.passing);
  await assert.rejects(new Http('', answering(problem(403, 'code-wrong'))).json('/x'), (error) => error instanceof ServiceTrouble && !error.passing);
});

test('a proxy\'s own page, a strange word, no JSON where there should be: never taken for an answer', async () => {
  await assert.rejects(new Http('', answering(new Response('<html>', {status: 502}))).json('/x'), wordIs('busy'));
  await assert.rejects(new Http('', answering(problem(400, '<script>'))).json('/x'), wordIs('unreadable'));
  await assert.rejects(new Http('', answering(new Response('[', {status: 200}))).json('/x'), wordIs('line'));
  await assert.rejects(new Http('', answering(new Response('3', {status: 200}))).json('/x'), wordIs('unreadable'));
  await assert.rejects(new Http('', answering(new TypeError('Failed to fetch'))).json('/x'), wordIs('line'));
});

/** An answer that goes on for as long as somebody reads. */
const endless = (told: {bytes: number}): Response => new Response(new ReadableStream({pull: (to) => { told.bytes += 65_536; to.enqueue(new Uint8Array(65_536)); }}));

test('an answer without end is read to a limit and no further', async () => {
  for (const call of [(http: Http) => http.json('/x'), (http: Http) => http.bytes('/x')]) {
    const told = {bytes: 0};
    await assert.rejects(call(new Http('', async () => endless(told))), wordIs('unreadable'));
    assert.ok(told.bytes < 2_000_000);
  }
});

test('what a box announces: texts that are texts, times that are times; a phase that nobody knows is no announcement', () => {
  const time = {epoch: 1, opens_at: 5, closes_at: 6};
  assert.deepEqual(announcedOf({phase: 'open', title: {ja: 1}, title_en: 'E', clock: [], schedule: [null, {...time, opens_at: 'x'}, {...time, closes_at: 1e300}, time]}),
    {phase: 'open', title_en: 'E', schedule: [time]});
  assert.deepEqual(announcedOf({phase: 'open', schedule: 5}), {phase: 'open', schedule: []});
  for (const wrong of [[], {phase: 7}, {phase: 'constructor'}]) assert.throws(() => announcedOf(wrong), wordIs('unreadable'));
});

test('a clock of nonsense is no answer, and is asked for again', () => {
  const epoch = {state: 'open', now: 5, sealed: 0, sealed_before: 0, epoch: 1, void: []};
  assert.equal(epochOf(epoch), epoch);
  for (const wrong of [{state: {}}, {now: 'x'}, {now: NaN}, {now: -1}, {epoch: []}, {sealed: 1.5}])
    assert.throws(() => epochOf({...epoch, ...wrong}), (error) => error instanceof ServiceTrouble && error.passing);
});

test('what perhaps was stored is not sent again by itself', async () => {
  await assert.rejects(again(() => new Http('', answering(problem(503, 'unknown'))).json('/x'), {sleep: async () => assert.fail()}), wordIs('unknown'));
});

test('waiting doubles to half a minute, with a part of chance; what the service says goes first', () => {
  const line = new ServiceTrouble('line', 0);
  assert.deepEqual([0, 1, 2, 9].map((attempt) => waitOf(line, attempt, () => 0.5)), [1, 2, 4, 30]);
  assert.equal(waitOf(new ServiceTrouble('busy', 503, 5), 3, () => 0), 5);
});

test('the pairing secret as people type it', () => {
  assert.equal(pairingSecret(' 0123-4567 89ab-CDEF '), '0123456789ABCDEF');
  assert.equal(pairingSecret('O123 4567 89AB CDEl'), '0123456789ABCDE1');
  for (const wrong of ['', '0123', '0123456789ABCDEU', '0123456789ABCDEFG']) assert.equal(pairingSecret(wrong), undefined);
});

test('card agent: not running, another secret, nothing yet, done, refused, delivered before', async () => {
  const at = (...answers: (Response | Error)[]) => new CardAgent('S', 'http://localhost:1', answering(...answers));
  const json = (value: object) => new Response(JSON.stringify(value));
  await assert.rejects(at(new TypeError()).reachable(), wordIs('agent-missing'));
  await assert.rejects(at(problem(403, 'pairing')).reachable(), wordIs('agent-pairing'));
  assert.equal(await at(json({state: 'pending'})).poll('r'), undefined);
  assert.deepEqual(await at(json({state: 'done', card: 'my-number-card', certificate: 'c', signature: 's'})).poll('r'), {certificate: 'c', signature: 's'});
  await assert.rejects(at(json({state: 'refused', word: 'pin-blocked', sentence: ''})).poll('r'), wordIs('pin-blocked'));
  await assert.rejects(at(json({state: 'refused', word: 'cancelled', sentence: ''})).poll('r'), wordIs('card-cancelled'));
  await assert.rejects(at(problem(410, 'gone')).poll('r'), wordIs('card-expired'));
});

test('the PRF is taken out of what goes to the registrar, whatever else the browser says', () => {
  const first = new Uint8Array(32).fill(9);
  const taken = takePrf({prf: {enabled: true, results: {first}}});
  assert.deepEqual([taken.extensions, taken.able, taken.prf], [{prf: {enabled: true}}, true, first]);
  assert.deepEqual(takePrf({prf: {results: {first: first.buffer}}}).extensions, {});
  assert.equal(takePrf({prf: {results: {first: new Uint8Array(31)}}}).prf, undefined);
  assert.deepEqual(takePrf({}), {extensions: {}});
});

function tabOf(): {store: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>; went: string[]; go: (url: string) => void} {
  const kept = new Map<string, string>();
  const went: string[] = [];
  return {went, go: (url) => void went.push(url), store: {getItem: (name) => kept.get(name) ?? null, setItem: (name, value) => void kept.set(name, value), removeItem: (name) => void kept.delete(name)}};
}

test('provider: what comes back counts once, in the tab that left, for the state that it left with', () => {
  const tab = tabOf();
  assert.ok(leaveFor('https://provider.example/a?state=s1', 'grant', tab));
  assert.equal(cameBack('?code=c&state=other', tab), undefined);
  leaveFor('https://provider.example/a?state=s1', 'grant', tab);
  assert.deepEqual(cameBack('?code=c&state=s1&iss=i&evil=1', tab), {sitting: 'grant', answer: {code: 'c', state: 's1', iss: 'i'}});
  assert.equal(cameBack('?code=c&state=s1', tab), undefined);
  assert.equal(cameBack('?code=c&state=s1', tabOf()), undefined);
});

test('provider: an address that would run in this page is not followed', () => {
  const tab = tabOf();
  for (const url of ['javascript:alert(1)//?state=s', 'data:text/html,x?state=s', 'nonsense', 'https://provider.example/a']) assert.equal(leaveFor(url, 'enrol', tab), false);
  assert.deepEqual(tab.went, []);
});

test('every word has a sentence in three languages; one that nobody knows has the general one', () => {
  for (const word of ['line', 'pin-blocked', 'oidc-acr', 'email-tries', 'board-altered', 'board-split-view', 'signature', 'constructor', 'nobody-knows']) {
    const text = troubleText(word);
    for (const language of ['ja', 'easy', 'en'] as const) assert.ok(text[language].length > 10, `${word} ${language}`);
  }
  assert.equal(troubleText('constructor'), troubleText('nobody-knows'));
  assert.deepEqual(['board-altered', 'board-no-quorum', 'acknowledgement', 'false-grant', 'pin-blocked'].map(isAlarm), [true, false, true, true, false]);
});
