// SPDX-License-Identifier: Apache-2.0
// Where a device reads the election: the public interface of the ballot box. Nothing that comes from it is believed. [SPEC 10.6
// Interface]
import type {Bytes} from '../core/bytes.ts';
import {readLimited} from '../core/limited.ts';
import {BoardTrouble} from './trouble.ts';

/** Paths below the ballot box: "contents", "epoch", "run/3/0", "board/checkpoint". */
export interface Source {
  /** undefined: there is no such thing. */
  get(path: string): Promise<Bytes | undefined>;
  json(path: string): Promise<unknown>;
}

const TIMEOUT = 30_000;
/** The largest file is a bundle of 256 entries, each of at most 65,537 bytes; contents and runs are smaller. */
const MOST = 32 * 1_048_576;

/** `base` ends in a slash. No answer, a busy box, an unreadable answer and one without end are all `missing`: whoever asked asks again. */
export function httpSource(base: string, ask: typeof fetch = fetch.bind(globalThis), timeout = TIMEOUT): Source {
  async function get(path: string): Promise<Bytes | undefined> {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), timeout);
    try {
      const answer = await ask(base + path, {
        signal: stop.signal,
        credentials: 'omit',
        redirect: 'error',
        referrerPolicy: 'no-referrer',
      });
      if (answer.status === 404) return undefined;
      if (!answer.ok) throw new BoardTrouble('missing', path);
      return await readLimited(answer, MOST);
    } catch {
      throw new BoardTrouble('missing', path);
    } finally {
      clearTimeout(timer);
    }
  }
  return {get, json: async (path) => parsedJson(await get(path), path)};
}

export function parsedJson(bytes: Bytes | undefined, path: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', {fatal: true}).decode(bytes ?? new Uint8Array(0))) as unknown;
  } catch {
    throw new BoardTrouble('missing', path);
  }
}
