// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {MemoryShelf} from '../storage/shelf.ts';
import {CastFlow, type Sealed} from './castFlow.ts';
import {epochs, keptOf, T0, trouble, World, type Script} from './sampleTools.ts';

const sealed: Sealed = {slot: 7, seed: new Uint8Array(32).fill(4), session: 'g', choices: [2]};

async function sent(scripts: Record<string, Script> = {}, onWait?: (world: World, wait: number) => void, shelf = new MemoryShelf()): Promise<{world: World; flow: CastFlow}> {
  const world = await World.with(scripts, shelf);
  const flow = new CastFlow(world.tools, epochs, true);
  world.onWait = () => {
    onWait?.(world, world.waits.length);
    if (world.waits.length > 20) flow.stop();
  };
  await flow.begin(sealed);
  return {world, flow};
}

test('grant, build, send, received; the promise is the end of the epoch after next', async () => {
  const {world, flow} = await sent();
  assert.deepEqual(world.made('registrar.'), ['registrar.grant']);
  assert.deepEqual(world.made('box.cast'), ['box.cast']);
  assert.deepEqual(flow.screen, {at: 'acknowledged', promise: T0 + 180, recorded: false, wiped: false});
  assert.equal(flow.unsent, false);
});

test('recorded is found by itself; r and choice are wiped at the end of the next epoch, and the screen stays', async () => {
  const {world, flow} = await sent({'work.recorded': [{state: 'waiting'}, {state: 'recorded'}]}, (world, wait) => { if (wait === 3) world.epochIs(3); });
  assert.deepEqual(flow.screen, {at: 'acknowledged', promise: T0 + 180, recorded: true, wiped: true});
  assert.equal(world.tools.store.get('ballot'), undefined);
});

test('busy has one answer: the same bytes go again in this epoch, then it is built anew for the next, and received', async () => {
  const given: number[] = [];
  const cast = (bytes: Uint8Array) => {
    given.push(bytes[0] ?? 0);
    if (given.length < 3) throw trouble('busy', 503, 4);
    return new Uint8Array(160);
  };
  const {world, flow} = await sent({'box.cast': [cast], 'work.recorded': [{state: 'lost', why: 'void'}, {state: 'waiting'}]}, (world, wait) => { if (wait === 2) world.epochIs(2); });
  assert.deepEqual(given, [1, 1, 2]);
  assert.equal(world.made('work.build').length, 2);
  assert.equal(flow.screen?.at, 'acknowledged');
});

test('a second cast of an epoch waits with the same words as any other', async () => {
  const seen: unknown[] = [];
  const world = await World.with({'box.cast': [trouble('busy', 503, 4)]});
  const flow = new CastFlow(world.tools, epochs, true);
  flow.onChange(() => seen.push(flow.screen));
  world.onWait = () => { if (world.waits.length > 2) flow.stop(); };
  await flow.begin(sealed);
  assert.deepEqual(seen[seen.length - 1], {at: 'sending', promise: T0 + 180});
  assert.equal(flow.unsent, true, 'the page warns before it is closed');
});

test('a lost line while sending: said, tried again by itself with the same bytes', async () => {
  let waiting = false;
  const world = await World.with({'box.cast': [trouble('line', 0), new Uint8Array(160)]});
  const flow = new CastFlow(world.tools, epochs, true);
  flow.onChange(() => { waiting ||= flow.waiting; });
  world.onWait = () => { if (world.waits.length > 3) flow.stop(); };
  await flow.begin(sealed);
  assert.equal(waiting, true);
  assert.equal(world.made('work.build').length, 1);
  assert.equal(flow.screen?.at, 'acknowledged');
});

test('no line from the very beginning: the sealed vote is kept, said, and sent when the line is back', async () => {
  const there = {state: 'open', now: T0 + 5, sealed: 0, sealed_before: 0, epoch: 1, void: []};
  const {world, flow} = await sent({'box.epoch': [trouble('line', 0), trouble('busy', 503, 5), there]});
  assert.equal(flow.screen?.at, 'acknowledged');
  assert.equal(world.made('box.cast').length, 1);
});

test('the answer got lost and the epoch was sealed with our bytes: that is as good as received', async () => {
  const {world, flow} = await sent({'box.cast': [trouble('line', 0)], 'work.recorded': [{state: 'recorded'}]}, (world, wait) => { if (wait === 1) world.epochIs(2); });
  assert.equal(flow.screen?.at === 'acknowledged' && flow.screen.recorded, true);
  assert.equal(world.made('work.build').length, 1);
});

test('an acknowledged epoch turns out void: built anew with the same grant, sent again, and said', async () => {
  const {world, flow} = await sent({'work.recorded': [{state: 'lost', why: 'void'}, {state: 'waiting'}]}, (world, wait) => { if (wait === 1) world.epochIs(2); });
  assert.equal(world.made('box.cast').length, 2);
  assert.equal(world.made('registrar.grant').length, 1);
  assert.equal(flow.screen?.at, 'acknowledged');
});

