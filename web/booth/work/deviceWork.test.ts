// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {equal} from '../../core/bytes.ts';
import {SampleBoard} from '../../record/sampleBoard.ts';
import {workAt, serveWork, type Port} from './channel.ts';
import {WorkTrouble, type Work} from './calls.ts';
import {DeviceWork} from './deviceWork.ts';

const honest = SampleBoard.honest();
const wordIs = (word: string) => (error: unknown): boolean => error instanceof WorkTrouble && error.word === word;
const CODE = 'ABCDEFGHJKLMNPQRST', OTHER = 'ABCDEFGHJKLMNPQRSU';
const ctx0 = new Uint8Array(32).fill(7);

/** Page and worker, joined without a browser. */
function joined(work: Work): Work {
  const page: Port = {postMessage: (message) => void queueMicrotask(() => worker.onmessage?.({data: structuredClone(message)} as MessageEvent)), onmessage: null};
  const worker: Port = {postMessage: (message) => void queueMicrotask(() => page.onmessage?.({data: structuredClone(message)} as MessageEvent)), onmessage: null};
  const asked = workAt(page);
  serveWork(worker, work);
  return asked;
}

test('the board as the screens see it: title, factors, windows, epochs, what to remember', async () => {
  const view = await new DeviceWork(honest.source()).openBoard({});
  assert.equal(view.title, '見本選挙');
  assert.ok(view.open && view.remembered && view.remembered.size > 0);
  assert.deepEqual(view.open.epochs.slice(0, 2).map((one) => one.epoch), [1, 2]);
  assert.equal(view.open.internet[0]?.from, view.open.epochs[0]?.opensAt);
});

test('another election than the letter\'s, another policy, a shorter board: each by its word', async () => {
  const work = () => new DeviceWork(honest.source());
  await assert.rejects(work().openBoard({ctx0}), wordIs('board-other-election'));
  await assert.rejects(work().openBoard({policy: ctx0}), wordIs('board-other-policy'));
  await assert.rejects(work().openBoard({remembered: {size: 1_000_000, root: ctx0}}), wordIs('board-old-view'));
});

test('no answer of the box is a lost line, which is tried again', async () => {
  const silent = {get: async () => undefined, json: async () => ({})};
  await assert.rejects(new DeviceWork(silent).openBoard({}), wordIs('line'));
});

test('a key that is on no list has no slot', async () => {
  const work = new DeviceWork(honest.source());
  await work.openBoard({});
  assert.equal(await work.findSlot('00'.repeat(32)), undefined);
});

test('a device key opens with its code alone, and is the same key again', async () => {
  const work = new DeviceWork(honest.source());
  const {X, sealed} = await work.makeKey(CODE, ctx0);
  assert.equal(await work.openKey(sealed, CODE, ctx0), X);
  await assert.rejects(work.openKey(sealed, OTHER, ctx0), wordIs('other-key'));
  await assert.rejects(work.openKey(sealed, CODE, new Uint8Array(32)), wordIs('other-key'));
  sealed[40] = (sealed[40] ?? 0) ^ 1;
  await assert.rejects(work.openKey(sealed, CODE, ctx0), wordIs('other-key'));
});

test('PRF and code make the key: the same again on another device, another one with another code', async () => {
  const [one, two] = [new DeviceWork(honest.source()), new DeviceWork(honest.source())];
  const prf = () => new Uint8Array(32).fill(3);
  assert.equal(await one.useKey(prf(), CODE, ctx0), await two.useKey(prf(), CODE, ctx0));
  assert.notEqual(await one.useKey(prf(), OTHER, ctx0), await two.useKey(prf(), CODE, ctx0));
  const secret = prf();
  await one.useKey(secret, CODE, ctx0);
  assert.ok(equal(secret, new Uint8Array(32)), 'the PRF is overwritten');
});

test('a grant that the registrar did not sign is refused', async () => {
  const work = new DeviceWork(honest.source());
  await work.openBoard({});
  await assert.rejects(work.acceptGrant(new Uint8Array(128), 0, ctx0), wordIs('false-grant'));
  await assert.rejects(work.acceptGrant(new Uint8Array(12), 0, ctx0), wordIs('false-grant'));
});

test('without a key nothing is asked for or built', async () => {
  const work = new DeviceWork(honest.source());
  await work.openBoard({});
  await assert.rejects(work.beginGrant(0), wordIs('other-key'));
});

test('through the channel: values, words, progress; a fault of our own is called worker', async () => {
  const work = joined({
    build: async (...args: unknown[]) => {
      (args[6] as (done: number, of: number) => void)(1, 2);
      return 'built';
    },
    findSlot: async () => { throw new WorkTrouble('board-altered', 'entry 3'); },
    recorded: async () => { throw new TypeError('a bug'); },
  } as unknown as Work);
  const seen: unknown[] = [];
  assert.equal(await work.build(0, 1, 0, [], ctx0, ctx0, (...progress) => void seen.push(progress)), 'built');
  assert.deepEqual(seen, [[1, 2]]);
  await assert.rejects(work.findSlot('00'), wordIs('board-altered'));
  await assert.rejects(work.recorded({} as never), wordIs('worker'));
});
