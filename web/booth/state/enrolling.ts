// SPDX-License-Identifier: Apache-2.0
// The first sitting: letter read, then code, passkey, key, who one is, done. Steps and what leads from one to the next; no effects. [SPEC 15.3]
import type {Factor} from '../services/registrar.ts';
import {inOrder} from './factors.ts';

export type EnrolStep =
  | {at: 'board'}
  | {at: 'code'; again: boolean}
  | {at: 'replace'}
  | {at: 'way'}
  | {at: 'passkey'; busy: boolean}
  | {at: 'device-key'}
  | {at: 'key'}
  | {at: 'factor'; factor: Factor; busy: boolean}
  | {at: 'unlock'; busy: boolean}
  | {at: 'finish'}
  | {at: 'done'; voteFrom: number}
  | {at: 'closed'}
  | {at: 'trouble'; word: string; back: EnrolStep};

export interface Enrolling {
  step: EnrolStep;
  ways: Factor[][];
  way: Factor[];
  shown: Factor[];
  /** The registrar has the public key; and the slot key is in this page's worker. */
  keyTaken: boolean;
  holds: boolean;
  /** The key lives on this device alone, because the passkey has no PRF. */
  deviceKey: boolean;
}

export type EnrolEvent =
  | {type: 'board-open'; enrolment: boolean}
  | {type: 'begun'; ways: Factor[][]; already: boolean}
  | {type: 'replace'}
  | {type: 'way'; way: Factor[]}
  | {type: 'go'}
  | {type: 'passkey'; prf: boolean}
  | {type: 'device-key'}
  | {type: 'key-taken'}
  | {type: 'shown'; factor: Factor}
  | {type: 'unlocked'}
  | {type: 'resumed'; way: Factor[]; shown: Factor[]; returned?: Factor}
  | {type: 'enrolled'; voteFrom: number}
  | {type: 'trouble'; word: string}
  | {type: 'again'};

export const startEnrolling = (): Enrolling => ({step: {at: 'board'}, ways: [], way: [], shown: [], keyTaken: false, holds: false, deviceKey: false});

const left = (state: Enrolling) => inOrder(state.way, true).filter((factor) => !state.shown.includes(factor));

/** What comes next once a way is chosen. The passkey is first, because the slot key is made of it. */
function next(state: Enrolling): Enrolling {
  const factor = left(state)[0];
  if (factor === 'passkey') return {...state, step: {at: 'passkey', busy: false}};
  if (!state.keyTaken) return {...state, step: state.way.includes('passkey') ? {at: 'key'} : {at: 'device-key'}};
  if (factor) return {...state, step: {at: 'factor', factor, busy: factor === 'code'}};
  return {...state, step: state.holds ? {at: 'finish'} : {at: 'unlock', busy: false}};
}

/** Words after which the session is worth nothing: the code is shown again by itself, nothing is typed again. */
const OVER = ['sign-in', 'begin-again'];

function trouble(state: Enrolling, word: string): Enrolling {
  if (word === 'closed') return {...state, step: {at: 'closed'}};
  if (OVER.includes(word) && state.step.at !== 'code') return {...state, shown: [], keyTaken: false, holds: false, step: {at: 'code', again: true}};
  const from = state.step.at === 'trouble' ? state.step.back : state.step;
  return {...state, step: {at: 'trouble', word, back: 'busy' in from ? {...from, busy: false} : from}};
}

export function enrolling(state: Enrolling, event: EnrolEvent): Enrolling {
  const {step} = state;
  switch (event.type) {
    case 'board-open':
      return step.at !== 'board' ? state : {...state, step: event.enrolment ? {at: 'code', again: false} : {at: 'closed'}};
    case 'begun':
      if (step.at !== 'code') return state;
      return {...state, ways: event.ways, way: [], shown: [], step: event.already && !step.again ? {at: 'replace'} : wayStep(event.ways)};
    case 'replace':
      return step.at === 'replace' ? {...state, step: wayStep(state.ways)} : state;
    case 'way':
      return step.at === 'way' ? next({...state, way: event.way}) : state;
    case 'go':
      return (step.at === 'passkey' || step.at === 'factor' || step.at === 'unlock') && !step.busy ? {...state, step: {...step, busy: true}} : state;
    case 'passkey':
      if (step.at !== 'passkey') return state;
      return event.prf ? next({...state, shown: [...state.shown, 'passkey']}) : {...state, shown: [...state.shown, 'passkey'], step: {at: 'device-key'}};
    case 'device-key':
      return step.at === 'device-key' ? {...state, deviceKey: true, step: {at: 'key'}} : state;
    case 'key-taken':
      return step.at === 'key' ? next({...state, keyTaken: true, holds: true}) : state;
    case 'shown':
      return step.at === 'factor' && step.factor === event.factor ? next({...state, shown: [...state.shown, event.factor]}) : state;
    case 'unlocked':
      return step.at === 'unlock' ? next({...state, holds: true}) : state;
    case 'resumed':
      return resumed(state, event);
    case 'enrolled':
      return {...state, step: {at: 'done', voteFrom: event.voteFrom}};
    case 'trouble':
      return trouble(state, event.word);
    case 'again':
      return step.at === 'trouble' ? {...state, step: step.back} : state;
  }
}

/** One way needs no question. Its choice is still an event of its own, so that the session knows it. */
function wayStep(ways: Factor[][]): EnrolStep {
  return ways.length === 0 ? {at: 'trouble', word: 'no-way', back: {at: 'code', again: true}} : {at: 'way'};
}

function resumed(state: Enrolling, event: {way: Factor[]; shown: Factor[]; returned?: Factor}): Enrolling {
  const with_ = {...state, ways: [event.way], way: event.way, shown: event.shown, keyTaken: true};
  return event.returned ? {...with_, step: {at: 'factor', factor: event.returned, busy: true}} : next(with_);
}
