// SPDX-License-Identifier: Apache-2.0
// Calls from the page to the worker as messages, answered in any order; progress comes in between.
import {WorkTrouble, type Work, type WorkName} from './calls.ts';

export interface Ask {
  id: number;
  name: WorkName;
  args: unknown[];
}
export type Tell = {id: number; value: unknown} | {id: number; progress: [number, number]} | {id: number; word: string; where: string};

export interface Port {
  postMessage(message: unknown): void;
  onmessage: ((event: MessageEvent) => void) | null;
  onerror?: ((event: ErrorEvent) => void) | null;
}

interface Waiting {
  done: (value: unknown) => void;
  failed: (error: Error) => void;
  progress: ((done: number, of: number) => void) | undefined;
}

/** An object with the functions of Work, each a message to the worker behind the port. */
export function workAt(port: Port): Work {
  const waiting = new Map<number, Waiting>();
  let next = 0;
  port.onmessage = ({data}: {data: Tell}) => {
    const call = waiting.get(data.id);
    if (!call) return;
    if ('progress' in data) return call.progress?.(...data.progress);
    waiting.delete(data.id);
    if ('word' in data) call.failed(new WorkTrouble(data.word, data.where));
    else call.done(data.value);
  };
  if ('onerror' in port) port.onerror = () => {
    for (const call of waiting.values()) call.failed(new WorkTrouble('worker'));
    waiting.clear();
  };
  const ask = (name: WorkName, args: unknown[]) => new Promise((done, failed) => {
    const id = next++;
    const progress = args.find((one) => typeof one === 'function') as Waiting['progress'];
    waiting.set(id, {done, failed, progress});
    port.postMessage({id, name, args: args.filter((one) => typeof one !== 'function')} satisfies Ask);
  });
  return new Proxy({} as Work, {get: (_target, name) => (name === 'then' ? undefined : (...args: unknown[]) => ask(name as WorkName, args))});
}

/** The other end: every message is one call of `work`. A failure that has no word is our own fault and is called `worker`. */
export function serveWork(port: Port, work: Work): void {
  port.onmessage = async ({data}: {data: Ask}) => {
    const {id, name, args} = data;
    const tell = (message: Tell) => port.postMessage(message);
    const progress = (done: number, of: number) => tell({id, progress: [done, of]});
    try {
      const call = work[name] as (...all: unknown[]) => Promise<unknown>;
      tell({id, value: await call.apply(work, [...args, ...(name === 'build' ? [progress] : [])])});
    } catch (error) {
      tell(error instanceof WorkTrouble ? {id, word: error.word, where: error.where} : {id, word: 'worker', where: ''});
    }
  };
}
