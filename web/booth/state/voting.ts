// SPDX-License-Identifier: Apache-2.0
// The second sitting: open the key, show who one is, contest after contest, review, seal. No effects. [SPEC 15.4] [PROTOCOL 3]
import type {Factor} from '../services/registrar.ts';
import type {SlotFound} from '../work/calls.ts';
import {inOrder} from './factors.ts';
import {isChoice, type Choice} from './choices.ts';

export type Closed = {why: 'not-yet'; from?: number} | {why: 'between'; from: number} | {why: 'over'} | {why: 'result'};

export type VoteStep =
  | {at: 'board'}
  | {at: 'closed'; closed: Closed}
  | {at: 'unlock'; busy: boolean}
  | {at: 'slot'}
  | {at: 'factor'; factor: Factor; busy: boolean}
  | {at: 'before'}
  | {at: 'contest'; index: number; review: boolean}
  | {at: 'review'}
  | {at: 'cast'}
  | {at: 'trouble'; word: string; back: VoteStep};

export interface Voting {
  step: VoteStep;
  found: SlotFound | undefined;
  factors: Factor[];
  shown: Factor[];
  choices: Choice[];
  /** The slot key is in this page's worker. */
  holds: boolean;
}

export type VoteEvent =
  | {type: 'board-open'; closed?: Closed | undefined; resumes?: boolean}
  | {type: 'go'}
  | {type: 'unlocked'}
  | {type: 'slot'; found: SlotFound; factors: Factor[]; shown?: Factor[]; choices?: Choice[]; returned?: Factor}
  | {type: 'shown'; factor: Factor; holds?: boolean}
  | {type: 'start'}
  | {type: 'choose'; index: number; choice: Choice}
  | {type: 'next'}
  | {type: 'back'}
  | {type: 'change'; index: number}
  | {type: 'go-to'; at: string}
  | {type: 'seal'}
  | {type: 'trouble'; word: string}
  | {type: 'again'};

export const startVoting = (): Voting => ({step: {at: 'board'}, found: undefined, factors: [], shown: [], choices: [], holds: false});

function next(state: Voting): Voting {
  const factor = inOrder(state.factors, false).find((one) => !state.shown.includes(one));
  if (factor) return {...state, step: {at: 'factor', factor, busy: factor === 'code'}};
  if (!state.holds) return {...state, step: {at: 'unlock', busy: false}};
  return {...state, step: state.choices.some((one) => one !== null) ? {at: 'contest', index: firstOpen(state), review: false} : {at: 'before'}};
}

const firstOpen = (state: Voting) => Math.max(0, state.choices.indexOf(null));

function trouble(state: Voting, word: string): Voting {
  // Session over: who one is must be shown again; what was chosen stays.
  if (word === 'sign-in' && (state.found || state.step.at === 'slot')) return {...state, found: undefined, shown: [], step: state.holds ? {at: 'slot'} : {at: 'unlock', busy: false}};
  const from = state.step.at === 'trouble' ? state.step.back : state.step;
  return {...state, step: {at: 'trouble', word, back: 'busy' in from ? {...from, busy: false} : from}};
}

function forward(state: Voting): Voting {
  const {step} = state;
  if (step.at !== 'contest' || !state.found) return state;
  const contest = state.found.contests[step.index];
  const choice = state.choices[step.index];
  if (!contest || choice === undefined || choice === null || !isChoice(contest, choice)) return state;
  const last = step.index + 1 === state.found.contests.length;
  return {...state, step: step.review || last ? {at: 'review'} : {at: 'contest', index: step.index + 1, review: false}};
}

function backward(state: Voting): Voting {
  const {step} = state;
  if (step.at === 'review') return {...state, step: {at: 'contest', index: state.choices.length - 1, review: false}};
  if (step.at !== 'contest') return state;
  if (step.review) return {...state, step: {at: 'review'}};
  return {...state, step: step.index === 0 ? {at: 'before'} : {...step, index: step.index - 1}};
}

/** By the browser's own buttons: to a contest that was reached before, or to the review when everything is chosen. */
function goTo(state: Voting, at: string): Voting {
  const here = ['before', 'contest', 'review'].includes(state.step.at);
  const index = /^[0-9]{1,3}$/.test(at) ? Number(at) : undefined;
  const reached = state.choices.indexOf(null);
  if (!here) return state;
  if (at === 'before') return {...state, step: {at: 'before'}};
  if (at === 'review' && reached < 0) return {...state, step: {at: 'review'}};
  if (index === undefined || index >= state.choices.length || (reached >= 0 && index > reached)) return state;
  return {...state, step: {at: 'contest', index, review: false}};
}

function choose(state: Voting, index: number, choice: Choice): Voting {
  const contest = state.found?.contests[index];
  if (state.step.at !== 'contest' || state.step.index !== index || !contest || (choice !== null && !isChoice(contest, choice))) return state;
  return {...state, choices: state.choices.map((one, i) => (i === index ? choice : one))};
}

function asked(state: Voting, event: Extract<VoteEvent, {type: 'slot'}>): Voting {
  const count = event.found.contests.length;
  const kept = event.choices ?? state.choices;
  const choices = event.found.contests.map((contest, i) => {
    const choice = kept.length === count ? (kept[i] ?? null) : null;
    return choice !== null && isChoice(contest, choice) ? choice : null;
  });
  const with_: Voting = {...state, found: event.found, factors: event.factors, shown: event.shown ?? [], choices};
  return event.returned ? {...with_, step: {at: 'factor', factor: event.returned, busy: true}} : next(with_);
}

export function voting(state: Voting, event: VoteEvent): Voting {
  const {step} = state;
  switch (event.type) {
    case 'board-open':
      if (step.at !== 'board') return state;
      return {...state, step: event.closed ? {at: 'closed', closed: event.closed} : event.resumes ? {at: 'slot'} : {at: 'unlock', busy: false}};
    case 'go':
      return (step.at === 'unlock' || step.at === 'factor') && !step.busy ? {...state, step: {...step, busy: true}} : state;
    case 'unlocked':
      if (step.at !== 'unlock') return state;
      return state.found ? next({...state, holds: true}) : {...state, holds: true, step: {at: 'slot'}};
    case 'slot':
      return step.at === 'slot' ? asked(state, event) : state;
    case 'shown':
      return step.at === 'factor' && step.factor === event.factor ? next({...state, shown: [...state.shown, event.factor], holds: state.holds || event.holds === true}) : state;
    case 'start':
      return step.at === 'before' ? {...state, step: {at: 'contest', index: 0, review: false}} : state;
    case 'choose':
      return choose(state, event.index, event.choice);
    case 'next':
      return forward(state);
    case 'back':
      return backward(state);
    case 'change':
      return step.at === 'review' && event.index < state.choices.length ? {...state, step: {at: 'contest', index: event.index, review: true}} : state;
    case 'go-to':
      return goTo(state, event.at);
    case 'seal':
      return step.at === 'review' && state.choices.every((one) => one !== null) ? {...state, step: {at: 'cast'}} : state;
    case 'trouble':
      return trouble(state, event.word);
    case 'again':
      return step.at === 'trouble' ? {...state, step: step.back} : state;
  }
}
