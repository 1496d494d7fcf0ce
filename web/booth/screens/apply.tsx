// SPDX-License-Identifier: Apache-2.0
// The application: four short screens, a look over, a number to write down. [SPEC 15.2]
import type {ComponentChildren, JSX} from 'preact';
import {useEffect, useState} from 'preact/hooks';
import {Agree, BigNumber, Button, Facts, Faults, Notice, Progress, Say, Screen, Steps, useSay, type Entry, type Phrase} from '../../ui/parts.ts';
import {birthDay, EMPTY, faultsOf, formOf, keepDraft, keptDraft, STEPS, type Draft, type Step} from '../application.ts';
import type {Eligibility} from '../eligibility.ts';
import {again} from '../services/again.ts';
import {Http, ServiceTrouble} from '../services/http.ts';
import {APPLY} from '../words/apply.ts';
import {Post, Who, Why} from './applyFields.tsx';
import type {Way} from './home.tsx';

const TROUBLES: Record<string, Phrase> = {'too-late': APPLY.tooLate, 'wrong-ballot': APPLY.wrongBallot, malformed: APPLY.refused, unknown: APPLY.unknown};
const NAMES: readonly Phrase[] = [APPLY.stepWho, APPLY.stepWhy, APPLY.stepPost, APPLY.stepReview];

function useEligibility(): Eligibility | undefined {
  const [data, set] = useState<Eligibility>();
  useEffect(() => {
    void import('../eligibility.ts').then((module) => set(module.readEligibility()));
  }, []);
  return data;
}

function useDraft(): [Draft, (change: Partial<Draft>) => void] {
  const [draft, set] = useState(keptDraft);
  const change = (change: Partial<Draft>) => set((before) => {
    const after = {...before, ...change};
    keepDraft(after);
    return after;
  });
  return [draft, change];
}

interface ApplyProps {
  way: Way;
  /** Which of the steps, from the place. */
  step?: string;
  http?: Http;
}

export function Apply({way, step: named, http = new Http('/registrar')}: ApplyProps): JSX.Element {
  const data = useEligibility();
  const [draft, change] = useDraft();
  const [round, setRound] = useState(0);
  const [reference, setReference] = useState<string>();
  if (reference !== undefined) return <Applied reference={reference} way={way} />;
  const wanted = STEPS.find((one) => one === named) ?? 'who';
  if (!data) return <Screen title={APPLY[wanted]} of={wanted}><Progress label={APPLY.loading} /></Screen>;
  // Nobody lands behind a step that is not complete, by "back" or by a reload.
  const step = STEPS.slice(0, STEPS.indexOf(wanted)).find((one) => faultsOf(one, draft, data).length > 0) ?? wanted;
  const faults = round > 0 ? faultsOf(step, draft, data) : [];
  const next = () => {
    const open = faultsOf(step, draft, data).length > 0;
    setRound(open ? round + 1 : 0);
    if (!open) way.go({screen: 'apply', step: STEPS[STEPS.indexOf(step) + 1] ?? 'review'});
  };
  const form = {draft, change, faults, data};
  const head = <><Steps names={NAMES} at={STEPS.indexOf(step)} /><Faults faults={faults} round={round} /></>;
  if (step === 'review') return <Review {...form} head={head} way={way} http={http} onFault={() => setRound(round + 1)} onSent={setReference} />;
  return (
    <Screen title={APPLY[step]} kicker={APPLY.title} of={step} onBack={way.back} actions={<Button kind="primary" label={APPLY.next} onPress={next} />}>
      {head}
      {step === 'who' && <><p><Say it={APPLY.lead} /></p><Who {...form} /></>}
      {step === 'why' && <Why {...form} />}
      {step === 'post' && <Post {...form} />}
    </Screen>
  );
}

interface ReviewProps {
  draft: Draft;
  change: (change: Partial<Draft>) => void;
  data: Eligibility;
  head: ComponentChildren;
  way: Way;
  http: Http;
  onFault: () => void;
  onSent: (reference: string) => void;
}

