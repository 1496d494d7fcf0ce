// SPDX-License-Identifier: Apache-2.0
// Permutation commitments and mixes. [SPEC 5.2 PermutationCommitment] [SPEC 5.3 Mix]
import {concat} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import {ciphertext} from '../core/ciphertext.ts';
import type {Ciphertext} from '../core/ciphertext.ts';
import {G, H_, ONE, decodePoint, decodeScalar, encodePoint, hashToGroup, modQ} from '../core/group.ts';
import type {Point, Scalar} from '../core/group.ts';
import {challenge, challengeAt, challengeScalar, hash} from '../core/hash.ts';
import {settled} from './claims.ts';
import type {Term} from './claims.ts';
import {bytesOf, keyOf} from './proofs.ts';
import type {Key} from './proofs.ts';
import {at, having, rule} from './refused.ts';

export const PERMUTATION_ROW = 160;
export const MIX_ROW = 96;

export interface ListPlace {
  readonly ctx: Bytes;
  readonly contest: string;
  /** The mix, from 1. */
  readonly number: number;
  readonly trustee: number;
}

const known: Key[] = [];
/** h_1 .. h_n */
function generators(n: number): Key[] {
  while (known.length < n) known.push(keyOf(hashToGroup('h_i', known.length + 1)));
  return known.slice(0, n);
}

/** The 32 bytes of column `index` of a row of such columns. */
const column = (rows: Bytes, rowSize: number, row: number, index: number): Bytes =>
  rows.slice(row * rowSize + 32 * index, row * rowSize + 32 * index + 32);
const weights = (tag: string, state: Bytes, n: number): Scalar[] =>
  Array.from({length: n}, (_, i) => challengeScalar(challengeAt(tag, state, i)));

export const proofDigest = (header: Bytes, rows: Bytes): Bytes => hash('mix-off-proof', header, rows);

function committed(rows: Bytes, n: number, c: number): Point[] {
  return Array.from({length: n}, (_, i) => {
    const point = decodePoint(column(rows, PERMUTATION_ROW, i, c));
    rule(point !== undefined && !point.is0(), 'V2.11', `row ${i}`);
    return point;
  });
}

interface Permutation {
  readonly t: readonly Point[];
  readonly s: readonly Scalar[];
  readonly c: readonly Point[];
  readonly cHat: readonly Point[];
  readonly tHat: readonly Point[];
  readonly sHat: readonly Scalar[];
  readonly sTilde: readonly Scalar[];
}

function decodePermutation(n: number, header: Bytes, rows: Bytes): Permutation {
  rule(n >= 1 && rows.length === n * PERMUTATION_ROW && header.length === 192, 'V2.11');
  const point = (bytes: Bytes, where: string): Point => having(decodePoint(bytes), 'V2.11', where);
  const scalar = (bytes: Bytes, where: string): Scalar => having(decodeScalar(bytes), 'V2.11', where);
  const part = (i: number): Bytes => header.slice(32 * i, 32 * i + 32);
  const each = <T>(read: (bytes: Bytes, where: string) => T, c: number): T[] =>
    Array.from({length: n}, (_, i) => read(column(rows, PERMUTATION_ROW, i, c), `row ${i}`));
  return {
    t: [0, 1, 2].map((i) => point(part(i), 'header')),
    s: [3, 4, 5].map((i) => scalar(part(i), 'header')),
    c: committed(rows, n, 0),
    cHat: committed(rows, n, 1),
    tHat: each(point, 2),
    sHat: each(scalar, 3),
    sTilde: each(scalar, 4),
  };
}

