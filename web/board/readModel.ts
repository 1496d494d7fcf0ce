// SPDX-License-Identifier: Apache-2.0
// What the public page shows, read from the board: only what stands under the quorum of the cosigners, before the opening the
// phases alone.
import {toHex} from '../core/bytes.ts';
import {judgeCheckpoint} from '../log/policy.ts';
import type {Policy} from '../log/policy.ts';
import {readAnnouncement} from '../record/announcement.ts';
import {decodeStatement} from '../record/bodies.ts';
import {REAL_CLOCK} from '../record/constitution.ts';
import type {Amendment} from '../record/amendment.ts';
import type {Election} from '../record/election.ts';
import {AMENDMENT, INCIDENT} from '../record/entry.ts';
import {sealedEpochs, sealedRun} from '../record/epochs.ts';
import type {TimeWindow} from '../record/fields.ts';
import type {Opening} from '../record/opening.ts';
import {readResult} from '../record/result.ts';
import {RUN} from '../record/slots.ts';
import {given} from '../record/trouble.ts';
import type {Cosigned} from '../record/views.ts';
import type {BoardModel, Change, ContestModel, Cosigner} from './model.ts';
import type {Epochs} from './search.ts';
import {figures, timeline, voidEpochs} from './timeline.ts';

const PAGE_FILES = "voter's page\n";
/** Rows that a page may fetch for one search: older epochs are left out of it. */
const MOST_ROWS = 40_000;

async function cosignersOf(election: Election, policy: Policy): Promise<Cosigner[]> {
  const latest = await election.reader.checkpoint('checkpoint');
  const judged = latest && judgeCheckpoint(latest, policy);
  const times = judged?.ok ? judged.cosigned : new Map<string, bigint>();
  return [...policy.witnesses].map(([name, key]) => {
    const time = times.get(name);
    return time === undefined ? {name: key.name} : {name: key.name, time: Number(time)};
  });
}

async function signedOf(election: Election, policy: Policy, tree: Cosigned): Promise<NonNullable<BoardModel['signed']>> {
  const {size, root, time} = tree;
  const needed = policy.groups.get(policy.quorum)?.needed ?? (policy.quorum === 'none' ? 0 : 1);
  return {size, root: toHex(root), cosigners: await cosignersOf(election, policy), needed, ...(time === undefined ? {} : {time})};
}

function calendarOf({calendar}: Opening, paper: boolean): NonNullable<BoardModel['calendar']> {
  const window = ({from, until}: TimeWindow) => ({from: Number(from), until: Number(until)});
  return {
    announcement: Number(calendar.announcement), internet: calendar.internet.map(window), pollingDay: window(calendar.pollingDay),
    ...(paper ? {paperUntil: Number(calendar.paperOverrideUntil)} : {}),
  };
}

function contestsOf(election: Election): ContestModel[] {
  return election.ballot.contests.map((contest) => ({
    id: contest.id, title: contest.title, titleEn: contest.titleEn, seats: contest.seats,
    options: [...contest.options].sort((a, b) => a.order - b.order)
      .map((one) => ({...one, withdrawn: contest.withdrawn.has(one.number)})),
  }));
}

function subjectOf(election: Election, amendment: Amendment): string {
  if (amendment.kind === 'add') return amendment.option.name;
  if (amendment.kind !== 'withdraw') return '';
  return election.ballot.contests[amendment.contest]?.options.find((one) => one.number === amendment.option)?.name ?? '';
}

async function changesOf(election: Election, tree: Cosigned): Promise<Change[]> {
  const amended = election.items(AMENDMENT, tree).flatMap((item, i): Change[] => {
    const amendment = election.amendments[i];
    return amendment ? [{time: item.time, what: {kind: 'amendment', amendment, name: subjectOf(election, amendment)}}] : [];
  });
  const told = await Promise.all(election.items(INCIDENT, tree).map(async (item): Promise<Change> => {
    const {text} = given(decodeStatement((await election.entry(item)).body), 'altered', `entry ${item.index}`);
    return {time: item.time, what: {kind: 'text', text}};
  }));
  const incidents = told.filter((one) => one.what.kind === 'text' && !one.what.text.startsWith(PAGE_FILES));
  return [...amended, ...incidents].sort((a, b) => a.time - b.time);
}

async function afterOpening(election: Election): Promise<Partial<BoardModel>> {
  const {opening, policy} = election.open;
  const tree = given(election.checkpoint, 'no-quorum', 'the checkpoint');
  const [result, page] = [await readResult(election), await readAnnouncement(election)];
  return {
    slots: opening.slots, signed: await signedOf(election, policy, tree),
      calendar: calendarOf(opening, election.constitution.paper),
    contests: contestsOf(election), changes: await changesOf(election, tree),
      voids: voidEpochs(listed(election), election.ballot.schedule.keys()).length,
    ...(result ? {result} : {}),
    ...(page ? {page: {hash: toHex(page.hash), files: [...page.files].map(([path, hash]) => ({path, hash: toHex(hash)}))}} : {}),
  };
}

/** Entries under the quorum; before the opening, as the ballot box lists them. */
function listed(election: Election): Election['contents']['entries'] {
  const size = election.checkpoint?.size ?? election.contents.size;
  return election.contents.entries.filter((one) => one.index < size);
}

export async function readModel(election: Election): Promise<BoardModel> {
  const {title, titleEn, clock, paper} = election.constitution;
  const entries = listed(election);
  const before = {
    title, titleEn, rehearsal: clock !== REAL_CLOCK, paper, steps: timeline(entries, paper), voids: 0, contests: [], changes: [],
    figures: figures(entries, election.checkpoint?.size ?? election.contents.size),
  };
  return election.opened ? {...before, ...(await afterOpening(election))} : before;
}

/** The sealed epochs for a search, newest first, as many as a page can bear; undefined before the opening. */
export function epochsOf(election: Election): Epochs | undefined {
  const [ctx, tree] = [election.ctx, election.checkpoint];
  if (!ctx || !tree) return undefined;
  const numbers = sealedEpochs(election, tree).reverse().slice(0, Math.max(2, Math.floor(MOST_ROWS / election.slots)));
  const run = async (epoch: number, k: number) =>
    (await sealedRun(election, tree, epoch, k)).map(({slot, row}) => ({slot, bytes: row}));
  return {ctx, numbers, runs: Math.ceil(election.slots / RUN), run};
}
