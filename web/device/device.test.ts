// SPDX-License-Identifier: Apache-2.0
// From the slot key to the check code: our own messages, and what is wrong with others.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {equal, randomBytes, toHex} from '../core/bytes.ts';
import {decodeCiphertext} from '../core/ciphertext.ts';
import {FixedBase, encodeScalar, hashToGroup, randomScalar} from '../core/group.ts';
import {hash} from '../core/hash.ts';
import {slotLabel, verifyMembership} from '../core/membership.ts';
import {OptionTable} from '../core/options.ts';
import {verifyPossession} from '../core/possession.ts';
import {newSigningKey, sign, verifySignature} from '../core/signature.ts';
import {verifyRow} from '../core/slotProof.ts';
import {Input, browserCases, vectorCases} from '../core/vectors.ts';
import {PASSED} from '../core/verdict.ts';
import {checkAcknowledgement} from './acknowledgement.ts';
import {CastTrouble, buildCast, castHash, decodeCast, encodeCast, wipeKept} from './cast.ts';
import type {CastWord, SlotView} from './cast.ts';
import {checkLink, confirmRow, decodeCheckCode, encodeCheckCode, parseCheckLink, readCheckCode, recorded} from './checkCode.ts';
import type {CodeMisfit, Reading} from './checkCode.ts';
import {decodeGrant, grantRequest, verifyGrant, verifyGrantRequest} from './grant.ts';
import type {Grant} from './grant.ts';
import {prfSalt, proveEnrolment, randomSlotKey} from './slotKey.ts';

const registrar = newSigningKey();
const [ctx, ctx0] = [randomBytes(32), randomBytes(32)];
const table = new OptionTable(ctx0);
const key = randomSlotKey();
const signing = newSigningKey();
const y = new FixedBase(hashToGroup('y'));
const contests = [table.offered('mayor', [0, 1, 2]), table.offered('council', [0, 1, 2, 3, 5])];
const view: SlotView = {ctx, slot: 7, epoch: 3, y, X: key.X, contests, previous: contests.map((one) => table.beforeFirst(one.id))};

function granted(slot: number, first: number, last: number, K = signing.K): Grant {
  const nonce = randomBytes(16);
  const signature = sign(registrar, hash('grant', ctx, slot, nonce, K, first, last));
  const head = new Uint8Array(64);
  const numbers = new DataView(head.buffer);
  numbers.setBigUint64(0, BigInt(slot));
  head.set(nonce, 8);
  head.set(K, 24);
  numbers.setUint32(56, first);
  numbers.setUint32(60, last);
  const grant = decodeGrant(Uint8Array.from([...head, ...signature]));
  assert.ok(grant);
  return grant;
}
const grant = granted(7, 3, 5);
const choicesOf = (reading: Reading | CodeMisfit): unknown => ('choices' in reading ? reading.choices : reading.why);
const word = (expected: CastWord) => (error: unknown): boolean => error instanceof CastTrouble && error.word === expected;

test('every grant request is judged as its file says', () => {
  for (const one of [...vectorCases('10.3-GrantRequest'), ...browserCases('10.3-GrantRequest')]) {
    const input = new Input(one.in);
    const found = verifyGrantRequest(input.bytes('ctx'), input.bytes('X'), input.bytes('request'));
    const check = found === undefined ? 'refused' : found.verdict.ok ? 'pass' : found.verdict.check;
    assert.equal(check, one.check, one.about);
    if (check === 'pass') assert.deepEqual({K: toHex(found?.K ?? ctx), slot: Number(found?.slot)}, one.out, one.about);
  }
});

test('our grant request holds, and for another context fails V3.1', () => {
  const request = grantRequest(key, ctx, 7, signing.K);
  assert.deepEqual(verifyGrantRequest(ctx, key.X, request)?.verdict, PASSED);
  assert.deepEqual(verifyGrantRequest(ctx0, key.X, request)?.verdict, {ok: false, check: 'V3.1'});
});

