// SPDX-License-Identifier: Apache-2.0
// What a device sends and shows before the vectors that the C++ writes: 7.3, 10.1, 10.2, 10.7, 10.8, 15.4.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {decodeWhole, fromHex, toHex} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import {decodeCiphertext, decodeCiphertexts} from '../core/ciphertext.ts';
import {FixedBase, decodePoint, encodeScalar} from '../core/group.ts';
import {hashToScalar} from '../core/hash.ts';
import {slotLabel, verifyMembership} from '../core/membership.ts';
import {APPROVAL, OptionTable, approvalFits, everOffered, offeredNumbers} from '../core/options.ts';
import type {OfferedContest, Option} from '../core/options.ts';
import {verifyPossession} from '../core/possession.ts';
import {verifySignature} from '../core/signature.ts';
import {rowBytes, verifyRow} from '../core/slotProof.ts';
import {Refused, browserCases, judged, orRefuse, vectorCases} from '../core/vectors.ts';
import type {Fields, Input} from '../core/vectors.ts';
import {PASSED, failed} from '../core/verdict.ts';
import type {Verdict} from '../core/verdict.ts';
import {contestOptions} from '../record/ballot.ts';
import {readContest} from '../record/opening.ts';
import {castHash, decodeCast} from './cast.ts';
import type {Cast, SlotView} from './cast.ts';
import {confirmRow, decodeCheckCode, readCheckCode} from './checkCode.ts';
import {decodeGrant, verifyBegin, verifyGrant} from './grant.ts';
import type {Grant} from './grant.ts';
import {deriveSlotKey, prfSalt} from './slotKey.ts';

function contests(input: Input): Fields | Verdict {
  const contest = orRefuse(decodeWhole(input.bytes('contest'), readContest));
  const options = contestOptions(contest);
  if (options.kind === APPROVAL && !approvalFits(options.numbers.length, options.approveMax)) return failed('V16.31');
  const offered = offeredNumbers(options, new Set(input.list('withdrawn') as number[]));
  const {options: elements} = new OptionTable(input.bytes('ctx0')).offered(contest.id, offered);
  return {offered, ever: everOffered(options), elements: elements.map((one) => toHex(one.bytes))};
}

function grantOf(input: Input, bytes: Bytes): Grant {
  const grant = orRefuse(decodeGrant(bytes));
  if (!verifyGrant(grant, input.bytes('ctx'), input.bytes('registrar'))) throw new Refused('refused');
  return grant;
}

function grant(input: Input): Fields {
  const {slot, nonce, K, first, last} = grantOf(input, input.bytes('grant'));
  return {slot: Number(slot), nonce: toHex(nonce), K: toHex(K), first, last};
}

const element = (bytes: Bytes | undefined): Option => ({bytes: orRefuse(bytes), point: orRefuse(decodePoint(orRefuse(bytes)))});

function viewOf(input: Input, slot: number, epoch: number): SlotView {
  const offered = (input.list('contests') as {id: string; numbers: number[]; options: string[]}[]).map(
    ({id, numbers, options}): OfferedContest => ({id, numbers, options: options.map((one) => element(fromHex(one)))}));
  const y = new FixedBase(element(input.bytes('y')).point);
  const [X, previous] = input.has('X') ? [input.bytes('X'), orRefuse(decodeCiphertexts(input.bytes('previous')))] : [new Uint8Array(32), []];
  return {ctx: input.bytes('ctx'), slot, epoch, y, X, contests: offered, previous};
}

function membershipOf(view: SlotView, cast: Cast): Verdict {
  for (const [c, contest] of view.contests.entries()) {
    const encrypted = orRefuse(decodeCiphertext(cast.row.slice(64 * c, 64 * c + 64)));
    const label = slotLabel(view.ctx, contest.id, view.slot, view.epoch);
    const verdict = verifyMembership(label, view.y.point, contest.options, encrypted, orRefuse(cast.membership[c]));
    if (!verdict.ok) return verdict;
  }
  return PASSED;
}

function cast(input: Input): Fields | Verdict {
  const one = orRefuse(decodeCast(input.bytes('cast')));
  const {slot, K, first, last} = grantOf(input, one.grant);
  if (one.epoch < first || one.epoch > last) throw new Refused('refused');
  if (!verifySignature(K, castHash(input.bytes('ctx'), one.request, one.grant, one.epoch, one.row), one.signature)) throw new Refused('refused');
  const view = viewOf(input, Number(slot), one.epoch);
  if (one.row.length !== rowBytes(view.contests.length)) return failed('V2.3');
  if (one.membership.length !== view.contests.length) return failed('V2.4');
  const row = verifyRow({...view, y: view.y.point.toBytes()}, one.row);
  const verdict = row.ok ? membershipOf(view, one) : row;
  if (!verdict.ok) return verdict;
  return {request: toHex(one.request), slot: view.slot, epoch: one.epoch};
}

function slotKey(input: Input): Fields | Verdict {
  const ctx0 = input.bytes('ctx0');
  if (!input.has('prf')) {
    const [X, evidence] = [input.bytes('X'), input.bytes('evidence')];
    return verifyPossession('pop', Uint8Array.from([...ctx0, ...X, ...evidence]), X, input.bytes('possession'));
  }
  const prf = input.bytes('prf');
  if (prf.length !== 32) throw new Refused('refused');
  const [key, x] = [deriveSlotKey(prf, input.text('code'), ctx0), hashToScalar('slot-key', prf, input.text('code'), ctx0)];
  return {salt: toHex(prfSalt(ctx0)), x: toHex(encodeScalar(x)), X: toHex(key.X)};
}

function checkCode(input: Input): Fields | Verdict {
  const code = orRefuse(decodeCheckCode(input.bytes('code')));
  const view = viewOf(input, input.number('slot'), code.epoch);
  const reading = readCheckCode(view.ctx, view, code);
  if ('why' in reading) throw new Refused(reading.why);
  if (input.has('row')) return confirmRow(reading.hash, view, input.bytes('row'));
  return {epoch: code.epoch, choices: reading.choices.map((one) => one ?? null), hash: toHex(reading.hash)};
}

const JUDGES: Readonly<Record<string, (input: Input) => Fields | Verdict>> = {
  '7.3-Contests': contests, '10.1-Grant': grant, '10.2-Cast': cast, '10.7-SlotKey': slotKey, '10.8-CheckCode': checkCode,
  '15.4-GrantBegin': (input) => verifyBegin(input.bytes('ctx'), input.bytes('X'), input.number('slot'), input.bytes('K'), input.bytes('possession')),
};

for (const [section, judge] of Object.entries(JUDGES)) {
  test(`every case of ${section} is judged as its file says`, () => {
    // The shape of a contest is judged by those who verify openings, not by a voter's page, which reads a cosigned one.
    const cases = [...vectorCases(section), ...browserCases(section)].filter((one) => one.check !== 'V16.30');
    assert.ok(cases.length > 5);
    for (const one of cases) {
      const answer = judged(judge, one.in);
      assert.equal(answer.check, one.check, one.about);
      if (answer.check === 'pass') assert.deepEqual(answer.out, one.out, one.about);
    }
  });
}
