// SPDX-License-Identifier: Apache-2.0
// What the flows work with: services, worker, store, clock and the browser's own dialogs. Tests give others.
import type {Bytes} from '../../core/bytes.ts';
import type {Patience} from '../services/again.ts';
import type {BallotBox} from '../services/ballotBox.ts';
import type {CardAgent} from '../services/cardAgent.ts';
import type {CreationOptions, RequestOptions, Shown} from '../services/passkey.ts';
import type {Tab} from '../services/provider.ts';
import type {Registrar} from '../services/registrar.ts';
import type {BoothStore} from '../storage/boothStore.ts';
import type {Work} from '../work/calls.ts';
import type {Clock} from './clock.ts';

export interface Tools {
  registrar: Registrar;
  box: BallotBox;
  work: Work;
  store: BoothStore;
  clock: Clock;
  patience: Patience;
  /** `https://host` of this page. */
  origin: string;
  passkey: {exist(): boolean; create(asked: CreationOptions): Promise<Shown>; use(asked: RequestOptions): Promise<Shown>; own(host: string, salt: Bytes, id?: string): RequestOptions};
  agent: {secret(): string | undefined; /** `lasting`: also for the next time, if the voter said so. */ keep(secret: string, lasting: boolean): void; at(secret: string): CardAgent; open(page: string): void};
  tab: Tab;
}
