// SPDX-License-Identifier: Apache-2.0
// What survives a reload of the second device: neither the choice nor what opens it. Gone with the tab. [SPEC 10.8 CheckCode]
import type {Alarm, Kept, State} from './session.ts';

const NAME = 'ippyo-check';

type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

interface Note {
  kept: Kept;
  /** Shown again after a reload. */
  alarm?: Alarm;
  void?: true;
}

function isKept(value: unknown): value is Kept {
  const one = value as Kept;
  return typeof one === 'object' && one !== null && /^[0-9a-f]{64}$/.test(one.ctx) && /^[0-9]{1,20}$/.test(one.slot)
    && Number.isSafeInteger(one.epoch) &&
    /^[0-9a-f]{64}$/.test(one.hash) && ['open', 'same'].includes(one.choice) && ['open', 'same'].includes(one.number) &&
    ['waiting', 'recorded'].includes(one.record) && Number.isSafeInteger(one.due);
}

export function keep(shelf: Shelf, state: State): void {
  if (!('kept' in state)) {
    if (state.at !== 'opening') shelf.removeItem(NAME);
    return;
  }
  const note: Note = {kept: state.kept};
  if (state.at === 'alarm') note.alarm = state.alarm;
  if (state.at === 'void') note.void = true;
  shelf.setItem(NAME, JSON.stringify(note));
}

/** A reload while the choice was shown ends the showing: the choice is no longer there. */
export function restore(shelf: Shelf): State | undefined {
  const text = shelf.getItem(NAME);
  if (text === null) return undefined;
  let note: Note;
  try {
    note = JSON.parse(text) as Note;
  } catch {
    return undefined;
  }
  if (!isKept(note?.kept)) return undefined;
  if (note.alarm && ['choice', 'number', 'contest', 'bytes', 'proof'].includes(note.alarm)) return {at: 'alarm', alarm: note.alarm,
    kept: note.kept};
  if (note.void) return {at: 'void', kept: note.kept};
  return {at: 'progress', kept: note.kept, lineLost: false, expired: note.kept.choice === 'open'};
}
