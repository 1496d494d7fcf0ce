// SPDX-License-Identifier: Apache-2.0
// The voter's page: which screen stands where, and how flow, history and tab go together.
import type {JSX} from 'preact';
import {useEffect, useRef, useState} from 'preact/hooks';
import {Button, Frame, Notice, Say, Screen, usePlace, type Place, type Router} from '../ui/parts.ts';
import {dayAndTime} from '../ui/clock.ts';
import {useSettings} from '../ui/settings.ts';
import type {Booth} from './booth.ts';
import type {OneTab} from './oneTab.ts';
import {CastView} from './screens/cast.tsx';
import {EnrolScreen} from './screens/enrol.tsx';
import {Foot, Home, type Way} from './screens/home.tsx';
import {LetterScreen} from './screens/letter.tsx';
import {OTHER_SCREENS} from './screens/others.tsx';
import {VoteScreen} from './screens/vote.tsx';
import {ACCEPTED} from './words/accepted.ts';
import {ERRORS} from './words/errors.ts';
import {HOME} from './words/home.ts';

const OWN = ['home', 'letter', 'enrol', 'vote', 'sending', 'accepted'];
export const isKnown = (place: Place): boolean => OWN.includes(place.screen) || place.screen in OTHER_SCREENS;

/** Steps of a vote that have a place of their own in history, so that "back" goes from contest to contest. */
export function voteMark(booth: Booth): string | undefined {
  const step = booth.vote?.state.step;
  if (step?.at === 'contest') return String(step.index);
  return step?.at === 'before' || step?.at === 'review' ? step.at : undefined;
}

/** Keeps history and the vote's steps together: a step of the vote is a new place; the browser's own buttons move the vote. */
function useVotePlaces(booth: Booth, router: Router, place: Place): void {
  const mark = voteMark(booth);
  const seen = useRef(mark);
  useEffect(() => {
    const moved = mark !== seen.current;
    seen.current = mark;
    if (place.screen !== 'vote' || mark === undefined || place['at'] === mark) return;
    if (place['at'] === undefined) router.replace({screen: 'vote', at: mark});
    else if (moved || !booth.vote?.goTo(place['at'])) router.go({screen: 'vote', at: mark});
  }, [mark, place]);
}

function useChanges(booth: Booth): void {
  const [, redraw] = useState(0);
  useEffect(() => booth.onChange(() => redraw((count) => count + 1)), [booth]);
}

/** A vote that nobody has received yet is not closed by mistake. */
function useWarning(booth: Booth): void {
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (booth.cast?.unsent) event.preventDefault();
    };
    const hide = (event: PageTransitionEvent) => {
      if (!event.persisted) booth.vote?.leave();
    };
    addEventListener('beforeunload', warn);
    addEventListener('pagehide', hide);
    return () => {
      removeEventListener('beforeunload', warn);
      removeEventListener('pagehide', hide);
    };
  }, [booth]);
}

function Elsewhere({tab}: {tab: OneTab}): JSX.Element {
  return (
    <Screen title={ACCEPTED.elsewhereTitle} of="elsewhere" actions={<Button kind="primary" label={ACCEPTED.elsewhereGo} onPress={() => void tab.takeOver().then(() => location.reload())} />}>
      <p><Say it={ACCEPTED.elsewhereText} /></p>
    </Screen>
  );
}

export interface AppProps {
  booth: Booth;
  router: Router;
  tab: OneTab;
  fault?: Parameters<typeof LetterScreen>[0]['fault'];
}

export function App({booth, router, tab, fault}: AppProps): JSX.Element {
  const place = usePlace(router);
  useChanges(booth);
  useWarning(booth);
  useVotePlaces(booth, router, place);
  const {language} = useSettings();
  const {board, announced} = booth;
  const title = language === 'en' ? board?.titleEn || announced?.title_en || board?.title || announced?.title : board?.title ?? announced?.title;
  const rehearsal = board?.rehearsal ?? announced?.clock === 'rehearsal';
  const way: Way = {go: (to) => router.go(to), replace: (to) => router.replace(to), back: () => router.back()};
  return (
    <Frame title={title || HOME.title} rehearsal={rehearsal} foot={<Foot way={way} />}>
      {booth.tools.clock.wrong(rehearsal) && <Notice kind="warning"><p><Say it={ERRORS.clock} /></p></Notice>}
      {!booth.tools.store.lasting && <Notice kind="warning"><p><Say it={ERRORS.notLasting} /></p></Notice>}
      {tab.hold === 'elsewhere' ? <Elsewhere tab={tab} /> : <Shown booth={booth} router={router} place={place} way={way} fault={fault} />}
    </Frame>
  );
}

function Shown({booth, router, place, way, fault}: {booth: Booth; router: Router; place: Place; way: Way; fault: AppProps['fault']}): JSX.Element {
  const {language} = useSettings();
  const other = OTHER_SCREENS[place.screen];
  if (other) return other({booth, way, place});
  const onLetter = (letter: Parameters<Booth['takeLetter']>[0]) => {
    booth.takeLetter(letter);
    router.replace({screen: booth.season === 'voting' ? 'vote' : 'enrol'});
  };
  const letter = <LetterScreen way={way} onLetter={onLetter} fault={fault} />;
  if (place.screen === 'letter') return letter;
  if (place.screen === 'enrol') {
    const flow = booth.startEnrolling();
    return flow ? <EnrolScreen flow={flow} way={way} waiting={booth.waiting} /> : letter;
  }
  if (place.screen === 'sending' || place.screen === 'accepted') {
    if (booth.cast) return <CastView booth={booth} cast={booth.cast} way={way} />;
  }
  if (place.screen === 'vote') {
    const flow = booth.startVoting();
    const seal = () => {
      if (booth.seal()) router.replace({screen: 'sending'});
    };
    const leave = () => {
      booth.leaveVoting();
      router.replace({screen: 'home'});
    };
    return flow ? <VoteScreen flow={flow} way={way} waiting={booth.waiting} now={booth.tools.clock.now()} promise={booth.promise()} onSeal={seal} onLeave={leave} /> : letter;
  }
  const window = booth.window;
  return <Home way={way} standing={booth.standing} phase={booth.announced?.phase} {...(window?.opens ? {opensAt: dayAndTime(window.opens, language)} : {})}
    {...(window?.closes ? {closesAt: dayAndTime(window.closes, language)} : {})} />;
}
