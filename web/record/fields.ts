// SPDX-License-Identifier: Apache-2.0
// Fields that many bodies have. [SPEC 7 The election]
import {DecodeError} from '../core/bytes.ts';
import type {Decoder} from '../core/bytes.ts';
import {decodePoint, decodeScalar} from '../core/group.ts';
import type {Point, Scalar} from '../core/group.ts';

/** An element of the group, the identity included. */
export function readElement(from: Decoder): Point {
  const point = decodePoint(from.fixed(32));
  if (point === undefined) throw new DecodeError('not an element');
  return point;
}

export function readScalar(from: Decoder): Scalar {
  const scalar = decodeScalar(from.fixed(32));
  if (scalar === undefined) throw new DecodeError('not a scalar');
  return scalar;
}

/** Half-open: from <= time < until. */
export interface TimeWindow {
  readonly from: bigint;
  readonly until: bigint;
}

export const readWindow = (from: Decoder): TimeWindow => ({from: from.u64(), until: from.u64()});
