// SPDX-License-Identifier: Apache-2.0
// The ballot box's calls that the flow needs; board files are read by record/. [SPEC 10.6]
import type {Bytes} from '../../core/bytes.ts';
import {ServiceTrouble, type Http} from './http.ts';

export interface Epoch {
  state: 'open' | 'sealing' | 'waiting' | 'closed';
  now: number;
  sealed: number;
  sealed_before: number;
  epoch: number;
  opens_at?: number;
  closes_at?: number;
  box?: string;
  void: number[];
}

export type Phase = 'empty' | 'constituted' | 'keyed' | 'evidenced' | 'enrolled' | 'open' | 'internet_closed' | 'polling_closed' | 'counted' | 'settled' | 'audited' | 'result';

export interface Announced {
  phase: Phase;
  title?: string;
  title_en?: string;
  clock?: 'real' | 'rehearsal';
  ctx0?: string;
  schedule?: {epoch: number; opens_at: number; closes_at: number}[];
}

const PHASES: readonly unknown[] = ['empty', 'constituted', 'keyed', 'evidenced', 'enrolled', 'open', 'internet_closed', 'polling_closed', 'counted', 'settled', 'audited', 'result'] satisfies Phase[];
const isTime = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) < 1e11;

/** What is shown before anything was verified: texts that are texts, times that are times; nothing else is taken. */
export function announcedOf(answer: object): Announced {
  const {phase, title, title_en, clock, ctx0, schedule} = answer as Record<string, unknown>;
  if (!PHASES.includes(phase)) throw new ServiceTrouble('unreadable', 200);
  const times = (Array.isArray(schedule) ? schedule : []) as ({epoch?: unknown; opens_at?: unknown; closes_at?: unknown} | null)[];
  const all = times.filter((one): one is {epoch: number; opens_at: number; closes_at: number} => isTime(one?.epoch) && isTime(one.opens_at) && isTime(one.closes_at));
  return {phase: phase as Phase, schedule: all, ...(typeof title === 'string' ? {title} : {}), ...(typeof title_en === 'string' ? {title_en} : {}),
    ...(clock === 'real' || clock === 'rehearsal' ? {clock} : {}), ...(typeof ctx0 === 'string' ? {ctx0} : {})};
}

const isState = (value: unknown): value is Epoch['state'] => value === 'open' || value === 'sealing' || value === 'waiting' || value === 'closed';

/** A clock and numbers that are none are no answer: they would stop everything that counts with them. */
export function epochOf(answer: object): Epoch {
  const {state, now, sealed, epoch} = answer as Record<string, unknown>;
  if (!isState(state) || ![now, sealed, epoch].every(isTime)) throw new ServiceTrouble('unreadable', 503);
  return answer as Epoch;
}

export class BallotBox {
  constructor(private readonly http: Http) {}

  async election(): Promise<Announced> {
    return announcedOf(await this.http.json('/election'));
  }
  async epoch(): Promise<Epoch> {
    return epochOf(await this.http.json('/epoch'));
  }
  cast(bytes: Bytes): Promise<Bytes> {
    return this.http.bytes('/cast', {method: 'POST', bytes});
  }
}