/** Sending, with its waits and refusals; a second tap while it runs does nothing. */
function useSending({draft, data, http, onSent}: ReviewProps): {send: () => void; busy: boolean; waiting: boolean; trouble: Phrase | undefined} {
  const [busy, setBusy] = useState(false);
  const [waiting, setWaiting] = useState(false);
  const [trouble, setTrouble] = useState<Phrase>();
  const call = async () => {
    setBusy(true);
    setTrouble(undefined);
    try {
      const answer = await again(() => http.json<{reference: string}>('/applications', {method: 'POST', json: formOf(draft, data)}),
        {onWaiting: (one) => setWaiting(one !== undefined)});
      keepDraft(undefined);
      onSent(answer.reference);
    } catch (error) {
      setTrouble(TROUBLES[error instanceof ServiceTrouble ? error.word : ''] ?? APPLY.busy);
    }
    setBusy(false);
  };
  return {send: () => { if (!busy) void call(); }, busy, waiting, trouble};
}

function Review(props: ReviewProps): JSX.Element {
  const {draft, change, data, head, way, onFault} = props;
  const {send, busy, waiting, trouble} = useSending(props);
  const say = useSay();
  const label = (list: readonly {id: string; label: Entry}[], id: string) => say(list.find((one) => one.id === id)?.label ?? '');
  const edit = (step: Step, name: Entry) => <Button kind="plain" icon="pen" label={APPLY.change} more={name} onPress={() => way.go({screen: 'apply', step})} />;
  const kinds = {print: APPLY.print, 'large-print': APPLY.large, braille: APPLY.braille};
  const papers = draft.evidence.map((id) => label(data.evidence, id)).join('、');
  const facts = [
    {name: APPLY.name, content: `${draft.name}\n${draft.kana}`, action: edit('who', APPLY.who)},
    {name: APPLY.birth, content: birthDay(draft.birth)?.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, '$1年$2月$3日') ?? ''},
    {name: APPLY.address, content: draft.address},
    ...(draft.phone || draft.email ? [{name: APPLY.phone, content: [draft.phone, draft.email].filter(Boolean).join('\n')}] : []),
    {name: APPLY.why, content: [label(data.categories, draft.category), label(data.regions, draft.region), draft.ground].filter(Boolean).join('\n'), action: edit('why', APPLY.why)},
    {name: APPLY.evidence, content: papers || say(APPLY.none)},
    {name: APPLY.post, content: [say(kinds[draft.letter]), draft.postal, draft.delivery, draft.country].filter(Boolean).join('\n'), action: edit('post', APPLY.post)},
  ];
  const go = () => (draft.declared ? send() : onFault());
  return (
    <Screen title={APPLY.review} kicker={APPLY.title} of="review" onBack={way.back} actions={<Button kind="primary" label={APPLY.send} busy={busy} onPress={go} />}>
      {head}
      <Facts facts={facts} />
      <Agree id="declared" label={APPLY.declare} checked={draft.declared} onChecked={(declared) => change({declared})} />
      {waiting && <Notice kind="warning" live="status"><p><Say it={APPLY.waiting} /></p></Notice>}
      {trouble && <Notice kind="bad" live="alert"><p><Say it={trouble} /></p></Notice>}
      <Button kind="plain" label={APPLY.forget} onPress={() => { change(EMPTY); keepDraft(undefined); way.go({screen: 'home'}); }} />
    </Screen>
  );
}

function Applied({reference, way}: {reference: string; way: Way}): JSX.Element {
  const groups = [reference.slice(0, 3), reference.slice(3, 6), reference.slice(6)];
  return (
    <Screen title={APPLY.done} of="applied" actions={<><Button kind="primary" label={APPLY.toHome} onPress={() => way.go({screen: 'home'})} />
      <Button icon="print" label={APPLY.print2} onPress={() => window.print()} /></>}>
      <Notice kind="ok" live="status"><p><Say it={APPLY.write} /></p></Notice>
      <BigNumber label={APPLY.reference} digits={reference} groups={groups} />
      <p><Say it={APPLY.after} /></p>
    </Screen>
  );
}
