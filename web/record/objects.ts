// SPDX-License-Identifier: Apache-2.0
// Large objects: their keys, chunks and closing entries; how rows are cut. [SPEC 8.2 Objects]
import {DecodeError, decodeWhole} from '../core/bytes.ts';
import type {Bytes, Decoder} from '../core/bytes.ts';
import {DECRYPTION, ENTRY_NAMES, EPOCH, EVIDENCE, ID_LENGTH, MIX, PERMUTATION, SETTLEMENT, SLOTS, STATION_BATCH} from './entry.ts';

export const MAX_BLOB = 262_144;
export const MAX_CHUNKS = 2_000;
export const OBJECT_KINDS: readonly number[] = [EVIDENCE, SLOTS, PERMUTATION, EPOCH, STATION_BATCH, SETTLEMENT, MIX, DECRYPTION];

export interface ObjectKey {
  readonly kind: number;
  readonly contest: string;
  readonly number: number;
  readonly trustee: number;
}
export interface Chunk {
  readonly key: ObjectKey;
  readonly first: bigint;
  readonly rows: number;
  readonly length: number;
  readonly sha256: Bytes;
}
export interface Closing {
  readonly key: ObjectKey;
  readonly rows: bigint;
  readonly header: Bytes;
  readonly chunks: readonly Bytes[];
}

const USES_CONTEST: readonly number[] = [PERMUTATION, MIX, DECRYPTION, STATION_BATCH];
const USES_NUMBER: readonly number[] = [EPOCH, PERMUTATION, MIX];
const USES_TRUSTEE: readonly number[] = [PERMUTATION, MIX, DECRYPTION];

function readKey(from: Decoder): ObjectKey {
  const key = {kind: from.u8(), contest: from.text(ID_LENGTH), number: from.u32(), trustee: from.u32()};
  const fits = (value: string | number, users: readonly number[]): boolean =>
    (value !== '' && value !== 0) === users.includes(key.kind);
  if (
    !OBJECT_KINDS.includes(key.kind) ||
    !fits(key.contest, USES_CONTEST) ||
    !fits(key.number, USES_NUMBER) ||
    !fits(key.trustee, USES_TRUSTEE)
  )
    throw new DecodeError('not an object key');
  return key;
}

function readChunk(from: Decoder): Chunk {
  const chunk = {key: readKey(from), first: from.u64(), rows: from.u32(), length: from.u32(), sha256: from.fixed(32)};
  if (chunk.rows === 0 || chunk.length === 0 || chunk.length > MAX_BLOB)
    throw new DecodeError('a chunk without rows, or too large');
  return chunk;
}

const readClosing = (from: Decoder): Closing => ({
  key: readKey(from),
  rows: from.u64(),
  header: from.bytes(),
  chunks: from.list((one) => one.fixed(32), MAX_CHUNKS),
});

export const decodeChunk = (body: Bytes): Chunk | undefined => decodeWhole(body, readChunk);
export const decodeClosing = (body: Bytes): Closing | undefined => decodeWhole(body, readClosing);

/** One text for every key, as people would say it. */
export function keyName(key: ObjectKey): string {
  const parts = [ENTRY_NAMES[key.kind] ?? '', key.contest, key.number === 0 ? '' : String(key.number)].filter(
    (part) => part !== '',
  );
  return parts.join(' ') + (key.trustee === 0 ? '' : ` of trustee ${key.trustee}`);
}

export function rowsPerChunk(largestRow: number): number {
  let rows = 256;
  while (rows > 1 && rows * largestRow > MAX_BLOB) rows /= 2;
  return rows;
}

export const EVIDENCE_ROW = 33;
export const SLOT_LIST_ROW = 131;
export const MAX_STATION_ROW = 65_536;
export const slotRowSize = (contests: number): number => 80 + 224 * contests;
export const settlementRowSize = (contests: number): number => 240 + 256 * contests;

export function blobPath(sha256Hex: string): string {
  return `blob/${sha256Hex.slice(0, 2)}/${sha256Hex}`;
}

/** A row of the slot list. */
export interface ListedSlot {
  readonly X: Bytes;
  readonly style: number;
  readonly evidence: Bytes;
  readonly evidenceClass: number;
  readonly possession: Bytes;
}
export function readListedSlot(row: Bytes): ListedSlot {
  return {
    X: row.slice(0, 32),
    style: (row[32] ?? 0) * 256 + (row[33] ?? 0),
    evidence: row.slice(34, 66),
    evidenceClass: row[66] ?? 0,
    possession: row.slice(67),
  };
}
