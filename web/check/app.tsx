// SPDX-License-Identifier: Apache-2.0
// The second device's program: one check at a time, from the code to the record. [SPEC 10.8 CheckCode]
import {useEffect, useReducer, useRef, useState} from 'preact/hooks';
import type {Bytes} from '../core/bytes.ts';
import {parseCheckLink} from '../device/checkCode.ts';
import {Frame, Link} from '../ui/parts.ts';
import {useSettings} from '../ui/settings.ts';
import {openCode, watchRecord} from './driver.ts';
import type {CheckBoard} from './driver.ts';
import {keep, restore} from './kept.ts';
import {Camera} from './screens/camera.tsx';
import {Choice} from './screens/choice.tsx';
import {Help} from './screens/help.tsx';
import {NumberScreen} from './screens/number.tsx';
import {Opening} from './screens/opening.tsx';
import {ProgressScreen} from './screens/progress.tsx';
import {Slot} from './screens/slot.tsx';
import {Start} from './screens/start.tsx';
import {AlarmScreen, StopScreen, VoidScreen} from './screens/trouble.tsx';
import {START, keptOf, step} from './session.ts';
import type {Event, State} from './session.ts';
import {page} from './words.ts';

export interface Facts {
  title: string;
  titleEn: string;
  rehearsal: boolean;
}

interface Props {
  board: CheckBoard;
  /** What stood behind '#', already taken out of the address. */
  fragment: string | undefined;
  origin: string;
  /** What the board says about the election, once it was read. */
  facts: () => Facts | undefined;
}

const pause = (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds));

/** A new code ends the course of the one before it. */
function useCourse(board: CheckBoard, tell: (event: Event) => void, state: State) {
  const course = useRef(new AbortController());
  const fresh = () => {
    course.current.abort();
    course.current = new AbortController();
    return {board, tell, pause, signal: course.current.signal};
  };
  const kept = keptOf(state);
  const watching = kept?.record === 'waiting' && state.at !== 'alarm' && state.at !== 'void';
  useEffect(() => {
    if (kept && watching) void watchRecord(fresh(), kept);
  }, [kept?.hash, watching]);
  useEffect(() => {
    if (state.at === 'start' || state.at === 'stopped') course.current.abort();
  }, [state.at]);
  return (code: Bytes) => void openCode(fresh(), code);
}

export function CheckApp({board, fragment, origin, facts}: Props) {
  const [state, tell] = useReducer(step, undefined, () => restore(sessionStorage) ?? START);
  const [helping, setHelping] = useState(fragment === 'help');
  const open = useCourse(board, tell, state);
  useEffect(() => keep(sessionStorage, state), [state]);
  const openText = (text: string): boolean => {
    const parsed = parseCheckLink(text);
    if (!('code' in parsed)) return false;
    if (parsed.origin === origin) open(parsed.bytes);
    else tell({type: 'refused', refusal: 'other-election'});
    return true;
  };
  useEffect(() => {
    if (fragment !== undefined && fragment !== 'help'
      && !openText(`${origin}/check/#${fragment}`)) tell({type: 'refused', refusal: 'not-a-code'});
  }, []);
  useEffect(() => {
    const onHash = () => setHelping(location.hash === '#help');
    addEventListener('hashchange', onHash);
    return () => removeEventListener('hashchange', onHash);
  }, []);
  const known = facts();
  const {language} = useSettings();
  const title = known && (language === 'en' && known.titleEn ? known.titleEn : known.title);
  return (
    <Frame title={title ?? page.name} rehearsal={known?.rehearsal ?? false}
      foot={helping ? undefined : <Link icon="help" label={page.contents} href="#help" />}>
      {helping ? <Help back={() => history.back()} /> : <Shown state={state} tell={tell} openText={openText} open={open} />}
    </Frame>
  );
}

interface ShownProps {
  state: State;
  tell: (event: Event) => void;
  openText: (text: string) => boolean;
  open: (code: Bytes) => void;
}

function Shown({state, tell, openText, open}: ShownProps) {
  switch (state.at) {
    case 'start':
      return <Start refusal={state.refusal} tell={tell} />;
    case 'camera':
      return <Camera onText={openText} tell={tell} />;
    case 'number':
      return <NumberScreen onCode={open} tell={tell} />;
    case 'opening':
      return <Opening lineLost={state.lineLost} tell={tell} />;
    case 'choice':
      return <Choice shown={state.shown} tell={tell} />;
    case 'slot':
      return <Slot kept={state.kept} tell={tell} />;
    case 'progress':
      return <ProgressScreen state={state} tell={tell} />;
    case 'void':
      return <VoidScreen tell={tell} />;
    case 'alarm':
      return <AlarmScreen alarm={state.alarm} kept={state.kept} tell={tell} />;
    case 'stopped':
      return <StopScreen stop={state.stop} again={() => location.reload()} />;
  }
}
