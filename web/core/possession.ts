// SPDX-License-Identifier: Apache-2.0
// Proof of x with X = g^x, bound to a tag and a label. [SPEC 4.1 Possession]
import {concat} from './bytes.ts';
import type {Bytes} from './bytes.ts';
import {G, decodePoint, decodeScalar, encodePoint, encodeScalar, modQ, publicPower, randomScalar, secretPower} from './group.ts';
import type {Scalar} from './group.ts';
import {challenge, challengeScalar} from './hash.ts';
import {PASSED, failed} from './verdict.ts';
import type {Verdict} from './verdict.ts';

export const POSSESSION_BYTES = 64;

const challengeOf = (tag: string, label: Bytes, X: Bytes, T: Bytes): bigint =>
  challengeScalar(challenge(tag, label, encodePoint(G), X, T));

export function provePossession(tag: string, label: Bytes, x: Scalar, X: Bytes): Bytes {
  const k = randomScalar();
  const T = encodePoint(secretPower(G, k));
  return concat(T, encodeScalar(modQ(k + challengeOf(tag, label, X, T) * x)));
}

export function verifyPossession(tag: string, label: Bytes, X: Bytes, proof: Bytes): Verdict {
  if (proof.length !== POSSESSION_BYTES) return failed('V2.1');
  const [encodedT, encodedZ] = [proof.slice(0, 32), proof.slice(32)];
  const [key, T, z] = [decodePoint(X), decodePoint(encodedT), decodeScalar(encodedZ)];
  if (key === undefined || T === undefined || z === undefined || key.is0()) return failed('V2.1');
  const holds = publicPower(G, z).equals(T.add(publicPower(key, challengeOf(tag, label, X, encodedT))));
  return holds ? PASSED : failed('V3.1');
}
