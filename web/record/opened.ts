// SPDX-License-Identifier: Apache-2.0
// The opening with what it rests on, proved: ceremony, context, witness policy. [SPEC 7.2 Contexts] [SPEC 7.5 Opening]
import {equal} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import {hash32} from '../core/hash.ts';
import type {Checkpoint} from '../log/checkpoint.ts';
import {parsePolicy} from '../log/policy.ts';
import type {Policy} from '../log/policy.ts';
import {ceremonyHash, context} from './constitution.ts';
import type {Constitution} from './constitution.ts';
import type {Item} from './contents.ts';
import {CEREMONY, OPENING, entryContext} from './entry.ts';
import type {Contexts, Entry} from './entry.ts';
import {decodeOpening} from './opening.ts';
import type {Opening} from './opening.ts';
import {falseSignature, maySign} from './signers.ts';
import {demand, given} from './trouble.ts';
import type {BoardReader, Signed} from './views.ts';

export interface Founded {
  readonly ctx0: Bytes;
  readonly constitution: Constitution;
}
export interface Opened {
  readonly index: number;
  readonly opening: Opening;
  readonly ctx: Bytes;
  readonly policy: Policy;
}

/** That an entry is of the type listed, and signed by who must sign it. */
export function demandSigned(founded: Founded, entry: Entry, item: Item, contexts: Contexts, isOpen = true): void {
  const where = `entry ${item.index}`;
  demand(entry.type === item.type, 'wrong-entry', where);
  const context = entryContext(entry.type, contexts, isOpen);
  const signed =
    maySign(founded.constitution, entry.signers, entry.type) && falseSignature(founded.constitution, entry, context) === undefined;
  demand(signed, 'bad-signature', where);
}

/**
 * The policy that judges the checkpoint stands in the opening: it is read first, then judged by, then proved under what it judged.
 */
export async function readOpened(
  reader: BoardReader,
  founded: Founded,
  items: readonly Item[],
  checkpoint: Checkpoint,
  policyHash: Bytes | undefined,
): Promise<{opened: Opened; view: Signed} | undefined> {
  const [at, ceremonyAt] = [OPENING, CEREMONY].map((type) => items.find((one) => one.type === type));
  if (at === undefined || at.index >= checkpoint.size) return undefined;
  const claimed = await reader.unproved(at.index, checkpoint.size);
  demand(claimed.type === OPENING, 'wrong-entry', `entry ${at.index}`);
  const opening = given(decodeOpening(claimed.body), 'altered', `entry ${at.index}`);
  demand(policyHash === undefined || equal(policyHash, hash32('policy', opening.policy)), 'other-policy', `entry ${at.index}`);
  const policy = given(parsePolicy(opening.policy), 'other-policy', `entry ${at.index}`);
  const view = reader.judged(checkpoint, policy);
  const proved = await reader.entry(at.index, view);
  demand(equal(proved.body, claimed.body), 'altered', `entry ${at.index}`);
  demandSigned(founded, proved, at, founded);
  const ceremony = await reader.entry(given(ceremonyAt, 'incomplete', 'ceremony').index, view);
  demandSigned(founded, ceremony, given(ceremonyAt, 'incomplete', 'ceremony'), founded);
  const constitution = await reader.entry(0, view);
  demand(equal(hash32('ctx0', constitution.body), founded.ctx0), 'other-election', 'entry 0');
  return {opened: {index: at.index, opening, ctx: context(founded.ctx0, ceremonyHash(ceremony.body), proved.body), policy}, view};
}
