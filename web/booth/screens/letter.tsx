// SPDX-License-Identifier: Apache-2.0
// The letter: its QR code by camera, or its code by hand. (Its link opens the page with the letter read.) [SPEC 12]
import type {JSX} from 'preact';
import {useEffect, useRef, useState} from 'preact/hooks';
import {Button, CodeInput, Notice, Say, Screen, useSay, type Phrase} from '../../ui/parts.ts';
import type {Letter} from '../flows/enrolFlow.ts';
import {troubleText} from '../words/errors.ts';
import {LETTER} from '../words/letter.ts';
import type {Way} from './home.tsx';

type Codes = typeof import('../../device/codes.ts');
/** Reading a letter needs hashes and the like, which are loaded when somebody has one. */
const loadCodes = (): Promise<Codes> => import('../../device/codes.ts');

export async function readLetter(text: string, origin: string): Promise<{letter: Letter} | {fault: Phrase}> {
  const codes = await loadCodes();
  const parsed = codes.parseLetter(text);
  if ('why' in parsed) return {fault: LETTER.notLetter};
  if (parsed.origin !== origin) return {fault: LETTER.otherOrigin({origin: parsed.origin})};
  return {letter: {ctx0: parsed.ctx0, policy: parsed.policy, code: codes.codeText(parsed.code)}};
}

export async function readTyped(typed: string): Promise<{letter: Letter} | {fault: Phrase}> {
  const parsed = (await loadCodes()).parseDedicatedCode(typed);
  if (parsed.ok) return {letter: {code: parsed.text}};
  if (parsed.why === 'character') return {fault: parsed.never ? LETTER.never : LETTER.character};
  return {fault: parsed.why === 'check' ? LETTER.check : LETTER.length({count: parsed.count ?? 0})};
}

function Camera({onText, onStop}: {onText: (text: string) => Promise<boolean>; onStop: () => void}): JSX.Element {
  const say = useSay();
  const video = useRef<HTMLVideoElement>(null);
  const [trouble, setTrouble] = useState<Phrase>();
  useEffect(() => {
    const course = new AbortController();
    void import('../../pairing/camera.ts').then(async ({readCodes}) => {
      if (!video.current || course.signal.aborted) return;
      let last = '';
      const found = (text: string) => {
        if (text !== last) void onText((last = text));
        return false;
      };
      const word = await readCodes(video.current, found, course.signal);
      if (word && !course.signal.aborted) setTrouble(troubleText(word === 'none' ? 'camera-missing' : 'camera-refused'));
    });
    return () => course.abort();
  }, []);
  return (
    <>
      {trouble ? <Notice kind="warning" live="alert"><p><Say it={trouble} /></p></Notice> : <p role="status"><Say it={LETTER.scanning} /></p>}
      <video ref={video} class={trouble ? 'camera off' : 'camera'} muted playsInline aria-label={say(LETTER.scanning)} />
      <Button label={LETTER.stop} icon="stop" onPress={onStop} />
    </>
  );
}

export function LetterScreen({way, onLetter, lead = LETTER.lead, fault}: {way: Way; onLetter: (letter: Letter) => void; lead?: Phrase; fault?: Phrase | undefined}): JSX.Element {
  const [camera, setCamera] = useState(false);
  const [typed, setTyped] = useState('');
  const [error, setError] = useState<Phrase>();
  const [wrong, setWrong] = useState<Phrase | undefined>(fault);
  const scanned = async (text: string) => {
    const read = await readLetter(text, location.origin);
    if ('letter' in read) onLetter(read.letter);
    else setWrong(read.fault);
    return 'letter' in read;
  };
  const go = async () => {
    const read = await readTyped(typed);
    if ('letter' in read) onLetter(read.letter);
    else setError(read.fault);
  };
  return (
    <Screen title={LETTER.title} onBack={() => way.back()} of="letter" actions={<Button kind="primary" label={LETTER.go} onPress={() => void go()} />}>
      <p><Say it={lead} /></p>
      {wrong && <Notice kind="warning" live="alert"><p><Say it={wrong} /></p></Notice>}
      {camera ? <Camera onText={scanned} onStop={() => setCamera(false)} /> : <Button icon="check" label={LETTER.scan} onPress={() => setCamera(true)} />}
      <h2><Say it={LETTER.type} /></h2>
      <CodeInput id="code" label={LETTER.label} hint={LETTER.hint} value={typed} error={error} onValue={(value) => { setTyped(value); setError(undefined); }} />
      <p class="hint"><Say it={LETTER.typedNote} /></p>
    </Screen>
  );
}

/** For a device that keeps no code: typed again while something waits for it. */
export function CodeScreen({onCode, way}: {onCode: (code: string) => void; way: Way}): JSX.Element {
  return <LetterScreen way={way} lead={LETTER.again} onLetter={(letter) => onCode(letter.code)} />;
}

