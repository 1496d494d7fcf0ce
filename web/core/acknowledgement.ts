// SPDX-License-Identifier: Apache-2.0
// What the ballot box answers for the row that was sent; the voter herself could have written it. [SPEC 4.4 Acknowledgement]
import {equal, xor} from './bytes.ts';
import type {Bytes} from './bytes.ts';
import {G, decodePoint, decodeScalar, encodePoint, publicPower} from './group.ts';
import type {Point} from './group.ts';
import {challenge, challengeScalar, hash} from './hash.ts';
import {PASSED, failed} from './verdict.ts';
import type {Verdict} from './verdict.ts';

export const ACKNOWLEDGEMENT_BYTES = 160;

export interface AcknowledgementStatement {
  readonly ctx: Bytes;
  readonly slot: number;
  readonly epoch: number;
  /** The whole row, as it was sent. */
  readonly row: Bytes;
  /** The key of the ballot box. */
  readonly B: Bytes;
  readonly X: Bytes;
}

export function acknowledgementChallenge(statement: AcknowledgementStatement, T0: Bytes, T1: Bytes): Bytes {
  const {ctx, slot, epoch, row, B, X} = statement;
  return challenge('ack-e', hash('ack', ctx, epoch, slot, hash('cast', row)), encodePoint(G), B, X, T0, T1);
}

function equationHolds(key: Point, T: Point, part: Bytes, z: bigint): boolean {
  return publicPower(G, z).equals(T.add(publicPower(key, challengeScalar(part))));
}

export function verifyAcknowledgement(statement: AcknowledgementStatement, proof: Bytes): Verdict {
  if (proof.length !== ACKNOWLEDGEMENT_BYTES) return failed('V2.5');
  const [first, second] = [proof.slice(0, 32), proof.slice(32, 64)];
  const [part0, part1] = [proof.slice(64, 80), proof.slice(80, 96)];
  const [z0, z1] = [decodeScalar(proof.slice(96, 128)), decodeScalar(proof.slice(128))];
  const [B, X, T0, T1] = [decodePoint(statement.B), decodePoint(statement.X), decodePoint(first), decodePoint(second)];
  if (B === undefined || X === undefined || T0 === undefined || T1 === undefined) return failed('V2.5');
  if (z0 === undefined || z1 === undefined) return failed('V2.5');
  if (!equal(xor(part0, part1), acknowledgementChallenge(statement, first, second))) return failed('V3.3');
  return equationHolds(B, T0, part0, z0) && equationHolds(X, T1, part1, z1) ? PASSED : failed('V3.3');
}
