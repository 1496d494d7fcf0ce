// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Enrolment} from '../storage/records.ts';
import {MemoryShelf} from '../storage/shelf.ts';
import {WorkTrouble} from '../work/calls.ts';
import {EnrolFlow} from './enrolFlow.ts';
import {board, ctx0, settle, T0, trouble, World, type Script} from './sampleTools.ts';
import {closedAt, VoteFlow} from './voteFlow.ts';

const letter = {code: 'ABCDEFGHJKLMNPQRST', ctx0, policy: new Uint8Array(32).fill(5)};
const enrolment: Enrolment = {ctx0, code: letter.code, credential: 'cred', X: 'X', done: true};
const early = {...board, phase: 'enrolment' as const};

async function enrolled(scripts: Record<string, Script> = {}, shelf = new MemoryShelf()): Promise<{world: World; flow: EnrolFlow}> {
  const world = await World.with({'work.openBoard': [early], ...scripts}, shelf);
  const flow = new EnrolFlow(world.tools, letter);
  await flow.run();
  await settle(world, flow);
  return {world, flow};
}
async function pressed({world, flow}: {world: World; flow: EnrolFlow | VoteFlow}, times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    flow.dispatch({type: 'go'});
    await settle(world, flow);
  }
}
async function voting(scripts: Record<string, Script> = {}, kept: Enrolment = enrolment, shelf = new MemoryShelf()): Promise<{world: World; flow: VoteFlow}> {
  const world = await World.with(scripts, shelf);
  const flow = new VoteFlow(world.tools, {...kept});
  await flow.run();
  await settle(world, flow);
  return {world, flow};
}

test('enrolment: two presses, passkey and card, and the device is enrolled', async () => {
  const {world, flow} = await enrolled();
  assert.equal(flow.state.step.at, 'passkey');
  await pressed({world, flow}, 2);
  assert.deepEqual(flow.state.step, {at: 'done', voteFrom: T0});
  const kept = world.tools.store.get('enrolment');
  assert.deepEqual([kept?.done, kept?.X, kept?.code, kept?.credential, kept?.sealedKey], [true, 'X', letter.code, 'cred', undefined]);
  assert.equal(world.tools.store.get('sitting'), undefined);
});

test('a passkey that shows its PRF only when it is used is used once more', async () => {
  const {world, flow} = await enrolled({'passkey.create': [{id: 'cred', answer: {}}]});
  await pressed({world, flow}, 1);
  assert.deepEqual(world.made('passkey.').slice(-2), ['passkey.create', 'passkey.use']);
  assert.equal(flow.state.step.at, 'factor');
});

test('without PRF the key is made here, sealed, and the code is not kept on the device', async () => {
  const {world, flow} = await enrolled({'passkey.create': [{id: 'cred', answer: {}}], 'passkey.use': [{id: 'cred', answer: {}}]});
  await pressed({world, flow}, 1);
  assert.equal(flow.state.step.at, 'device-key');
  flow.dispatch({type: 'device-key'});
  await settle(world, flow);
  await pressed({world, flow}, 1);
  assert.equal(flow.state.step.at, 'done');
  const kept = world.tools.store.get('enrolment');
  assert.deepEqual([kept?.code, kept?.sealedKey?.length, kept?.X], [undefined, 76, 'X2']);
});

test('left after the passkey: another opening goes on with the card, then asks for the key', async () => {
  const shelf = new MemoryShelf();
  const first = await enrolled({}, shelf);
  await pressed(first, 1);
  const {world, flow} = await enrolled({}, shelf);
  assert.deepEqual(flow.state.step, {at: 'factor', factor: 'card', busy: false});
  assert.deepEqual(world.made('registrar.beginEnrolment'), []);
  await pressed({world, flow}, 2);
  assert.equal(flow.state.step.at, 'done');
});

test('session over: the code is shown again without being typed, and the passkey is asked again', async () => {
  const {world, flow} = await enrolled({'registrar.evidenceHash': [trouble('sign-in', 401), 'ee']});
  await pressed({world, flow}, 2);
  assert.equal(world.made('registrar.beginEnrolment').length, 2);
  assert.equal(flow.state.step.at, 'passkey');
});

test('the answer to "finish" got lost: there is an enrolment now and was none, so it is this one', async () => {
  const begin = [{session: 's', ways: [['card', 'passkey']], title: '', ctx0: '', already: false}, {session: 's2', ways: [['card', 'passkey']], title: '', ctx0: '', already: true}];
  const {world, flow} = await enrolled({'registrar.finishEnrolment': [trouble('line', 0), trouble('sign-in', 401)], 'registrar.beginEnrolment': begin});
  await pressed({world, flow}, 2);
  assert.equal(flow.state.step.at, 'done');
});

