// SPDX-License-Identifier: Apache-2.0
// Waiting and limits: how far it is, how long it lasts; a limit is told early and can be extended.
import type {JSX} from 'preact';
import {useEffect, useState} from 'preact/hooks';
import {Button} from './button.tsx';
import {Icon} from './icons.tsx';
import {PARTS} from './partWords.ts';
import {Say, useSay} from './say.tsx';
import type {Phrase} from './words.ts';

/** `part` from 0 to 1; without it, it lasts as long as it lasts. */
export function Progress({label, part}: {label: Phrase; part?: number}): JSX.Element {
  const say = useSay();
  const percent = part === undefined ? undefined : Math.round(Math.min(1, Math.max(0, part)) * 100);
  return (
    <div class="progress">
      <p role="status"><Say it={label} /></p>
      <progress max={100} value={percent} aria-label={say(label)} />
    </div>
  );
}

/** What is left until `until` (milliseconds of Date.now), in steps that do not hurry anybody: minutes, and tens of seconds in the last one. */
export function leftOf(until: number, now: number): {unit: 'minutes' | 'seconds'; count: number} {
  const seconds = Math.max(0, Math.ceil((until - now) / 1000));
  return seconds > 60 ? {unit: 'minutes', count: Math.ceil(seconds / 60)} : {unit: 'seconds', count: Math.ceil(seconds / 10) * 10};
}

const WARN = 120_000;

interface CountdownProps {
  until: number;
  /** Of what, where the screen does not say it. */
  label?: Phrase;
  /** Nothing is shown before so many milliseconds are left. */
  from?: number;
  onExtend?: () => void;
  onOver?: () => void;
  now?: () => number;
}

export function Countdown({until, label, from = Infinity, onExtend, onOver, now = Date.now}: CountdownProps): JSX.Element {
  const [time, setTime] = useState(now());
  const say = useSay();
  useEffect(() => {
    const timer = setInterval(() => setTime(now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const over = time >= until;
  useEffect(() => {
    if (over) onOver?.();
  }, [over]);
  const soon = until - time <= WARN;
  const shown = until - time <= from;
  const {unit, count} = leftOf(until, time);
  const left = say(PARTS[unit]({count}));
  return (
    <div class={soon ? 'countdown soon' : shown ? 'countdown' : 'countdown quiet'}>
      {shown && <p><Icon name="clock" /><span><Say it={label ? PARTS.leftOf({what: say(label), time: left}) : PARTS.left({time: left})} /></span></p>}
      <div role="alert">{soon && !over && onExtend && <p><Say it={PARTS.soonOver} /></p>}</div>
      {soon && onExtend && <Button label={PARTS.extend} icon="clock" onPress={onExtend} />}
    </div>
  );
}
