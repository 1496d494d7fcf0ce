// SPDX-License-Identifier: Apache-2.0
// What the casting device shows to a second device, and what that one makes of it. [SPEC 10.8 CheckCode]
import {Encoder, concat, decodeWhole, equal} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import {decodeCiphertext} from '../core/ciphertext.ts';
import type {Ciphertext} from '../core/ciphertext.ts';
import {G, decodeScalar, secretPower} from '../core/group.ts';
import type {Scalar} from '../core/group.ts';
import {hash32} from '../core/hash.ts';
import type {OfferedContest} from '../core/options.ts';
import {verifyRow} from '../core/slotProof.ts';
import {failed} from '../core/verdict.ts';
import type {Verdict} from '../core/verdict.ts';
import type {KeptBallot, SlotView} from './cast.ts';
import {link, parseLink} from './links.ts';
import type {LinkRefusal} from './links.ts';

const MOST_CONTESTS = 64;
const MARK = '/check/#';

export interface Opening {
  readonly encrypted: Ciphertext;
  readonly r: Scalar;
}
export interface CheckCode {
  readonly ctx: Bytes;
  readonly slot: bigint;
  readonly epoch: number;
  readonly contests: readonly Opening[];
}

export function encodeCheckCode(kept: KeptBallot): Bytes {
  const to = new Encoder().fixed(kept.ctx).u64(kept.slot).u32(kept.epoch);
  const openings = kept.r.map((r, c) => concat(kept.row.slice(64 * c, 64 * c + 64), r));
  return to.list(openings, (each, one) => each.fixed(one)).finish();
}

/** undefined: no check code. */
export function decodeCheckCode(bytes: Bytes): CheckCode | undefined {
  const parts = decodeWhole(bytes, (from) => ({
    ctx: from.fixed(32), slot: from.u64(), epoch: from.u32(),
    contests: from.list((one) => ({encrypted: one.fixed(64), r: one.fixed(32)}), MOST_CONTESTS),
  }));
  if (parts === undefined) return undefined;
  const contests: Opening[] = [];
  for (const one of parts.contests) {
    const [encrypted, r] = [decodeCiphertext(one.encrypted), decodeScalar(one.r)];
    if (encrypted === undefined || r === undefined) return undefined;
    contests.push({encrypted, r});
  }
  return {...parts, contests};
}

export function checkLink(origin: string, code: Bytes): string {
  return link(origin, MARK, code);
}

export interface CheckLink {
  readonly origin: string;
  readonly bytes: Bytes;
  readonly code: CheckCode;
}

export function parseCheckLink(url: string): CheckLink | LinkRefusal {
  const parsed = parseLink(url, MARK);
  if ('why' in parsed) return parsed;
  const code = decodeCheckCode(parsed.payload);
  return code === undefined ? {why: 'payload'} : {origin: parsed.origin, bytes: parsed.payload, code};
}

/** The number that each ciphertext holds; undefined: the contest does not open, which is an alarm. */
export interface Reading {
  readonly choices: readonly (number | undefined)[];
  /** H32("checked", ..): all that stays when the voter has looked. */
  readonly hash: Bytes;
}
export type CodeMisfit = {readonly why: 'other-election' | 'no-such-slot' | 'other-contests'};
export type CodeView = Pick<SlotView, 'ctx' | 'slot' | 'y' | 'contests'>;

export function checkedHash(ctx: Bytes, slot: bigint | number, epoch: number, ciphertexts: Bytes): Bytes {
  return hash32('checked', ctx, slot, epoch, ciphertexts);
}

function open(view: CodeView, contest: OfferedContest, {encrypted, r}: Opening): number | undefined {
  if (!secretPower(G, r).equals(encrypted.a)) return undefined;
  const m = encrypted.b.subtract(view.y.power(r));
  let choice: number | undefined;
  for (const [v, option] of contest.options.entries()) if (option.point.equals(m)) choice = contest.numbers[v];
  return choice;
}

/** `view`: of the code's own slot and epoch; undefined where the election has no such slot. */
export function readCheckCode(ctx: Bytes, view: CodeView | undefined, code: CheckCode): Reading | CodeMisfit {
  if (!equal(code.ctx, ctx)) return {why: 'other-election'};
  if (view === undefined || BigInt(view.slot) !== code.slot) return {why: 'no-such-slot'};
  if (code.contests.length !== view.contests.length) return {why: 'other-contests'};
  const ciphertexts = concat(...code.contests.map((one) => one.encrypted.bytes));
  const choices = code.contests.map((one, c) => {
    const contest = view.contests[c];
    return contest === undefined ? undefined : open(view, contest, one);
  });
  return {choices, hash: checkedHash(ctx, code.slot, code.epoch, ciphertexts)};
}

/** After the seal: the row holds what was checked, and was not forged. `hash` is that of the reading. */
export function confirmRow(hash: Bytes, view: SlotView, row: Bytes): Verdict {
  const {ctx, slot, epoch} = view;
  const ciphertexts = row.slice(0, 64 * view.contests.length);
  if (!equal(checkedHash(ctx, slot, epoch, ciphertexts), hash)) return failed('V3.80', `epoch ${epoch}, slot ${slot}`);
  return verifyRow({...view, y: view.y.point.toBytes()}, row);
}

/** The first device: its own bytes, all of them. */
export function recorded(kept: KeptBallot, row: Bytes): boolean {
  return equal(kept.row, row);
}