test('a grant is refused when it is for more than three epochs, or not signed by this registrar for this election', () => {
  assert.ok(verifyGrant(grant, ctx, registrar.K));
  for (const [first, last] of [[0, 1], [4, 3], [3, 6]] as const)
    assert.ok(!verifyGrant(granted(7, first, last), ctx, registrar.K), `${first} to ${last}`);
  assert.ok(!verifyGrant(grant, ctx0, registrar.K));
  assert.ok(!verifyGrant(grant, ctx, signing.K));
  assert.equal(decodeGrant(grant.bytes.slice(1)), undefined);
});

test('possession at the enrolment holds for its evidence alone: V3.1', () => {
  const [evidence, label] = [randomBytes(32), (e: Uint8Array) => Uint8Array.from([...ctx0, ...key.X, ...e])];
  const proof = proveEnrolment(key, ctx0, evidence);
  assert.deepEqual(verifyPossession('pop', label(evidence), key.X, proof), PASSED);
  assert.deepEqual(verifyPossession('pop', label(prfSalt(ctx0)), key.X, proof), {ok: false, check: 'V3.1'});
});

test('a cast holds in all its parts, and every step of it is told', () => {
  const steps: string[] = [];
  const {bytes, kept} = buildCast(view, key, [2, 5], grant, signing, ({contest, option, of}) => steps.push(`${contest}:${option}/${of}`));
  const cast = decodeCast(bytes);
  assert.ok(cast);
  assert.ok(equal(encodeCast(cast), bytes) && equal(cast.grant, grant.bytes) && equal(cast.row, kept.row));
  assert.deepEqual(verifyRow({...view, y: y.point.toBytes()}, cast.row), PASSED);
  assert.ok(verifySignature(signing.K, castHash(ctx, cast.request, cast.grant, cast.epoch, cast.row), cast.signature));
  for (const [c, contest] of contests.entries()) {
    const encrypted = decodeCiphertext(cast.row.slice(64 * c, 64 * c + 64));
    assert.ok(encrypted);
    const proof: Uint8Array = cast.membership[c] ?? ctx;
    assert.deepEqual(verifyMembership(slotLabel(ctx, contest.id, 7, 3), y.point, contest.options, encrypted, proof), PASSED);
    assert.deepEqual(verifyMembership(slotLabel(ctx, contest.id, 7, 4), y.point, contest.options, encrypted, proof), {ok: false, check: 'V3.2'});
  }
  assert.deepEqual(steps, ['0:1/3', '0:2/3', '0:3/3', '1:1/5', '1:2/5', '1:3/5', '1:4/5', '1:5/5']);
});

test('the same choice built twice shares nothing but what it must', () => {
  const [one, other] = [buildCast(view, key, [0, 0], grant, signing), buildCast(view, key, [0, 0], grant, signing)];
  assert.equal(one.bytes.length, other.bytes.length);
  assert.ok(!equal(one.bytes.slice(0, 16), other.bytes.slice(0, 16)) && !equal(one.kept.row.slice(0, 32), other.kept.row.slice(0, 32)));
});

test('a device refuses to cast into a slot of another key: key', () => {
  assert.throws(() => buildCast(view, randomSlotKey(), [0, 0], grant, signing), word('key'));
});

test('a device refuses a grant for another slot, epoch or K: grant', () => {
  for (const wrong of [granted(8, 3, 5), granted(7, 4, 5), granted(7, 1, 2), granted(7, 3, 5, registrar.K)])
    assert.throws(() => buildCast(view, key, [0, 0], wrong, signing), word('grant'));
});

test('a device refuses a number that is not offered: option', () => {
  assert.throws(() => buildCast(view, key, [3, 0], grant, signing), word('option'));
});

test('a cast with a byte too few, too many or 65 contests is no cast', () => {
  const {bytes} = buildCast(view, key, [0, 0], grant, signing);
  const cast = decodeCast(bytes);
  assert.ok(cast);
  const many = encodeCast({...cast, membership: Array.from({length: 65}, () => ctx)});
  for (const wrong of [bytes.slice(1), bytes.slice(0, -1), Uint8Array.from([...bytes, 0]), many]) assert.equal(decodeCast(wrong), undefined);
});

