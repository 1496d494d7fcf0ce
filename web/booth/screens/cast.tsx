// SPDX-License-Identifier: Apache-2.0
// From "seal" to "recorded": waiting, received, check. One text for everything that is on its way.
import type {ComponentType, JSX} from 'preact';
import {useEffect, useState} from 'preact/hooks';
import type {Bytes} from '../../core/bytes.ts';
import {clockTime} from '../../ui/clock.ts';
import {Button, Notice, Progress, Say, Screen, Steps} from '../../ui/parts.ts';
import type {Booth} from '../booth.ts';
import type {CastFlow} from '../flows/castFlow.ts';
import {ACCEPTED} from '../words/accepted.ts';
import {ERRORS, troubleText} from '../words/errors.ts';
import {VOTE} from '../words/vote.ts';
import type {Way} from './home.tsx';
import {CodeScreen} from './letter.tsx';
import {TroubleScreen} from './trouble.tsx';

const NAMES = [VOTE.stepPerson, VOTE.stepChoose, VOTE.stepReview, VOTE.stepSend];
const above = (): JSX.Element => <Steps names={NAMES} at={3} />;

type Show = ComponentType<{link: string; code: Bytes; contests: number; onGiven?: () => void}>;

/** The picture for the second device. Its program and the code are fetched when there is something to check. */
function Check({booth, cast}: {booth: Booth; cast: CastFlow}): JSX.Element {
  const kept = cast.ballot.acknowledged?.kept;
  const [part, setPart] = useState<{Show: Show; link: string; code: Bytes}>();
  useEffect(() => {
    if (!kept) return setPart(undefined);
    void Promise.all([import('../../pairing/ShowCheck.tsx'), booth.tools.work.checkLink(kept, booth.tools.origin)])
      .then(([{ShowCheck}, {link, code}]) => setPart({Show: ShowCheck, link, code}));
  }, [kept?.epoch, kept?.row]);
  if (!kept) return <p><Say it={ACCEPTED.checkGone} /></p>;
  if (!part) return <Progress label={ACCEPTED.checkTitle} />;
  return (
    <>
      <part.Show link={part.link} code={part.code} contests={kept.choices.length} />
      <Button icon="close" label={ACCEPTED.checked} onPress={() => void cast.wipe()} />
    </>
  );
}

function Alarm({cast}: {cast: CastFlow}): JSX.Element | null {
  if (!cast.alarm) return null;
  return <Notice kind="bad" live="alert"><p><Say it={cast.alarm === 'void' ? ACCEPTED.voidAlarm : ACCEPTED.otherAlarm} /></p></Notice>;
}

function Received({booth, cast, promise, recorded, way}: {booth: Booth; cast: CastFlow; promise: number; recorded: boolean; way: Way}): JSX.Element {
  const wipeAt = cast.ballot.acknowledged?.wipeAt;
  return (
    <Screen title={ACCEPTED.title} of="accepted" actions={(
      <><Button kind="primary" label={ACCEPTED.home} onPress={() => way.go({screen: 'home'})} />
        <Button label={ACCEPTED.survey} onPress={() => way.go({screen: 'questionnaire'})} /></>
    )}>
      <Notice kind="ok" live="status"><p><Say it={ACCEPTED.by({time: clockTime(promise)})} /></p></Notice>
      <div role="status" data-recorded={recorded}>{recorded && <Notice kind="ok" title={ACCEPTED.recorded}><p><Say it={ACCEPTED.recordedText} /></p></Notice>}</div>
      <h2><Say it={ACCEPTED.checkTitle} /></h2>
      <Check booth={booth} cast={cast} />
      <h2><Say it={ACCEPTED.nextTitle} /></h2>
      <p><Say it={ACCEPTED.nextAgain} /></p>
      {booth.board?.paper !== false && <p><Say it={ACCEPTED.nextPaper} /></p>}
      {wipeAt !== undefined && <p class="hint"><Say it={ACCEPTED.nextGone({time: clockTime(wipeAt)})} /></p>}
    </Screen>
  );
}

function Unlock({booth, way}: {booth: Booth; way: Way}): JSX.Element {
  const [busy, setBusy] = useState(false);
  const [word, setWord] = useState<string>();
  const [asked, setAsked] = useState<(code: string) => void>();
  const go = async () => {
    setBusy(true);
    setWord(await booth.unlockCast(() => new Promise((done) => setAsked(() => done))));
    setBusy(false);
  };
  if (asked) return <CodeScreen way={way} onCode={(code) => { setAsked(undefined); asked(code); }} />;
  return (
    <Screen title={ACCEPTED.unlockTitle} of="cast-unlock" actions={<Button kind="primary" icon="key" label={VOTE.unlockGo} busy={busy} onPress={() => void go()} />}>
      {above()}
      <Notice kind="warning"><p><Say it={ACCEPTED.unlockText} /></p></Notice>
      {word !== undefined && <Notice kind="bad" live="alert"><p data-word={word}><Say it={troubleText(word)} /></p></Notice>}
    </Screen>
  );
}

export function CastView({booth, cast, way}: {booth: Booth; cast: CastFlow; way: Way}): JSX.Element {
  const {screen} = cast;
  if (!screen || screen.at === 'sealing') {
    const {done, of} = screen ?? {done: 0, of: 1};
    return (
      <Screen title={ACCEPTED.sealing} of="sealing">
        {above()}
        <Progress label={ACCEPTED.sealingText} part={done / of} />
        {cast.waiting && <Notice kind="warning" live="status"><p><Say it={ERRORS.waiting} /></p></Notice>}
      </Screen>
    );
  }
  if (screen.at === 'acknowledged') return <Received booth={booth} cast={cast} promise={screen.promise} recorded={screen.recorded} way={way} />;
  if (screen.at === 'unlock') return <Unlock booth={booth} way={way} />;
  if (screen.at === 'trouble') return <TroubleScreen word={screen.word} onAgain={() => void cast.go()} way={way} />;
  if (screen.at === 'prove-again' || screen.at === 'too-late') {
    const late = screen.at === 'too-late';
    const go = () => {
      if (!late) booth.proveAgain();
      way.go({screen: late ? 'home' : 'vote'});
    };
    return (
      <Screen title={late ? ACCEPTED.lateTitle : ACCEPTED.proveTitle} of={screen.at} actions={<Button kind="primary" label={late ? ACCEPTED.home : ACCEPTED.proveGo} onPress={go} />}>
        <Notice kind="bad" live="alert"><p><Say it={late ? ACCEPTED.lateText : ACCEPTED.proveText} /></p></Notice>
      </Screen>
    );
  }
  return (
    <Screen title={ACCEPTED.sendingTitle} of="sending">
      {above()}
      <Alarm cast={cast} />
      <Progress label={ACCEPTED.sendingText({time: clockTime(screen.promise)})} />
      <Notice kind="warning" title={ACCEPTED.leaveTitle}><p><Say it={ACCEPTED.sendingKeep} /></p><p><Say it={ACCEPTED.sendingLost} /></p></Notice>
      {cast.waiting && <Notice kind="warning" live="status"><p><Say it={ERRORS.waiting} /></p></Notice>}
    </Screen>
  );
}
