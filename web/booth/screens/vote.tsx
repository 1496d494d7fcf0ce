// SPDX-License-Identifier: Apache-2.0
// The second sitting on the screen, up to "seal and send".
import './vote.css';
import type {JSX} from 'preact';
import {clockTime, dayAndTime} from '../../ui/clock.ts';
import {Button, Countdown, Details, Facts, Name, Notice, Progress, Say, Screen, Steps, type Phrase} from '../../ui/parts.ts';
import {useSettings} from '../../ui/settings.ts';
import type {VoteFlow} from '../flows/voteFlow.ts';
import {isLate} from '../state/casting.ts';
import {BLANK, chosenOptions, type Choice} from '../state/choices.ts';
import type {Closed, VoteStep} from '../state/voting.ts';
import type {ContestView} from '../work/calls.ts';
import {VOTE} from '../words/vote.ts';
import {blankOf, ContestScreen, isOfPeople, useNames} from './contest.tsx';
import type {Way} from './home.tsx';
import {Prompted, Prove} from './prove.tsx';
import {BusyScreen, TroubleScreen} from './trouble.tsx';

export interface VoteProps {
  flow: VoteFlow;
  way: Way;
  waiting: boolean;
  now: number;
  onSeal: () => void;
  onLeave: () => void;
}

const NAMES = [VOTE.stepPerson, VOTE.stepChoose, VOTE.stepReview, VOTE.stepSend];
const PLACE: Record<VoteStep['at'], number> = {board: 0, closed: 0, unlock: 0, slot: 0, factor: 0, before: 0, trouble: 0, contest: 1, review: 2, cast: 3};
const SESSION_SECONDS = 15 * 60, SESSION_TOLD = 5 * 60_000;

function ClosedScreen({closed, way}: {closed: Closed; way: Way}): JSX.Element {
  const {language} = useSettings();
  const time = 'from' in closed && closed.from !== undefined ? dayAndTime(closed.from, language) : '';
  const title = closed.why === 'over' ? VOTE.overTitle : closed.why === 'result' ? VOTE.resultTitle : VOTE.notYetTitle;
  const text: Phrase = closed.why === 'over' ? VOTE.over : closed.why === 'result' ? VOTE.result : closed.why === 'between' ? VOTE.between({time})
    : time ? VOTE.notYetFrom({time}) : VOTE.notYet;
  return (
    <Screen title={title} of="closed" actions={<Button kind="primary" label={VOTE.toHome} onPress={() => way.go({screen: 'home'})} />}>
      <Notice kind="info"><p><Say it={text} /></p></Notice>
    </Screen>
  );
}

function Before({flow, above, onLeave, now}: {flow: VoteFlow; above: JSX.Element; onLeave: () => void; now: number}): JSX.Element {
  const {language} = useSettings();
  const {board} = flow;
  const open = board?.open;
  const epoch = open?.epochs.find((one) => now < one.closesAt);
  const last = open?.epochs[open.epochs.length - 1];
  const penalties = (language === 'en' && board?.penaltiesEn) || board?.penalties || '';
  return (
    <Screen title={VOTE.beforeTitle} of="before" actions={(
      <><Button kind="primary" label={VOTE.start} onPress={() => flow.dispatch({type: 'start'})} /><Button label={VOTE.notNow} onPress={onLeave} /></>
    )}>
      {above}
      {open && epoch && last && isLate(epoch.epoch, open.epochs) && <Notice kind="warning"><p><Say it={VOTE.late({time: clockTime(last.closesAt)})} /></p></Notice>}
      <p><strong><Say it={VOTE.beforeAlone} /></strong></p>
      <p><Say it={VOTE.beforeEpoch({minutes: Math.max(1, Math.ceil(2 * (open?.epochSeconds ?? 600) / 60))})} /></p>
      <p><Say it={VOTE.beforeAgain} /></p>
      {board?.paper && <p><Say it={VOTE.beforePaper} /></p>}
      {penalties !== '' && <Details summary={VOTE.penalties}><p>{penalties}</p></Details>}
    </Screen>
  );
}

export function Chosen({contest, choice}: {contest: ContestView; choice: Choice}): JSX.Element {
  const names = useNames();
  if (choice === null || choice === BLANK) return <span class="chosen"><Say it={blankOf(contest)} /></span>;
  return (
    <>{chosenOptions(contest, choice).map((one) => (
      <span class="chosen">{isOfPeople(contest) ? <Name name={names.option(one)} kana={one.kana} /> : names.option(one)}</span>
    ))}</>
  );
}

