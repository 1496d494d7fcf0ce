// SPDX-License-Identifier: Apache-2.0
// One call to a service of this origin: JSON or bytes out, JSON or bytes in, problem+json as a typed trouble. [SPEC 10.6, 15.8]
import type {Bytes} from '../../core/bytes.ts';

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

function initOf(call: Call): RequestInit {
  const headers: Record<string, string> = {...call.headers};
  if (call.session !== undefined) headers['Authorization'] = `Bearer ${call.session}`;
  const init: RequestInit = {method: call.method ?? 'GET', headers, credentials: 'omit', cache: 'no-store', redirect: 'error', referrerPolicy: 'no-referrer',
    signal: AbortSignal.timeout?.(TIMEOUT) ?? null};
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

async function troubleOf(response: Response): Promise<ServiceTrouble> {
  let word = response.status === 429 ? 'too-many' : response.status >= 500 ? 'busy' : 'unreadable';
  try {
    const body = (await response.json()) as {type?: unknown};
    const found = typeof body.type === 'string' ? /^urn:ippyo:problem:([a-z-]{1,40})$/.exec(body.type) : null;
    if (found?.[1]) word = found[1];
  } catch {
    // A proxy's page instead of ours: the status says enough.
  }
  return new ServiceTrouble(word, response.status, secondsOf(response));
}

export class Http {
  constructor(private readonly base: string, private readonly fetch: Fetch = (url, init) => globalThis.fetch(url, init)) {}

  private async send(path: string, call: Call): Promise<Response> {
    let response: Response;
    try {
      response = await this.fetch(this.base + path, initOf(call));
    } catch {
      throw new ServiceTrouble('line', 0);
    }
    if (!response.ok) throw await troubleOf(response);
    return response;
  }

  /** The object that answers; an answer without content is an empty one. */
  async json<T extends object>(path: string, call: Call = {}): Promise<T> {
    const response = await this.send(path, call);
    if (response.status === 204) return {} as T;
    let body: unknown;
    try {
      body = await response.json();
    } catch {
      throw new ServiceTrouble('line', 0);
    }
    if (typeof body !== 'object' || body === null) throw new ServiceTrouble('unreadable', response.status);
    return body as T;
  }

  async bytes(path: string, call: Call = {}): Promise<Bytes> {
    const response = await this.send(path, call);
    try {
      return new Uint8Array(await response.arrayBuffer());
    } catch {
      throw new ServiceTrouble('line', 0);
    }
  }
}
