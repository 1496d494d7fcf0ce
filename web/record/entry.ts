// SPDX-License-Identifier: Apache-2.0
// Entries of the board: types, form, what is signed, in which context. [SPEC 8.1 Entry]
import {Decoder, Encoder, decodeWhole} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import {hash} from '../core/hash.ts';

export const CONSTITUTION = 1;
export const CEREMONY = 2;
export const EVIDENCE = 3;
export const SLOTS = 4;
export const TOKENS = 5;
export const OPENING = 6;
export const AMENDMENT = 7;
export const REHEARSAL = 8;
export const PERMUTATION = 9;
export const EPOCH = 10;
export const STATION_BATCH = 11;
export const INTERNET_CLOSE = 12;
export const POLLING_CLOSED = 13;
export const POLL_BOOK = 14;
export const SETTLEMENT = 15;
export const AUDITED = 16;
export const MIX = 17;
export const DECRYPTION = 18;
export const LOT = 19;
export const RESULT = 20;
export const INCIDENT = 21;
export const AUDIT_HEAD = 22;
export const CHUNK = 23;

/** As SPEC 8.1 calls them; type t is ENTRY_NAMES[t]. */
export const ENTRY_NAMES: readonly string[] = [
  '',
  'constitution',
  'ceremony',
  'evidence',
  'slots',
  'tokens',
  'opening',
  'amendment',
  'rehearsal',
  'permutation',
  'epoch',
  'station batch',
  'internet close',
  'polling places closed',
  'poll book count',
  'settlement',
  'settlement audited',
  'mix',
  'decryption',
  'lot',
  'result',
  'incident',
  'audit head',
  'chunk',
];

export const MAX_ENTRY = 65_535;
export const ID_LENGTH = 32;
export const NO_CONTEXT: Bytes = new Uint8Array(32);

export interface Entry {
  readonly type: number;
  readonly time: bigint;
  readonly seq: bigint;
  readonly signers: readonly string[];
  readonly body: Bytes;
  readonly signatures: readonly Bytes[];
}

function readEntry(from: Decoder): Entry {
  const [type, time, seq] = [from.kind(1, CHUNK), from.u64(), from.u64()];
  const signers = Array.from({length: from.kind(1, 64)}, () => from.text(ID_LENGTH));
  const body = from.bytes();
  return {type, time, seq, signers, body, signatures: signers.map(() => from.fixed(64))};
}

export function decodeEntry(bytes: Bytes): Entry | undefined {
  return bytes.length > MAX_ENTRY ? undefined : decodeWhole(bytes, readEntry);
}

function encodeSigners(entry: Entry): Bytes {
  const to = new Encoder().u8(entry.signers.length);
  for (const id of entry.signers) to.text(id);
  return to.finish();
}

export function encodeEntry(entry: Entry): Bytes {
  const to = new Encoder().u8(entry.type).u64(entry.time).u64(entry.seq).fixed(encodeSigners(entry)).bytes(entry.body);
  for (const signature of entry.signatures) to.fixed(signature);
  return to.finish();
}

/** The 64 bytes that every signer signs. */
export function signingHash(entry: Entry, context: Bytes): Bytes {
  return hash('entry', entry.type, context, entry.time, entry.seq, encodeSigners(entry), entry.body);
}

export interface Contexts {
  readonly ctx0: Bytes;
  /** From the opening on. */
  readonly ctx?: Bytes | undefined;
}

const BEFORE_OPENING: readonly number[] = [CEREMONY, EVIDENCE, SLOTS, TOKENS, OPENING, REHEARSAL];

/** `kind`: the type, of a chunk the type that closes its object. `isOpen`: the opening stands before this entry. */
export function entryContext(kind: number, contexts: Contexts, isOpen: boolean): Bytes {
  if (kind === CONSTITUTION) return NO_CONTEXT;
  const early = BEFORE_OPENING.includes(kind) || ((kind === INCIDENT || kind === AUDIT_HEAD) && !isOpen);
  return early ? contexts.ctx0 : (contexts.ctx ?? NO_CONTEXT);
}
