// SPDX-License-Identifier: Apache-2.0
// How far an election is, from the entries that stand on its board. [SPEC 8.1 Entry]
import type {Item} from '../record/contents.ts';
import * as type from '../record/entry.ts';

export type StepName =
  | 'constitution' | 'ceremony' | 'slots' | 'opening' | 'voting' | 'internetClose' | 'pollsClose' | 'settlement' | 'mixes'
    | 'decryption' | 'result';

export interface Step {
  name: StepName;
  state: 'past' | 'now' | 'later';
  /** When its entry was made; of voting, when it began. */
  time?: number;
}

const ENDS: readonly (readonly [StepName, number])[] = [
  ['constitution', type.CONSTITUTION], ['ceremony', type.CEREMONY], ['slots', type.SLOTS], ['opening', type.OPENING],
    ['voting', type.INTERNET_CLOSE],
  ['internetClose', type.INTERNET_CLOSE], ['pollsClose', type.POLLING_CLOSED], ['settlement', type.AUDITED],
    ['mixes', type.DECRYPTION],
  ['decryption', type.RESULT], ['result', type.RESULT],
];

/** Mixes are over when something is decrypted; what has no entry of its own stands between its neighbours'. */
export function timeline(entries: readonly Item[], paper: boolean): Step[] {
  const names = paper ? ENDS : ENDS.filter(([name]) => name !== 'settlement');
  const first = (wanted: number) => entries.find((one) => one.type === wanted);
  let running = true;
  return names.map(([name, end]): Step => {
    const entry = name === 'voting' ? first(type.OPENING) : name === 'mixes' ? first(type.MIX) : first(end);
    const state = first(end) ? 'past' : running ? 'now' : 'later';
    if (state !== 'past') running = false;
    return entry && state !== 'later' ? {name, state, time: entry.time} : {name, state};
  });
}

export interface Figures {
  entries: number;
  epochs: number;
  mixes: number;
}

export function figures(entries: readonly Item[], size: number): Figures {
  const count = (wanted: number) => entries.filter((one) => one.type === wanted).length;
  return {entries: size, epochs: count(type.EPOCH), mixes: count(type.MIX)};
}

/** Epochs that were overtaken: scheduled before the last sealed one and not on the board. */
export function voidEpochs(entries: readonly Item[], scheduled: Iterable<number>): number[] {
  const sealed = new Set(entries.filter((one) => one.type === type.EPOCH).map((one) => one.number ?? 0));
  const last = Math.max(0, ...sealed);
  return [...scheduled].filter((number) => number < last && !sealed.has(number));
}
