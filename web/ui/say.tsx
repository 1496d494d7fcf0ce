// SPDX-License-Identifier: Apache-2.0
// Words on the screen: the phrase in the chosen language, with furigana when wanted. Readers of screens get every word once: readings are hidden from them.
import type {JSX} from 'preact';
import {useEffect, useState} from 'preact/hooks';
import {hasFurigana, useSettings} from './settings.ts';
import {pieces, plain, valueOf, type Phrase} from './words.ts';

type Cut = (text: string, figure: boolean) => readonly (string | readonly [base: string, reading: string])[];
let cut: Cut | undefined;

/** The readings of the catalogue's kanji are fetched when somebody first wants furigana. */
function useCut(wanted: boolean): Cut | undefined {
  const [, loaded] = useState(cut !== undefined);
  useEffect(() => {
    if (!wanted || cut) return;
    void import('./readings.ts').then((readings) => {
      cut = readings.withReadings;
      loaded(true);
    });
  }, [wanted]);
  return wanted ? cut : undefined;
}

/** Very large words would not fit a phone in one piece, and browsers do not break ruby: there the reading follows its word. */
export function Ruby({base, reading}: {base: string; reading: string}): JSX.Element {
  const {scale} = useSettings();
  if (scale >= 300) return <>{base}<span class="reading" aria-hidden="true">（{reading}）</span></>;
  return <ruby>{base}<rt aria-hidden="true">{reading}</rt></ruby>;
}

/** Texts of the board are Japanese also on an English screen, and voices have to know. */
const JAPANESE = /[\u3040-\u30ff\u3400-\u9fff]/;

export function Say({it}: {it: Phrase}): JSX.Element {
  const settings = useSettings();
  const furigana = hasFurigana(settings);
  const cutText = useCut(furigana && typeof it !== 'string');
  if (typeof it === 'string') return settings.language === 'en' && JAPANESE.test(it) ? <span lang="ja">{it}</span> : <>{it}</>;
  return <>{pieces(it[settings.language]).map((piece, index, all) => {
    if (piece.kind === 'place') return valueOf(settings.language, it, piece.name);
    if (piece.kind === 'ruby') return furigana ? <Ruby base={piece.text} reading={piece.reading} /> : piece.text;
    return cutText ? cutText(piece.text, all[index - 1]?.kind === 'place').map((one) => (typeof one === 'string' ? one : <Ruby base={one[0]} reading={one[1]} />)) : piece.text;
  })}</>;
}

/** A person's name for eyes; for ears, and for fingers on braille, the kana of the notification in its place, never a guess of a voice, and once. */
export function Name({name, kana}: {name: string; kana: string}): JSX.Element {
  const settings = useSettings();
  if (kana === '' || !JAPANESE.test(name)) return <Say it={name} />;
  return (
    <span class="name" data-say={kana} lang={settings.language === 'en' ? 'ja' : undefined}>
      <span aria-hidden="true">{hasFurigana(settings) ? parted(name, kana) : name}</span><span class="unseen">{kana}</span>
    </span>
  );
}

/** Family name and given name each under its own kana, so that a long name may break between them. */
function parted(name: string, kana: string): JSX.Element {
  const names = name.split(/[\s\u3000]+/), readings = kana.split(/[\s\u3000]+/);
  if (names.length !== readings.length) return <Ruby base={name} reading={kana} />;
  return <>{names.map((one, index) => <>{index > 0 && ' '}<Ruby base={one} reading={readings[index] ?? ''} /></>)}</>;
}

/** Phrases as plain text in the chosen language: for labels that are attributes. */
export function useSay(): (phrase: Phrase) => string {
  const {language} = useSettings();
  return (phrase) => plain(language, phrase);
}
