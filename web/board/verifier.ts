// SPDX-License-Identifier: Apache-2.0
// Starts the worker that verifies a whole election in this browser.

export interface VerifyProgress {
  done: number;
  of: number;
}
export type VerifyAnswer =
  | {kind: 'verified'; entries: number; finished: boolean}
  | {kind: 'failed'; entry?: number; check: string; place: string}
  | {kind: 'large'}
  | {kind: 'line'};
export type VerifyMessage = {kind: 'progress'; progress: VerifyProgress} | {kind: 'answer'; answer: VerifyAnswer};

interface Policies {
  createPolicy(name: string, rules: {createScriptURL: (url: string) => string}): {createScriptURL(url: string): string};
}

/** The page's Trusted Types let nothing but our own workers run. */
function trusted(url: string): string {
  const policies = (globalThis as {trustedTypes?: Policies}).trustedTypes;
  if (!policies) return url;
  const own = (one: string) => {
    if (!Object.values(WORKERS).includes(one)) throw new TypeError('not a worker of this page');
    return one;
  };
  return policies.createPolicy('ippyo', {createScriptURL: own}).createScriptURL(url);
}

let address: string | undefined;

export const canVerify = (): boolean => WORKERS['verify'] !== undefined && typeof Worker !== 'undefined';

/** `stop` ends it; then no answer comes. */
export function startVerifying(tell: (message: VerifyMessage) => void): {stop: () => void} {
  address ??= trusted(WORKERS['verify'] ?? '');
  const worker = new Worker(address, {type: 'module'});
  worker.onmessage = (event: MessageEvent<VerifyMessage>) => {
    tell(event.data);
    if (event.data.kind === 'answer') worker.terminate();
  };
  worker.onerror = () => {
    worker.terminate();
    tell({kind: 'answer', answer: {kind: 'line'}});
  };
  return {stop: () => worker.terminate()};
}
