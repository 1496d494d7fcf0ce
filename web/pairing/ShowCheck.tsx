// SPDX-License-Identifier: Apache-2.0
// What the casting device shows for the check: the code as a picture, as a link, or handed over by a spoken number. [SPEC 10.8
// CheckCode]
import {useEffect, useState} from 'preact/hooks';
import type {Bytes} from '../core/bytes.ts';
import './pairing.css';
import {BigNumber, Button, Countdown, Details, Link, Notice, Progress, Say} from '../ui/parts.ts';
import {QrPicture} from './QrPicture.tsx';
import {offer as giveByNumber} from './exchange.ts';
import type {ExchangeWord} from './exchange.ts';
import {BOX_SECONDS} from './relay.ts';
import {offer as words} from './words.ts';

const MEDIUM_CONTESTS = 4;
const MOST_CONTESTS = 22;

export interface ShowCheckProps {
  /** CheckLink and CheckCode of the same ballot. */
  link: string;
  code: Bytes;
  contests: number;
  /** The other device has it: the casting device may forget r and choice. */
  onGiven?: () => void;
}

type Given = {at: 'making'} | {at: 'shown'; digits: string; until: number} | {at: 'given'}
  | {at: 'failed'; word: ExchangeWord | 'over'};

export function ShowCheck({link, code, contests, onGiven}: ShowCheckProps) {
  const [byNumber, setByNumber] = useState(contests > MOST_CONTESTS);
  if (byNumber) return <ByNumber code={code} address={link.slice(0, link.indexOf('#'))} onGiven={onGiven}
    onStop={contests > MOST_CONTESTS ? undefined : () => setByNumber(false)} />;
  return (
    <div class="show-check">
      <p><Say it={words.lead} /></p>
      <QrPicture text={link} level={contests > MEDIUM_CONTESTS ? 'low' : 'medium'} words={words.picture} />
      <Notice kind="warning"><p><Say it={words.secret} /></p></Notice>
      <Details summary={words.other}>
        <Button icon="pen" label={words.byNumber} onPress={() => setByNumber(true)} />
        <p class="hint"><Say it={words.linkHint} /></p>
        <Link external icon="check" label={words.link} href={link} />
      </Details>
    </div>
  );
}

interface ByNumberProps {
  code: Bytes;
  address: string;
  onGiven: (() => void) | undefined;
  onStop: (() => void) | undefined;
}

function useOffer(code: Bytes, round: number, onGiven: (() => void) | undefined): Given {
  const [given, setGiven] = useState<Given>({at: 'making'});
  useEffect(() => {
    const course = new AbortController();
    const late = setTimeout(() => {
      course.abort();
      setGiven({at: 'failed', word: 'over'});
    }, BOX_SECONDS * 1000);
    setGiven({at: 'making'});
    const show = (digits: string) =>
      !course.signal.aborted && setGiven({at: 'shown', digits, until: Date.now() + BOX_SECONDS * 1000});
    void giveByNumber(code, show, course.signal).then((word) => {
      if (course.signal.aborted) return;
      clearTimeout(late);
      setGiven(word === undefined ? {at: 'given'} : {at: 'failed', word});
      if (word === undefined) onGiven?.();
    });
    return () => {
      clearTimeout(late);
      course.abort();
    };
  }, [code, round]);
  return given;
}

function ByNumber({code, address, onGiven, onStop}: ByNumberProps) {
  const [round, setRound] = useState(0);
  const given = useOffer(code, round, onGiven);
  const stop = onStop && <Button kind="plain" label={words.stop} onPress={onStop} />;
  return (
    <div class="show-check">
      {given.at === 'making' && <Progress label={words.making} />}
      {given.at === 'shown' && (
        <>
          <p><Say it={words.byNumberLead({address})} /></p>
          <BigNumber digits={given.digits} groups={[given.digits.slice(0, 4), given.digits.slice(4)]} label={words.number} secret />
          <p><Say it={words.lasts} /></p>
          <Countdown until={given.until} />
        </>
      )}
      {given.at === 'given' && <Notice kind="ok" live="status"><p><Say it={words.given} /></p></Notice>}
      {given.at === 'failed' && <Notice kind="warning" live="alert"><p><Say it={words[given.word]} /></p></Notice>}
      {given.at === 'failed' && <Button kind="primary" label={words.newNumber} onPress={() => setRound(round + 1)} />}
      {stop}
    </div>
  );
}
