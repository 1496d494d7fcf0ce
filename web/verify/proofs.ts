// SPDX-License-Identifier: Apache-2.0
// Rows and ballots as claims: slot rows, settlement rows, station ballots, possessions. [SPEC 4 Proofs about one slot or one
// ballot]
import {concat, equal, xor} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import type {Ciphertext} from '../core/ciphertext.ts';
import {ciphertext, decodeCiphertext} from '../core/ciphertext.ts';
import {G, H_, decodePoint, decodeScalar, encodePoint} from '../core/group.ts';
import type {Point, Scalar} from '../core/group.ts';
import {challenge, challengeScalar} from '../core/hash.ts';
import {membershipBytes} from '../core/membership.ts';
import type {Option} from '../core/options.ts';
import {settlementRowSize, slotRowSize} from '../record/objects.ts';
import type {Claims} from './claims.ts';
import {at, having, rule} from './refused.ts';

/** An element with the bytes that are hashed. */
export interface Key {
  readonly point: Point;
  readonly bytes: Bytes;
}
export const keyOf = (point: Point): Key => ({point, bytes: encodePoint(point)});
const GENERATOR = keyOf(G);
const SECOND = keyOf(H_);

export const bytesOf = (list: readonly {readonly bytes: Bytes}[]): Bytes => concat(...list.map((one) => one.bytes));

/** Reads a proof of known length; what is not canonical is refused as `check`. */
class Parts {
  private next = 0;
  constructor(
    private readonly from: Bytes,
    private readonly check: string,
    private readonly where: string,
  ) {}
  raw(length: number): Bytes {
    this.next += length;
    return this.from.subarray(this.next - length, this.next);
  }
  points(count: number): Point[] {
    return Array.from({length: count}, () => having(decodePoint(this.raw(32)), this.check, this.where));
  }
  scalars(count: number): Scalar[] {
    return Array.from({length: count}, () => having(decodeScalar(this.raw(32)), this.check, this.where));
  }
  ciphertexts(count: number): Ciphertext[] {
    return Array.from({length: count}, () => having(decodeCiphertext(this.raw(64)), this.check, this.where));
  }
}

const isIdentity = (one: Ciphertext): boolean => one.a.is0() || one.b.is0();
const isSame = (old: Ciphertext, now: Ciphertext): boolean => old.a.equals(now.a) || old.b.equals(now.b);

export function claimPossession(claims: Claims, tag: string, label: Bytes, X: Key, proof: Bytes, where = ''): void {
  rule(proof.length === 64, 'V2.1', where);
  const parts = new Parts(proof, 'V2.1', where);
  const [T] = parts.points(1);
  const [z] = parts.scalars(1);
  rule(T !== undefined && z !== undefined && !X.point.is0(), 'V2.1', where);
  const e = challengeScalar(challenge(tag, label, GENERATOR.bytes, X.bytes, proof.slice(0, 32)));
  claims.equation('V3.1', where, G, z, T, X.point, e);
}

export interface RowPlace {
  readonly ctx: Bytes;
  readonly y: Key;
  readonly slot: number;
  readonly previous: readonly Ciphertext[];
}

/** The ciphertexts that the row puts in the place of the previous ones. */
export function claimSlotRow(claims: Claims, place: RowPlace & {epoch: number; X: Key}, row: Bytes): Ciphertext[] {
  const {ctx, y, slot, previous, epoch, X} = place;
  const [where, w] = [`epoch ${epoch}, slot ${slot}`, previous.length];
  rule(w > 0 && row.length === slotRowSize(w), 'V2.3', where);
  const parts = new Parts(row, 'V2.2', where);
  const now = parts.ciphertexts(w);
  const partV = parts.raw(16);
  const T = parts.points(1 + 3 * w);
  const z = parts.scalars(1 + 2 * w);
  rule(!now.some(isIdentity) && !X.point.is0(), 'V2.2', where);
  rule(!previous.some((old, c) => isSame(old, at(now, c))), 'V6.1', where);
  const [first, others] = [row.slice(64 * w + 16, 64 * w + 48), row.slice(64 * w + 48, 160 * w + 48)];
  const e = challenge(
    'slot',
    ctx,
    slot,
    epoch,
    w,
    GENERATOR.bytes,
    y.bytes,
    X.bytes,
    bytesOf(previous),
    row.slice(0, 64 * w),
    first,
    others,
  );
  const [author, carried] = [challengeScalar(partV), challengeScalar(xor(e, partV))];
  claims.equation('V5.1', where, G, at(z, 0), at(T, 0), X.point, author);
  for (const [c, {a, b}] of now.entries()) {
    const old = at(previous, c);
    claims.equation('V5.1', where, G, at(z, 1 + c), at(T, 1 + 3 * c), a, author);
    claims.equation('V5.1', where, G, at(z, 1 + w + c), at(T, 2 + 3 * c), a.subtract(old.a), carried);
    claims.equation('V5.1', where, y.point, at(z, 1 + w + c), at(T, 3 + 3 * c), b.subtract(old.b), carried);
  }
  return now;
}

