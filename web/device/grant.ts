// SPDX-License-Identifier: Apache-2.0
// The registrar's permission for one cast, and how a device asks for it. [SPEC 10.1 Grant] [SPEC 10.3 GrantRequest] [SPEC 15.4]
import {Encoder, decodeWhole} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import {hash} from '../core/hash.ts';
import {POSSESSION_BYTES, provePossession, verifyPossession} from '../core/possession.ts';
import {verifySignature} from '../core/signature.ts';
import type {Verdict} from '../core/verdict.ts';
import type {SlotKey} from './slotKey.ts';

export const GRANT_BYTES = 128;
const REQUEST_BYTES = 8 + 32 + POSSESSION_BYTES;

const beginLabel = (ctx: Bytes, slot: number, K: Bytes): Bytes => hash('grant-begin', ctx, slot, K);

/** In the first message of a showing: that the device holds the slot's key. */
export function beginPossession(key: SlotKey, ctx: Bytes, slot: number, K: Bytes): Bytes {
  return provePossession('pop', beginLabel(ctx, slot, K), key.x, key.X);
}

/** For those who judge it. */
export function verifyBegin(ctx: Bytes, X: Bytes, slot: number, K: Bytes, possession: Bytes): Verdict {
  return verifyPossession('pop', beginLabel(ctx, slot, K), X, possession);
}

const requestLabel = (ctx: Bytes, slot: bigint | number, K: Bytes): Bytes => hash('grant-request', ctx, slot, K);

export function grantRequest(key: SlotKey, ctx: Bytes, slot: number, K: Bytes): Bytes {
  const possession = provePossession('pop', requestLabel(ctx, slot, K), key.x, key.X);
  return new Encoder().u64(slot).fixed(K).fixed(possession).finish();
}

/** For those who judge requests; undefined: another length. */
export function verifyGrantRequest(ctx: Bytes, X: Bytes, request: Bytes): {slot: bigint; K: Bytes; verdict: Verdict} | undefined {
  if (request.length !== REQUEST_BYTES) return undefined;
  return decodeWhole(request, (from) => {
    const [slot, K] = [from.u64(), from.fixed(32)];
    return {slot, K, verdict: verifyPossession('pop', requestLabel(ctx, slot, K), X, from.fixed(POSSESSION_BYTES))};
  });
}

export interface Grant {
  readonly slot: bigint;
  readonly nonce: Bytes;
  readonly K: Bytes;
  readonly first: number;
  readonly last: number;
  readonly signature: Bytes;
  /** All 128. */
  readonly bytes: Bytes;
}

export function decodeGrant(bytes: Bytes): Grant | undefined {
  if (bytes.length !== GRANT_BYTES) return undefined;
  return decodeWhole(bytes, (from) => ({
    slot: from.u64(), nonce: from.fixed(16), K: from.fixed(32), first: from.u32(), last: from.u32(), signature: from.fixed(64),
    bytes: bytes.slice(),
  }));
}

/** Signed by the registrar of this election, for at most three epochs. */
export function verifyGrant(grant: Grant, ctx: Bytes, registrarKey: Bytes): boolean {
  const {slot, nonce, K, first, last} = grant;
  if (first < 1 || last < first || last > first + 2) return false;
  return verifySignature(registrarKey, hash('grant', ctx, slot, nonce, K, first, last), grant.signature);
}
