// SPDX-License-Identifier: Apache-2.0
// The card agent on the voter's own computer: asks for a signature; the PIN is typed into the agent's page, never here. [SPEC 14.2]
import {Http, ServiceTrouble, type Fetch} from './http.ts';

export const AGENT = 'http://localhost:7190';

export interface CardRequest {
  kind: 'claim' | 'statement' | 'attributes';
  claim?: string;
  statement?: string;
  attributes?: boolean;
}
export interface CardAnswer {
  certificate: string;
  signature: string;
  attributes?: {name: string; address: string; birth: string; sex: string};
}
type Poll = {state: 'pending'} | ({state: 'done'; card: string} & CardAnswer) | {state: 'refused'; word: string; sentence: string};

/** 16 letters of Crockford's base 32 as the agent shows them; what is typed may have blanks, hyphens, small letters. */
export function pairingSecret(typed: string): string | undefined {
  const text = typed.normalize('NFKC').replace(/[\s\-‐-―−ー]/g, '').toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1');
  return /^[0-9A-HJKMNP-TV-Z]{16}$/.test(text) ? text : undefined;
}

export class CardAgent {
  private readonly http: Http;
  constructor(private readonly secret: string, address = AGENT, fetch?: Fetch) {
    this.http = fetch ? new Http(address, fetch) : new Http(address);
  }

  private async ask<T extends object>(path: string, json?: object): Promise<T> {
    const headers = {'X-Ippyo-Pairing': this.secret};
    try {
      return await this.http.json<T>(path, json ? {method: 'POST', json, headers} : {headers});
    } catch (trouble) {
      // No answer from one's own computer means that the program is not running; the network has no part in it.
      if (trouble instanceof ServiceTrouble && trouble.status === 0) throw new ServiceTrouble('agent-missing', 1);
      if (trouble instanceof ServiceTrouble && trouble.status === 403) throw new ServiceTrouble('agent-pairing', 403);
      throw trouble;
    }
  }

  async reachable(): Promise<void> {
    await this.ask('/status');
  }

  /** The request's name and the agent's own page, where the voter types the PIN. */
  begin(title: string, asked: CardRequest & {or?: CardRequest}): Promise<{request: string; page: string}> {
    const {or: _other, ...request} = asked;
    return this.ask('/requests', {...request, title: title.slice(0, 60)});
  }

  /** Undefined while the voter is still at it. The card's answer is delivered once. */
  async poll(request: string): Promise<CardAnswer | undefined> {
    let answer: Poll;
    try {
      answer = await this.ask<Poll>(`/requests/${encodeURIComponent(request)}`);
    } catch (trouble) {
      if (trouble instanceof ServiceTrouble && (trouble.status === 410 || trouble.status === 404)) throw new ServiceTrouble('card-expired', 410);
      throw trouble;
    }
    if (answer.state === 'pending') return undefined;
    if (answer.state === 'refused') throw new ServiceTrouble(answer.word === 'cancelled' ? 'card-cancelled' : answer.word === 'expired' ? 'card-expired' : answer.word, 403);
    const {state: _state, card: _card, ...card} = answer;
    return card;
  }
}
