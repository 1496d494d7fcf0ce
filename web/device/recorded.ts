// SPDX-License-Identifier: Apache-2.0
// Whether the row that was sent is the row that was sealed, under the quorum of the witness policy and nothing less. [SPEC 10.7
// SlotKey]
import {equal} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import type {Election} from '../record/election.ts';
import {epochState, sealedRow} from '../record/epochs.ts';
import {demand, given} from '../record/trouble.ts';

/** What a device keeps of a cast for this. */
export interface SentRow {
  readonly ctx: Bytes;
  readonly slot: number;
  readonly epoch: number;
  readonly row: Bytes;
}
export type Recorded = 'recorded' | 'waiting' | {readonly lost: 'void' | 'other-bytes'};

/** Looks at what the election has read; whoever waits calls election.refresh() before. */
export async function confirmRecorded(election: Election, sent: SentRow): Promise<Recorded> {
  demand(equal(sent.ctx, election.open.ctx), 'other-election', `epoch ${sent.epoch}`);
  const cosigned = given(election.checkpoint, 'missing', 'the checkpoint');
  const state = epochState(election, cosigned, sent.epoch);
  if (state === 'waiting') return 'waiting';
  if (state === 'void') return {lost: 'void'};
  const {row} = await sealedRow(election, cosigned, sent.epoch, sent.slot);
  return equal(row, sent.row) ? 'recorded' : {lost: 'other-bytes'};
}
