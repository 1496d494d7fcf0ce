// SPDX-License-Identifier: Apache-2.0
// The one function that decides whether an entry may follow. [SPEC 8.4 Apply]
import type {Bytes} from '../core/bytes.ts';
import {leafHash} from '../log/merkle.ts';
import {COMMISSION, idsOfRole} from '../record/constitution.ts';
import * as type from '../record/entry.ts';
import type {Entry} from '../record/entry.ts';
import {OBJECT_KINDS, decodeChunk} from '../record/objects.ts';
import {falseSignature, maySign} from '../record/signers.ts';
import * as founding from './founding.ts';
import {closeObject, takeChunk} from './objectSteps.ts';
import {having, rule} from './refused.ts';
import {PHASES, foundingOf} from './state.ts';
import type {Phase, State} from './state.ts';
import * as tallying from './tallying.ts';
import * as voting from './voting.ts';

const IN_PHASE: Readonly<Record<number, readonly [Phase, Phase]>> = {
  [type.CONSTITUTION]: ['empty', 'empty'],
  [type.CEREMONY]: ['constituted', 'constituted'],
  [type.EVIDENCE]: ['keyed', 'keyed'],
  [type.SLOTS]: ['evidenced', 'evidenced'],
  [type.TOKENS]: ['enrolled', 'enrolled'],
  [type.OPENING]: ['enrolled', 'enrolled'],
  [type.AMENDMENT]: ['open', 'polling closed'],
  [type.REHEARSAL]: ['keyed', 'settled'],
  [type.PERMUTATION]: ['open', 'audited'],
  [type.EPOCH]: ['open', 'open'],
  [type.STATION_BATCH]: ['open', 'polling closed'],
  [type.INTERNET_CLOSE]: ['open', 'open'],
  [type.POLLING_CLOSED]: ['internet closed', 'internet closed'],
  [type.POLL_BOOK]: ['polling closed', 'polling closed'],
  [type.SETTLEMENT]: ['counted', 'counted'],
  [type.AUDITED]: ['settled', 'settled'],
  [type.MIX]: ['open', 'audited'],
  [type.DECRYPTION]: ['open', 'audited'],
  [type.LOT]: ['audited', 'result'],
  [type.RESULT]: ['audited', 'audited'],
  [type.INCIDENT]: ['constituted', 'result'],
  [type.AUDIT_HEAD]: ['constituted', 'result'],
};

const STEPS: Readonly<Record<number, (state: State, entry: Entry) => void>> = {
  [type.CEREMONY]: founding.holdCeremony,
  [type.TOKENS]: founding.announceTokens,
  [type.OPENING]: founding.openElection,
  [type.AMENDMENT]: voting.takeAmendment,
  [type.REHEARSAL]: tallying.checkRehearsal,
  [type.INTERNET_CLOSE]: voting.closeInternet,
  [type.POLLING_CLOSED]: voting.closePolling,
  [type.POLL_BOOK]: voting.countPollBook,
  [type.AUDITED]: voting.auditSettlement,
  [type.LOT]: tallying.takeLot,
  [type.RESULT]: tallying.takeResult,
  [type.INCIDENT]: (_, entry) => voting.checkStatement(entry),
  [type.AUDIT_HEAD]: (_, entry) => voting.checkStatement(entry),
};

function checkPhase(state: State, kind: number): void {
  const range = IN_PHASE[kind];
  const now = PHASES.indexOf(state.phase);
  rule(range !== undefined && now >= PHASES.indexOf(range[0]) && now <= PHASES.indexOf(range[1]), 'V7.50', type.ENTRY_NAMES[kind]);
}

function checkSigned(state: State, entry: Entry, kind: number): void {
  rule(state.phase !== 'empty', 'V7.50');
  const {constitution, ctx0} = foundingOf(state);
  rule(maySign(constitution, entry.signers, kind), 'V4.50', entry.signers.join(', '));
  rule(entry.seq === (state.seq.get(entry.signers[0] ?? '') ?? 0n), 'V4.52', entry.signers[0]);
  const context = type.entryContext(kind, {ctx0, ctx: state.open?.ctx}, state.isOpen);
  const liar = falseSignature(constitution, entry, context);
  rule(liar === undefined, 'V4.51', liar);
}

/** The first entry, or one that claims to be: judged by itself, then by who signed it. */
function takeConstitution(state: State, entry: Entry): void {
  checkPhase(state, entry.type);
  founding.found(state, entry);
  const {constitution} = foundingOf(state);
  rule(
    entry.signers.length === 1 && entry.signers[0] === idsOfRole(constitution, COMMISSION)[0],
    'V4.50',
    entry.signers.join(', '),
  );
  rule(entry.seq === 0n, 'V4.52', entry.signers[0]);
  const liar = falseSignature(constitution, entry, type.NO_CONTEXT);
  rule(liar === undefined, 'V4.51', liar);
}

/**
 * The state after an entry; throws Refused and leaves the given state as it is. `blob`: for a chunk, the bytes that it names, or
 * undefined where they are not to be had.
 */
export function apply(before: State, bytes: Bytes, blob?: Bytes): State {
  const state = before.copy();
  rule(bytes.length <= type.MAX_ENTRY, 'V18.51');
  rule(bytes.length > 0 && (bytes[0] ?? 0) >= 1 && (bytes[0] ?? 0) <= type.CHUNK, 'V18.50');
  const entry = having(type.decodeEntry(bytes), 'V2.50');
  rule(entry.time >= state.time, 'V7.51');
  const chunk = entry.type === type.CHUNK ? having(decodeChunk(entry.body), 'V2.51') : undefined;
  const kind = chunk?.key.kind ?? entry.type;
  if (entry.type !== type.CONSTITUTION) checkSigned(state, entry, kind);
  if (chunk !== undefined) {
    checkPhase(state, kind);
    takeChunk(state, entry, chunk, blob);
  } else if (OBJECT_KINDS.includes(entry.type)) {
    closeObject(state, entry, () => checkPhase(state, kind));
  } else if (entry.type === type.CONSTITUTION) {
    takeConstitution(state, entry);
  } else {
    checkPhase(state, kind);
    STEPS[entry.type]?.(state, entry);
  }
  state.time = entry.time;
  state.seq = new Map([...state.seq, [entry.signers[0] ?? '', entry.seq + 1n]]);
  state.leaves = [...state.leaves, leafHash(bytes)];
  state.times = [...state.times, entry.time];
  return state;
}
