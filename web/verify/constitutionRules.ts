// SPDX-License-Identifier: Apache-2.0
// What a constitution must satisfy, in order. [SPEC 7.1 Constitution]
import {Encoder, toHex} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import {BALLOT_BOX, COMMISSION, REAL_CLOCK, REGISTRAR, SCRUTINEER, TRUSTEE, idsOfRole} from '../record/constitution.ts';
import type {Constitution} from '../record/constitution.ts';
import {settled} from './claims.ts';
import {claimPossession, keyOf} from './proofs.ts';
import {renamed, rule} from './refused.ts';

const FACTORS: readonly string[] = ['code', 'card', 'oidc', 'passkey', 'email'];
const MIN_LIST = 100;

export const isId = (text: string): boolean => /^[a-z0-9-]{1,32}$/.test(text);
export const allDistinct = (all: readonly (string | number)[]): boolean => new Set(all).size === all.length;
export const ascending = (all: readonly number[]): boolean => all.every((one, i) => i === 0 || one > (all[i - 1] ?? one));

function checkBodies(constitution: Constitution): void {
  const {signers, trustees, boxes, paper} = constitution;
  const named = signers.every((one) => isId(one.id) && one.name !== '');
  rule(named && allDistinct(signers.map((one) => one.id)) && allDistinct(signers.map((one) => toHex(one.key))), 'V4.30');
  const count = (role: number): number => idsOfRole(constitution, role).length;
  rule(count(COMMISSION) === 1 && count(REGISTRAR) === 1 && count(TRUSTEE) === trustees, 'V4.30');
  rule(count(BALLOT_BOX) >= 1 && boxes.length === count(BALLOT_BOX) && (!paper || count(SCRUTINEER) >= 1), 'V4.30');
}

function checkBoxes(constitution: Constitution): void {
  const boxes = idsOfRole(constitution, BALLOT_BOX);
  const seen = new Set<string>();
  const keys = [constitution.Z];
  for (const {signer, B} of constitution.boxes) {
    rule(boxes.includes(signer) && !seen.has(signer), 'V4.30', signer);
    seen.add(signer);
    rule(!B.is0(), 'V2.30', signer);
    rule(!keys.some((one) => one.equals(B)), 'V4.30', signer);
    keys.push(B);
  }
}

function checkPossessions({electionId, Z, zPossession, boxes}: Constitution): void {
  const label = (kind: string, ...more: string[]): Bytes => {
    const to = new Encoder().text(kind);
    for (const text of [electionId, ...more]) to.text(text);
    return to.finish();
  };
  renamed('V3.30', () =>
    settled((claims) => {
      claimPossession(claims, 'pop', label('registrar'), keyOf(Z), zPossession);
      for (const {signer, B, possession} of boxes) claimPossession(claims, 'pop', label('box', signer), keyOf(B), possession);
    }),
  );
}

export function checkConstitution(constitution: Constitution): void {
  const {electionId, title, host, evidence, factors, trustees, threshold, mixes, clock, minList} = constitution;
  const formed = /^[a-z0-9-]{1,64}$/.test(electionId) && title !== '' && host !== '' && evidence.length > 0 && ascending(evidence);
  rule(formed && factors.length > 0 && allDistinct(factors) && factors.every((one) => FACTORS.includes(one)), 'V4.31');
  rule(2 * threshold > trustees && threshold <= mixes && mixes <= trustees, 'V19.30');
  checkBodies(constitution);
  rule(!constitution.Z.is0(), 'V2.30', 'Z');
  checkBoxes(constitution);
  checkPossessions(constitution);
  rule(clock !== REAL_CLOCK || minList >= MIN_LIST, 'V15.30');
}
