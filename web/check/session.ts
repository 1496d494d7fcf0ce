// SPDX-License-Identifier: Apache-2.0
// Where the check of one ballot stands, without page and network. [SPEC 10.8 CheckCode]

/** What the ciphertext of one contest holds; `nothing`: it does not open. */
export type Choice =
  | {kind: 'options'; options: {number: number; name: string; kana: string; nameEn: string}[]}
  | {kind: 'blank'}
  | {kind: 'nothing'};

export interface ShownContest {
  title: string;
  titleEn: string;
  choice: Choice;
}

/** All that stays once the voter has looked: no choice and nothing that opens it. */
export interface Kept {
  ctx: string;
  slot: string;
  epoch: number;
  /** H32("checked", ..) in hexadecimal. */
  hash: string;
  choice: 'open' | 'same';
  number: 'open' | 'same';
  record: 'waiting' | 'recorded';
  /** Seconds; by then the epoch stands on the board or is void. */
  due: number;
}

/** choice, number: the voter says so · contest: does not open · bytes, proof: what was sealed is not what was checked. */
export type Alarm = 'choice' | 'number' | 'contest' | 'bytes' | 'proof';

/** Why a code was not taken. The voter tries again; nothing is wrong with her ballot. */
export type Refusal = 'not-a-code' | 'other-election' | 'no-such-slot' | 'other-contests' | 'too-early';

/** Words of the board reader that stop the page. */
export type Stop = string;

export type State =
  | {at: 'start'; refusal?: Refusal}
  | {at: 'camera'}
  | {at: 'number'}
  | {at: 'opening'; lineLost: boolean}
  | {at: 'choice'; kept: Kept; shown: ShownContest[]}
  | {at: 'slot'; kept: Kept}
  | {at: 'progress'; kept: Kept; lineLost: boolean; expired: boolean}
  | {at: 'void'; kept: Kept}
  | {at: 'alarm'; alarm: Alarm; kept: Kept}
  | {at: 'stopped'; stop: Stop};

export type Event =
  | {type: 'go'; to: 'start' | 'camera' | 'number'}
  | {type: 'code'}
  | {type: 'line-lost'}
  | {type: 'line-back'}
  | {type: 'refused'; refusal: Refusal}
  | {type: 'stopped'; stop: Stop}
  | {type: 'opened'; kept: Kept; shown: ShownContest[]}
  | {type: 'choice-same'}
  | {type: 'choice-differs'}
  | {type: 'time-is-up'}
  | {type: 'compare-number'}
  | {type: 'number-same'}
  | {type: 'number-differs'}
  | {type: 'number-later'}
  | {type: 'recorded'}
  | {type: 'epoch-void'}
  | {type: 'not-recorded'; alarm: 'bytes' | 'proof'};

export const START: State = {at: 'start'};

/** Only the three together are a check. */
export function checked(kept: Kept): boolean {
  return kept.choice === 'same' && kept.number === 'same' && kept.record === 'recorded';
}

export function keptOf(state: State): Kept | undefined {
  return 'kept' in state ? state.kept : undefined;
}

const progress = (kept: Kept, expired = false): State => ({at: 'progress', kept, lineLost: false, expired});

function onLine(state: State, lineLost: boolean): State {
  return state.at === 'opening' || state.at === 'progress' ? {...state, lineLost} : state;
}

function onOpened(kept: Kept, shown: ShownContest[]): State {
  return shown.some((one) => one.choice.kind === 'nothing') ? {at: 'alarm', alarm: 'contest', kept} : {at: 'choice', kept, shown};
}

function onChoice(state: State, type: 'choice-same' | 'choice-differs' | 'time-is-up'): State {
  if (state.at !== 'choice') return state;
  if (type === 'choice-differs') return {at: 'alarm', alarm: 'choice', kept: state.kept};
  return type === 'time-is-up' ? progress(state.kept, true) : {at: 'slot', kept: {...state.kept, choice: 'same'}};
}

function onNumber(state: State, type: 'compare-number' | 'number-same' | 'number-differs' | 'number-later'): State {
  if (type === 'compare-number') return state.at === 'progress' && state.kept.number === 'open' ? {at: 'slot', kept: state.kept}
    : state;
  if (state.at !== 'slot') return state;
  if (type === 'number-differs') return {at: 'alarm', alarm: 'number', kept: state.kept};
  return progress(type === 'number-same' ? {...state.kept, number: 'same'} : state.kept, state.kept.choice === 'open');
}

/** What the board says arrives at any time: also while the voter still looks at her choice. */
function onBoard(state: State, event: Event & {type: 'recorded' | 'epoch-void' | 'not-recorded'}): State {
  const kept = keptOf(state);
  if (!kept || state.at === 'alarm') return state;
  if (event.type === 'not-recorded') return {at: 'alarm', alarm: event.alarm, kept};
  if (event.type === 'epoch-void') return {at: 'void', kept};
  return {...state, kept: {...kept, record: 'recorded'}} as State;
}

export function step(state: State, event: Event): State {
  switch (event.type) {
    case 'go':
      return {at: event.to};
    case 'code':
      return {at: 'opening', lineLost: false};
    case 'line-lost':
    case 'line-back':
      return onLine(state, event.type === 'line-lost');
    case 'refused':
      return {at: 'start', refusal: event.refusal};
    case 'stopped':
      return {at: 'stopped', stop: event.stop};
    case 'opened':
      return onOpened(event.kept, event.shown);
    case 'choice-same':
    case 'choice-differs':
    case 'time-is-up':
      return onChoice(state, event.type);
    case 'compare-number':
    case 'number-same':
    case 'number-differs':
    case 'number-later':
      return onNumber(state, event.type);
    case 'recorded':
    case 'epoch-void':
    case 'not-recorded':
      return onBoard(state, event);
  }
}

/** A digit string in groups of three from the right, as on the polling card. [SPEC 12.3 PollingCard] */
export function grouped(slot: string): string {
  return slot.replace(/\B(?=([0-9]{3})+$)/g, ' ');
}
