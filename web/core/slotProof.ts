// SPDX-License-Identifier: Apache-2.0
// The row of a slot: new ciphertexts, with a proof that its owner wrote them or nothing was changed. [SPEC 4.2 SlotProof]
import {concat, randomBytes, xor} from './bytes.ts';
import type {Bytes} from './bytes.ts';
import {decodeCiphertext} from './ciphertext.ts';
import type {Ciphertext} from './ciphertext.ts';
import {
  G, decodePoint, decodeScalar, encodePoint, encodeScalar, modQ, publicPower, randomScalar, secretPower, shortPower,
} from './group.ts';
import type {FixedBase, Point, Scalar} from './group.ts';
import {challenge, challengeScalar} from './hash.ts';
import {PASSED, failed} from './verdict.ts';
import type {Verdict} from './verdict.ts';

export interface SlotStatement {
  readonly ctx: Bytes;
  readonly slot: number;
  readonly epoch: number;
  readonly y: Bytes;
  /** The key of the slot's owner. */
  readonly X: Bytes;
  /** Of the last sealed epoch, one for every contest. */
  readonly previous: readonly Ciphertext[];
}

export const rowBytes = (contests: number): number => 80 + 224 * contests;

function slotChallenge(statement: SlotStatement, next: Bytes, firstT: Bytes, otherT: Bytes): Bytes {
  const {ctx, slot, epoch, y, X, previous} = statement;
  const before = concat(...previous.map((one) => one.bytes));
  return challenge('slot', ctx, slot, epoch, previous.length, encodePoint(G), y, X, before, next, firstT, otherT);
}

/** The row of the slot's owner: x opens X, r[c] opens the ciphertext of contest c. All randomness is drawn anew. */
export function proveAuthor(
  statement: SlotStatement, x: Scalar, y: FixedBase, next: readonly Ciphertext[], r: readonly Scalar[],
): Bytes {
  const partP = randomBytes(16);
  const eP = challengeScalar(partP);
  const kx = randomScalar();
  const firstT = encodePoint(secretPower(G, kx));
  const contests = next.map((now, c) => {
    const before = statement.previous[c];
    const opening = r[c];
    if (before === undefined || opening === undefined) throw new RangeError('one ciphertext and one r for every contest');
    const [k, zs] = [randomScalar(), randomScalar()];
    const simulated = (power: Point, to: Point, from: Point): Bytes =>
      encodePoint(power.add(shortPower(to.subtract(from), eP).negate()));
    const carried = [simulated(secretPower(G, zs), now.a, before.a), simulated(y.power(zs), now.b, before.b)];
    const T = concat(encodePoint(secretPower(G, k)), ...carried);
    return {k, zs, T, opening};
  });
  const nextBytes = concat(...next.map((one) => one.bytes));
  const otherT = concat(...contests.map((one) => one.T));
  const partV = xor(slotChallenge(statement, nextBytes, firstT, otherT), partP);
  const eV = challengeScalar(partV);
  const zr = contests.map((one) => encodeScalar(modQ(one.k + eV * one.opening)));
  const zs = contests.map((one) => encodeScalar(one.zs));
  return concat(nextBytes, partV, firstT, otherT, encodeScalar(modQ(kx + eV * x)), ...zr, ...zs);
}

interface ContestPart {
  readonly next: Ciphertext;
  readonly before: Ciphertext;
  readonly T: readonly [Point, Point, Point];
  readonly zr: Scalar;
  readonly zs: Scalar;
}

interface Row {
  readonly X: Point;
  readonly y: Point;
  readonly eV: bigint;
  readonly eP: bigint;
  readonly T1: Point;
  readonly zx: Scalar;
  readonly contests: readonly ContestPart[];
}

/** undefined: something is not canonical. */
function decodeRow(statement: SlotStatement, row: Bytes): Row | undefined {
  const w = statement.previous.length;
  const [partV, firstT] = [row.slice(64 * w, 64 * w + 16), row.slice(64 * w + 16, 64 * w + 48)];
  const otherT = row.slice(64 * w + 48, 160 * w + 48);
  const responses = row.slice(160 * w + 48);
  const at = (bytes: Bytes, i: number): Bytes => bytes.slice(32 * i, 32 * i + 32);
  const contests: ContestPart[] = [];
  for (const [c, before] of statement.previous.entries()) {
    const next = decodeCiphertext(row.slice(64 * c, 64 * c + 64));
    const [a, b, d] = [decodePoint(at(otherT, 3 * c)), decodePoint(at(otherT, 3 * c + 1)), decodePoint(at(otherT, 3 * c + 2))];
    const [zr, zs] = [decodeScalar(at(responses, 1 + c)), decodeScalar(at(responses, 1 + w + c))];
    if (next === undefined || a === undefined || b === undefined || d === undefined) return undefined;
    if (zr === undefined || zs === undefined) return undefined;
    contests.push({next, before, T: [a, b, d], zr, zs});
  }
  const [X, y, T1, zx] = [decodePoint(statement.X), decodePoint(statement.y), decodePoint(firstT), decodeScalar(at(responses, 0))];
  if (X === undefined || y === undefined || T1 === undefined || zx === undefined) return undefined;
  const partP = xor(slotChallenge(statement, row.slice(0, 64 * w), firstT, otherT), partV);
  return {X, y, eV: challengeScalar(partV), eP: challengeScalar(partP), T1, zx, contests};
}

/** base^z = T value^e. */
const holds = (base: Point, z: Scalar, T: Point, value: Point, e: bigint): boolean =>
  publicPower(base, z).equals(T.add(publicPower(value, e)));

function equationsHold(row: Row): boolean {
  if (!holds(G, row.zx, row.T1, row.X, row.eV)) return false;
  return row.contests.every(({next, before, T, zr, zs}) =>
    holds(G, zr, T[0], next.a, row.eV) &&
    holds(G, zs, T[1], next.a.subtract(before.a), row.eP) &&
    holds(row.y, zs, T[2], next.b.subtract(before.b), row.eP));
}

export function verifyRow(statement: SlotStatement, row: Bytes): Verdict {
  const where = `epoch ${statement.epoch}, slot ${statement.slot}`;
  const w = statement.previous.length;
  if (w === 0 || row.length !== rowBytes(w)) return failed('V2.3', where);
  const decoded = decodeRow(statement, row);
  if (decoded === undefined || decoded.X.is0()) return failed('V2.2', where);
  if (decoded.contests.some(({next}) => next.a.is0() || next.b.is0())) return failed('V2.2', where);
  if (decoded.contests.some(({next, before}) => next.a.equals(before.a) || next.b.equals(before.b))) return failed('V6.1', where);
  return equationsHold(decoded) ? PASSED : failed('V5.1', where);
}