test('other bytes on the board are an alarm on the screen while the vote is sent again', async () => {
  const alarms = new Set<unknown>();
  const world = await World.with({'work.recorded': [{state: 'lost', why: 'other-bytes'}, {state: 'waiting'}]});
  const flow = new CastFlow(world.tools, epochs, true);
  flow.onChange(() => alarms.add(flow.alarm));
  world.onWait = () => { if (world.waits.length > 3) flow.stop(); };
  world.scripts['box.cast'] = [() => { world.epochIs(2); return new Uint8Array(160); }];
  await flow.begin(sealed);
  assert.ok(alarms.has('other-bytes'));
});

test('beyond the last epoch of its grant the voter shows again who she is; the choices are kept', async () => {
  const {world, flow} = await sent({'box.cast': [trouble('busy', 503, 4)], 'work.recorded': [{state: 'lost', why: 'void'}]}, (world, wait) => { if (wait === 1) world.epochIs(4); });
  assert.equal(flow.screen?.at, 'prove-again');
  assert.deepEqual(world.tools.store.get('ballot')?.pending?.choices, [2]);
});

test('the registrar\'s session is over before the grant: the same', async () => {
  const {flow} = await sent({'registrar.grant': [trouble('sign-in', 401)]});
  assert.equal(flow.screen?.at, 'prove-again');
});

test('a grant that this box took before, and which is refused now, is not sent for ever', async () => {
  const {world, flow} = await sent({'box.cast': [trouble('grant')]});
  assert.equal(flow.screen?.at, 'prove-again');
  assert.equal(world.made('box.cast').length, 1);
});

test('a false acknowledgement is not taken for one', async () => {
  const {world, flow} = await sent({'work.checkAcknowledgement': [{ok: false, check: 'V3.3'}]});
  assert.deepEqual(flow.screen, {at: 'trouble', word: 'acknowledgement'});
  assert.equal(world.tools.store.get('ballot')?.acknowledged, undefined);
  assert.equal(flow.unsent, true);
});

test('voting closes before it is received: said, nothing is promised', async () => {
  const {flow} = await sent({'box.cast': [trouble('busy', 503, 4)], 'work.recorded': [{state: 'lost', why: 'void'}]}, (world, wait) => { if (wait === 1) world.epochIs(0, 'closed', 5); });
  assert.deepEqual(flow.screen, {at: 'too-late'});
});

test('after a reload what was built is sent again, the same bytes, without the key', async () => {
  const shelf = new MemoryShelf();
  const left = await World.with({'box.cast': [trouble('line', 0)]}, shelf);
  const before = new CastFlow(left.tools, epochs, true);
  left.onWait = () => before.stop();
  await before.begin(sealed);
  const world = await World.with({}, shelf);
  const flow = new CastFlow(world.tools, [], false);
  world.onWait = () => flow.stop();
  await flow.open(async () => epochs);
  assert.deepEqual([world.made('work.build').length, world.made('box.cast').length], [0, 1]);
  assert.equal(flow.screen?.at, 'acknowledged');
});

test('after a reload a cast that must be built anew asks for the key first', async () => {
  const shelf = new MemoryShelf();
  const world = await World.with({}, shelf);
  await world.tools.store.set('ballot', {pending: {slot: 7, seed: sealed.seed, grant: new Uint8Array(128), last: 3, choices: [2], promise: T0}});
  const flow = new CastFlow(world.tools, [], false);
  world.onWait = () => flow.stop();
  await flow.open(async () => epochs);
  assert.deepEqual(flow.screen, {at: 'unlock'});
  flow.holdsKey = true;
  await flow.go();
  assert.equal(flow.screen?.at, 'acknowledged');
});

test('"received" survives a reload and is still watched', async () => {
  const world = await World.with({'work.recorded': [{state: 'recorded'}]});
  const cast = {slot: 7, seed: sealed.seed, grant: new Uint8Array(128), last: 3, choices: [2], promise: T0 + 180};
  await world.tools.store.set('ballot', {acknowledged: {epoch: 1, promise: T0 + 180, wipeAt: T0 + 120, recorded: false, kept: keptOf(1), cast}});
  const flow = new CastFlow(world.tools, [], false);
  world.onWait = () => flow.stop();
  await flow.open(async () => epochs);
  assert.deepEqual(flow.screen, {at: 'acknowledged', promise: T0 + 180, recorded: true, wiped: false});
});

test('the check is done: r and choice go at once', async () => {
  const {world, flow} = await sent({'work.recorded': [{state: 'waiting'}]});
  await flow.wipe();
  assert.equal(world.tools.store.get('ballot'), undefined);
  assert.equal(flow.screen?.at === 'acknowledged' && flow.screen.wiped, true);
});
