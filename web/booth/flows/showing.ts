// SPDX-License-Identifier: Apache-2.0
// Shows one factor to the registrar: begin, let the voter answer, finish. The same for enrolment and grant. [SPEC 13, 15.3, 15.4]
import type {Bytes} from '../../core/bytes.ts';
import {again} from '../services/again.ts';
import {pairingSecret, type CardAgent, type CardAnswer} from '../services/cardAgent.ts';
import {ServiceTrouble} from '../services/http.ts';
import {leaveFor} from '../services/provider.ts';
import type {Factor, Sitting} from '../services/registrar.ts';
import type {Prompt} from './flow.ts';
import type {Tools} from './tools.ts';

export interface Showing {
  tools: Tools;
  sitting: Sitting;
  session: string;
  title: string;
  /** For the factor `code`: the letter's code, typed again where the device does not keep it. */
  proof(): Promise<string>;
  ask(prompt: Prompt): Promise<string>;
  show(prompt: Prompt): void;
}

export interface Outcome {
  prf?: Bytes;
  credential?: string;
}

const POLL_SECONDS = 1;
/** After the secret: the voter wants this device to remember it. */
export const KEEP = '\nkeep';

/** The secret is asked for until the agent takes it; it is typed once. */
async function pairedAgent({tools, ask}: Showing): Promise<CardAgent> {
  for (let wrong = false, secret = tools.agent.secret(); ; wrong = true, secret = undefined) {
    const typed = secret ?? (await ask({kind: 'pairing', wrong}));
    const known = pairingSecret(typed.replace(KEEP, ''));
    if (known === undefined) continue;
    const agent = tools.agent.at(known);
    try {
      await agent.reachable();
    } catch (trouble) {
      if (trouble instanceof ServiceTrouble && trouble.word === 'agent-pairing') continue;
      throw trouble;
    }
    tools.agent.keep(known, typed.endsWith(KEEP));
    return agent;
  }
}

async function cardAnswer(showing: Showing, agent: CardAgent, request: string): Promise<CardAnswer> {
  for (;;) {
    const answer = await agent.poll(request);
    if (answer) return answer;
    await (showing.tools.patience.sleep ?? ((seconds) => new Promise((done) => setTimeout(done, seconds * 1000))))(POLL_SECONDS);
  }
}

async function showCard(showing: Showing): Promise<Outcome> {
  const {tools, sitting, session} = showing;
  const agent = await pairedAgent(showing);
  const asked = await again(() => tools.registrar.begin(sitting, session, 'card'), tools.patience);
  const {request, page} = await agent.begin(showing.title, asked);
  showing.show({kind: 'card-page', page});
  tools.agent.open(page);
  const answer = await cardAnswer(showing, agent, request);
  await tools.registrar.finish(sitting, session, 'card', answer);
  return {};
}

async function showPasskey({tools, sitting, session}: Showing): Promise<Outcome> {
  const asked = await tools.registrar.begin(sitting, session, 'passkey');
  const shown = 'pubKeyCredParams' in asked ? await tools.passkey.create(asked) : await tools.passkey.use(asked);
  await tools.registrar.finish(sitting, session, 'passkey', shown.answer);
  return {credential: shown.id, ...(shown.prf ? {prf: shown.prf} : {})};
}

async function showEmail(showing: Showing): Promise<Outcome> {
  const {tools, sitting, session} = showing;
  await again(() => tools.registrar.begin(sitting, session, 'email'), tools.patience);
  for (let wrong = false; ; wrong = true) {
    const code = await showing.ask({kind: 'email-code', wrong});
    try {
      await tools.registrar.finish(sitting, session, 'email', {code});
      return {};
    } catch (trouble) {
      if (!(trouble instanceof ServiceTrouble) || trouble.word !== 'email-code') throw trouble;
    }
  }
}

async function showCode({tools, sitting, session, proof}: Showing): Promise<Outcome> {
  await again(() => tools.registrar.begin(sitting, session, 'code'), tools.patience);
  await tools.registrar.finish(sitting, session, 'code', {proof: await proof()});
  return {};
}

/** Leaves the page; nothing follows here. What comes back is finished by `finishProvider`. */
async function goToProvider({tools, sitting, session}: Showing): Promise<never> {
  const {url} = await again(() => tools.registrar.begin(sitting, session, 'oidc'), tools.patience);
  if (!leaveFor(url, sitting, tools.tab)) throw new ServiceTrouble('unreadable', 200);
  return new Promise<never>(() => undefined);
}

export async function finishProvider({tools, sitting, session}: Showing, answer: object): Promise<Outcome> {
  await tools.registrar.finish(sitting, session, 'oidc', answer);
  return {};
}

const WAYS: Record<Factor, (showing: Showing) => Promise<Outcome>> = {code: showCode, card: showCard, passkey: showPasskey, oidc: goToProvider, email: showEmail};

const CARD_FAILS = ['chain', 'kind', 'signature', 'not-yet-valid', 'card-answer', 'malformed'];

/** What the registrar refused, as the voter's matter: an answer that got lost or came twice, a passkey or card that does not do. */
function meant(factor: Factor, trouble: unknown): unknown {
  if (!(trouble instanceof ServiceTrouble)) return trouble;
  const {word, status} = trouble;
  if (word === 'begin-first' || word === 'again') return new ServiceTrouble('once-more', status);
  if (factor === 'passkey' && status === 403) return new ServiceTrouble('passkey-failed', status);
  return factor === 'card' && CARD_FAILS.includes(word) ? new ServiceTrouble('card', status) : trouble;
}

export async function showFactor(factor: Factor, showing: Showing): Promise<Outcome> {
  try {
    return await WAYS[factor](showing);
  } catch (trouble) {
    throw meant(factor, trouble);
  }
}
