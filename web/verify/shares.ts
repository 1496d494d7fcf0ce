// SPDX-License-Identifier: Apache-2.0
// Shares of decryption, what they give together, and rehearsals. [SPEC 5.4 Decryption] [SPEC 5.5 Rehearsal]
import {concat} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import {encrypt} from '../core/ciphertext.ts';
import type {Ciphertext} from '../core/ciphertext.ts';
import {FixedBase, G, Q, decodePoint, decodeScalar, encodePoint, modQ} from '../core/group.ts';
import type {Point, Scalar} from '../core/group.ts';
import {challenge, challengeAt, challengeScalar, hash, hashToScalar} from '../core/hash.ts';
import {optionPoint} from '../core/options.ts';
import {product, settled} from './claims.ts';
import {bytesOf} from './proofs.ts';
import {at, having, rule} from './refused.ts';

const ROW = 32;

export interface ShareOf {
  readonly tag: 'dec' | 'dec-rehearsal';
  /** ctx; of a rehearsal ctx0. */
  readonly ctx: Bytes;
  readonly contest: string;
  readonly trustee: number;
  readonly Zj: Point;
}

/** The M_i. */
export function verifyShare(share: ShareOf, list: readonly Ciphertext[], header: Bytes, rows: Bytes): Point[] {
  const {tag, ctx, contest, trustee, Zj} = share;
  const n = list.length;
  rule(rows.length === n * ROW && header.length === 96, 'V2.13');
  const [t1, t2] = [0, 32].map((from) => having(decodePoint(header.slice(from, from + 32)), 'V2.13', 'header'));
  const s = having(decodeScalar(header.slice(64)), 'V2.13', 'header');
  const M = list.map((_, i) => having(decodePoint(rows.slice(i * ROW, (i + 1) * ROW)), 'V2.13', `row ${i}`));
  const listHash = hash('list', ctx, contest, n, bytesOf(list));
  const allA = concat(...list.map((one) => one.bytes.slice(0, 32)));
  const state = hash(tag, ctx, contest, listHash, trustee, encodePoint(G), encodePoint(Zj), allA, rows);
  const rho = list.map((_, i) => challengeScalar(challengeAt('dec-rho', state, i)));
  const A = product(list.map((one, i) => [one.a, at(rho, i)] as const));
  const B = product(M.map((one, i) => [one, at(rho, i)] as const));
  const e = challengeScalar(challenge('dec-e', state, encodePoint(A), encodePoint(B), header.slice(0, 64)));
  settled((claims) => {
    claims.equation('V14.1', '', G, s, having(t1, 'V2.13'), Zj, e);
    claims.equation('V14.1', '', A, s, having(t2, 'V2.13'), B, e);
  });
  return M;
}

function inverse(value: Scalar): Scalar {
  let [power, base, exponent] = [1n, modQ(value), Q - 2n];
  for (; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) power = modQ(power * base);
    base = modQ(base * base);
  }
  return power;
}

/** Plaintext elements from the shares of exactly k trustees. */
export function combined(list: readonly Ciphertext[], shares: ReadonlyMap<number, readonly Point[]>): Point[] {
  const trustees = [...shares.keys()].map(BigInt);
  const weights = trustees.map((j) => {
    const others = trustees.filter((one) => one !== j);
    const bottom = others.reduce((value, one) => modQ(value * (one - j)), 1n);
    return modQ(others.reduce((value, one) => modQ(value * one), 1n) * inverse(bottom));
  });
  const all = [...shares.values()];
  return list.map((one, i) => one.b.subtract(product(all.map((M, j) => [at(M, i), at(weights, j)] as const))));
}

/** The ciphertexts that trustees decrypt on a day before the count. */
export function rehearsalList(ctx0: Bytes, y: Point, day: string, n: number): Ciphertext[] {
  const [test, base] = [optionPoint(ctx0, 'rehearsal', 'test'), new FixedBase(y)];
  return Array.from({length: n}, (_, l) => encrypt(base, test, hashToScalar('rehearsal', ctx0, day, l)));
}
