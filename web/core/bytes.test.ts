// SPDX-License-Identifier: Apache-2.0
// One spelling for every value: encodings, hexadecimal, base64.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {
  DecodeError, Decoder, Encoder, decodeWhole, equal, fromBase64, fromBase64url, fromHex, fromUtf8, toBase64, toBase64url, toHex, unsigned, utf8, wipe, xor,
} from './bytes.ts';
import type {Bytes} from './bytes.ts';

const of = (...bytes: number[]): Bytes => Uint8Array.from(bytes);

test('what is encoded is read back, and nothing is left over', () => {
  const numbers = new Encoder().u8(1).u16(258).u32(16909060).u64(2n ** 64n - 1n).flag(true);
  const bytes = numbers.fixed(of(9, 9)).bytes(of(7)).text('一票').list([1, 2], (to, n) => to.u8(n)).finish();
  const from = new Decoder(bytes);
  assert.deepEqual([from.u8(), from.u16(), from.u32(), from.u64(), from.flag()], [1, 258, 16909060, 2n ** 64n - 1n, true]);
  assert.deepEqual([from.fixed(2), from.bytes(), from.text(), from.list((one) => one.u8())], [of(9, 9), of(7), '一票', [1, 2]]);
  from.done();
});

test('integers are big-endian, texts and lists carry their lengths', () => {
  assert.equal(toHex(new Encoder().u32(1).text('a').list([5], (to, n) => to.u8(n)).finish()), '00000001' + '0000000161' + '0000000105');
});

test('short input, bytes left over, counts beyond what is left and values out of range are refused', () => {
  const refusals: ((from: Decoder) => unknown)[] = [
    (from) => from.u32(), (from) => from.fixed(4), (from) => from.flag(), (from) => from.kind(0, 1), (from) => from.done(),
  ];
  for (const read of refusals) assert.throws(() => read(new Decoder(of(2, 0, 0))), DecodeError);
  assert.throws(() => new Decoder(of(0, 0, 0, 2, 1)).bytes(), DecodeError);
  assert.throws(() => new Decoder(of(0, 0, 0, 2, 1, 1)).bytes(1), DecodeError);
  assert.throws(() => new Decoder(of(0, 0, 0, 2, 1)).list((one) => one.u8()), DecodeError);
  assert.throws(() => new Decoder(of(0xff, 0xff, 0xff, 0xff)).list(() => 0), DecodeError);
  assert.throws(() => new Decoder(of(0, 0, 0, 1, 0x07)).text(), DecodeError);
  assert.equal(decodeWhole(of(1, 2), (from) => from.u8()), undefined);
  assert.equal(decodeWhole(of(1), (from) => from.u8()), 1);
});

test('an error that is not about the bytes is not taken for one', () => {
  assert.throws(() => decodeWhole(of(1), () => {
    throw new TypeError('ours');
  }), TypeError);
});

test('an integer that does not fit is our own fault and stops', () => {
  for (const [value, width] of [[256, 1], [-1, 8], [2n ** 64n, 8]] as const) assert.throws(() => unsigned(value, width), RangeError);
});

test('hexadecimal is lower case', () => {
  assert.deepEqual(fromHex('00ff'), of(0, 255));
  for (const wrong of ['0', 'FF', '0g', ' 0']) assert.equal(fromHex(wrong), undefined);
});

test('base64 has one spelling: padded, trailing bits zero', () => {
  for (const bytes of [of(), of(255), of(255, 254), of(1, 2, 3)]) {
    assert.deepEqual(fromBase64(toBase64(bytes)), bytes);
    assert.deepEqual(fromBase64url(toBase64url(bytes)), bytes);
  }
  for (const wrong of ['/w', '/x==', '_w==', '====', '/w==\n', 'A===']) assert.equal(fromBase64(wrong), undefined, wrong);
  for (const wrong of ['_w==', '_x', '/w', 'A', 'AAAAA']) assert.equal(fromBase64url(wrong), undefined, wrong);
});

test('a text keeps a byte order mark as a character', () => {
  assert.equal(fromUtf8(utf8('\ufeffa')), '\ufeffa');
});

test('strings are equal with all their bytes, and wiped ones are zero', () => {
  assert.ok(equal(of(1, 2), of(1, 2)));
  for (const other of [of(1), of(1, 3), of(1, 2, 0), of()]) assert.ok(!equal(of(1, 2), other));
  const secret = of(1, 2);
  wipe(secret);
  assert.deepEqual(secret, of(0, 0));
  assert.deepEqual(xor(of(1, 3), of(3, 3)), of(2, 0));
  assert.throws(() => xor(of(1), of()), RangeError);
});
