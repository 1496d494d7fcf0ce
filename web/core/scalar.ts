// SPDX-License-Identifier: Apache-2.0
// Integers modulo the order of the group. The time of bigint depends on the values (docs/THREATS.md). [SPEC 2.1 Scalar]
import {randomBytes, wipe} from './bytes.ts';
import type {Bytes} from './bytes.ts';

export type Scalar = bigint;

export const Q = 2n ** 252n + 27742317777372353535851937790883648493n;

/** x mod q, from 0 on. */
export function modQ(x: bigint): Scalar {
  const rest = x % Q;
  return rest < 0n ? rest + Q : rest;
}

export function littleEndian(bytes: Bytes): bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i] ?? 0);
  return value;
}

export function encodeScalar(s: Scalar): Bytes {
  if (s < 0n || s >= Q) throw new RangeError('not a scalar');
  const out = new Uint8Array(32);
  for (let i = 0, rest = s; i < 32; i++, rest >>= 8n) out[i] = Number(rest & 0xffn);
  return out;
}

/** undefined: not 32 bytes, or not below q. */
export function decodeScalar(bytes: Bytes): Scalar | undefined {
  if (bytes.length !== 32) return undefined;
  const value = littleEndian(bytes);
  return value < Q ? value : undefined;
}

/** 64 bytes, reduced: from_wide. */
export function fromWide(bytes: Bytes): Scalar {
  if (bytes.length !== 64) throw new RangeError('from_wide takes 64 bytes');
  return littleEndian(bytes) % Q;
}

/** Uniform, from the system generator; never 0, so that a power of it is never 1. */
export function randomScalar(): Scalar {
  for (;;) {
    const wide = randomBytes(64);
    const s = fromWide(wide);
    wipe(wide);
    if (s !== 0n) return s;
  }
}
