// SPDX-License-Identifier: Apache-2.0
// Telling the office of pressure. Nothing is kept: not by storage, not by history, not by the browser's memory of fields; one press leaves. [SPEC 15.11 CoercionReport]
import type {JSX} from 'preact';
import {useState} from 'preact/hooks';
import {BigNumber, Button, Choice, Faults, Field, Notice, Say, Screen, type Fault} from '../../ui/parts.ts';
import {Http} from '../services/http.ts';
import {APPLY} from '../words/apply.ts';
import {REPORT} from '../words/help.ts';
import {Telephone, type Way} from './home.tsx';

/** A page that anybody might be looking at. */
export const ELSEWHERE = 'https://www.jma.go.jp/bosai/forecast/';

const KINDS = ['pressure', 'bought', 'watched', 'other'] as const;

/** Takes the place of this screen in history, so that "back" does not bring it up. */
function leave(way: Way): void {
  way.replace({screen: 'home'});
  location.replace(ELSEWHERE);
}

export function Report({way, http = new Http('/registrar')}: {way: Way; http?: Http}): JSX.Element {
  const [kind, setKind] = useState<string>();
  const [text, setText] = useState('');
  const [contact, setContact] = useState('');
  const [round, setRound] = useState(0);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const [number, setNumber] = useState<string>();
  const out = <Button kind="danger" icon="leave" label={REPORT.leave} onPress={() => leave(way)} />;
  if (number !== undefined) return <Told number={number} way={way} />;
  const all: Fault[] = [...(kind ? [] : [{field: 'kind', message: REPORT.missingKind}]), ...(text.trim() ? [] : [{field: 'what', message: REPORT.missingText}])];
  const send = async () => {
    setRound(round + 1);
    if (all.length > 0) return;
    setBusy(true);
    setFailed(false);
    try {
      const answer = await http.json<{number: string | number}>('/reports', {method: 'POST', json: {kind, text: text.trim(), ...(contact.trim() ? {contact: contact.trim()} : {})}});
      setText('');
      setContact('');
      setNumber(String(answer.number).padStart(6, '0'));
    } catch {
      setFailed(true);
    }
    setBusy(false);
  };
  const faults = round > 0 ? all : [];
  const errorOf = (field: string) => faults.find((one) => one.field === field)?.message;
  return (
    <Screen title={REPORT.title} of="report" onBack={way.back} actions={<><Button kind="primary" label={REPORT.send} busy={busy} onPress={() => void send()} />{out}</>}>
      <p><Say it={REPORT.lead} /></p>
      <Notice kind="warning"><p><Say it={REPORT.danger} /></p></Notice>
      <div class="field">{out}<p class="hint"><Say it={REPORT.leaveHint} /></p></div>
      <Faults faults={faults} round={round} />
      <Choice name="kind" legend={REPORT.kind} value={kind} onValue={setKind} error={errorOf('kind')} options={KINDS.map((one) => ({value: one, label: REPORT[one]}))} />
      <Field id="what" label={REPORT.text} hint={REPORT.textHint} value={text} onValue={setText} error={errorOf('what')} lines={5} maxLength={1300} />
      <Field id="reach" label={REPORT.contact} hint={REPORT.contactHint} value={contact} onValue={setContact} optional maxLength={200} />
      {failed && <Notice kind="bad" live="alert"><p><Say it={REPORT.failed} /></p><Telephone /></Notice>}
    </Screen>
  );
}

function Told({number, way}: {number: string; way: Way}): JSX.Element {
  return (
    <Screen title={REPORT.done} of="told" actions={<><Button kind="primary" label={APPLY.toHome} onPress={() => way.go({screen: 'home'})} />
      <Button kind="danger" icon="leave" label={REPORT.leave} onPress={() => leave(way)} /></>}>
      <Notice kind="ok" live="status"><p><Say it={REPORT.doneText} /></p></Notice>
      <BigNumber label={REPORT.number} digits={number} />
      <p><Say it={REPORT.numberText} /></p>
    </Screen>
  );
}