function Review({flow, above, onSeal, promise}: {flow: VoteFlow; above: JSX.Element; onSeal: () => void; promise: number}): JSX.Element {
  const names = useNames();
  const {found, choices} = flow.state;
  const contests = found?.contests ?? [];
  const facts = contests.map((contest, index) => ({
    name: names.contest(contest), content: <Chosen contest={contest} choice={choices[index] ?? null} />,
    action: <Button label={VOTE.change} more={names.contest(contest)} icon="pen" onPress={() => flow.dispatch({type: 'change', index})} />,
  }));
  return (
    <Screen title={VOTE.reviewTitle} of="review" onBack={() => flow.dispatch({type: 'back'})}
      actions={<Button kind="primary" icon="ballot" label={VOTE.send} onPress={onSeal} />}>
      {above}
      <p><Say it={VOTE.reviewText} /></p>
      <Facts facts={facts} />
      {choices.includes(BLANK) && <Notice kind="warning"><p><Say it={VOTE.reviewBlank} /></p></Notice>}
      {promise > 0 && <p class="hint"><Say it={VOTE.promise({time: clockTime(promise)})} /></p>}
    </Screen>
  );
}

function Unlock({flow, busy, above}: {flow: VoteFlow; busy: boolean; above: JSX.Element}): JSX.Element {
  return (
    <Screen title={VOTE.unlockTitle} of="unlock" actions={<Button kind="primary" icon="key" label={VOTE.unlockGo} busy={busy} onPress={() => flow.dispatch({type: 'go'})} />}>
      {above}
      <p><Say it={flow.onDevice ? VOTE.unlockDevice : VOTE.unlockText} /></p>
      {busy && <Progress label={VOTE.slot} />}
    </Screen>
  );
}

/** How long what was shown lasts. Nobody is hurried at the beginning: told in the last minutes, early enough, and extended by a press. */
function Session({flow}: {flow: VoteFlow}): JSX.Element {
  return <Countdown label={VOTE.session} from={SESSION_TOLD} until={flow.lastUse + SESSION_SECONDS * 1000} onExtend={() => void flow.extend()} />;
}

export function VoteScreen({flow, way, waiting, now, onSeal, onLeave, promise}: VoteProps & {promise: number}): JSX.Element {
  const {step, found, choices} = flow.state;
  const above = <Steps names={NAMES} at={PLACE[step.at === 'trouble' ? step.back.at : step.at]} />;
  const reply = (text: string) => flow.reply(text);
  const go = () => flow.dispatch({type: 'go'});
  switch (step.at) {
    case 'board': return <BusyScreen title={VOTE.title} label={VOTE.board} waiting={waiting}>{above}</BusyScreen>;
    case 'slot':
    case 'cast': return <BusyScreen title={VOTE.title} label={VOTE.slot} waiting={waiting}>{above}</BusyScreen>;
    case 'closed': return <ClosedScreen closed={step.closed} way={way} />;
    case 'unlock': return flow.prompt ? <Prompted prompt={flow.prompt} onReply={reply} way={way} above={above} /> : <Unlock flow={flow} busy={step.busy} above={above} />;
    case 'factor': return <Prove factor={step.factor} busy={step.busy} prompt={flow.prompt} onGo={go} onReply={reply} way={way} above={above} waiting={waiting} />;
    case 'before': return <Before flow={flow} above={above} onLeave={onLeave} now={now} />;
    case 'review': return <Review flow={flow} above={<>{above}<Session flow={flow} /></>} onSeal={onSeal} promise={promise} />;
    case 'trouble': return <TroubleScreen word={step.word} onAgain={() => flow.dispatch({type: 'again'})} way={way} />;
    case 'contest': {
      const contest = found?.contests[step.index];
      if (!contest) return <BusyScreen title={VOTE.title} label={VOTE.slot} />;
      return <ContestScreen key={step.index} contest={contest} index={step.index} of={choices.length} choice={choices[step.index] ?? null} review={step.review}
        onChoose={(choice) => flow.dispatch({type: 'choose', index: step.index, choice})} onNext={() => flow.dispatch({type: 'next'})}
        onBack={() => flow.dispatch({type: 'back'})} above={<Session flow={flow} />} />;
    }
  }
}
