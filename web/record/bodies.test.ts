// SPDX-License-Identifier: Apache-2.0
// Every decoder takes what the board holds, and refuses it with a byte more, a byte less, or a value out of range. [SPEC 8]
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Encoder, concat, equal} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import {decodeAmendment} from './amendment.ts';
import {decodeAudited, decodeResult, decodeStatement, decodeTokens} from './bodies.ts';
import {decodeConstitution} from './constitution.ts';
import * as type from './entry.ts';
import {blobPath, decodeChunk, decodeClosing, keyName, rowsPerChunk, slotRowSize} from './objects.ts';
import {decodeOpening} from './opening.ts';
import {SampleBoard} from './sampleBoard.ts';

const honest = SampleBoard.honest();
const decoders: readonly [number, (body: Bytes) => unknown][] = [
  [type.CONSTITUTION, decodeConstitution],
  [type.TOKENS, decodeTokens],
  [type.OPENING, decodeOpening],
  [type.AMENDMENT, decodeAmendment],
  [type.INTERNET_CLOSE, decodeStatement],
  [type.AUDITED, decodeAudited],
  [type.RESULT, decodeResult],
  [type.CHUNK, decodeChunk],
  [type.EPOCH, decodeClosing],
  [type.MIX, decodeClosing],
  [type.SETTLEMENT, decodeClosing],
];

test('every body of the board has exactly its own length', () => {
  for (const [kind, decode] of decoders) {
    const {body} = honest.entries[honest.index(kind)] ?? assert.fail();
    assert.notEqual(decode(body), undefined, `type ${kind}`);
    assert.equal(decode(concat(body, Uint8Array.of(0))), undefined, `type ${kind}`);
    assert.equal(decode(body.slice(0, -1)), undefined, `type ${kind}`);
  }
});

test('entries are read and written byte for byte; other types, no signer and more than 65,535 bytes are refused', () => {
  for (const entry of honest.entries) {
    const bytes = type.encodeEntry(entry);
    assert.ok(equal(type.encodeEntry(type.decodeEntry(bytes) ?? assert.fail()), bytes));
  }
  const bytes = type.encodeEntry(honest.entries[0] ?? assert.fail());
  const changed = (at: number, to: number): Bytes => bytes.map((byte, i) => (i === at ? to : byte));
  for (const spoilt of [changed(0, 0), changed(0, 24), changed(17, 0), changed(17, 65), bytes.slice(1), concat(bytes, bytes)])
    assert.equal(type.decodeEntry(spoilt), undefined);
  const large = {...(honest.entries[0] ?? assert.fail()), body: new Uint8Array(type.MAX_ENTRY)};
  assert.equal(type.decodeEntry(type.encodeEntry(large)), undefined);
});

test('a key uses the fields of its kind and no others', () => {
  const key = (kind: number, contest: string, number: number, trustee: number): Bytes =>
    new Encoder().u8(kind).text(contest).u32(number).u32(trustee).u64(0).u32(1).u32(1).fixed(new Uint8Array(32)).finish();
  for (const [kind, contest, number, trustee] of [
    [10, '', 1, 0],
    [9, 'a', 1, 1],
    [18, 'a', 0, 1],
    [11, 'a', 0, 0],
    [4, '', 0, 0],
  ] as const)
    assert.notEqual(decodeChunk(key(kind, contest, number, trustee)), undefined);
  for (const [kind, contest, number, trustee] of [
    [10, '', 0, 0],
    [10, 'a', 1, 0],
    [9, 'a', 1, 0],
    [18, 'a', 1, 1],
    [11, '', 0, 0],
    [4, '', 0, 1],
    [1, '', 0, 0],
  ] as const)
    assert.equal(decodeChunk(key(kind, contest, number, trustee)), undefined, keyName({kind, contest, number, trustee}));
});

test('rows per chunk, sizes and paths', () => {
  assert.deepEqual([33, 1024, 1200, 65_536, slotRowSize(2)].map(rowsPerChunk), [256, 256, 128, 4, 256]);
  assert.equal(blobPath('abcd'), 'blob/ab/abcd');
  assert.equal(keyName({kind: 17, contest: 'mayor', number: 2, trustee: 3}), 'mix mayor 2 of trustee 3');
});