export interface Settled {
  readonly ciphertexts: readonly Ciphertext[];
  /** Commitment to "overridden". */
  readonly D: Point;
}

interface SettlementPlace extends RowPlace {
  /** The registrar's key. */
  readonly Z: Key;
  /** m_null of every contest. */
  readonly nulls: readonly Option[];
}

function settlementChallenge({ctx, y, slot, previous, Z, nulls}: SettlementPlace, row: Bytes): Bytes {
  const w = previous.length;
  const [now, D, allT] = [row.slice(0, 64 * w), row.slice(64 * w, 64 * w + 32), row.slice(64 * w + 48, 64 * w + 48 + 32 * (4 * w + 3))];
  const keys = [GENERATOR.bytes, SECOND.bytes, y.bytes, Z.bytes];
  return challenge('settle', ctx, slot, w, ...keys, bytesOf(nulls), bytesOf(previous), now, D, allT);
}

export function claimSettlementRow(claims: Claims, place: SettlementPlace, row: Bytes): Settled {
  const {y, slot, previous, Z, nulls} = place;
  const [where, w] = [`settlement, slot ${slot}`, previous.length];
  rule(w > 0 && nulls.length === w && row.length === settlementRowSize(w), 'V2.6', where);
  const parts = new Parts(row, 'V2.7', where);
  const now = parts.ciphertexts(w);
  const [D] = parts.points(1);
  const partP = parts.raw(16);
  const [tP, tG] = [parts.points(2 * w + 1), parts.points(2 * w + 2)];
  const [zP, zG] = [parts.scalars(w + 1), parts.scalars(w + 2)];
  rule(D !== undefined && !D.is0() && !now.some(isIdentity), 'V2.7', where);
  rule(!previous.some((old, c) => isSame(old, at(now, c))), 'V6.2', where);
  const [p, g] = [challengeScalar(partP), challengeScalar(xor(settlementChallenge(place, row), partP))];
  const holds = (B: Point, z: Scalar, T: Point, V: Point, part: Scalar): void => claims.equation('V11.1', where, B, z, T, V, part);
  holds(H_, at(zP, w), at(tP, 2 * w), D, p);
  holds(G, at(zG, 0), at(tG, 0), Z.point, g);
  holds(H_, at(zG, w + 1), at(tG, 2 * w + 1), D.subtract(G), g);
  for (const [c, {a, b}] of now.entries()) {
    const old = at(previous, c);
    holds(G, at(zP, c), at(tP, 2 * c), a.subtract(old.a), p);
    holds(y.point, at(zP, c), at(tP, 2 * c + 1), b.subtract(old.b), p);
    holds(G, at(zG, 1 + c), at(tG, 1 + 2 * c), a, g);
    holds(y.point, at(zG, 1 + c), at(tG, 2 + 2 * c), b.subtract(at(nulls, c).point), g);
  }
  return {ciphertexts: now, D};
}

function claimMembership(
  claims: Claims,
  label: Bytes,
  y: Key,
  options: readonly Option[],
  encrypted: Ciphertext,
  proof: Bytes,
  where: string,
): void {
  const n = options.length;
  rule(proof.length === membershipBytes(n), 'V2.4', where);
  const parts = new Parts(proof, 'V2.4', where);
  const T = parts.points(2 * n);
  const challenges = Array.from({length: n}, () => parts.raw(16));
  const z = parts.scalars(n);
  const [a, b] = [encrypted.bytes.slice(0, 32), encrypted.bytes.slice(32)];
  const e = challenge('member', label, GENERATOR.bytes, y.bytes, n, bytesOf(options), a, b, proof.slice(0, 64 * n));
  rule(equal(challenges.reduce(xor, new Uint8Array(16)), e), 'V3.2', where);
  for (const [v, option] of options.entries()) {
    const part = challengeScalar(at(challenges, v));
    claims.equation('V3.2', where, G, at(z, v), at(T, 2 * v), encrypted.a, part);
    claims.equation('V3.2', where, y.point, at(z, v), at(T, 2 * v + 1), encrypted.b.subtract(option.point), part);
  }
}

/** One contest of a ballot cast at a station. */
export function claimStationBallot(
  claims: Claims,
  label: Bytes,
  y: Key,
  options: readonly Option[],
  ballot: Bytes,
  where: string,
): Ciphertext {
  rule(ballot.length === 128 + membershipBytes(options.length), 'V2.8', where);
  const [a, b] = [decodePoint(ballot.slice(0, 32)), decodePoint(ballot.slice(32, 64))];
  rule(a !== undefined && b !== undefined && !a.is0() && !b.is0(), 'V2.9', where);
  const encrypted = ciphertext(a, b);
  claimPossession(
    claims,
    'station-r',
    concat(label, encrypted.bytes),
    {point: a, bytes: ballot.slice(0, 32)},
    ballot.slice(64, 128),
    where,
  );
  claimMembership(claims, label, y, options, encrypted, ballot.slice(128), where);
  return encrypted;
}