test('the answer of a liar is no acknowledgement: V3.3, V2.5', () => {
  const {kept} = buildCast(view, key, [1, 1], grant, signing);
  const B = randomSlotKey().X;
  const lie = Uint8Array.from([...B, ...key.X, ...new Uint8Array(32), ...encodeScalar(1n), ...encodeScalar(2n)]);
  assert.deepEqual(checkAcknowledgement(kept, B, key.X, lie), {ok: false, check: 'V3.3'});
  assert.deepEqual(checkAcknowledgement(kept, B, key.X, lie.slice(1)), {ok: false, check: 'V2.5'});
});

test('a check code shows the choice, and what was sealed under it is confirmed', () => {
  const {kept} = buildCast(view, key, [2, 5], grant, signing);
  const found = parseCheckLink(checkLink('https://vote.example', encodeCheckCode(kept)));
  assert.ok('code' in found);
  const reading = readCheckCode(ctx, view, found.code);
  assert.ok('hash' in reading);
  assert.deepEqual(reading.choices, [2, 5]);
  assert.deepEqual(confirmRow(reading.hash, view, kept.row), PASSED);
  assert.ok(recorded(kept, kept.row));
});

test('a row with other ciphertexts is not what was checked: V3.80; a forged proof: V5.1', () => {
  const [mine, other] = [buildCast(view, key, [2, 5], grant, signing).kept, buildCast(view, key, [2, 5], grant, signing).kept];
  const code = decodeCheckCode(encodeCheckCode(mine));
  assert.ok(code);
  const reading = readCheckCode(ctx, view, code);
  assert.ok('hash' in reading);
  assert.deepEqual(confirmRow(reading.hash, view, other.row), {ok: false, check: 'V3.80', where: 'epoch 3, slot 7'});
  const forged = mine.row.slice();
  forged[64 * 2] = (forged[64 * 2] ?? 0) ^ 1;
  assert.deepEqual(confirmRow(reading.hash, view, forged), {ok: false, check: 'V5.1', where: 'epoch 3, slot 7'});
  assert.ok(!recorded(mine, forged));
});

test('a contest whose r is another one, or whose option is not offered, does not open', () => {
  const {kept} = buildCast(view, key, [2, 5], grant, signing);
  const other = decodeCheckCode(encodeCheckCode({...kept, r: [encodeScalar(randomScalar()), kept.r[1] ?? ctx]}));
  assert.ok(other);
  assert.deepEqual(choicesOf(readCheckCode(ctx, view, other)), [undefined, 5]);
  const code = decodeCheckCode(encodeCheckCode(kept));
  assert.ok(code);
  const fewer = {...view, contests: [table.offered('mayor', [0, 1]), contests[1] ?? table.offered('council', [0])]};
  assert.deepEqual(choicesOf(readCheckCode(ctx, fewer, code)), [undefined, 5]);
});

test('a code of another election, slot or style is refused by name', () => {
  const code = decodeCheckCode(encodeCheckCode(buildCast(view, key, [0, 0], grant, signing).kept));
  assert.ok(code);
  assert.deepEqual(readCheckCode(ctx0, view, code), {why: 'other-election'});
  assert.deepEqual(readCheckCode(ctx, undefined, code), {why: 'no-such-slot'});
  assert.deepEqual(readCheckCode(ctx, {...view, slot: 8}, code), {why: 'no-such-slot'});
  assert.deepEqual(readCheckCode(ctx, {...view, contests: contests.slice(1)}, code), {why: 'other-contests'});
});

test('a check link is refused by its origin, its version, its payload', () => {
  const url = checkLink('https://vote.example', encodeCheckCode(buildCast(view, key, [0, 0], grant, signing).kept));
  assert.deepEqual(parseCheckLink(url.replace('https', 'http')), {why: 'link'});
  assert.deepEqual(parseCheckLink(url.replace('#1.', '#2.')), {why: 'version'});
  assert.deepEqual(parseCheckLink(`${url}A`), {why: 'payload'});
});

test('what was kept is gone after the check', () => {
  const {kept} = buildCast(view, key, [2, 5], grant, signing);
  wipeKept(kept);
  assert.ok([...kept.row, ...kept.choices, ...kept.r.flatMap((one) => [...one])].every((byte) => byte === 0));
});
