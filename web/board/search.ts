// SPDX-License-Identifier: Apache-2.0
// Looks for one's own ciphertext among everybody's. Whole epochs are downloaded and compared here: no server learns which slot.
// [SPEC 10.8 CheckCode]
import {equal, fromBase64url, fromHex} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import {checkedHash, decodeCheckCode, parseCheckLink} from '../device/checkCode.ts';
import type {CheckCode} from '../device/checkCode.ts';

const PROOF_BYTES = 80, CONTEST_BYTES = 224;

/** What is looked for: ciphertexts as they stand in a row, or the hash that a second device keeps. */
export type Wanted = {kind: 'ciphertexts'; bytes: Bytes} | {kind: 'hash'; hash: Bytes};

export interface Row {
  slot: number;
  bytes: Bytes;
}

/** The sealed epochs of a board, newest first, in runs of whole slots. */
export interface Epochs {
  ctx: Bytes;
  numbers: readonly number[];
  runs: number;
  run(epoch: number, k: number): Promise<readonly Row[]>;
}

export interface Found {
  epoch: number;
  slot: number;
}
export interface Searched {
  done: number;
  of: number;
  bytes: number;
}

function ofCode(code: CheckCode): Wanted {
  const bytes = new Uint8Array(64 * code.contests.length);
  code.contests.forEach((one, c) => bytes.set(one.encrypted.bytes, 64 * c));
  return {kind: 'ciphertexts', bytes};
}

/** A check link, a check code, a hash or ciphertexts in hexadecimal, with spaces and line breaks as they come; undefined: none of
 * these. */
export function wantedOf(pasted: string): Wanted | undefined {
  const text = pasted.replace(/\s+/g, '');
  const link = parseCheckLink(text);
  if ('code' in link) return ofCode(link.code);
  const hex = fromHex(text.toLowerCase());
  if (hex?.length === 32) return {kind: 'hash', hash: hex};
  if (hex && hex.length > 0 && hex.length % 64 === 0 && hex.length <= 64 * 64) return {kind: 'ciphertexts', bytes: hex};
  const code = decodeCheckCode(fromBase64url(text.replace(/^#?1\./, '')) ?? new Uint8Array());
  return code && ofCode(code);
}

export function ciphertextsOf(row: Bytes): Bytes {
  return row.slice(0, (64 * (row.length - PROOF_BYTES)) / CONTEST_BYTES);
}

function matches(wanted: Wanted, ctx: Bytes, epoch: number, row: Row): boolean {
  const ciphertexts = ciphertextsOf(row.bytes);
  return wanted.kind === 'hash' ? equal(checkedHash(ctx, row.slot, epoch, ciphertexts), wanted.hash)
    : equal(ciphertexts, wanted.bytes);
}

/** Goes through an epoch to its end even when the row is found: when one stops downloading tells nobody where it stands. */
export async function search(epochs: Epochs, wanted: Wanted, tell: (progress: Searched) => void): Promise<Found | undefined> {
  const progress = {done: 0, of: epochs.numbers.length * epochs.runs, bytes: 0};
  for (const epoch of epochs.numbers) {
    let found: Found | undefined;
    for (let k = 0; k < epochs.runs; k++) {
      for (const row of await epochs.run(epoch, k)) {
        progress.bytes += row.bytes.length;
        if (matches(wanted, epochs.ctx, epoch, row)) found = {epoch, slot: row.slot};
      }
      progress.done += 1;
      tell({...progress});
    }
    if (found) return found;
  }
  return undefined;
}
