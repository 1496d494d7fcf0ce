// SPDX-License-Identifier: Apache-2.0
// The registrar's calls for voters. [SPEC 15.3, 15.4, 15.8]
import type {Bytes} from '../../core/bytes.ts';
import type {CardRequest} from './cardAgent.ts';
import type {Http} from './http.ts';
import type {CreationOptions, RequestOptions} from './passkey.ts';

export type Factor = 'code' | 'card' | 'passkey' | 'oidc' | 'email';

export interface EnrolBegun {
  session: string;
  ways: Factor[][];
  title: string;
  ctx0: string;
  already: boolean;
}

/** What a factor's first half gives; chapter 13 says which. */
export interface Asked {
  code: object;
  card: CardRequest & {or?: CardRequest};
  passkey: CreationOptions | RequestOptions;
  oidc: {url: string};
  email: {sent: true};
}

export type Sitting = 'enrol' | 'grant';

export class Registrar {
  constructor(private readonly http: Http) {}

  beginEnrolment(proof: string): Promise<EnrolBegun> {
    return this.http.json('/enrol/begin', {method: 'POST', json: {code: proof}});
  }
  async takeKey(session: string, X: string): Promise<void> {
    await this.http.json('/enrol/key', {method: 'POST', session, json: {X}});
  }
  begin<F extends Factor>(sitting: Sitting, session: string, factor: F): Promise<Asked[F]> {
    return this.http.json(`/${sitting}/${factor}/begin`, {method: 'POST', session, json: {}});
  }
  async finish(sitting: Sitting, session: string, factor: Factor, answer: object): Promise<Factor[]> {
    return (await this.http.json<{left: Factor[]}>(`/${sitting}/${factor}/finish`, {method: 'POST', session, json: {answer}})).left;
  }
  async evidenceHash(session: string): Promise<string> {
    return (await this.http.json<{evidence_hash: string}>('/enrol/evidence', {session})).evidence_hash;
  }
  async finishEnrolment(session: string, possession: string): Promise<number> {
    return (await this.http.json<{vote_from: number}>('/enrol/finish', {method: 'POST', session, json: {possession}})).vote_from;
  }
  beginGrant(slot: number, K: string, possession: string): Promise<{session: string; factors: Factor[]}> {
    return this.http.json('/grant/begin', {method: 'POST', json: {slot, K, possession}});
  }
  /** With keepalive the browser sends it even while the page is being closed. */
  grant(session: string, request: Bytes, keepalive = false): Promise<Bytes> {
    return this.http.bytes('/grant', {method: 'POST', session, bytes: request, keepalive});
  }
}
