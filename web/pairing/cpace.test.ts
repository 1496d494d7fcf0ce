// SPDX-License-Identifier: Apache-2.0
// CPace before the vectors of draft-irtf-cfrg-cpace-21, B.3; then two devices, with the right digits and with wrong ones.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {concat, equal, fromHex, toHex, utf8} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import {decodePoint, decodeScalar, encodePoint, secretPower} from '../core/group.ts';
import {
  CastingSide, SecondSide, cpaceGenerator, generatorString, meeting, newSecret, prependLength, sessionKey, sharedPoint,
} from './cpace.ts';
import type {Channel} from './cpace.ts';

function hex(text: string): Bytes {
  const bytes = fromHex(text);
  assert.ok(bytes);
  return bytes;
}
const PRS = utf8('Password');
const CI = hex('0b415f696e69746961746f720b425f726573706f6e646572');
const SID = hex('7e4b4791d6a8ef019b936c79fb7f2c57');
const GENERATOR = '222b6b195fe84b1652badb6f6a3ae3d24341e7306967f0b8115b40d5698c7e56';
const ya = hex('da3d23700a9e5699258aef94dc060dfda5ebb61f02a5ea77fad53f4ff0976d08');
const yb = hex('d2316b454718c35362d83d69df6320f38578ed5984651435e2949762d900b80d');
const Ya = 'd6bac480f2c386c394efc7c47adb9925dcd2630b64f240c50f8d0eec482b9157';
const Yb = '3ea7e0b19560d7c0b0f5734f63b955286dfa8232b5ebe63324e2d9e7433f7258';
const K = '80b69a8a76457ab6a4d7f887a4bf6b55a2f80ac19c333f917a05fc9887c8b40f';
const ISK =
  'b69effbf61b51d56401c0f65601abe428de8206feaaf0e32198896dcae7b35cd2b38950a39dfd5d4a79164614c2984f7daa460b588c1e80c3fa2068af7900447';

function power(base: string, exponent: Bytes): string {
  const [point, scalar] = [decodePoint(hex(base)), decodeScalar(exponent)];
  assert.ok(point !== undefined && scalar !== undefined);
  return toHex(encodePoint(secretPower(point, scalar)));
}

test('the generator is that of the draft', () => {
  const parts = [utf8('CPaceRistretto255'), PRS, new Uint8Array(100), CI, SID];
  const expected = concat(...parts.map(prependLength));
  assert.ok(equal(generatorString(PRS, CI, SID), expected) && expected.length === 170);
  assert.equal(toHex(encodePoint(cpaceGenerator(PRS, CI, SID))), GENERATOR);
});

test('shares, secret point and session key are those of the draft', () => {
  assert.equal(power(GENERATOR, ya), Ya);
  assert.equal(power(GENERATOR, yb), Yb);
  assert.equal(power(Yb, ya), K);
  assert.equal(power(Ya, yb), K);
  assert.equal(toHex(sessionKey(SID, hex(K), {Ya: hex(Ya), ADa: utf8('ADa'), Yb: hex(Yb), ADb: utf8('ADb')})), ISK);
});

test('the draft\'s valid share gives its result, its invalid ones end the run', () => {
  const s = decodeScalar(hex('7cd0e075fa7955ba52c02759a6c90dbbfc10e6d40aea8d283e407d88cf538a05'));
  assert.ok(s);
  const valid = sharedPoint(s, hex('2c3c6b8c4f3800e7aef6864025b4ed79bd599117e427c41bd47d93d654b4a51c'));
  assert.equal(valid && toHex(valid), '7c13645fe790a468f62c39beb7388e541d8405d1ade69d1778c5fe3e7f6b600e');
  assert.equal(sharedPoint(s, hex('2b3c6b8c4f3800e7aef6864025b4ed79bd599117e427c41bd47d93d654b4a51c')), undefined);
  assert.equal(sharedPoint(s, new Uint8Array(32)), undefined);
});

