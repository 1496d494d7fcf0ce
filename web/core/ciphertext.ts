// SPDX-License-Identifier: Apache-2.0
// ElGamal ciphertexts with their bytes. [SPEC 3.2 Ciphertext]
import {concat} from './bytes.ts';
import type {Bytes} from './bytes.ts';
import {FixedBase, G, ONE, decodePoint, encodePoint, secretPower} from './group.ts';
import type {Point, Scalar} from './group.ts';

export const CIPHERTEXT_BYTES = 64;

export interface Ciphertext {
  readonly a: Point;
  readonly b: Point;
  /** a, then b. */
  readonly bytes: Bytes;
}

export function ciphertext(a: Point, b: Point): Ciphertext {
  return {a, b, bytes: concat(encodePoint(a), encodePoint(b))};
}

export function decodeCiphertext(bytes: Bytes): Ciphertext | undefined {
  const [a, b] = [decodePoint(bytes.slice(0, 32)), decodePoint(bytes.slice(32))];
  return a === undefined || b === undefined ? undefined : {a, b, bytes: bytes.slice()};
}

/** Ciphertexts one behind the other. */
export function decodeCiphertexts(bytes: Bytes): Ciphertext[] | undefined {
  const out: Ciphertext[] = [];
  for (let at = 0; at < bytes.length; at += CIPHERTEXT_BYTES) {
    const one = decodeCiphertext(bytes.slice(at, at + CIPHERTEXT_BYTES));
    if (one === undefined) return undefined;
    out.push(one);
  }
  return out;
}

/** (g^r, m y^r). */
export function encrypt(y: FixedBase, m: Point, r: Scalar): Ciphertext {
  return ciphertext(secretPower(G, r), m.add(y.power(r)));
}

/** (1, m_abstain): what stands in every slot before the first epoch. */
export function trivial(abstain: Point): Ciphertext {
  return ciphertext(ONE, abstain);
}
