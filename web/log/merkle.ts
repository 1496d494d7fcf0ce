// SPDX-License-Identifier: Apache-2.0
// The tree of RFC 6962: hashes, inclusion, consistency. Sizes are whole numbers below 2^53. [SPEC 6.1 MerkleTree]
import {concat, equal} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import {sha256} from '../core/hash.ts';
import {PASSED, failed} from '../core/verdict.ts';
import type {Verdict} from '../core/verdict.ts';

export const HASH_SIZE = 32;
const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

export const leafHash = (entry: Bytes): Bytes => sha256(concat(LEAF, entry));
export const nodeHash = (left: Bytes, right: Bytes): Bytes => sha256(concat(NODE, left, right));
export const emptyRoot = (): Bytes => sha256(new Uint8Array(0));

/** The largest power of two below n, n at least 2. */
export function splitAt(n: number): number {
  let k = 1;
  while (2 * k < n) k *= 2;
  return k;
}

/** MTH of all leaf hashes from first up to but not including end. */
export function treeRoot(leaves: readonly Bytes[], first = 0, end = leaves.length): Bytes {
  if (first >= end) return emptyRoot();
  if (end - first === 1) return leaves[first] ?? emptyRoot();
  const middle = first + splitAt(end - first);
  return nodeHash(treeRoot(leaves, first, middle), treeRoot(leaves, middle, end));
}

const half = (n: number): number => Math.floor(n / 2);
const odd = (n: number): boolean => n % 2 === 1;
const isSize = (...all: readonly number[]): boolean => all.every((n) => Number.isSafeInteger(n) && n >= 0);
const areHashes = (...all: readonly Bytes[]): boolean => all.every((hash) => hash.length === HASH_SIZE);

/** V17.1: the leaf hash stands at this index in the tree of this size and root. */
export function verifyInclusion(index: number, size: number, leaf: Bytes, proof: readonly Bytes[], root: Bytes): Verdict {
  const refused = failed('V17.1', `entry ${index}`);
  if (!isSize(index, size) || index >= size || !areHashes(leaf, root, ...proof)) return refused;
  let [f, s, r] = [index, size - 1, leaf];
  for (const p of proof) {
    if (s === 0) return refused;
    if (odd(f) || f === s) {
      r = nodeHash(p, r);
      while (f !== 0 && !odd(f)) [f, s] = [half(f), half(s)];
    } else {
      r = nodeHash(r, p);
    }
    [f, s] = [half(f), half(s)];
  }
  return s === 0 && equal(r, root) ? PASSED : refused;
}

/** Whether a tree may have the leaves from i up to but not including j as one piece. */
function isPiece(i: number, j: number): boolean {
  let width = 1;
  while (width < j - i) width *= 2;
  return i % width === 0;
}

/** V17.2: hash a over the leaves from i up to but not including j is part of the tree of n with root b. */
export function verifySubtreeConsistency(i: number, j: number, n: number, proof: readonly Bytes[], a: Bytes, b: Bytes): Verdict {
  const refused = failed('V17.2');
  if (!isSize(i, j, n) || i > j || j > n || !areHashes(a, b, ...proof)) return refused;
  if (i === j) return proof.length === 0 && equal(a, emptyRoot()) ? PASSED : refused;
  if (!isPiece(i, j)) return refused;
  let [g, f, s] = [i, j - 1, n - 1];
  const halve = (): void => void ([g, f, s] = [half(g), half(f), half(s)]);
  while (g !== f && (odd(f) || f === s)) halve();
  const [start, ...rest] = g === f ? [a, ...proof] : proof;
  if (start === undefined) return refused;
  let [older, newer] = [start, start];
  for (const p of rest) {
    if (s === 0) return refused;
    if (odd(f) || f === s) {
      if (g !== f) older = nodeHash(p, older);
      newer = nodeHash(p, newer);
      while (f !== 0 && !odd(f)) halve();
    } else {
      newer = nodeHash(newer, p);
    }
    halve();
  }
  return s === 0 && equal(older, a) && equal(newer, b) ? PASSED : refused;
}

/** V17.2: the tree of n with this root continues the tree of m with that one. */
export function verifyConsistency(m: number, n: number, proof: readonly Bytes[], older: Bytes, newer: Bytes): Verdict {
  return m === 0 ? failed('V17.2') : verifySubtreeConsistency(0, m, n, proof, older, newer);
}
