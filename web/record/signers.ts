// SPDX-License-Identifier: Apache-2.0
// Who may sign an entry of which type, and whether they did. [SPEC 8.1 Entry]
import type {Bytes} from '../core/bytes.ts';
import {verifySignature} from '../core/signature.ts';
import {BALLOT_BOX, COMMISSION, OBSERVER, REGISTRAR, SCRUTINEER, STATION, TRUSTEE, idsOfRole, signerOf} from './constitution.ts';
import type {Constitution} from './constitution.ts';
import * as type from './entry.ts';
import type {Entry} from './entry.ts';

const BY_COMMISSION: readonly number[] = [
  type.CONSTITUTION,
  type.OPENING,
  type.AMENDMENT,
  type.INTERNET_CLOSE,
  type.POLLING_CLOSED,
  type.LOT,
  type.RESULT,
  type.INCIDENT,
];
const BY_REGISTRAR: readonly number[] = [type.EVIDENCE, type.SLOTS, type.POLL_BOOK, type.SETTLEMENT, type.AUDIT_HEAD];
const BY_TRUSTEE: readonly number[] = [type.REHEARSAL, type.PERMUTATION, type.MIX, type.DECRYPTION];

const sameIds = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((id, i) => id === b[i]);

/** `kind`: the entry's type, of a chunk the type that closes its object. */
export function maySign(constitution: Constitution, signers: readonly string[], kind: number): boolean {
  const roles = signers.map((id) => signerOf(constitution, id)?.role ?? 0);
  const alone = (role: number): boolean => roles.length === 1 && roles[0] === role;
  if (new Set(signers).size !== signers.length) return false;
  if (BY_COMMISSION.includes(kind)) return alone(COMMISSION);
  if (BY_REGISTRAR.includes(kind)) return alone(REGISTRAR);
  if (BY_TRUSTEE.includes(kind)) return alone(TRUSTEE);
  if (kind === type.EPOCH) return alone(BALLOT_BOX);
  if (kind === type.CEREMONY) return sameIds(signers, idsOfRole(constitution, TRUSTEE));
  if (kind === type.TOKENS || kind === type.STATION_BATCH)
    return roles[0] === STATION && roles.length >= 2 && roles.slice(1).every((role) => role === OBSERVER);
  return roles.every((role) => role === SCRUTINEER) && 2 * roles.length > idsOfRole(constitution, SCRUTINEER).length;
}

/** The first signer whose signature does not hold. */
export function falseSignature(constitution: Constitution, entry: Entry, context: Bytes): string | undefined {
  const message = type.signingHash(entry, context);
  return entry.signers.find((id, i) => {
    const [signer, signature] = [signerOf(constitution, id), entry.signatures[i]];
    return signer === undefined || signature === undefined || !verifySignature(signer.key, message, signature);
  });
}
