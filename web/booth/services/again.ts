// SPDX-License-Identifier: Apache-2.0
// A lost line and a busy service are nobody's fault: the same call goes out again by itself, and the page says so meanwhile.
import {WorkTrouble} from '../work/calls.ts';
import {ServiceTrouble} from './http.ts';

export interface Waiting {
  word: string;
  seconds: number;
  attempt: number;
}

export interface Patience {
  /** Told before every wait, and with undefined when the call has got through. */
  onWaiting?: (waiting: Waiting | undefined) => void;
  sleep?: (seconds: number) => Promise<void>;
  /** Ends the waiting: the voter left, or the matter has changed. */
  given?: () => boolean;
  random?: () => number;
}

const FIRST = 1, MOST = 30;

type Passing = ServiceTrouble | WorkTrouble;

/** Of the worker's troubles only a lost line passes. */
export const isPassing = (error: unknown): error is Passing =>
  error instanceof ServiceTrouble ? error.passing : error instanceof WorkTrouble && error.word === 'line';

/** Sleeps, but wakes as soon as the browser says that the line is back. */
export function sleep(seconds: number): Promise<void> {
  return new Promise((done) => {
    const wake = () => {
      clearTimeout(timer);
      globalThis.removeEventListener?.('online', wake);
      done();
    };
    const timer = setTimeout(wake, seconds * 1000);
    globalThis.addEventListener?.('online', wake);
  });
}

/** Seconds before the next attempt: what the service asked for, else doubling, with a part of chance so that a crowd does not return at once. */
export function waitOf(trouble: Passing, attempt: number, random: () => number): number {
  const doubled = Math.min(MOST, FIRST * 2 ** Math.min(attempt, 5));
  const asked = trouble instanceof ServiceTrouble ? trouble.retryAfter : undefined;
  return asked !== undefined ? Math.min(300, asked) + random() : doubled * (0.75 + random() / 2);
}

export async function again<T>(call: () => Promise<T>, patience: Patience = {}): Promise<T> {
  const random = patience.random ?? Math.random;
  for (let attempt = 0; ; ++attempt) {
    try {
      const answer = await call();
      if (attempt > 0) patience.onWaiting?.(undefined);
      return answer;
    } catch (trouble) {
      if (!isPassing(trouble) || patience.given?.()) throw trouble;
      const seconds = waitOf(trouble, attempt, random);
      patience.onWaiting?.({word: trouble.word, seconds, attempt});
      await (patience.sleep ?? sleep)(seconds);
      if (patience.given?.()) throw trouble;
    }
  }
}
