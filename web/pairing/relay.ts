// SPDX-License-Identifier: Apache-2.0
// Two devices of one voter pass messages through a box of the relay, which learns nothing from them. [SPEC 16.1 Relay]
import type {Bytes} from '../core/bytes.ts';

/** busy: try again soon · gone: closed, run out, or never there · taken: somebody else has joined · unreachable: the line is lost.
 * */
export type RelayWord = 'busy' | 'gone' | 'taken' | 'unreachable';

export class RelayTrouble extends Error {
  constructor(readonly word: RelayWord) {
    super(`relay: ${word}`);
  }
}

/** One side of a box. Messages are numbered by their sender, each is written once. */
export interface Box {
  readonly number: string;
  put(message: number, bytes: Bytes): Promise<void>;
  /** Waits for the other side's message. */
  get(message: number): Promise<Bytes>;
  close(): Promise<void>;
}

export interface Relay {
  open(): Promise<Box>;
  join(number: string): Promise<Box>;
}

export const BOX_SECONDS = 300;
const LOST_LINE_TRIES = 5;

export interface Line {
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  pause: (milliseconds: number) => Promise<void>;
}

const browserLine: Line = {
  fetch: (url, init) => fetch(url, {...init, cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer'}),
  pause: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
};

function refusal(status: number): RelayTrouble {
  if (status === 409) return new RelayTrouble('taken');
  if (status === 404 || status === 403 || status === 401) return new RelayTrouble('gone');
  return new RelayTrouble('busy');
}

/** A lost line is tried again; `again` tells whether an earlier try may have arrived. */
async function insist<T>(line: Line, attempt: (again: boolean) => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await attempt(tries > 0);
    } catch (trouble) {
      if (trouble instanceof RelayTrouble || tries + 1 === LOST_LINE_TRIES) throw trouble instanceof RelayTrouble ? trouble
        : new RelayTrouble('unreachable');
      await line.pause(1000);
    }
  }
}

class HttpBox implements Box {
  constructor(private readonly base: string, readonly number: string, private readonly token: string,
    private readonly line: Line) {}

  private send(path: string, init: RequestInit): Promise<Response> {
    return this.line.fetch(`${this.base}/boxes/${this.number}${path}`,
      {...init, headers: {...init.headers, authorization: `Bearer ${this.token}`}});
  }

  async put(message: number, bytes: Bytes): Promise<void> {
    await insist(this.line, async (again) => {
      const answer = await this.send(`/${message}`,
        {method: 'PUT', headers: {'content-type': 'application/octet-stream'}, body: bytes as BodyInit});
      // The relay writes once: after a lost answer "taken" means that our own first try arrived.
      if (!answer.ok && !(again && answer.status === 409)) throw refusal(answer.status);
    });
  }

  async get(message: number): Promise<Bytes> {
    for (;;) {
      const bytes = await insist(this.line, async () => {
        const answer = await this.send(`/${message}`, {method: 'GET'});
        if (!answer.ok) throw refusal(answer.status);
        return answer.status === 204 ? undefined : new Uint8Array(await answer.arrayBuffer());
      });
      if (bytes) return bytes;
    }
  }

  /** Whoever closes need not know whether the other side was quicker. */
  async close(): Promise<void> {
    await this.send('', {method: 'DELETE'}).catch(() => undefined);
  }
}

interface Seat {
  box?: unknown;
  token?: unknown;
}

export function httpRelay(base: string, line: Line = browserLine): Relay {
  async function seat(path: string, number: string | undefined): Promise<Box> {
    const answer = await insist(line, () => line.fetch(`${base}${path}`, {method: 'POST'}));
    if (!answer.ok) throw refusal(answer.status);
    const {box = number, token} = (await answer.json()) as Seat;
    if (typeof box !== 'string' || !/^[0-9]{4}$/.test(box) || typeof token !== 'string'
      || !/^[0-9a-f]{32}$/.test(token)) throw new RelayTrouble('busy');
    return new HttpBox(base, box, token, line);
  }
  return {open: () => seat('/boxes', undefined), join: (number) => seat(`/boxes/${number}/join`, number)};
}