export function verifyPermutation(place: ListPlace, n: number, header: Bytes, rows: Bytes): void {
  const {t, s, c, cHat, tHat, sHat, sTilde} = decodePermutation(n, header, rows);
  const all = (index: number): Bytes => concat(...c.map((_, i) => column(rows, PERMUTATION_ROW, i, index)));
  const H = generators(n);
  const state = hash(
    'mix-off',
    place.ctx,
    place.contest,
    place.number,
    place.trustee,
    encodePoint(G),
    encodePoint(H_),
    bytesOf(H),
    n,
    all(0),
  );
  const u = weights('mix-off-u', state, n);
  const part = (i: number): Bytes => header.slice(32 * i, 32 * i + 32);
  const e = challengeScalar(challenge('mix-off-e', state, all(1), part(0), part(1), part(2), all(2)));
  const U = u.reduce((product, one) => modQ(product * one), 1n);
  settled((claims) => {
    const sum = c.reduce((ratio, one, i) => ratio.add(one).subtract(at(H, i).point), ONE);
    claims.one('V13.1', '', [at(t, 0), 1n], [sum, e], [G, -at(s, 0)]);
    claims.one('V13.2', '', [at(t, 1), 1n], [at(cHat, n - 1), e], [H_, -U * e], [G, -at(s, 1)]);
    const opened = c.flatMap((one, i): Term[] => [
      [one, at(u, i) * e],
      [at(H, i).point, -at(sTilde, i)],
    ]);
    claims.one('V13.3', '', [at(t, 2), 1n], ...opened, [G, -at(s, 2)]);
    for (let i = 0; i < n; i++) {
      const before = i === 0 ? H_ : at(cHat, i - 1);
      claims.one('V13.4', `row ${i}`, [at(tHat, i), 1n], [at(cHat, i), e], [G, -at(sHat, i)], [before, -at(sTilde, i)]);
    }
  });
}

export interface Commitment {
  readonly rows: Bytes;
  readonly digest: Bytes;
}

/** The list after the mix. */
export function verifyMix(
  place: ListPlace,
  y: Key,
  source: readonly Ciphertext[],
  commitment: Commitment,
  header: Bytes,
  rows: Bytes,
): Ciphertext[] {
  const n = source.length;
  rule(n >= 1 && commitment.rows.length === n * PERMUTATION_ROW && rows.length === n * MIX_ROW && header.length === 160, 'V2.12');
  const part = (i: number): Bytes => header.slice(32 * i, 32 * i + 32);
  const [t3, t4a, t4b] = [0, 1, 2].map((i) => having(decodePoint(part(i)), 'V2.12', 'header'));
  const [s3, s4] = [3, 4].map((i) => having(decodeScalar(part(i)), 'V2.12', 'header'));
  const c = committed(commitment.rows, n, 0);
  const output = source.map((_, i) => {
    const [a, b] = [0, 1].map((index) => having(decodePoint(column(rows, MIX_ROW, i, index)), 'V2.12', `row ${i}`));
    return {
      ...ciphertext(having(a, 'V2.12'), having(b, 'V2.12')),
      s: having(decodeScalar(column(rows, MIX_ROW, i, 2)), 'V2.12', `row ${i}`),
    };
  });
  const H = generators(n);
  const encodedC = concat(...c.map((_, i) => column(commitment.rows, PERMUTATION_ROW, i, 0)));
  const state = hash(
    'mix-on',
    place.ctx,
    place.contest,
    place.number,
    place.trustee,
    encodePoint(G),
    encodePoint(H_),
    bytesOf(H),
    y.bytes,
    n,
    encodedC,
    commitment.digest,
    bytesOf(source),
    bytesOf(output),
  );
  const u = weights('mix-on-u', state, n);
  const e = challengeScalar(challenge('mix-on-e', state, part(0), concat(part(1), part(2))));
  settled((claims) => {
    const opened = c.flatMap((one, i): Term[] => [
      [one, at(u, i) * e],
      [at(H, i).point, -at(output, i).s],
    ]);
    claims.one('V13.5', '', [having(t3, 'V2.12'), 1n], ...opened, [G, -having(s3, 'V2.12')]);
    const halves = [
      ['a', G, t4a],
      ['b', y.point, t4b],
    ] as const;
    for (const [side, base, t4] of halves) {
      const moved = output.flatMap((one, i): Term[] => [
        [at(source, i)[side], at(u, i) * e],
        [one[side], -one.s],
      ]);
      claims.one('V13.6', '', [having(t4, 'V2.12'), 1n], ...moved, [base, having(s4, 'V2.12')]);
    }
  });
  return output;
}
