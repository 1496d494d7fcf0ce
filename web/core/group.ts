// SPDX-License-Identifier: Apache-2.0
// ristretto255, its generators, powers of fixed and of any bases. [SPEC 2 The group]
import {ristretto255, ristretto255_hasher as derivation} from '@noble/curves/ed25519.js';
import type {Bytes} from './bytes.ts';
import {hash} from './hash.ts';
import type {Item} from './hash.ts';
import type {Scalar} from './scalar.ts';

export {Q, decodeScalar, encodeScalar, fromWide, modQ, randomScalar} from './scalar.ts';
export type {Scalar} from './scalar.ts';

/** The specification writes the group multiplicatively, the library additively: a.add(b) is a b. */
export type Point = InstanceType<typeof ristretto255.Point>;

export const ONE: Point = ristretto255.Point.ZERO;
export const G: Point = ristretto255.Point.BASE;

export function encodePoint(point: Point): Bytes {
  return point.toBytes();
}

/** undefined: not 32 bytes, or not the canonical ones of an element. */
export function decodePoint(bytes: Bytes): Point | undefined {
  if (bytes.length !== 32) return undefined;
  try {
    return ristretto255.Point.fromBytes(bytes);
  } catch {
    return undefined;
  }
}

/** Element derivation of RFC 9496, 4.3.4. */
export function fromUniform(bytes: Bytes): Point {
  if (derivation.deriveToCurve === undefined) throw new Error('the library derives no elements');
  return derivation.deriveToCurve(bytes);
}

export function hashToGroup(label: string, ...items: readonly Item[]): Point {
  return fromUniform(hash(`h2g/${label}`, ...items));
}

export const H_: Point = hashToGroup('h');

/** For public exponents: its time shows them. */
export function publicPower(base: Point, exponent: Scalar): Point {
  return base.multiplyUnsafe(exponent);
}

/** For secret exponents: the same sequence of group operations for all of them. */
export function secretPower(base: Point, exponent: Scalar): Point {
  return exponent === 0n ? ONE : base.multiply(exponent);
}

const WINDOW = 4;

/** base^e for a secret e of 128 bits: 31 times four squarings, 32 products, whatever e is. */
export function shortPower(base: Point, exponent: bigint): Point {
  const table: Point[] = [ONE, base];
  while (table.length < 1 << WINDOW) table.push((table[table.length - 1] ?? ONE).add(base));
  let power = ONE;
  for (let at = 128 - WINDOW; at >= 0; at -= WINDOW) {
    if (at !== 128 - WINDOW) for (let i = 0; i < WINDOW; i++) power = power.double();
    const digit = Number((exponent >> BigInt(at)) & 15n);
    let chosen = ONE;
    for (let i = 0; i < table.length; i++) chosen = i === digit ? (table[i] ?? ONE) : chosen;
    power = power.add(chosen);
  }
  return power;
}

/** Many powers of one base: a table is made at the first one. */
export class FixedBase {
  readonly point: Point;
  constructor(point: Point) {
    // A point of its own, because the library hangs the table on the object.
    this.point = (decodePoint(encodePoint(point)) ?? ONE).precompute(6);
  }
  power(exponent: Scalar): Point {
    return secretPower(this.point, exponent);
  }
}
