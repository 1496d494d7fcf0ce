// SPDX-License-Identifier: Apache-2.0
// Bytes, hashes and the group before the vectors of chapters 1 to 3, which the C++ writes.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {concat, fromUtf8, toHex} from './bytes.ts';
import type {Bytes} from './bytes.ts';
import {
  G, H_, decodePoint, decodeScalar, encodePoint, encodeScalar, fromWide, hashToGroup, modQ, publicPower, secretPower,
} from './group.ts';
import type {Point} from './group.ts';
import {challenge, challengeAt, challengeScalar, hash, hashToScalar, shortened} from './hash.ts';
import {optionPoint} from './options.ts';
import {verifySignature} from './signature.ts';
import {judged, orRefuse, vectorCases} from './vectors.ts';
import type {Fields, Input} from './vectors.ts';

const hex = (point: Point): string => toHex(encodePoint(point));
const point = (input: Input, key: string): Point => orRefuse(decodePoint(input.bytes(key)));
const scalar = (input: Input, key: string): bigint => orRefuse(decodeScalar(input.bytes(key)));
const times = (a: Point, base: Point, s: bigint): Bytes => encodePoint(a.add(publicPower(base, s)));

function generator(input: Input): Fields {
  if (input.text('name') === 'g') return {element: hex(G)};
  return {element: hex(input.text('name') === 'h' ? H_ : hashToGroup('h_i', input.number('index')))};
}

function ciphertext(input: Input): Fields {
  const y = point(input, 'y');
  if (!input.has('ciphertext')) {
    const r = scalar(input, 'r');
    return {ciphertext: toHex(concat(encodePoint(secretPower(G, r)), times(point(input, 'm'), y, r)))};
  }
  const both = input.bytes('ciphertext');
  const [a, b] = [orRefuse(decodePoint(both.slice(0, 32))), orRefuse(decodePoint(both.slice(32)))];
  const s = scalar(input, 's');
  return {ciphertext: toHex(concat(times(a, G, s), times(b, y, s)))};
}

function challenges(input: Input): Fields {
  const tag = input.text('tag');
  if (input.has('state')) return {challenge: toHex(challengeAt(tag, input.bytes('state'), input.number('index')))};
  const items = input.byteList('items');
  return {challenge: toHex(challenge(tag, ...items)), scalar: toHex(encodeScalar(hashToScalar(tag, ...items)))};
}

const JUDGES: Readonly<Record<string, (input: Input) => Fields>> = {
  '1.1-Bytes': (input) => {
    orRefuse(fromUtf8(input.bytes('bytes')));
    return {};
  },
  '1.3-Hash': (input) => ({hash: toHex(hash(input.text('tag'), ...input.byteList('items')))}),
  '1.11-Signatures': (input) => {
    orRefuse(verifySignature(input.bytes('key'), input.bytes('message'), input.bytes('signature')) || undefined);
    return {};
  },
  '2.1-Scalar': (input) => {
    if (input.has('wide')) return {scalar: toHex(encodeScalar(fromWide(input.bytes('wide'))))};
    return {square: toHex(encodeScalar(modQ(scalar(input, 'bytes') ** 2n)))};
  },
  '2.2-Element': (input) => ({square: hex(point(input, 'bytes').double())}),
  '2.3-HashToGroup': (input) => ({element: hex(hashToGroup(input.text('label'), ...input.byteList('items')))}),
  '2.4-Generators': generator,
  '3.2-Ciphertext': ciphertext,
  '3.3-OptionPoint': (input) => ({element: hex(optionPoint(input.bytes('ctx0'), input.text('contest'), input.text('name')))}),
  '3.4-Challenge': challenges,
};

for (const [section, judge] of Object.entries(JUDGES)) {
  test(`every case of ${section} is judged as its file says`, () => {
    const cases = vectorCases(section);
    assert.ok(cases.length > 0);
    for (const one of cases) {
      const answer = judged(judge, one.in);
      assert.equal(answer.check, one.check, one.about);
      if (one.out !== undefined) assert.deepEqual(answer.out, one.out, one.about);
    }
  });
}

test('a challenge of zeros is the integer 1', () => {
  assert.equal(challengeScalar(shortened(new Uint8Array(64))), 1n);
  assert.equal(challengeScalar(shortened(new Uint8Array(64).fill(1, 15))), 1n << 120n);
});