test('a length from 128 on has two bytes', () => {
  assert.deepEqual([...prependLength(new Uint8Array(127)).slice(0, 2)], [127, 0]);
  assert.deepEqual([...prependLength(new Uint8Array(128)).slice(0, 3)], [128, 1, 0]);
  assert.deepEqual([...prependLength(new Uint8Array(0))], [0]);
});

test('eight digits are read as a person writes them, anything else is refused', () => {
  assert.deepEqual(meeting('https://a', '1234 5678'), {origin: 'https://a', box: '1234', secret: '5678'});
  assert.deepEqual(meeting('https://a', '１２３４-５６７８'), {origin: 'https://a', box: '1234', secret: '5678'});
  for (const wrong of ['1234567', '123456789', '1234567x', '']) assert.equal(meeting('https://a', wrong), undefined);
  assert.match(newSecret(), /^[0-9]{4}$/);
});

interface Met {
  channels: [Channel, Channel] | undefined;
  side: CastingSide;
  answer: Bytes;
}

function met(casting: string, second: string, origin = 'https://a'): Met {
  const [one, other] = [meeting('https://a', casting), meeting(origin, second)];
  assert.ok(one && other);
  const side = new CastingSide(one);
  const there = SecondSide.meet(other, side.first);
  assert.ok(there);
  const agreed = side.answer(there.answer);
  const channel = agreed && there.confirm(agreed.confirmation);
  return {channels: agreed && channel ? [agreed.channel, channel] : undefined, side, answer: there.answer};
}

test('two devices with the same digits have a channel in both directions', async () => {
  const {channels} = met('12345678', '12345678');
  assert.ok(channels);
  const [casting, second] = channels;
  for (const message of ['one', 'two']) assert.deepEqual(await second.open(await casting.seal(utf8(message))), utf8(message));
  assert.deepEqual(await casting.open(await second.seal(utf8('back'))), utf8('back'));
});

test('another digit, another box, another origin: no confirmation', () => {
  assert.equal(met('12345678', '12345679').channels, undefined);
  assert.equal(met('12345678', '12355678').channels, undefined);
  assert.equal(met('12345678', '12345678', 'https://b').channels, undefined);
});

test('there is one try: after a wrong answer the right one is refused too', () => {
  const where = meeting('https://a', '12345678');
  const wrong = meeting('https://a', '12345670');
  assert.ok(where && wrong);
  const side = new CastingSide(where);
  const [guess, right] = [SecondSide.meet(wrong, side.first), SecondSide.meet(where, side.first)];
  assert.ok(guess && right);
  assert.equal(side.answer(guess.answer), undefined);
  assert.equal(side.answer(right.answer), undefined);
  assert.equal(right.confirm(new Uint8Array(32)), undefined);
});

test('a casting device that is sent back its own message does not confirm it', () => {
  const {side, answer} = met('12345678', '12345678');
  const where = meeting('https://a', '12345678');
  assert.ok(where);
  assert.equal(new CastingSide(where).answer(concat(side.first.slice(16), answer.slice(32))), undefined);
  assert.equal(SecondSide.meet(where, concat(side.first.slice(0, 16), new Uint8Array(32))), undefined);
  assert.equal(SecondSide.meet(where, side.first.slice(1)), undefined);
});

test('a message that is forged, repeated or out of order breaks the channel', async () => {
  for (const spoil of [0, 1, 2]) {
    const {channels} = met('12345678', '12345678');
    assert.ok(channels);
    const [casting, second] = channels;
    const [first, next] = [await casting.seal(utf8('one')), await casting.seal(utf8('two'))];
    if (spoil === 0) first[0] = (first[0] ?? 0) ^ 1;
    if (spoil === 1) await second.open(first);
    assert.equal(await second.open(spoil === 2 ? next : first), undefined);
    assert.equal(await second.open(next), undefined);
  }
});
