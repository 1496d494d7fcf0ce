// SPDX-License-Identifier: Apache-2.0
// The proofs of chapter 4 before the vectors that the C++ writes, and our own before our verifier.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {verifyAcknowledgement} from './acknowledgement.ts';
import {equal, randomBytes, toHex} from './bytes.ts';
import {decodeCiphertext, decodeCiphertexts, encrypt, trivial} from './ciphertext.ts';
import {FixedBase, G, decodePoint, encodePoint, hashToGroup, publicPower, randomScalar, secretPower, shortPower} from './group.ts';
import {proveMembership, slotLabel, stationLabel, verifyMembership} from './membership.ts';
import type {Option} from './options.ts';
import {provePossession, verifyPossession} from './possession.ts';
import {proveAuthor, rowBytes, verifyRow} from './slotProof.ts';
import type {SlotStatement} from './slotProof.ts';
import {browserCases, judged, orRefuse, vectorCases} from './vectors.ts';
import type {Fields, Input} from './vectors.ts';
import {PASSED} from './verdict.ts';
import type {Verdict} from './verdict.ts';

const option = (bytes: Uint8Array): Option => ({bytes, point: orRefuse(decodePoint(bytes))});
const options = (count: number): Option[] => Array.from({length: count}, (_, v) => option(encodePoint(hashToGroup('test', v))));

function slotProof(input: Input): Fields | Verdict {
  const previous = orRefuse(decodeCiphertexts(input.bytes('previous')));
  const [slot, epoch] = [input.number('slot'), input.number('epoch')];
  const row = input.bytes('row');
  const verdict = verifyRow({ctx: input.bytes('ctx'), slot, epoch, y: input.bytes('y'), X: input.bytes('X'), previous}, row);
  return verdict.ok ? {current: toHex(row.slice(0, 64 * previous.length))} : verdict;
}

function membership(input: Input): Fields | Verdict {
  if (input.has('slot'))
    return {label: toHex(slotLabel(input.bytes('ctx'), input.text('contest'), input.number('slot'), input.number('epoch')))};
  if (input.has('token_hash'))
    return {label: toHex(stationLabel(input.bytes('ctx'), input.text('station'), input.bytes('token_hash'), input.text('contest')))};
  const [y, encrypted] = [orRefuse(decodePoint(input.bytes('y'))), orRefuse(decodeCiphertext(input.bytes('ciphertext')))];
  return verifyMembership(input.bytes('label'), y, input.byteList('options').map(option), encrypted, input.bytes('proof'));
}

function acknowledgement(input: Input): Verdict {
  const [ctx, slot, epoch, row] = [input.bytes('ctx'), input.number('slot'), input.number('epoch'), input.bytes('row')];
  return verifyAcknowledgement({ctx, slot, epoch, row, B: input.bytes('B'), X: input.bytes('X')}, input.bytes('proof'));
}

const JUDGES: Readonly<Record<string, (input: Input) => Fields | Verdict>> = {
  '4.1-Possession': (input) => verifyPossession(input.text('tag'), input.bytes('label'), input.bytes('X'), input.bytes('proof')),
  '4.2-SlotProof': slotProof,
  '4.3-Membership': membership,
  '4.4-Acknowledgement': acknowledgement,
};

for (const [section, judge] of Object.entries(JUDGES)) {
  test(`every case of ${section} is judged as its file says`, () => {
    for (const one of [...vectorCases(section), ...browserCases(section)]) {
      const answer = judged(judge, one.in);
      assert.equal(answer.check, one.check, one.about);
      if (one.out !== undefined) assert.deepEqual(answer.out, one.out, one.about);
    }
  });
}

test('powers with secret exponents are the powers of the library', () => {
  const base = hashToGroup('base');
  for (const e of [0n, 1n, 15n, 16n, 2n ** 127n + 1n, 2n ** 128n - 1n]) {
    assert.ok(shortPower(base, e).equals(publicPower(base, e)));
    assert.ok(secretPower(base, e).equals(publicPower(base, e)));
    assert.ok(new FixedBase(base).power(e).equals(publicPower(base, e)));
  }
});

test('our possession holds for its label and for no other: V3.1', () => {
  const x = randomScalar();
  const X = encodePoint(secretPower(G, x));
  const proof = provePossession('pop', new Uint8Array([1]), x, X);
  assert.deepEqual(verifyPossession('pop', new Uint8Array([1]), X, proof), PASSED);
  assert.deepEqual(verifyPossession('pop', new Uint8Array([2]), X, proof), {ok: false, check: 'V3.1'});
});

test('our membership proof holds for every choice, and for an element that is not offered fails V3.2', () => {
  const [y, offered, label] = [new FixedBase(hashToGroup('y')), options(4), randomBytes(10)];
  for (const [choice, one] of offered.entries()) {
    const r = randomScalar();
    const encrypted = encrypt(y, one.point, r);
    const steps: number[] = [];
    const proof = proveMembership(label, y, offered, encrypted, choice, r, (done) => steps.push(done));
    assert.deepEqual(verifyMembership(label, y.point, offered, encrypted, proof), PASSED);
    assert.deepEqual(steps, [1, 2, 3, 4]);
    const lie = proveMembership(label, y, offered, encrypted, (choice + 1) % 4, r, () => undefined);
    assert.deepEqual(verifyMembership(label, y.point, offered, encrypted, lie), {ok: false, check: 'V3.2'});
  }
});

test('our row holds over the trivial ciphertexts and over later ones, and for another slot fails V5.1', () => {
  const [x, y] = [randomScalar(), new FixedBase(hashToGroup('y'))];
  const abstain = hashToGroup('abstain');
  let statement: SlotStatement = {
    ctx: randomBytes(32), slot: 7, epoch: 1, y: encodePoint(y.point), X: encodePoint(secretPower(G, x)),
    previous: [trivial(abstain), trivial(abstain)],
  };
  for (let epoch = 1; epoch <= 2; epoch++) {
    const r = [randomScalar(), randomScalar()];
    const next = r.map((one) => encrypt(y, abstain, one));
    const row = proveAuthor(statement, x, y, next, r);
    assert.equal(row.length, rowBytes(2));
    assert.deepEqual(verifyRow(statement, row), PASSED);
    assert.deepEqual(verifyRow({...statement, slot: 8}, row), {ok: false, check: 'V5.1', where: `epoch ${epoch}, slot 8`});
    assert.deepEqual(verifyRow(statement, proveAuthor(statement, x + 1n, y, next, r)).ok, false);
    statement = {...statement, epoch: epoch + 1, previous: next};
  }
});

test('two proofs of one statement share no byte of commitment', () => {
  const x = randomScalar();
  const X = encodePoint(secretPower(G, x));
  const [one, other] = [provePossession('pop', X, x, X), provePossession('pop', X, x, X)];
  assert.ok(!equal(one.slice(0, 32), other.slice(0, 32)));
});
