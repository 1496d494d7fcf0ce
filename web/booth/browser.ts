// SPDX-License-Identifier: Apache-2.0
// The tools of the flows as the browser gives them: services of this origin, the worker, the store, passkeys, the card agent's window.
import {BallotBox} from './services/ballotBox.ts';
import {AGENT, CardAgent} from './services/cardAgent.ts';
import {Http} from './services/http.ts';
import {createPasskey, ownChallenge, passkeysExist, usePasskey} from './services/passkey.ts';
import {Registrar} from './services/registrar.ts';
import {BoothStore} from './storage/boothStore.ts';
import {openShelf} from './storage/shelf.ts';
import {workAt, type Port} from './work/channel.ts';
import type {Work} from './work/calls.ts';
import {Clock} from './flows/clock.ts';
import type {Tools} from './flows/tools.ts';

const PAIRING = 'ippyo.pairing';

interface Policies {
  createPolicy(name: string, rules: {createScriptURL(url: string): string}): {createScriptURL(url: string): string};
}

/** The one script address that the page ever makes: that of its own worker. */
export function startWork(): Work {
  const url = WORKERS['cast'] ?? '';
  const types = (globalThis as {trustedTypes?: Policies}).trustedTypes;
  const policy = types?.createPolicy('ippyo', {createScriptURL: (asked) => {
    if (asked !== url) throw new TypeError('another script than the worker');
    return asked;
  }});
  return workAt(new Worker(policy?.createScriptURL(url) ?? url, {type: 'module'}) as unknown as Port);
}

/** How long the first screen may wait for the file that names the card agent. */
const SITE_TIMEOUT = 5_000;

/** Where the card agent is; in tests its port differs. Only an address of this machine is taken. */
export async function agentAddress(): Promise<string> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), SITE_TIMEOUT);
  try {
    const site = (await (await fetch('/site.json', {credentials: 'omit', signal: stop.signal})).json()) as {card_agent?: unknown};
    if (typeof site.card_agent === 'string' && /^http:\/\/(localhost|127\.0\.0\.1):[0-9]{1,5}$/.test(site.card_agent)) return site.card_agent;
  } catch {
    // Without the file: the address that the program has by itself.
  } finally {
    clearTimeout(timer);
  }
  return AGENT;
}

function agentTools(address: string): Tools['agent'] {
  let secret: string | undefined;
  return {
    secret: () => secret ?? localStorage.getItem(PAIRING) ?? undefined,
    keep: (given, lasting) => {
      secret = given;
      if (lasting) localStorage.setItem(PAIRING, given);
    },
    at: (given) => new CardAgent(given, address),
    // The agent's page needs nothing of this one.
    open: (page) => void window.open(page, '_blank', 'noopener,noreferrer'),
  };
}

export async function browserTools(): Promise<Tools> {
  const [shelf, address] = await Promise.all([openShelf(), agentAddress()]);
  return {
    registrar: new Registrar(new Http('/registrar')), box: new BallotBox(new Http('/ballot-box')), work: startWork(), store: await BoothStore.open(shelf),
    clock: new Clock(), patience: {}, origin: location.origin, agent: agentTools(address),
    passkey: {exist: passkeysExist, create: createPasskey, use: usePasskey, own: ownChallenge},
    tab: {store: sessionStorage, go: (url) => location.assign(url)},
  };
}
