// SPDX-License-Identifier: Apache-2.0
// Ed25519 as everybody must verify it: no small order, one encoding, no cofactor. [SPEC 1.11 Signatures]
import {ed25519} from '@noble/curves/ed25519.js';
import {concat, equal, randomBytes} from './bytes.ts';
import type {Bytes} from './bytes.ts';
import {sha512} from './hash.ts';
import {decodeScalar, fromWide} from './scalar.ts';

type EdwardsPoint = InstanceType<typeof ed25519.Point>;

function decodeEdwards(bytes: Bytes): EdwardsPoint | undefined {
  try {
    const point = ed25519.Point.fromBytes(bytes);
    return point.isSmallOrder() ? undefined : point;
  } catch {
    return undefined;
  }
}

export function verifySignature(key: Bytes, message: Bytes, signature: Bytes): boolean {
  if (key.length !== 32 || signature.length !== 64) return false;
  const [encodedR, encodedS] = [signature.slice(0, 32), signature.slice(32)];
  const [A, R, S] = [decodeEdwards(key), decodeEdwards(encodedR), decodeScalar(encodedS)];
  if (A === undefined || R === undefined || S === undefined) return false;
  const k = fromWide(sha512(concat(encodedR, key, message)));
  return equal(ed25519.Point.BASE.multiplyUnsafe(S).subtract(A.multiplyUnsafe(k)).toBytes(), encodedR);
}

/** A key pair for one cast. The public key is named K. */
export interface SigningKey {
  readonly seed: Bytes;
  readonly K: Bytes;
}

export function signingKey(seed: Bytes): SigningKey {
  return {seed, K: ed25519.getPublicKey(seed)};
}

export function newSigningKey(): SigningKey {
  return signingKey(randomBytes(32));
}

export function sign(key: SigningKey, message: Bytes): Bytes {
  return ed25519.sign(message, key.seed);
}