test('a lost line is waited out, twice longer each time, and the call goes through', async () => {
  const {world, flow} = await enrolled({'work.openBoard': [new WorkTrouble('line'), new WorkTrouble('line'), early]});
  assert.equal(flow.state.step.at, 'passkey');
  assert.deepEqual(world.waits, [1, 2]);
});

test('what the service asks to wait is waited', async () => {
  const {world} = await enrolled({'registrar.beginEnrolment': [trouble('busy', 503, 7), {session: 's', ways: [['card', 'passkey']], title: '', ctx0: '', already: false}]});
  assert.deepEqual(world.waits, [7.5]);
});

test('another board than the letter names stops the page with its word', async () => {
  const {flow} = await enrolled({'work.openBoard': [new WorkTrouble('board-other-election')]});
  assert.equal(flow.state.step.at === 'trouble' && flow.state.step.word, 'board-other-election');
});

test('card: the program does not run, the PIN is blocked, the voter cancels: each by its word, and the step can be done again', async () => {
  for (const [name, word] of [['agent.reachable', 'agent-missing'], ['agent.poll', 'pin-blocked'], ['agent.poll', 'card-cancelled']] as const) {
    const {world, flow} = await enrolled({[name]: [trouble(word)]});
    await pressed({world, flow}, 2);
    assert.equal(flow.state.step.at === 'trouble' && flow.state.step.word, word);
    flow.dispatch({type: 'again'});
    assert.deepEqual(flow.state.step, {at: 'factor', factor: 'card', busy: false});
  }
});

test('the pairing secret is asked for until the program takes it', async () => {
  const {world, flow} = await enrolled({'agent.secret': [undefined], 'agent.reachable': [trouble('agent-pairing'), undefined]});
  await pressed({world, flow}, 2);
  assert.deepEqual(flow.prompt, {kind: 'pairing', wrong: false});
  flow.reply('too short');
  await settle(world, flow);
  assert.deepEqual(flow.prompt, {kind: 'pairing', wrong: true});
  flow.reply('0123 4567 89ab cdef');
  await settle(world, flow);
  flow.reply('0123-4567-89AB-CDEF');
  await settle(world, flow);
  assert.equal(flow.state.step.at, 'done');
  assert.equal(world.made('agent.reachable').length, 2);
});

test('an answer that came twice is said in one word', async () => {
  const {world, flow} = await enrolled({'registrar.finish': [[], trouble('begin-first', 409)]});
  await pressed({world, flow}, 2);
  assert.equal(flow.state.step.at === 'trouble' && flow.state.step.word, 'once-more');
});

test('vote: the key, the card, the passkey, then the ballot', async () => {
  const {world, flow} = await voting();
  assert.deepEqual(flow.state.step, {at: 'unlock', busy: false});
  await pressed({world, flow}, 3);
  assert.equal(flow.state.step.at, 'before');
  assert.deepEqual(world.made('registrar.'), ['registrar.beginGrant', 'registrar.begin', 'registrar.finish', 'registrar.begin', 'registrar.finish']);
});

test('another key than at the enrolment opens nothing', async () => {
  const {world, flow} = await voting({'work.useKey': ['Y']});
  await pressed({world, flow}, 1);
  assert.equal(flow.state.step.at === 'trouble' && flow.state.step.word, 'other-key');
});

test('a key that is on no list, a device without passkeys, a passkey without PRF: each by its word', async () => {
  for (const [name, script, word] of [['work.findSlot', [undefined], 'no-slot'], ['passkey.exist', [false], 'passkey-missing'], ['passkey.use', [{id: 'c', answer: {}}], 'prf-missing']] as const) {
    const {world, flow} = await voting({[name]: [...script]});
    await pressed({world, flow}, 1);
    assert.equal(flow.state.step.at === 'trouble' && flow.state.step.word, word);
  }
});

