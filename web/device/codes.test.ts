// SPDX-License-Identifier: Apache-2.0
// Codes on paper before the vectors of chapter 12, which are made in Python.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {toHex} from '../core/bytes.ts';
import {hash32} from '../core/hash.ts';
import {Input, vectorCases} from '../core/vectors.ts';
import {codeText, enrolProof, letterUrl, parseDedicatedCode, parseLetter, shown, slotNumber} from './codes.ts';
import {isOrigin} from './links.ts';

/** The files tell more reasons apart than a voter needs. */
const REASONS: Readonly<Record<string, object>> = {
  never: {why: 'character', never: true}, sign: {why: 'character', never: false}, length: {why: 'length'}, long: {why: 'length'}, check: {why: 'check'},
};

test('every dedicated code is written and proven as its file says', () => {
  for (const one of vectorCases('dedicated_code').filter((each) => 'bytes' in each.in)) {
    const input = new Input(one.in);
    const text = codeText(input.bytes('bytes'));
    const out = {text, shown: shown(text), enrol_proof: toHex(enrolProof(text, input.bytes('ctx0')))};
    assert.deepEqual(out, one.out, one.about);
  }
});

test('every typed code is read, or refused for the reason that its file names', () => {
  for (const one of vectorCases('dedicated_code').filter((each) => 'typed' in each.in)) {
    const parsed = parseDedicatedCode(new Input(one.in).text('typed'));
    assert.equal(parsed.ok ? 'pass' : 'refused', one.check, one.about);
    if (parsed.ok) assert.equal(toHex(parsed.code), one.out?.['bytes'], one.about);
    else for (const [key, value] of Object.entries(REASONS[one.reason ?? ''] ?? {})) assert.equal(parsed[key as 'why'], value, one.about);
  }
});

test('a code of the wrong length is told how many characters it has: length', () => {
  assert.deepEqual(parseDedicatedCode('2222-2222'), {ok: false, why: 'length', count: 8});
  assert.deepEqual(parseDedicatedCode('2'.repeat(1025)), {ok: false, why: 'length'});
});

test('half a surrogate pair is no character of a code: character', () => {
  assert.deepEqual(parseDedicatedCode('\ud800'), {ok: false, why: 'character', never: false});
});

test('every letter is read, or refused for the reason that its file names', () => {
  for (const one of vectorCases('letter_code')) {
    const input = new Input(one.in);
    if (one.reason === 'origin') {
      assert.equal(isOrigin(input.text('origin')), false, one.about);
    } else if (input.has('origin')) {
      const policy = hash32('policy', input.text('policy_text'));
      const letter = {origin: input.text('origin'), ctx0: input.bytes('ctx0'), policy, code: input.bytes('code')};
      assert.deepEqual({policy: toHex(policy), scanned: letterUrl(letter)}, one.out, one.about);
      assert.deepEqual(parseLetter(letterUrl(letter)), letter);
    } else {
      assert.deepEqual(parseLetter(input.text('scanned')), {why: one.reason}, one.about);
    }
  }
});

test('what stands before the payload of a letter ends within 512 bytes', () => {
  const payload = `1.${'A'.repeat(99)}`;
  assert.deepEqual(parseLetter(`${'あ'.repeat(200)}/booth/#${payload}`), {why: 'letter'});
  assert.ok('code' in parseLetter(`https://a/booth/#${payload}`));
});

test('a slot number stands as on the polling card', () => {
  const cases = vectorCases('polling_card').filter((each) => Object.keys(each.in).join() === 'slot');
  assert.ok(cases.length > 3);
  // 2^64 - 1 is not exact as a number of JSON in JavaScript; the file has it in decimal.
  for (const one of cases) assert.equal(slotNumber(BigInt(String(one.out?.['digits']).replace(/ /g, ''))), one.out?.['digits'], one.about);
});

test('no refusal repeats what was typed', () => {
  const typed = 'U4RG-NXU3-EZAY-CGJL-BU';
  assert.doesNotMatch(JSON.stringify(parseDedicatedCode(typed)), /U4RG/);
});
