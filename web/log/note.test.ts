// SPDX-License-Identifier: Apache-2.0
// Published notes, cosignatures byte for byte, and everything that is no note. [SPEC 6.2 SignedNote] [SPEC 6.3 Checkpoint]
import {ed25519} from '@noble/curves/ed25519.js';
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {concat, fromHex, fromUtf8, toHex, unsigned, utf8} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import {parseCheckpoint} from './checkpoint.ts';
import {
  cosignatureTime,
  cosignedMessage,
  isKeyName,
  parseNote,
  parseVerifierKey,
  serializeNote,
  showVerifierKey,
  signatureHolds,
} from './note.ts';
import type {Note, VerifierKey} from './note.ts';

const vectors = JSON.parse(readFileSync(`${SOURCE}/tests/vectors/notes.json`, 'utf8')) as Record<string, Record<string, string>[]>;
const list = (name: string): Record<string, string>[] => vectors[name] ?? [];
const noteOf = (text: string): Note => parseNote(utf8(text)) ?? assert.fail(`no note: ${text}`);
const keyOf = (vkey: string): VerifierKey => parseVerifierKey(vkey) ?? assert.fail(`no key: ${vkey}`);
const seedOf = (hex: string | undefined): Bytes => fromHex(hex ?? '') ?? assert.fail('no seed');

test('published notes hold under their keys and no other text does', () => {
  assert.equal(list('notes').length, 2);
  for (const {key = '', note = '', id} of list('notes')) {
    const [parsed, by] = [noteOf(note), keyOf(key)];
    assert.equal(toHex(by.id), id);
    assert.equal(fromUtf8(serializeNote(parsed)), note);
    const line = parsed.lines[0] ?? assert.fail();
    assert.equal(signatureHolds(line, by, parsed.text), true);
    assert.equal(signatureHolds(line, by, `${parsed.text}\n`), false);
    assert.equal(signatureHolds(line, {...by, name: 'another'}, parsed.text), false);
  }
});

test('cosignatures are made and read byte for byte', () => {
  assert.equal(list('cosignatures').length, 4);
  for (const {key = '', line = '', seed, text = '', time = ''} of list('cosignatures')) {
    const by = keyOf(key);
    assert.equal(showVerifierKey(by), key);
    const note = noteOf(`${text}\n${line}`);
    const read = note.lines[0] ?? assert.fail();
    assert.equal(String(cosignatureTime(read)), time);
    assert.equal(signatureHolds(read, by, text), true);
    const signature = ed25519.sign(cosignedMessage(BigInt(time), text), seedOf(seed));
    assert.equal(toHex(read.signature), toHex(concat(unsigned(BigInt(time), 8), signature)));
  }
});

test('a signature of another length, another time or beyond 2^63 does not hold', () => {
  const {key = '', line = '', text = ''} = list('cosignatures')[1] ?? assert.fail();
  const read = noteOf(`${text}\n${line}`).lines[0] ?? assert.fail();
  const changed = (change: (bytes: Bytes) => Bytes): boolean =>
    signatureHolds({...read, signature: change(read.signature.slice())}, keyOf(key), text);
  assert.equal(
    changed((bytes) => bytes),
    true,
  );
  assert.equal(
    changed((bytes) => bytes.slice(1)),
    false,
  );
  assert.equal(
    changed((bytes) => bytes.fill(0x80, 0, 1)),
    false,
  );
  assert.equal(
    changed((bytes) => bytes.fill(0, 7, 8)),
    false,
  );
  assert.equal(cosignatureTime({...read, signature: new Uint8Array(72).fill(0xff)}), undefined);
});

test('what has another form is no note', () => {
  const {key = '', note = ''} = list('notes')[0] ?? assert.fail();
  assert.ok(key !== '');
  const spoilt = [
    note.replace(/\n\n/, '\n'),
    note.slice(0, -1),
    note.replace('\u2014', '-'),
    note.replace('\u2014 ', '\u2014  '),
    `${note}\n`,
    note.replace(/=*\n$/, '!\n'),
    note.replace(/(\u2014 \S+) \S+/u, '$1 AAAA'),
    `\t${note}`,
    note.replace(/\u2014 /u, '\u2014 a+'),
    '',
  ];
  for (const text of spoilt) assert.equal(parseNote(utf8(text)), undefined, JSON.stringify(text));
  assert.equal(parseNote(concat(Uint8Array.of(0xff), utf8(note))), undefined);
  assert.equal(parseNote(utf8('x'.repeat(1_048_577) + note)), undefined);
});

test('a key name has no white space, plus or control character', () => {
  for (const name of ['', 'a b', 'a\u00a0b', 'a\u3000', 'a+b', 'a\u0000', 'a\u0085'])
    assert.equal(isKeyName(name), false, JSON.stringify(name));
  assert.equal(isKeyName('市役所.example'), true);
});

test('a verifier key is refused whose id, type or length is another', () => {
  const {key = ''} = list('cosignatures')[0] ?? assert.fail();
  const [name = '', id = '', data = ''] = key.split('+', 3);
  for (const spoilt of [
    `${name}+${id}`,
    `other+${id}+${data}`,
    `${name}+00000000+${data}`,
    key.toUpperCase(),
    `${key}=`,
    `${name}+${id}+AQ==`,
    `${name}+${id}+`,
  ])
    assert.equal(parseVerifierKey(spoilt), undefined, spoilt);
});

test('a checkpoint has an origin, a size and a root, and nothing else', () => {
  const {line = ''} = list('cosignatures')[0] ?? assert.fail();
  const root = 'bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=';
  const parse = (text: string): unknown => parseCheckpoint(utf8(`${text}\n${line}`));
  assert.ok(parse(`board\n1\n${root}\n`) !== undefined);
  for (const text of [
    `\n1\n${root}\n`,
    `board\n01\n${root}\n`,
    `board\n-1\n${root}\n`,
    `board\n9223372036854775808\n${root}\n`,
    `board\n1\nAAAA\n`,
    `board\n1\n${root}\nextension\n`,
    `board\n1\n`,
  ])
    assert.equal(parse(text), undefined, JSON.stringify(text));
});
