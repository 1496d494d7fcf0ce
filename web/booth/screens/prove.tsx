// SPDX-License-Identifier: Apache-2.0
// Showing who one is: what comes next, one button, and what the effect asks for meanwhile. The same in both sittings.
import type {ComponentChildren, JSX} from 'preact';
import {useState} from 'preact/hooks';
import {Agree, Button, Field, Link, Notice, Progress, Say, Screen, type Phrase} from '../../ui/parts.ts';
import type {Prompt} from '../flows/flow.ts';
import {KEEP} from '../flows/showing.ts';
import type {Factor} from '../services/registrar.ts';
import {PROVE} from '../words/enrol.ts';
import {ERRORS} from '../words/errors.ts';
import {CodeScreen} from './letter.tsx';
import type {Way} from './home.tsx';

export interface ProveProps {
  factor: Factor;
  busy: boolean;
  prompt: Prompt | undefined;
  onGo: () => void;
  onReply: (text: string) => void;
  way: Way;
  /** Above the heading: where on the way one is. */
  above?: ComponentChildren;
  waiting?: boolean;
}

const WORDS: Record<Factor, {title: Phrase; text: Phrase; go: Phrase; icon: 'card' | 'check' | 'key' | 'letter'}> = {
  card: {title: PROVE.cardTitle, text: PROVE.cardText, go: PROVE.cardGo, icon: 'card'},
  oidc: {title: PROVE.oidcTitle, text: PROVE.oidcText, go: PROVE.oidcGo, icon: 'check'},
  passkey: {title: PROVE.passkeyTitle, text: PROVE.passkeyText, go: PROVE.passkeyGo, icon: 'key'},
  email: {title: PROVE.emailTitle, text: PROVE.emailText, go: PROVE.emailGo, icon: 'letter'},
  code: {title: PROVE.busy, text: PROVE.busy, go: PROVE.busy, icon: 'key'},
};

function Pairing({wrong, onReply, above}: {wrong: boolean; onReply: (text: string) => void; above?: ComponentChildren}): JSX.Element {
  const [typed, setTyped] = useState('');
  const [keep, setKeep] = useState(false);
  return (
    <Screen title={PROVE.pairTitle} of="pairing" actions={<Button kind="primary" label={PROVE.pairGo} onPress={() => onReply(typed + (keep ? KEEP : ''))} />}>
      {above}
      <p><Say it={PROVE.pairText} /></p>
      <Field id="pairing" label={PROVE.pairLabel} value={typed} onValue={setTyped} secret error={wrong ? PROVE.pairWrong : undefined} />
      <Agree id="pairing-keep" label={PROVE.pairKeep} checked={keep} onChecked={setKeep} />
    </Screen>
  );
}

function EmailCode({wrong, onReply, above}: {wrong: boolean; onReply: (text: string) => void; above?: ComponentChildren}): JSX.Element {
  const [typed, setTyped] = useState('');
  return (
    <Screen title={PROVE.emailTitle} of="email-code" actions={<Button kind="primary" label={PROVE.emailDone} onPress={() => onReply(typed)} />}>
      {above}
      <Field id="email-code" label={PROVE.emailLabel} value={typed} onValue={setTyped} inputMode="numeric" autoComplete="one-time-code" wide="short"
        error={wrong ? PROVE.emailWrong : undefined} />
    </Screen>
  );
}

function CardPage({page, above}: {page: string; above?: ComponentChildren}): JSX.Element {
  return (
    <Screen title={PROVE.cardWaiting} of="card-page">
      {above}
      <Progress label={PROVE.cardWaiting} />
      <p><Link external href={page} label={PROVE.cardOpen} /></p>
      <p class="hint"><Say it={PROVE.cardPin} /></p>
    </Screen>
  );
}

export function Prompted({prompt, onReply, way, above}: {prompt: Prompt; onReply: (text: string) => void; way: Way; above?: ComponentChildren}): JSX.Element {
  if (prompt.kind === 'pairing') return <Pairing wrong={prompt.wrong} onReply={onReply} above={above} />;
  if (prompt.kind === 'email-code') return <EmailCode wrong={prompt.wrong} onReply={onReply} above={above} />;
  if (prompt.kind === 'card-page') return <CardPage page={prompt.page} above={above} />;
  return <CodeScreen onCode={onReply} way={way} />;
}

export function Prove({factor, busy, prompt, onGo, onReply, way, above, waiting = false}: ProveProps): JSX.Element {
  if (prompt) return <Prompted prompt={prompt} onReply={onReply} way={way} above={above} />;
  const {title, text, go, icon} = WORDS[factor];
  return (
    <Screen title={title} of={`prove ${factor}`} actions={factor !== 'code' && <Button kind="primary" icon={icon} label={go} busy={busy} onPress={onGo} />}>
      {above}
      {factor !== 'code' && <p><Say it={text} /></p>}
      {factor === 'card' && <p class="hint"><Say it={PROVE.cardPin} /></p>}
      {busy && <Progress label={factor === 'oidc' ? PROVE.oidcBusy : PROVE.busy} />}
      {waiting && <Notice kind="warning" live="status"><p><Say it={ERRORS.waiting} /></p></Notice>}
    </Screen>
  );
}
