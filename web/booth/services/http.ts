// SPDX-License-Identifier: Apache-2.0
// One call to a service of this origin: JSON or bytes out, JSON or bytes in, problem+json as a typed trouble. [SPEC 10.6, 15.8]
import type {Bytes} from '../../core/bytes.ts';
import {readLimited, TooLong} from '../../core/limited.ts';

/** What a service refused, by its word; or what the line did: `line` (no answer), `unreadable` (an answer that no service of ours gives). */
export class ServiceTrouble extends Error {
  override readonly name = 'ServiceTrouble';
  constructor(readonly word: string, readonly status: number, readonly retryAfter?: number) {
    super(word);
  }
  /** Nothing was decided: the same call may be sent again by itself. */
  get passing(): boolean {
    return this.word === 'line' || this.status === 408 || this.status === 502 || this.status === 504 || (this.status === 503 && this.word !== 'unknown');
  }
}

export interface Call {
  method?: 'GET' | 'POST';
  json?: unknown;
  bytes?: Bytes;
  session?: string;
  headers?: Record<string, string>;
  keepalive?: boolean;
}

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

const TIMEOUT = 25_000;
/** More than any answer of a service has. */
const MOST = 1_048_576;

function initOf(call: Call): RequestInit {
  const headers: Record<string, string> = {...call.headers};
  if (call.session !== undefined) headers['Authorization'] = `Bearer ${call.session}`;
  const init: RequestInit = {method: call.method ?? 'GET', headers, credentials: 'omit', cache: 'no-store', redirect: 'error', referrerPolicy: 'no-referrer'};
  if (call.keepalive) init.keepalive = true;
  if (call.bytes) {
    headers['Content-Type'] = 'application/octet-stream';
    init.body = call.bytes.slice();
  } else if (call.json !== undefined) {
    headers['Content-Type'] = 'application/json';
    init.body = JSON.stringify(call.json);
  }
  return init;
}

function secondsOf(response: Response): number | undefined {
  const text = response.headers.get('Retry-After') ?? '';
  return /^[0-9]{1,5}$/.test(text) ? Number(text) : undefined;
}

const textOf = async (response: Response): Promise<string> => new TextDecoder().decode(await readLimited(response, MOST));

async function troubleOf(response: Response): Promise<ServiceTrouble> {
  let word = response.status === 429 ? 'too-many' : response.status >= 500 ? 'busy' : 'unreadable';
  try {
    const body = JSON.parse(await textOf(response)) as {type?: unknown};
    const found = typeof body.type === 'string' ? /^urn:ippyo:problem:([a-z-]{1,40})$/.exec(body.type) : null;
    if (found?.[1]) word = found[1];
  } catch {
    // A proxy's page instead of ours: the status says enough.
  }
  return new ServiceTrouble(word, response.status, secondsOf(response));
}

export class Http {
  constructor(private readonly base: string, private readonly fetch: Fetch = (url, init) => globalThis.fetch(url, init)) {}

  /** The time limit is for the whole answer: one that comes byte by byte has none of its own. */
  private async ask<T>(path: string, call: Call, read: (response: Response) => Promise<T>): Promise<T> {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), TIMEOUT);
    try {
      const response = await this.fetch(this.base + path, {...initOf(call), signal: stop.signal});
      if (!response.ok) throw await troubleOf(response);
      return await read(response);
    } catch (trouble) {
      if (trouble instanceof ServiceTrouble) throw trouble;
      throw trouble instanceof TooLong ? new ServiceTrouble('unreadable', 200) : new ServiceTrouble('line', 0);
    } finally {
      clearTimeout(timer);
    }
  }

  /** The object that answers; an answer without content is an empty one. */
  json<T extends object>(path: string, call: Call = {}): Promise<T> {
    return this.ask(path, call, async (response) => {
      if (response.status === 204) return {} as T;
      const body: unknown = JSON.parse(await textOf(response));
      if (typeof body !== 'object' || body === null) throw new ServiceTrouble('unreadable', response.status);
      return body as T;
    });
  }

  bytes(path: string, call: Call = {}): Promise<Bytes> {
    return this.ask(path, call, (response) => readLimited(response, MOST));
  }
}
