// SPDX-License-Identifier: Apache-2.0
// The verified election as the screens show it: plain values that travel from the worker to the page.
import {optionsOffered, type BallotContest} from '../../record/ballot.ts';
import {REAL_CLOCK} from '../../record/constitution.ts';
import type {Election} from '../../record/election.ts';
import {EVIDENCE, INTERNET_CLOSE, RESULT} from '../../record/entry.ts';
import type {TimeWindow} from '../../record/fields.ts';
import {APPROVAL, REFERENDUM, SINGLE_CHOICE, SNTV} from '../../record/opening.ts';
import type {BoardView, ContestKind, ContestView, Span} from './calls.ts';

const KINDS: Record<number, ContestKind> = {[SINGLE_CHOICE]: 'single-choice', [SNTV]: 'single-non-transferable', [APPROVAL]: 'approval', [REFERENDUM]: 'referendum'};
const span = ({from, until}: TimeWindow): Span => ({from: Number(from), until: Number(until)});

function phaseOf(election: Election): BoardView['phase'] {
  const has = (type: number) => election.contents.entries.some((one) => one.type === type);
  if (has(RESULT)) return 'result';
  if (has(INTERNET_CLOSE)) return 'closed';
  if (election.opened) return 'open';
  return has(EVIDENCE) ? 'lists' : 'enrolment';
}

function openOf(election: Election): BoardView['open'] {
  const {opened} = election;
  if (!opened) return undefined;
  const {calendar} = opened.opening;
  const epochs = [...election.ballot.schedule.values()].map((one) => ({epoch: one.number, opensAt: Number(one.from), closesAt: Number(one.close)}));
  return {ctx: opened.ctx, internet: spansOf(epochs), epochSeconds: calendar.epochSeconds, graceSeconds: calendar.graceSeconds, pollingDay: span(calendar.pollingDay),
    ...(election.constitution.paper ? {paperUntil: Number(calendar.paperOverrideUntil)} : {}), epochs: epochs.sort((a, b) => a.epoch - b.epoch)};
}

/** Windows as the amendments have left them: epochs that follow one another without a gap. */
function spansOf(epochs: readonly {opensAt: number; closesAt: number}[]): Span[] {
  const spans: Span[] = [];
  for (const {opensAt, closesAt} of [...epochs].sort((a, b) => a.opensAt - b.opensAt)) {
    const last = spans[spans.length - 1];
    if (last && last.until === opensAt) last.until = closesAt;
    else spans.push({from: opensAt, until: closesAt});
  }
  return spans;
}

export function boardView(election: Election): BoardView {
  const {constitution, ctx0, memory} = election;
  const open = openOf(election);
  return {ctx0, host: constitution.host, title: constitution.title, titleEn: constitution.titleEn, rehearsal: constitution.clock !== REAL_CLOCK,
    paper: constitution.paper, factors: [...constitution.factors], penalties: constitution.penalties, penaltiesEn: constitution.penaltiesEn,
    phase: phaseOf(election), ...(open ? {open} : {}), ...(memory ? {remembered: {size: memory.size, root: memory.root}} : {})};
}

export function contestView(contest: BallotContest): ContestView {
  const {id, title, titleEn, seats, approveMax} = contest;
  return {id, title, titleEn, seats, approveMax, kind: KINDS[contest.kind] ?? 'yes-no', options: optionsOffered(contest).map((one) => ({...one}))};
}
