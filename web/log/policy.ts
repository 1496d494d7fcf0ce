// SPDX-License-Identifier: Apache-2.0
// Who must have signed a checkpoint. [SPEC 6.4 WitnessPolicy]
import {equal, toHex} from '../core/bytes.ts';
import type {Checkpoint} from './checkpoint.ts';
import {COSIGNATURE, ED25519, cosignatureTime, isBy, parseVerifierKey, signatureHolds} from './note.ts';
import type {NoteLine, VerifierKey} from './note.ts';

interface Group {
  readonly needed: number;
  readonly members: readonly string[];
}
export interface Policy {
  readonly log: VerifierKey;
  readonly witnesses: ReadonlyMap<string, VerifierKey>;
  readonly groups: ReadonlyMap<string, Group>;
  readonly quorum: string;
}
type Draft = {
  log?: VerifierKey;
  quorum?: string;
  witnesses: Map<string, VerifierKey>;
  groups: Map<string, Group>;
  grouped: Set<string>;
};

const keyOf = (vkey: string | undefined, type: number): VerifierKey | undefined => {
  const key = vkey === undefined ? undefined : parseVerifierKey(vkey);
  return key?.type === type ? key : undefined;
};
const isTaken = (draft: Draft, name: string): boolean => name === 'none' || draft.witnesses.has(name) || draft.groups.has(name);
const stands = (draft: Draft, name: string): boolean => draft.witnesses.has(name) || draft.groups.has(name);

function takeWitness(draft: Draft, words: readonly string[]): boolean {
  const [, name, vkey] = words;
  const key = keyOf(vkey, COSIGNATURE);
  if (name === undefined || key === undefined || words.length > 4 || isTaken(draft, name)) return false;
  if ([...draft.witnesses.values()].some((other) => equal(other.key, key.key))) return false;
  draft.witnesses.set(name, key);
  return true;
}

function takeGroup(draft: Draft, words: readonly string[]): boolean {
  const [, name, spelled, ...members] = words;
  if (name === undefined || spelled === undefined || members.length === 0 || isTaken(draft, name)) return false;
  if (new Set(members).size !== members.length || members.some((one) => !stands(draft, one) || draft.grouped.has(one)))
    return false;
  const needed =
    spelled === 'any' ? 1 : spelled === 'all' ? members.length : /^[1-9][0-9]{0,8}$/.test(spelled) ? Number(spelled) : 0;
  if (needed < 1 || needed > members.length) return false;
  members.forEach((one) => draft.grouped.add(one));
  draft.groups.set(name, {needed, members});
  return true;
}

function takeLine(draft: Draft, words: readonly string[]): boolean {
  if (words[0] === 'witness') return takeWitness(draft, words);
  if (words[0] === 'group') return takeGroup(draft, words);
  if (words[0] === 'log' && words.length <= 3 && draft.log === undefined) {
    const log = keyOf(words[1], ED25519);
    if (log !== undefined) draft.log = log;
    return log !== undefined;
  }
  const name = words[1];
  if (words[0] !== 'quorum' || words.length !== 2 || name === undefined || draft.quorum !== undefined) return false;
  draft.quorum = name;
  return name === 'none' || stands(draft, name);
}

/** undefined: the text is no policy. */
export function parsePolicy(text: string): Policy | undefined {
  if (/[\u0000-\u0008\u000b-\u001f\u007f]/.test(text)) return undefined;
  const draft: Draft = {witnesses: new Map(), groups: new Map(), grouped: new Set()};
  for (const line of text.split('\n')) {
    const words = line.split(/[ \t]+/).filter((word) => word !== '');
    if (words[0] !== undefined && !words[0].startsWith('#') && !takeLine(draft, words)) return undefined;
  }
  const {log, quorum, witnesses, groups} = draft;
  return log === undefined || quorum === undefined ? undefined : {log, quorum, witnesses, groups};
}

function isReached(policy: Policy, name: string, cosigned: (witness: string) => boolean): boolean {
  if (name === 'none') return true;
  const group = policy.groups.get(name);
  return group === undefined
    ? cosigned(name)
    : group.members.filter((one) => isReached(policy, one, cosigned)).length >= group.needed;
}

/** A checkpoint whose signatures hold: who cosigned, when, and whether that is enough. */
export interface Judged {
  readonly ok: true;
  readonly checkpoint: Checkpoint;
  /** The first line of each witness of the policy, by its name there. */
  readonly cosigned: ReadonlyMap<string, bigint>;
  readonly quorum: boolean;
  /** The smallest time by which the quorum was reached; undefined below it and under `quorum none`. */
  readonly time: bigint | undefined;
}
export interface Misjudged {
  readonly ok: false;
  readonly check: 'V17.3' | 'V17.4' | 'V17.5' | 'V17.6' | 'V17.7';
  readonly where: string;
}

function quorumTime(policy: Policy, cosigned: ReadonlyMap<string, bigint>): bigint | undefined {
  if (policy.quorum === 'none') return undefined;
  const times = [...cosigned.values()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return times.find((limit) => isReached(policy, policy.quorum, (name) => (cosigned.get(name) ?? limit + 1n) <= limit));
}

/** V17.7: the first line by a key that the policy does not name, or the second by one. */
function strangeLine(policy: Policy, lines: readonly NoteLine[]): NoteLine | undefined {
  const keys = [policy.log, ...policy.witnesses.values()];
  const seen = new Set<string>();
  return lines.find((line) => {
    const spelled = `${line.name} ${toHex(line.id)}`;
    const strange = seen.has(spelled) || !keys.some((key) => isBy(line, key));
    seen.add(spelled);
    return strange;
  });
}

/** In the order of 6.4. `strict` is for checkpoints of a board directory, `quorum` where its absence is a refusal. */
export function judgeCheckpoint(
  checkpoint: Checkpoint,
  policy: Policy,
  ask: {strict?: boolean; quorum?: boolean} = {},
): Judged | Misjudged {
  const no = (check: Misjudged['check'], where: string): Misjudged => ({ok: false, check, where});
  const {lines, text} = checkpoint.note;
  if (checkpoint.origin !== policy.log.name) return no('V17.5', checkpoint.origin);
  const strange = ask.strict === true ? strangeLine(policy, lines) : undefined;
  if (strange !== undefined) return no('V17.7', strange.name);
  const cosigned = new Map<string, bigint>();
  let logged = false;
  for (const line of lines) {
    if (isBy(line, policy.log)) {
      if (!signatureHolds(line, policy.log, text)) return no('V17.4', line.name);
      logged = true;
    }
    for (const [name, key] of policy.witnesses) {
      if (!isBy(line, key)) continue;
      const time = cosignatureTime(line);
      if (time === undefined || !signatureHolds(line, key, text)) return no('V17.3', line.name);
      const before = cosigned.get(name);
      cosigned.set(name, before !== undefined && before < time ? before : time);
    }
  }
  if (!logged) return no('V17.4', policy.log.name);
  const quorum = isReached(policy, policy.quorum, (name) => cosigned.has(name));
  if (ask.quorum === true && !quorum) return no('V17.6', policy.quorum);
  return {ok: true, checkpoint, cosigned, quorum, time: quorumTime(policy, cosigned)};
}
