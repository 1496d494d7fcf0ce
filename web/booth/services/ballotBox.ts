// SPDX-License-Identifier: Apache-2.0
// The ballot box's calls that the flow needs; board files are read by record/. [SPEC 10.6]
import type {Bytes} from '../../core/bytes.ts';
import type {Http} from './http.ts';

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

export class BallotBox {
  constructor(private readonly http: Http) {}

  election(): Promise<Announced> {
    return this.http.json('/election');
  }
  epoch(): Promise<Epoch> {
    return this.http.json('/epoch');
  }
  cast(bytes: Bytes): Promise<Bytes> {
    return this.http.bytes('/cast', {method: 'POST', bytes});
  }
}
