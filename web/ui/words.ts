// SPDX-License-Identifier: Apache-2.0
// The words of the screens: one catalogue, three languages. A missing language or a value that is not given does not compile.

export type Language = 'ja' | 'easy' | 'en';
export const LANGUAGES: readonly Language[] = ['ja', 'easy', 'en'];
/** What fills a place: a figure, a text of the board, or other words. */
export type Value = string | number | Entry;

/** One text in all three languages; `values` fill its {places}. */
export interface Entry {
  readonly ja: string;
  readonly easy: string;
  readonly en: string;
  readonly values?: Readonly<Record<string, Value>>;
}

/** What every part of the screen takes as a text: words of a catalogue, or a text of the board as it stands. */
export type Phrase = Entry | string;

/** Names of the {places} in a text; {漢字|かんじ} is a reading, not a place. */
type Places<S extends string, Found = never> = S extends `${string}{${infer Inner}}${infer Rest}`
  ? Places<Rest, Inner extends `${string}|${string}` ? Found : Found | Inner>
  : Found;
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
type Checked<E extends Entry> = Same<Places<E['ja']>, Places<E['easy']>> extends true
  ? Same<Places<E['ja']>, Places<E['en']>> extends true
    ? E
    : {readonly en: 'has other {places} than ja'}
  : {readonly easy: 'has other {places} than ja'};
type Word<E extends Entry> = [Places<E['ja']>] extends [never] ? Entry : (values: Readonly<Record<Places<E['ja']>, Value>>) => Entry;
export type Words<C extends Record<string, Entry>> = {readonly [K in keyof C]: Word<C[K]>};

export type Piece = {readonly kind: 'text'; readonly text: string} | {readonly kind: 'ruby'; readonly text: string; readonly reading: string}
  | {readonly kind: 'place'; readonly name: string};

/** Cuts a text of the catalogue into plain text, {漢字|かんじ} and {places}. */
export function pieces(text: string): Piece[] {
  return text.split(/(\{[^{}]*\})/).filter((part) => part !== '').map((part): Piece => {
    if (!part.startsWith('{') || !part.endsWith('}')) return {kind: 'text', text: part};
    const [base = '', reading] = part.slice(1, -1).split('|');
    return reading === undefined ? {kind: 'place', name: base} : {kind: 'ruby', text: base, reading};
  });
}

/** A catalogue: texts without places become entries, texts with places become functions of their values. */
export function catalogue<const C extends Record<string, Entry>>(entries: C & {readonly [K in keyof C]: Checked<C[K]>}): Words<C> {
  const word = (entry: Entry) => (pieces(entry.ja).some((piece) => piece.kind === 'place')
    ? (values: Record<string, Value>): Entry => ({...entry, values})
    : entry);
  return Object.fromEntries(Object.entries(entries as Record<string, Entry>).map(([key, entry]) => [key, word(entry)])) as Words<C>;
}

export function valueOf(language: Language, entry: Entry, name: string): string {
  const value = entry.values?.[name];
  if (value === undefined) throw new Error(`words: no value for {${name}}`);
  return typeof value === 'object' ? plain(language, value) : String(value);
}

/** The phrase as plain text: for titles, labels and speech. */
export function plain(language: Language, phrase: Phrase): string {
  if (typeof phrase === 'string') return phrase;
  return pieces(phrase[language]).map((piece) => (piece.kind === 'place' ? valueOf(language, phrase, piece.name) : piece.text)).join('');
}

/** The phrases one after another, as one. */
export function joined(...phrases: Phrase[]): Entry {
  return {ja: phrases.map((one) => inner('ja', one)).join(''), easy: phrases.map((one) => inner('easy', one)).join(' '),
    en: phrases.map((one) => inner('en', one)).join(' ')};
}

const inner = (language: Language, phrase: Phrase) => plain(language, phrase).replace(/[{}|]/g, '');
