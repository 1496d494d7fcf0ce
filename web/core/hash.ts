// SPDX-License-Identifier: Apache-2.0
// Hashes with their tag and items, challenges. [SPEC 1.3 Hash] [SPEC 3.4 Challenge]
import {sha256 as nobleSha256, sha512 as nobleSha512} from '@noble/hashes/sha2.js';
import {unsigned, utf8} from './bytes.ts';
import type {Bytes} from './bytes.ts';
import {fromWide, littleEndian} from './scalar.ts';
import type {Scalar} from './scalar.ts';

/** An integer stands for its eight bytes, a text for its UTF-8. */
export type Item = Bytes | bigint | number | string;

export const sha256 = (bytes: Bytes): Bytes => nobleSha256(bytes);
export const sha512 = (bytes: Bytes): Bytes => nobleSha512(bytes);

const itemBytes = (item: Item): Bytes =>
  typeof item === 'string' ? utf8(item) : item instanceof Uint8Array ? item : unsigned(item, 8);

/** H(tag, items..), 64 bytes. */
export function hash(tag: string, ...items: readonly Item[]): Bytes {
  const state = nobleSha512.create();
  for (const item of ['ippyo/1', tag, ...items]) {
    const bytes = itemBytes(item);
    state.update(unsigned(bytes.length, 8)).update(bytes);
  }
  return state.digest();
}

/** H32(tag, items..). */
export function hash32(tag: string, ...items: readonly Item[]): Bytes {
  return hash(tag, ...items).slice(0, 32);
}

/** The first 16 bytes of a hash as they travel; zero is replaced by the integer 1. */
export function shortened(digest: Bytes): Bytes {
  const out = digest.slice(0, 16);
  if (out.every((byte) => byte === 0)) out[0] = 1;
  return out;
}

export function challenge(tag: string, ...items: readonly Item[]): Bytes {
  return shortened(hash(tag, ...items));
}

export function challengeAt(tag: string, state: Bytes, index: bigint | number): Bytes {
  return challenge(tag, state, index);
}

/** A challenge, or a part of a split one, in an equation. */
export function challengeScalar(challengeBytes: Bytes): Scalar {
  return littleEndian(challengeBytes);
}

export function hashToScalar(tag: string, ...items: readonly Item[]): Scalar {
  return fromWide(hash(tag, ...items));
}
