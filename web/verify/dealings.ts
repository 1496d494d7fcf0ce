// SPDX-License-Identifier: Apache-2.0
// The key ceremony: dealings, published shares, the election key and the trustees' keys. [SPEC 5.1 KeyCeremony]
import {Encoder, concat, decodeWhole, equal} from '../core/bytes.ts';
import type {Bytes, Decoder} from '../core/bytes.ts';
import {DecodeError} from '../core/bytes.ts';
import {G, ONE, encodePoint} from '../core/group.ts';
import type {Point, Scalar} from '../core/group.ts';
import {challenge, challengeScalar, hash} from '../core/hash.ts';
import {readElement, readScalar} from '../record/fields.ts';
import {product, settled} from './claims.ts';
import {claimPossession, keyOf} from './proofs.ts';
import {at, having, renamed, rule} from './refused.ts';

const MAX_BY_TRUSTEE = 64;
const MAX_BY_TWO = 4096;

export interface Dealing {
  readonly index: number;
  readonly kappa: Point;
  readonly possession: Bytes;
  readonly A: readonly Point[];
  readonly T: readonly Point[];
  readonly z: readonly Scalar[];
}
interface Complaint {
  readonly dealer: number;
  readonly complainer: number;
  readonly share: Scalar | undefined;
}
interface CeremonyBody {
  readonly commitments: readonly Bytes[];
  readonly dealings: readonly Bytes[];
  readonly shares: readonly Bytes[];
  readonly complaints: readonly Complaint[];
}
export interface ElectionKeys {
  readonly y: Point;
  /** Of trustee j at j - 1. */
  readonly Zj: readonly Point[];
}

function readDealing(from: Decoder): Dealing {
  const [index, kappa, possession, k] = [from.u32(), readElement(from), from.fixed(64), from.u32()];
  if (k > 1024) throw new DecodeError('too many coefficients');
  const elements = (): Point[] => Array.from({length: k}, () => readElement(from));
  return {index, kappa, possession, A: elements(), T: elements(), z: Array.from({length: k}, () => readScalar(from))};
}

function readDealingBytes(from: Decoder): Bytes {
  const bytes = from.bytes();
  if (decodeWhole(bytes, readDealing) === undefined) throw new DecodeError('not a dealing');
  return bytes;
}

function readBody(from: Decoder): CeremonyBody {
  const complaint = (one: Decoder): Complaint => ({
    dealer: one.u32(),
    complainer: one.u32(),
    share: one.flag() ? readScalar(one) : undefined,
  });
  return {
    commitments: from.list((one) => one.fixed(64), MAX_BY_TRUSTEE),
    dealings: from.list(readDealingBytes, MAX_BY_TRUSTEE),
    shares: from.list((one) => one.bytes(64), MAX_BY_TWO),
    complaints: from.list(complaint, MAX_BY_TWO),
  };
}

function verifyDealing(ctx0: Bytes, n: number, k: number, place: number, bytes: Bytes, commitment: Bytes): Dealing {
  const where = `trustee ${place}`;
  const dealing = having(decodeWhole(bytes, readDealing), 'V2.10', where);
  const {index, kappa, possession, A, T, z} = dealing;
  rule(index === place, 'V19.1', where);
  rule(A.length === k && k >= 1, 'V19.3', where);
  rule(equal(commitment, hash('dkg-commit', ctx0, bytes)), 'V19.2', where);
  rule(![at(A, 0), at(A, k - 1), kappa].some((one) => one.is0()), 'V2.10', where);
  const all = (points: readonly Point[]): Bytes => concat(...points.map(encodePoint));
  const e = challengeScalar(challenge('dkg', ctx0, n, k, place, all(A), encodePoint(kappa), all(T)));
  settled((claims) => A.forEach((value, m) => claims.equation('V19.4', where, G, at(z, m), at(T, m), value, e)));
  const label = new Encoder().text('kappa').fixed(ctx0).u32(place).finish();
  renamed('V19.5', () => settled((claims) => claimPossession(claims, 'pop', label, keyOf(kappa), possession)), where);
  return dealing;
}

/** g to f(j), from the coefficients. */
function committedShare(dealing: Dealing, j: number): Point {
  return product(dealing.A.map((value, m) => [value, BigInt(j) ** BigInt(m)] as const));
}

/** V2.51, V19.*, V2.54. */
export function verifyCeremony(ctx0: Bytes, n: number, k: number, body: Bytes): ElectionKeys {
  const {commitments, dealings, shares, complaints} = having(decodeWhole(body, readBody), 'V2.51');
  const shaped =
    commitments.length === n && dealings.length === n && shares.length === n * n && shares.every((one) => one.length === 64);
  rule(shaped, 'V19.50');
  const dealt = dealings.map((bytes, i) => verifyDealing(ctx0, n, k, i + 1, bytes, at(commitments, i)));
  const isTrustee = (j: number): boolean => j >= 1 && j <= n;
  for (const {dealer, complainer, share} of complaints) {
    rule(isTrustee(dealer) && isTrustee(complainer) && dealer !== complainer && share !== undefined, 'V19.51');
    rule(product([[G, share]]).equals(committedShare(at(dealt, dealer - 1), complainer)), 'V19.51', `trustee ${dealer}`);
  }
  const y = dealt.reduce((sum, one) => sum.add(at(one.A, 0)), ONE);
  rule(!y.is0(), 'V2.54');
  const key = (j: number): Point => dealt.reduce((sum, one) => sum.add(committedShare(one, j)), ONE);
  return {y, Zj: Array.from({length: n}, (_, i) => key(i + 1))};
}
