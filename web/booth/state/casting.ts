// SPDX-License-Identifier: Apache-2.0
// A ballot on its way: grant, build, send, acknowledged, recorded; what is done when an epoch is over, void, or the box is busy. No effects. [SPEC 10.4, 10.7]

/** What is known when the next move is decided. */
export interface Facts {
  /** The box's present epoch and whether it takes casts for it. 0: none is left. */
  epoch: number;
  open: boolean;
  /** First and last epoch of the grant, if there is one. */
  last?: number;
  /** For which epoch the cast was built, if it was. */
  builtFor?: number;
  holdsKey: boolean;
  /** What became of the built cast after its epoch; only asked for then. */
  fate?: 'recorded' | 'waiting' | 'lost';
}

export type Move =
  | {do: 'ask-grant'}
  | {do: 'build'}
  | {do: 'send'}
  | {do: 'wait'}
  | {do: 'look'}
  | {do: 'drop'}
  | {do: 'unlock'}
  | {do: 'prove-again'}
  | {do: 'too-late'}
  | {do: 'is-recorded'};

/** The next move of a cast that is not acknowledged yet. */
export function nextMove(facts: Facts): Move {
  // Built for an epoch that is still to come: whoever said that it was open lied. It is built anew for the present one.
  const early = facts.builtFor !== undefined && facts.epoch > 0 && facts.builtFor > facts.epoch;
  if (facts.builtFor !== undefined && !early) {
    if (facts.builtFor === facts.epoch) return {do: facts.open ? 'send' : 'wait'};
    // Its epoch is over and no acknowledgement came: it may have been taken all the same.
    if (facts.fate === undefined) return {do: 'look'};
    return facts.fate === 'lost' ? {do: 'drop'} : {do: facts.fate === 'recorded' ? 'is-recorded' : 'wait'};
  }
  if (facts.epoch === 0) return {do: 'too-late'};
  if (facts.last !== undefined && facts.epoch > facts.last) return {do: 'prove-again'};
  if (!facts.open) return {do: 'wait'};
  if (!facts.holdsKey) return {do: 'unlock'};
  return {do: facts.last === undefined ? 'ask-grant' : 'build'};
}

/** What the screen shows. `sending` has one text for everything that is on its way, for a first vote and a further one alike. */
export type CastScreen =
  | {at: 'sealing'; done: number; of: number}
  | {at: 'sending'; promise: number}
  | {at: 'acknowledged'; promise: number; recorded: boolean; wiped: boolean}
  | {at: 'unlock'}
  | {at: 'prove-again'}
  | {at: 'too-late'}
  | {at: 'trouble'; word: string};

/** The alarm that stays on the screen beside all else: an epoch that was lost, or bytes that are not ours. */
export type Alarm = 'void' | 'other-bytes' | undefined;

export interface EpochEnd {
  epoch: number;
  closesAt: number;
}

/** The same for every cast: the end of the epoch after next, or of the last one that is left. */
export function promiseOf(epoch: number, epochs: readonly EpochEnd[]): number {
  const upTo = epochs.filter((one) => one.epoch >= epoch).slice(0, 3);
  return upTo[upTo.length - 1]?.closesAt ?? 0;
}

/** r and choice go at the end of the epoch after the cast's, at the latest. */
export function wipeTime(epoch: number, epochs: readonly EpochEnd[]): number {
  const upTo = epochs.filter((one) => one.epoch >= epoch).slice(0, 2);
  return upTo[upTo.length - 1]?.closesAt ?? 0;
}

/** Fewer than three epochs are left: a cast that is held back may find none. */
export const isLate = (epoch: number, epochs: readonly EpochEnd[]): boolean => epochs.filter((one) => one.epoch >= epoch).length < 3;
