// SPDX-License-Identifier: Apache-2.0
// The answer to a cast, judged over the row as it was sent. [SPEC 4.4 Acknowledgement] [SPEC 10.7 SlotKey: what a device accepts]
import {verifyAcknowledgement} from '../core/acknowledgement.ts';
import type {Bytes} from '../core/bytes.ts';
import type {Verdict} from '../core/verdict.ts';
import type {KeptBallot} from './cast.ts';

/** `B`: key of the box of the cast's epoch. */
export function checkAcknowledgement(kept: KeptBallot, B: Bytes, X: Bytes, bytes: Bytes): Verdict {
  return verifyAcknowledgement({ctx: kept.ctx, slot: kept.slot, epoch: kept.epoch, row: kept.row, B, X}, bytes);
}
