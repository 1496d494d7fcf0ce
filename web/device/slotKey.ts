// SPDX-License-Identifier: Apache-2.0
// The voter's slot key: from her passkey and the code of her letter, or drawn. [SPEC 10.7 SlotKey]
import {concat} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import {G, encodePoint, randomScalar, secretPower} from '../core/group.ts';
import type {Scalar} from '../core/group.ts';
import {hash32, hashToScalar} from '../core/hash.ts';
import {provePossession} from '../core/possession.ts';

export interface SlotKey {
  readonly x: Scalar;
  readonly X: Bytes;
}

/** What the passkey's PRF is asked. */
export function prfSalt(ctx0: Bytes): Bytes {
  return hash32('prf', ctx0);
}

export function slotKeyOf(x: Scalar): SlotKey {
  return {x, X: encodePoint(secretPower(G, x))};
}

/** `code` is the canonical text of the dedicated code. */
export function deriveSlotKey(prf: Bytes, code: string, ctx0: Bytes): SlotKey {
  if (prf.length !== 32) throw new RangeError('a PRF of 32 bytes');
  return slotKeyOf(hashToScalar('slot-key', prf, code, ctx0));
}

/** For a device without PRF, which keeps it: there is no copy elsewhere. */
export function randomSlotKey(): SlotKey {
  return slotKeyOf(randomScalar());
}

/** Possession with which X enters the slot list. */
export function proveEnrolment(key: SlotKey, ctx0: Bytes, evidenceHash: Bytes): Bytes {
  return provePossession('pop', concat(ctx0, key.X, evidenceHash), key.x, key.X);
}
