// SPDX-License-Identifier: Apache-2.0
// What a verifier knows after an entry. Values inside are replaced, never changed. [SPEC 8.1 Entry] [SPEC 8.4 Apply]
import type {Bytes} from '../core/bytes.ts';
import type {Ciphertext} from '../core/ciphertext.ts';
import type {Point} from '../core/group.ts';
import {OptionTable} from '../core/options.ts';
import type {Policy} from '../log/policy.ts';
import type {Ballot} from '../record/ballot.ts';
import type {Constitution} from '../record/constitution.ts';
import type {TimeWindow} from '../record/fields.ts';
import type {Lot, ResultBody} from '../record/bodies.ts';
import type {Opening} from '../record/opening.ts';
import type {Key, Settled} from './proofs.ts';
import type {Commitment} from './shuffles.ts';

export const PHASES = [
  'empty',
  'constituted',
  'keyed',
  'evidenced',
  'enrolled',
  'open',
  'internet closed',
  'polling closed',
  'counted',
  'settled',
  'audited',
  'result',
] as const;
export type Phase = (typeof PHASES)[number];

export interface Slot {
  readonly X: Key;
  readonly style: number;
  readonly evidence: string;
}
export interface StationBallot {
  readonly token: string;
  readonly style: number;
  readonly ciphertexts: readonly Ciphertext[];
}
export interface Station {
  /** Hashes in hexadecimal, ascending. */
  readonly tokens: readonly string[];
  readonly ballots: readonly StationBallot[];
  readonly closed: boolean;
}
/** Everything about one contest after the opening. */
export interface ContestList {
  /** N_mix. */
  readonly places: number;
  readonly current: readonly Ciphertext[];
  readonly done: number;
  readonly mixers: ReadonlySet<number>;
  /** By "mix trustee". */
  readonly permutations: ReadonlyMap<string, Commitment>;
  readonly shares: ReadonlyMap<number, readonly Point[]>;
}
/** What a checked row leaves behind. */
export type Found =
  | {readonly kind: 'slot'; readonly slot: Slot}
  | {readonly kind: 'row'; readonly ciphertexts: readonly Ciphertext[]}
  | {readonly kind: 'settled'; readonly settled: Settled}
  | {readonly kind: 'ballot'; readonly ballot: StationBallot};
export interface OpenObject {
  readonly kind: number;
  readonly number: number;
  readonly chunks: readonly string[];
  readonly rows: readonly Bytes[];
  readonly found: readonly Found[];
}

/** Of the founding: constitution and contexts. */
export interface Founding {
  readonly constitution: Constitution;
  readonly ctx0: Bytes;
  readonly table: OptionTable;
  readonly Z: Key;
}
export interface Keys {
  readonly y: Key;
  readonly Zj: readonly Point[];
  readonly ceremony: Bytes;
}
export interface Open {
  readonly opening: Opening;
  readonly ctx: Bytes;
  readonly policy: Policy;
}

export class State {
  phase: Phase = 'empty';
  time = 0n;
  seq: ReadonlyMap<string, bigint> = new Map();
  objects: ReadonlyMap<string, OpenObject> = new Map();
  /** Leaf hashes and times of all entries. */
  leaves: readonly Bytes[] = [];
  times: readonly bigint[] = [];

  founding: Founding | undefined;
  keys: Keys | undefined;
  /** Class by evidence hash. */
  evidence: ReadonlyMap<string, number> = new Map();
  slots: readonly Slot[] = [];
  slotList: Bytes = new Uint8Array(0);
  stations: ReadonlyMap<string, Station> = new Map();
  tokenLists: readonly Bytes[] = [];

  open: Open | undefined;
  ballot: Ballot | undefined;
  windows: readonly TimeWindow[] = [];
  /** The ballot after 0, 1, .. amendments. */
  ballots: readonly Ballot[] = [];
  lastEpoch = 0;
  /** Entry of the closing of every sealed epoch. */
  sealed: ReadonlySet<number> = new Set();
  /** Of every slot, contest by contest. */
  current: readonly (readonly Ciphertext[])[] = [];
  overridden: readonly number[] = [];
  settledEntries = 0;
  lists: ReadonlyMap<string, ContestList> = new Map();
  usedC: ReadonlySet<string> = new Set();
  lots: ReadonlyMap<number, Lot> = new Map();
  result: ResultBody | undefined;

  copy(): State {
    return Object.assign(new State(), this);
  }
  get isOpen(): boolean {
    return PHASES.indexOf(this.phase) >= PHASES.indexOf('open');
  }
}

function known<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`${what} is asked for before it is there`);
  return value;
}
/** For steps whose phase guarantees them. */
export const foundingOf = (state: State): Founding => known(state.founding, 'the constitution');
export const keysOf = (state: State): Keys => known(state.keys, 'the key');
export const openOf = (state: State): Open => known(state.open, 'the opening');
export const ballotOf = (state: State): Ballot => known(state.ballot, 'the ballot');

export function contestsOf(state: State, style: number): readonly number[] {
  return known(openOf(state).opening.styles[style], 'the style').contests;
}
