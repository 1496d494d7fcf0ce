// SPDX-License-Identifier: Apache-2.0
// One cast: row, membership proofs, signature. [SPEC 10.2 Cast] [SPEC 10.7 SlotKey: what a device draws]
import {Encoder, concat, decodeWhole, equal, randomBytes} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import {encrypt} from '../core/ciphertext.ts';
import type {Ciphertext} from '../core/ciphertext.ts';
import {encodePoint, encodeScalar, randomScalar} from '../core/group.ts';
import type {FixedBase, Scalar} from '../core/group.ts';
import {hash} from '../core/hash.ts';
import {membershipBytes, proveMembership, slotLabel} from '../core/membership.ts';
import type {OfferedContest} from '../core/options.ts';
import {sign} from '../core/signature.ts';
import type {SigningKey} from '../core/signature.ts';
import {proveAuthor, rowBytes} from '../core/slotProof.ts';
import {GRANT_BYTES} from './grant.ts';
import type {Grant} from './grant.ts';
import type {SlotKey} from './slotKey.ts';

/** What the verified board says about a slot in the epoch of the cast. */
export interface SlotView {
  readonly ctx: Bytes;
  readonly slot: number;
  readonly epoch: number;
  readonly y: FixedBase;
  /** From the slot list. */
  readonly X: Bytes;
  readonly contests: readonly OfferedContest[];
  /** Of the last sealed epoch, one for every contest. */
  readonly previous: readonly Ciphertext[];
}

/** Until it was checked: `row` as it was sent, what opens it, and the plaintext numbers. */
export interface KeptBallot {
  readonly ctx: Bytes;
  readonly slot: number;
  readonly epoch: number;
  readonly row: Bytes;
  readonly r: readonly Bytes[];
  readonly choices: number[];
}

/** key: the slot list holds another key for this slot · grant: it is for another slot, key or epoch · option: not offered now. */
export type CastWord = 'key' | 'grant' | 'option';
export class CastTrouble extends Error {
  override readonly name = 'CastTrouble';
  constructor(readonly word: CastWord) {
    super(`cast: ${word}`);
  }
}

export interface Progress {
  readonly contest: number;
  /** Options of this contest whose part of the proof is ready. */
  readonly option: number;
  readonly of: number;
}

export interface Cast {
  readonly request: Bytes;
  readonly grant: Bytes;
  readonly epoch: number;
  readonly row: Bytes;
  readonly membership: readonly Bytes[];
  readonly signature: Bytes;
}

function judge(view: SlotView, key: SlotKey, choices: readonly number[], grant: Grant, K: Bytes): number[] {
  if (!equal(key.X, view.X)) throw new CastTrouble('key');
  const fits = grant.slot === BigInt(view.slot) && equal(grant.K, K) && grant.first <= view.epoch && view.epoch <= grant.last;
  if (!fits) throw new CastTrouble('grant');
  if (choices.length !== view.contests.length || view.previous.length !== view.contests.length)
    throw new RangeError('one choice and one ciphertext for every contest');
  const indices = view.contests.map((contest, c) => contest.numbers.indexOf(choices[c] ?? -1));
  if (indices.includes(-1)) throw new CastTrouble('option');
  return indices;
}

/** The element at `index`; every element is looked at. */
function pointAt(contest: OfferedContest, index: number): OfferedContest['options'][number]['point'] {
  const [first] = contest.options;
  if (first === undefined) throw new RangeError('a contest without options');
  return contest.options.reduce((chosen, one, v) => (v === index ? one.point : chosen), first.point);
}

/** Builds a cast. All randomness is drawn anew, so a rebuild for a later epoch shares nothing with this one. */
export function buildCast(
  view: SlotView, key: SlotKey, choices: readonly number[], grant: Grant, signing: SigningKey,
  onProgress?: (progress: Progress) => void,
): {bytes: Bytes; kept: KeptBallot} {
  const indices = judge(view, key, choices, grant, signing.K);
  const {ctx, slot, epoch, y, contests} = view;
  const r: Scalar[] = contests.map(() => randomScalar());
  const next = contests.map((contest, c) => encrypt(y, pointAt(contest, indices[c] ?? 0), r[c] ?? 0n));
  const row = proveAuthor({...view, y: encodePoint(y.point)}, key.x, y, next, r);
  const membership = contests.map((contest, c) => {
    const each = (option: number): void => onProgress?.({contest: c, option, of: contest.options.length});
    const now = next[c];
    if (now === undefined) throw new RangeError('one ciphertext for every contest');
    return proveMembership(slotLabel(ctx, contest.id, slot, epoch), y, contest.options, now, indices[c] ?? 0, r[c] ?? 0n, each);
  });
  const request = randomBytes(16);
  const signature = sign(signing, castHash(ctx, request, grant.bytes, epoch, row));
  const bytes = encodeCast({request, grant: grant.bytes, epoch, row, membership, signature});
  return {bytes, kept: {ctx: ctx.slice(), slot, epoch, row, r: r.map(encodeScalar), choices: [...choices]}};
}

/** What K signs. */
export function castHash(ctx: Bytes, request: Bytes, grant: Bytes, epoch: number, row: Bytes): Bytes {
  return hash('cast-signature', ctx, request, grant, epoch, row);
}

export function encodeCast(cast: Cast): Bytes {
  const {request, grant, epoch, row, membership, signature} = cast;
  const head = concat(request, grant);
  return new Encoder().fixed(head).u32(epoch).bytes(row).list(membership, (to, one) => to.bytes(one)).fixed(signature).finish();
}

/** For those who judge casts. */
export function decodeCast(bytes: Bytes): Cast | undefined {
  return decodeWhole(bytes, (from) => ({
    request: from.fixed(16), grant: from.fixed(GRANT_BYTES), epoch: from.u32(), row: from.bytes(rowBytes(64)),
    membership: from.list((one) => one.bytes(membershipBytes(1024)), 64), signature: from.fixed(64),
  }));
}

/** After the check, or when its time is over. */
export function wipeKept(kept: KeptBallot): void {
  kept.row.fill(0);
  for (const one of kept.r) one.fill(0);
  kept.choices.fill(0);
}
