// SPDX-License-Identifier: Apache-2.0
// How an application stands: by its number and the date of birth. [SPEC 15.2]
import type {JSX} from 'preact';
import {useState} from 'preact/hooks';
import {Button, CardButton, Faults, Field, Notice, Say, Screen, type Fault, type Phrase} from '../../ui/parts.ts';
import {birthDay, EMPTY} from '../application.ts';
import {Http, ServiceTrouble} from '../services/http.ts';
import {APPLY, STATUS} from '../words/apply.ts';
import {HOME} from '../words/home.ts';
import {BirthFields} from './applyFields.tsx';
import {Telephone, type Way} from './home.tsx';

interface Standing {
  state: 'received' | 'approved' | 'returned' | 'moved' | 'deceased' | 'withdrawn';
  changed_at: number;
  letter: boolean;
  reason?: string;
}

const TROUBLES: Record<string, Phrase> = {'not-found': STATUS.notFound, malformed: STATUS.notFound, 'too-many': STATUS.tooMany};
const digitsOf = (text: string) => text.normalize('NFKC').replace(/[^0-9]/g, '');

export function Status({way, http = new Http('/registrar')}: {way: Way; http?: Http}): JSX.Element {
  const [reference, setReference] = useState('');
  const [birth, setBirth] = useState(EMPTY.birth);
  const [round, setRound] = useState(0);
  const [busy, setBusy] = useState(false);
  const [found, setFound] = useState<Standing>();
  const [trouble, setTrouble] = useState<Phrase>();
  const all: Fault[] = [...(digitsOf(reference).length === 10 ? [] : [{field: 'reference', message: STATUS.badReference}]),
    ...(birthDay(birth) === undefined ? [{field: 'birth-year', message: APPLY.badBirth}] : [])];
  const look = async () => {
    setRound(round + 1);
    setTrouble(undefined);
    if (all.length > 0) return;
    setBusy(true);
    try {
      setFound(await http.json<Standing>('/applications/status', {method: 'POST', json: {reference: digitsOf(reference), birth: birthDay(birth)}}));
    } catch (error) {
      setTrouble(TROUBLES[error instanceof ServiceTrouble ? error.word : ''] ?? APPLY.busy);
    }
    setBusy(false);
  };
  if (found) return <Found found={found} way={way} />;
  const faults = round > 0 ? all : [];
  return (
    <Screen title={STATUS.title} of="status" onBack={way.back} actions={<Button kind="primary" label={STATUS.look} busy={busy} onPress={() => void look()} />}>
      <Faults faults={faults} round={round} />
      <Field id="reference" label={STATUS.reference} value={reference} onValue={setReference} inputMode="numeric" wide="middle" maxLength={20}
        error={faults.find((one) => one.field === 'reference')?.message} />
      <BirthFields birth={birth} onBirth={setBirth} faults={faults} />
      {trouble && <Notice kind="bad" live="alert"><p><Say it={trouble} /></p></Notice>}
    </Screen>
  );
}

function Found({found, way}: {found: Standing; way: Way}): JSX.Element {
  const time = new Date(found.changed_at * 1000).toLocaleDateString('ja-JP', {timeZone: 'Asia/Tokyo'});
  const home = <Button kind="primary" label={APPLY.toHome} onPress={() => way.go({screen: 'home'})} />;
  const [title, text, kind] = found.state === 'received' ? [STATUS.received, STATUS.receivedText, 'info'] as const
    : found.state === 'approved' ? [STATUS.approved, found.letter ? STATUS.approvedLetter : STATUS.approvedText, 'ok'] as const
      : found.state === 'returned' ? [STATUS.returned, STATUS.returnedText({reason: found.reason ?? ''}), 'warning'] as const
        : [STATUS.ended, STATUS.endedText, 'info'] as const;
  return (
    <Screen title={STATUS.title} of="standing" onBack={way.back} actions={home}>
      <Notice kind={kind} title={title} live="status"><p><Say it={text} /></p><p class="soft"><Say it={STATUS.changed({time})} /></p></Notice>
      {found.state === 'approved' && found.letter && <CardButton strong icon="letter" title={HOME.letter} text={HOME.letterText} onPress={() => way.go({screen: 'letter'})} />}
      {found.state === 'returned' && <><p><Say it={STATUS.returnedNext} /></p><CardButton icon="form" title={HOME.apply} onPress={() => way.go({screen: 'apply'})} /></>}
      {found.state !== 'received' && <Telephone />}
    </Screen>
  );
}