test('a device key is opened by the code, which is asked for once, and again only if it was the wrong one', async () => {
  const {code: _code, ...rest} = enrolment;
  const scripts = {'work.openKey': [new WorkTrouble('other-key'), 'X2'], 'registrar.beginGrant': [{session: 'g', factors: ['code', 'card']}]};
  const {world, flow} = await voting(scripts, {...rest, X: 'X2', sealedKey: new Uint8Array(76)});
  await pressed({world, flow}, 1);
  assert.deepEqual(flow.prompt, {kind: 'code', wrong: false});
  flow.reply('another code');
  await settle(world, flow);
  assert.equal(flow.state.step.at === 'trouble' && flow.state.step.word, 'other-key');
  flow.dispatch({type: 'again'});
  await pressed({world, flow}, 1);
  flow.reply(letter.code);
  await settle(world, flow);
  assert.deepEqual(flow.state.step, {at: 'factor', factor: 'card', busy: false});
  assert.equal(world.tools.store.get('enrolment')?.code, undefined, 'the device does not keep it');
});

test('leaving without a vote asks for the grant all the same, once; after "seal" leaving asks for nothing', async () => {
  const {world, flow} = await voting();
  await pressed({world, flow}, 3);
  flow.leave();
  flow.leave();
  await settle(world, flow);
  assert.equal(world.made('registrar.grant').length, 1);
  const other = await voting();
  await pressed(other, 3);
  other.flow.handOver();
  other.flow.leave();
  await settle(other.world, other.flow);
  assert.equal(other.world.made('registrar.grant').length, 0);
});

test('reload while choosing: choices come back after the passkey alone', async () => {
  const shelf = new MemoryShelf();
  const first = await voting({}, enrolment, shelf);
  await pressed(first, 3);
  first.flow.dispatch({type: 'start'});
  first.flow.dispatch({type: 'choose', index: 0, choice: 2});
  await settle(first.world, first.flow);
  const {world, flow} = await voting({}, enrolment, shelf);
  assert.deepEqual(flow.state.step, {at: 'unlock', busy: false});
  await pressed({world, flow}, 1);
  assert.deepEqual([flow.state.step, flow.state.choices], [{at: 'contest', index: 0, review: false}, [2]]);
  assert.deepEqual(world.made('registrar.beginGrant'), []);
});

test('reload after the session is over: everything is shown again, the choices are kept', async () => {
  const shelf = new MemoryShelf();
  const first = await voting({}, enrolment, shelf);
  await pressed(first, 3);
  first.flow.dispatch({type: 'start'});
  first.flow.dispatch({type: 'choose', index: 0, choice: 2});
  await settle(first.world, first.flow);
  const {world, flow} = await voting({'registrar.begin': [trouble('sign-in', 401), {pubKeyCredParams: []}]}, enrolment, shelf);
  assert.deepEqual(flow.state.step, {at: 'unlock', busy: false});
  await pressed({world, flow}, 3);
  assert.equal(world.made('registrar.beginGrant').length, 1);
  assert.deepEqual([flow.state.step.at, flow.state.choices], ['contest', [2]]);
});

test('the new session knows the choices from its beginning, so that the way to the provider and back does not lose them', async () => {
  const {world, flow} = await voting({}, enrolment);
  assert.equal(flow.state.step.at, 'unlock');
  const again = new VoteFlow(world.tools, {...enrolment}, undefined, [2]);
  await again.run();
  await pressed({world, flow: again}, 1);
  const sitting = world.tools.store.get('sitting');
  assert.deepEqual(sitting?.kind === 'grant' && sitting.choices, [2]);
});

test('the provider: the page leaves for its address only if it is one of the web', async () => {
  const grant = {'registrar.beginGrant': [{session: 'g', factors: ['oidc', 'passkey']}]};
  const {world, flow} = await voting(grant);
  await pressed({world, flow}, 2);
  assert.ok(world.calls.includes('go https://provider.example/auth?state=abc'));
  const lie = await voting({...grant, 'registrar.begin': [{url: 'javascript:alert(1)'}]});
  await pressed(lie, 2);
  assert.equal(lie.flow.state.step.at, 'trouble');
  assert.ok(!lie.world.calls.some((one) => one.startsWith('go ')));
});

test('open, not yet, between two windows, over, result: by the board\'s calendar and the box\'s clock', () => {
  const open = board.open;
  assert.ok(open);
  const two = {...board, open: {...open, internet: [{from: 100, until: 200}, {from: 300, until: 400}]}};
  assert.deepEqual([99, 100, 199, 200, 399, 400].map((now) => closedAt(two, now)),
    [{why: 'not-yet', from: 100}, undefined, undefined, {why: 'between', from: 300}, undefined, {why: 'over'}]);
  assert.deepEqual((['enrolment', 'lists', 'closed', 'result'] as const).map((phase) => closedAt({...two, phase}, 150)?.why), ['not-yet', 'not-yet', 'over', 'result']);
});
