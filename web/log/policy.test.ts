// SPDX-License-Identifier: Apache-2.0
// Policies, and checkpoints that do not satisfy one. [SPEC 6.4 WitnessPolicy]
import {ed25519} from '@noble/curves/ed25519.js';
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {concat, unsigned, utf8} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import {checkpointText, parseCheckpoint} from './checkpoint.ts';
import type {Checkpoint} from './checkpoint.ts';
import {COSIGNATURE, ED25519, cosignedMessage, keyId, serializeNote, showVerifierKey} from './note.ts';
import type {NoteLine, VerifierKey} from './note.ts';
import {judgeCheckpoint, parsePolicy} from './policy.ts';
import type {Policy} from './policy.ts';

const seed = (n: number): Bytes => new Uint8Array(32).fill(n);
function key(name: string, type: number, n: number): VerifierKey {
  const publicKey = ed25519.getPublicKey(seed(n));
  return {name, type, key: publicKey, id: keyId(name, type, publicKey)};
}
const LOG = key('board', ED25519, 1);
const W = [2, 3, 4].map((n) => key(`cosigner-${n - 1}`, COSIGNATURE, n));
const TEXT = checkpointText('board', 5, new Uint8Array(32).fill(9));

const witnessLines = W.map((one, i) => `witness w${i + 1} ${showVerifierKey(one)}\n`).join('');
const HEAD = `log ${showVerifierKey(LOG)} https://example\n${witnessLines}`;
const policyOf = (tail: string): Policy => parsePolicy(HEAD + tail) ?? assert.fail(`no policy: ${tail}`);
const TWO_OF_THREE = policyOf('group cosigners 2 w1 w2 w3\nquorum cosigners\n');

const logLine = (text = TEXT): NoteLine => ({name: LOG.name, id: LOG.id, signature: ed25519.sign(utf8(text), seed(1))});
function cosignature(n: number, time: number, text = TEXT): NoteLine {
  const by = W[n - 1] ?? assert.fail();
  return {
    name: by.name,
    id: by.id,
    signature: concat(unsigned(time, 8), ed25519.sign(cosignedMessage(BigInt(time), text), seed(n + 1))),
  };
}
const checkpointOf = (lines: readonly NoteLine[], text = TEXT): Checkpoint =>
  parseCheckpoint(serializeNote({text, lines})) ?? assert.fail();
const refusal = (lines: readonly NoteLine[], ask = {}, policy = TWO_OF_THREE, text = TEXT): string => {
  const judged = judgeCheckpoint(checkpointOf(lines, text), policy, ask);
  return judged.ok ? 'ok' : judged.check;
};

test("two of three cosigners reach the quorum; its time is the second one's", () => {
  const judged = judgeCheckpoint(checkpointOf([logLine(), cosignature(3, 90), cosignature(1, 70)]), TWO_OF_THREE, {
    quorum: true,
    strict: true,
  });
  assert.ok(judged.ok && judged.quorum);
  assert.deepEqual(
    [...judged.cosigned],
    [
      ['w3', 90n],
      ['w1', 70n],
    ],
  );
  assert.equal(judged.time, 90n);
});

test('one cosigner is no quorum, however often it signs: V17.6', () => {
  const lines = [logLine(), cosignature(1, 70), cosignature(1, 80)];
  assert.equal(refusal(lines, {quorum: true}), 'V17.6');
  const judged = judgeCheckpoint(checkpointOf(lines), TWO_OF_THREE);
  assert.ok(judged.ok && !judged.quorum && judged.time === undefined);
});

test('the log of another name is another log: V17.5', () => {
  assert.equal(refusal([logLine(TEXT.replace('board', 'other'))], {}, TWO_OF_THREE, TEXT.replace('board', 'other')), 'V17.5');
});

test("without the log's signature, or with a false one: V17.4", () => {
  assert.equal(refusal([cosignature(1, 70), cosignature(2, 70)]), 'V17.4');
  assert.equal(refusal([logLine('else\n')]), 'V17.4');
});

test('a false cosignature is a refusal, even where the quorum is reached without it: V17.3', () => {
  assert.equal(refusal([logLine(), cosignature(1, 70), cosignature(2, 70), cosignature(3, 70, 'else\n')], {quorum: true}), 'V17.3');
});

test('a stranger does not count, and in a board directory is refused: V17.7', () => {
  const by = key('stranger', COSIGNATURE, 77);
  const stranger = {
    name: by.name,
    id: by.id,
    signature: concat(unsigned(70, 8), ed25519.sign(cosignedMessage(70n, TEXT), seed(77))),
  };
  assert.equal(refusal([logLine(), cosignature(1, 70), stranger], {quorum: true}), 'V17.6');
  assert.equal(refusal([logLine(), stranger], {strict: true}), 'V17.7');
  assert.equal(refusal([logLine(), cosignature(1, 70), cosignature(1, 70)], {strict: true}), 'V17.7');
});

test('quorum none is always reached and has no time', () => {
  const judged = judgeCheckpoint(checkpointOf([logLine(), cosignature(1, 70)]), policyOf('quorum none\n'), {quorum: true});
  assert.ok(judged.ok && judged.quorum && judged.time === undefined);
});

test('groups of groups, any and all', () => {
  const nested = policyOf('# who\n\ngroup two any w1 w2\ngroup both all two w3\nquorum both\n');
  assert.equal(refusal([logLine(), cosignature(2, 1), cosignature(3, 1)], {quorum: true}, nested), 'ok');
  assert.equal(refusal([logLine(), cosignature(1, 1), cosignature(2, 1)], {quorum: true}, nested), 'V17.6');
});

test('what breaks a rule of the lines is no policy', () => {
  const w1 = showVerifierKey(W[0] ?? assert.fail());
  const tails = [
    '',
    'quorum w9\n',
    'quorum none\nquorum none\n',
    `log ${showVerifierKey(LOG)}\nquorum none\n`,
    `witness w9 ${w1}\nquorum none\n`,
    `witness none ${w1}\nquorum none\n`,
    'group g 0 w1\nquorum g\n',
    'group g 3 w1 w2\nquorum g\n',
    'group g 02 w1 w2\nquorum g\n',
    'group g 1\nquorum g\n',
    'group g 1 w1 w1\nquorum g\n',
    'group w1 1 w2\nquorum w1\n',
    'group g 1 w1\ngroup f 1 w1\nquorum f\n',
    'group g 1 w9\nquorum g\n',
    'else\nquorum none\n',
    'quorum none\r\n',
    'quorum none more\n',
  ];
  for (const tail of tails) assert.equal(parsePolicy(HEAD + tail), undefined, JSON.stringify(tail));
  assert.equal(parsePolicy(`log ${w1}\nquorum none\n`), undefined);
  assert.equal(parsePolicy(`witness w1 ${showVerifierKey(LOG)}\n`), undefined);
  assert.equal(parsePolicy('quorum none\n'), undefined);
});
