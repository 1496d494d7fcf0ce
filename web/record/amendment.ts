// SPDX-License-Identifier: Apache-2.0
// What the commission changes after the opening. [SPEC 7.6 Amendment]
import {decodeWhole} from '../core/bytes.ts';
import type {Bytes, Decoder} from '../core/bytes.ts';
import {readWindow} from './fields.ts';
import type {TimeWindow} from './fields.ts';
import {readBoxes, readOption} from './opening.ts';
import type {Option} from './opening.ts';

interface Numbered {
  readonly number: number;
  readonly reason: string;
}
export type Amendment = Numbered &
  (
    | {readonly kind: 'add'; readonly contest: number; readonly option: Option}
    | {readonly kind: 'withdraw'; readonly contest: number; readonly option: number}
    | {readonly kind: 'extend'; readonly window: TimeWindow; readonly boxes: readonly string[]}
    | {readonly kind: 'suspend'; readonly window: TimeWindow}
  );

function readAmendment(from: Decoder): Amendment {
  const [number, kind, reason] = [from.u32(), from.kind(1, 4), from.text()];
  if (kind === 1) return {number, reason, kind: 'add', contest: from.u16(), option: readOption(from)};
  if (kind === 2) return {number, reason, kind: 'withdraw', contest: from.u16(), option: from.u16()};
  if (kind === 3) return {number, reason, kind: 'extend', window: readWindow(from), boxes: readBoxes(from)};
  return {number, reason, kind: 'suspend', window: readWindow(from)};
}

export const decodeAmendment = (body: Bytes): Amendment | undefined => decodeWhole(body, readAmendment);
