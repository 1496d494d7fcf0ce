// SPDX-License-Identifier: Apache-2.0
// How a person wants the page to be: sizes, colours, language, speech, switches. Harmless, and all that localStorage ever holds.
import {useEffect, useState} from 'preact/hooks';
import {LANGUAGES, type Language} from './words.ts';

export const SCALES = [100, 125, 150, 200, 300, 400] as const;
export const THEMES = ['auto', 'light', 'dark', 'clear', 'yellow'] as const;
export const SCANS = ['off', 'one', 'two'] as const;
export const SECONDS = [0.5, 1, 1.5, 2, 3, 5] as const;
export const RATES = [0.7, 1, 1.3] as const;

export interface Settings {
  readonly scale: (typeof SCALES)[number];
  readonly theme: (typeof THEMES)[number];
  /** undefined: on in やさしい日本語, else off */
  readonly furigana: boolean | undefined;
  readonly language: Language;
  readonly audio: boolean;
  readonly rate: (typeof RATES)[number];
  readonly scan: (typeof SCANS)[number];
  readonly seconds: (typeof SECONDS)[number];
  /** KeyboardEvent.code of the switches */
  readonly next: string;
  readonly select: string;
}

export const STORED_AS = 'ippyo.settings';
export const DEFAULTS: Settings = {scale: 100, theme: 'auto', furigana: undefined, language: 'ja', audio: false, rate: 1, scan: 'off', seconds: 2,
  next: 'Space', select: 'Enter'};

const oneOf = <T>(list: readonly T[], value: unknown, otherwise: T): T => (list.includes(value as T) ? (value as T) : otherwise);
const key = (value: unknown, otherwise: string) => (typeof value === 'string' && /^[A-Za-z0-9]{1,20}$/.test(value) ? value : otherwise);

/** Settings from what was stored; whatever is not one of the choices is the default. */
export function readSettings(stored: string | null, language: Language): Settings {
  let value: Record<string, unknown> = {};
  try {
    const parsed: unknown = JSON.parse(stored ?? '{}');
    if (typeof parsed === 'object' && parsed !== null) value = parsed as Record<string, unknown>;
  } catch { /* somebody else wrote it: defaults */ }
  return {
    scale: oneOf(SCALES, value['scale'], DEFAULTS.scale),
    theme: oneOf(THEMES, value['theme'], DEFAULTS.theme),
    furigana: typeof value['furigana'] === 'boolean' ? value['furigana'] : undefined,
    language: oneOf(LANGUAGES, value['language'], language),
    audio: value['audio'] === true,
    rate: oneOf(RATES, value['rate'], DEFAULTS.rate),
    scan: oneOf(SCANS, value['scan'], DEFAULTS.scan),
    seconds: oneOf(SECONDS, value['seconds'], DEFAULTS.seconds),
    next: key(value['next'], DEFAULTS.next),
    select: key(value['select'], DEFAULTS.select),
  };
}

export const hasFurigana = (settings: Settings) => settings.language !== 'en' && (settings.furigana ?? settings.language === 'easy');

const storage = (): Storage | undefined => {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined; // forbidden by the browser: settings last as long as the page
  }
};
const browserLanguage = (): Language => (globalThis.navigator?.language?.startsWith('ja') === false ? 'en' : 'ja');

let now: Settings = readSettings(storage()?.getItem(STORED_AS) ?? null, browserLanguage());
const listeners = new Set<(settings: Settings) => void>();

export const currentSettings = (): Settings => now;

export function changeSettings(change: Partial<Settings>): void {
  now = {...now, ...change};
  try {
    storage()?.setItem(STORED_AS, JSON.stringify(now));
  } catch { /* full or forbidden: settings last as long as the page */ }
  listeners.forEach((listener) => listener(now));
}

/** As on the first visit; a loaned device is reset before the next voter. */
export function resetSettings(): void {
  changeSettings({...DEFAULTS, language: browserLanguage()});
  storage()?.removeItem(STORED_AS);
}

export function onSettings(listener: (settings: Settings) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useSettings(): Settings {
  const [settings, set] = useState(now);
  useEffect(() => {
    set(now);
    return onSettings(set);
  }, []);
  return settings;
}
