// SPDX-License-Identifier: Apache-2.0
// The first sitting on the screen.
import type {JSX} from 'preact';
import {useState} from 'preact/hooks';
import {dayAndTime} from '../../ui/clock.ts';
import {Button, Choice, Notice, Progress, Say, Screen, Steps, type Option, type Phrase} from '../../ui/parts.ts';
import {useSettings} from '../../ui/settings.ts';
import type {EnrolFlow} from '../flows/enrolFlow.ts';
import type {Factor} from '../services/registrar.ts';
import type {EnrolStep} from '../state/enrolling.ts';
import {ENROL, PROVE} from '../words/enrol.ts';
import type {Way} from './home.tsx';
import {Prompted, Prove} from './prove.tsx';
import {BusyScreen, TroubleScreen} from './trouble.tsx';

const NAMES = [ENROL.stepLetter, ENROL.stepDevice, ENROL.stepPerson, ENROL.stepDone];
const PLACE: Record<EnrolStep['at'], number> = {board: 0, code: 0, replace: 0, way: 0, closed: 0, trouble: 0, passkey: 1, 'device-key': 1, key: 1, factor: 2, unlock: 2,
  finish: 3, done: 3};

const WAYS: Partial<Record<Factor, {label: Phrase; note: Phrase}>> = {card: {label: ENROL.wayCard, note: ENROL.wayCardNote},
  oidc: {label: ENROL.wayOidc, note: ENROL.wayOidcNote}, email: {label: ENROL.wayEmail, note: ENROL.wayEmailNote}};

function ChooseWay({flow, above}: {flow: EnrolFlow; above: JSX.Element}): JSX.Element {
  const [value, setValue] = useState<string>();
  const [missing, setMissing] = useState(false);
  const options = flow.state.ways.map((way, index): Option => {
    const words = WAYS[way.find((factor) => factor in WAYS) ?? 'card'];
    return {value: String(index), label: words?.label ?? way.join(' + '), ...(words ? {note: words.note} : {})};
  });
  const go = () => {
    const way = value === undefined ? undefined : flow.state.ways[Number(value)];
    if (way) flow.dispatch({type: 'way', way});
    else setMissing(true);
  };
  return (
    <Screen title={ENROL.wayTitle} of="way" actions={<Button kind="primary" label={ENROL.wayGo} onPress={go} />}>
      {above}
      <Choice name="way" legend={ENROL.wayTitle} legendUnseen options={options} value={value} onValue={setValue} error={missing && value === undefined ? ENROL.wayMissing : undefined} />
    </Screen>
  );
}

function Done({voteFrom, way, above}: {voteFrom: number; way: Way; above: JSX.Element}): JSX.Element {
  const {language} = useSettings();
  return (
    <Screen title={ENROL.doneTitle} of="enrolled" actions={<Button kind="primary" label={ENROL.toVote} onPress={() => way.go({screen: 'home'})} />}>
      {above}
      <Notice kind="ok" live="status">
        <p><Say it={voteFrom > 0 ? ENROL.doneFrom({time: dayAndTime(voteFrom, language)}) : ENROL.doneSoon} /></p>
      </Notice>
      <p><Say it={ENROL.doneCard} /></p>
      <p><Say it={ENROL.doneKeep} /></p>
    </Screen>
  );
}

/** One thing to know, one button. */
function Told({title, texts, go, onGo, busy = false, other, above}:
  {title: Phrase; texts: readonly Phrase[]; go: Phrase; onGo: () => void; busy?: boolean; other?: JSX.Element; above: JSX.Element}): JSX.Element {
  return (
    <Screen title={title} of={`told ${typeof title === 'string' ? title : title.ja}`} actions={<><Button kind="primary" label={go} busy={busy} onPress={onGo} />{other}</>}>
      {above}
      {texts.map((text) => <p><Say it={text} /></p>)}
      {busy && <Progress label={ENROL.passkeyBusy} />}
    </Screen>
  );
}

export function EnrolScreen({flow, way, waiting}: {flow: EnrolFlow; way: Way; waiting: boolean}): JSX.Element {
  const {step} = flow.state;
  const above = <Steps names={NAMES} at={PLACE[step.at === 'trouble' ? step.back.at : step.at]} />;
  const busy = (label: Phrase) => <BusyScreen title={ENROL.title} label={label} waiting={waiting}>{above}</BusyScreen>;
  const stop = <Button kind="plain" label={ENROL.deviceKeyOther} onPress={() => way.go({screen: 'home'})} />;
  const go = () => flow.dispatch({type: 'go'});
  switch (step.at) {
    case 'board': return busy(ENROL.board);
    case 'code': return busy(ENROL.code);
    case 'key': return busy(ENROL.key);
    case 'finish': return busy(ENROL.finish);
    case 'way': return flow.state.ways.length === 1 ? busy(ENROL.code) : <ChooseWay flow={flow} above={above} />;
    case 'replace':
      return <Told title={ENROL.replaceTitle} texts={[ENROL.replace]} go={ENROL.toVote} onGo={() => way.go({screen: 'home'})} above={above}
        other={<Button label={ENROL.replaceGo} onPress={() => flow.dispatch({type: 'replace'})} />} />;
    case 'passkey':
      return <Told title={ENROL.passkeyTitle} texts={[ENROL.passkeyText]} go={ENROL.passkeyGo} busy={step.busy} onGo={go} above={above} />;
    case 'device-key':
      return <Told title={ENROL.deviceKeyTitle} texts={[ENROL.deviceKeyText]} go={ENROL.deviceKeyGo} onGo={() => flow.dispatch({type: 'device-key'})} other={stop} above={above} />;
    case 'unlock':
      if (flow.prompt) return <Prompted prompt={flow.prompt} onReply={(text) => flow.reply(text)} way={way} above={above} />;
      return <Told title={ENROL.unlockTitle} texts={[ENROL.unlockText]} go={PROVE.passkeyGo} busy={step.busy} onGo={go} above={above} />;
    case 'factor':
      return <Prove factor={step.factor} busy={step.busy} prompt={flow.prompt} onGo={go} onReply={(text) => flow.reply(text)} way={way} above={above} waiting={waiting} />;
    case 'done': return <Done voteFrom={step.voteFrom} way={way} above={above} />;
    case 'closed':
      return <Told title={ENROL.closedTitle} texts={[ENROL.closedText]} go={ENROL.toVote} onGo={() => way.go({screen: 'vote'})} above={above} />;
    case 'trouble': return <TroubleScreen word={step.word} onAgain={() => flow.dispatch({type: 'again'})} way={way} />;
  }
}
