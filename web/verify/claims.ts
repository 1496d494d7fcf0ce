// SPDX-License-Identifier: Apache-2.0
// Equations of proofs, decided together: each is raised to a fresh random weight and all are multiplied. If the product is not 1,
// they are decided one by one, so that the first false one is named. [SPEC 4.7 Batches]
import {pippenger} from '@noble/curves/abstract/curve.js';
import {ristretto255} from '@noble/curves/ed25519.js';
import {randomBytes} from '../core/bytes.ts';
import {ONE, modQ} from '../core/group.ts';
import type {Point, Scalar} from '../core/group.ts';
import {littleEndian} from '../core/scalar.ts';
import {Refused} from './refused.ts';

export type Term = readonly [Point, Scalar];
interface Claim {
  readonly check: string;
  readonly where: string;
  readonly terms: readonly Term[];
}

/** The product of public powers. A base that stands in several terms as one object costs once. */
export function product(terms: Iterable<Term>): Point {
  const sums = new Map<Point, Scalar>();
  for (const [base, exponent] of terms) sums.set(base, modQ((sums.get(base) ?? 0n) + exponent));
  const bases = [...sums].filter(([, exponent]) => exponent !== 0n);
  return bases.length === 0
    ? ONE
    : pippenger(
        ristretto255.Point,
        bases.map(([base]) => base),
        bases.map(([, exponent]) => exponent),
      );
}

const WEIGHT = 16;

function* weighted(claims: readonly Claim[]): Generator<Term> {
  const random = randomBytes(WEIGHT * claims.length);
  for (const [i, {terms}] of claims.entries()) {
    const weight = littleEndian(random.subarray(i * WEIGHT, (i + 1) * WEIGHT)) || 1n;
    for (const [base, exponent] of terms) yield [base, exponent * weight];
  }
}

/** As many as the system generator gives bytes for at once. */
const MOST = 4096;

export class Claims {
  private claims: Claim[] = [];

  /** The product of the terms is 1. */
  one(check: string, where: string, ...terms: readonly Term[]): void {
    this.claims.push({check, where, terms});
    if (this.claims.length === MOST) this.settle();
  }
  /** B^z = T V^e. */
  equation(check: string, where: string, B: Point, z: Scalar, T: Point, V: Point, e: Scalar): void {
    this.one(check, where, [B, z], [T.negate(), 1n], [V.negate(), e]);
  }
  /** Refuses the first claim that does not hold. */
  settle(): void {
    const claims = this.claims;
    this.claims = [];
    if (product(weighted(claims)).is0()) return;
    for (const {check, where, terms} of claims) if (!product(terms).is0()) throw new Refused(check, where);
  }
}

/** What a step claims is decided before what it refuses itself: the first failure in order is named. */
export function settled<T>(step: (claims: Claims) => T): T {
  const claims = new Claims();
  let value: T;
  try {
    value = step(claims);
  } catch (error) {
    claims.settle();
    throw error;
  }
  claims.settle();
  return value;
}
