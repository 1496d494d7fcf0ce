// SPDX-License-Identifier: Apache-2.0
// The moment of the check: what the ballot holds. Shown for two minutes at a time, spoken when wanted, never kept.
import {useEffect, useState} from 'preact/hooks';
import {Button, Countdown, Facts, Name, Say, Screen, useSay} from '../../ui/parts.ts';
import {useSettings} from '../../ui/settings.ts';
import {speakNow} from '../../ui/speech.ts';
import type {Language} from '../../ui/words.ts';
import type {Choice as Chosen, Event, ShownContest} from '../session.ts';
import {choice as words} from '../words.ts';

const titleOf = (language: Language, one: ShownContest) => (language === 'en' && one.titleEn ? one.titleEn : one.title);

const SHOWN = 120_000, LAST_MINUTE = 60_000;

function ChosenOptions({chosen}: {chosen: Chosen}) {
  const {language} = useSettings();
  if (chosen.kind !== 'options') return <p class="chosen"><Say it={words.blank} /></p>;
  return (
    <>{chosen.options.map((one) => (
      <p class="chosen">
        <span class="chosen-number"><Say it={words.optionNumber({n: one.number})} /></span>{' '}
        {language === 'en' && one.nameEn ? one.nameEn : <Name name={one.name} kana={one.kana} />}
        {language !== 'en' && one.kana && <span class="chosen-kana" aria-hidden="true">{one.kana}</span>}
      </p>
    ))}</>
  );
}

function useSpoken(shown: ShownContest[]): () => void {
  const say = useSay();
  const {language} = useSettings();
  const of = (chosen: Chosen) => chosen.kind === 'options'
    ? chosen.options.map((one) =>
      `${say(words.optionNumber({n: one.number}))} ${language === 'en' && one.nameEn ? one.nameEn : one.kana || one.name}`)
        .join('. ')
    : say(words.blank);
  const lines = shown.map((one) => `${titleOf(language, one)}: ${of(one.choice)}`);
  return () => speakNow(lines.join('. '));
}

/** Nobody is hurried in the first minute: the countdown appears in the last one. */
function useTimeLimit(): {until: number; last: boolean; longer: () => void} {
  const [until, setUntil] = useState(() => Date.now() + SHOWN);
  const [last, setLast] = useState(false);
  useEffect(() => {
    setLast(false);
    const timer = setTimeout(() => setLast(true), until - LAST_MINUTE - Date.now());
    return () => clearTimeout(timer);
  }, [until]);
  return {until, last, longer: () => setUntil(Date.now() + SHOWN)};
}

export function Choice({shown, tell}: {shown: ShownContest[]; tell: (event: Event) => void}) {
  const {language, audio} = useSettings();
  const {until, last, longer} = useTimeLimit();
  const speak = useSpoken(shown);
  useEffect(() => {
    if (audio) speak();
  }, []);
  const answers = (
    <>
      <Button kind="primary" icon="done" label={words.yes} onPress={() => tell({type: 'choice-same'})} />
      <Button kind="danger" label={words.no} onPress={() => tell({type: 'choice-differs'})} />
    </>
  );
  return (
    <Screen title={words.title} actions={answers}>
      <p><Say it={words.lead} /></p>
      <Facts facts={shown.map((one) => ({name: titleOf(language, one), content: <ChosenOptions chosen={one.choice} />}))} />
      <Button icon="sound" label={words.listen} onPress={speak} />
      <p class="hint"><Say it={words.alone} /></p>
      {last && <Countdown until={until} onExtend={longer} onOver={() => tell({type: 'time-is-up'})} />}
    </Screen>
  );
}
