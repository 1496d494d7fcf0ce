// SPDX-License-Identifier: Apache-2.0
// Puts the settings on the page: language, colours, size. The rest is theme.css.
import {hasFurigana, onSettings, currentSettings, type Settings} from './settings.ts';

const prefers = (query: string) => typeof matchMedia === 'function' && matchMedia(query).matches;

/** The theme in force: as chosen, else as the device is set. */
export function themeOf(settings: Settings): 'light' | 'dark' | 'clear' | 'yellow' {
  if (settings.theme !== 'auto') return settings.theme;
  const dark = prefers('(prefers-color-scheme: dark)');
  if (prefers('(prefers-contrast: more)')) return dark ? 'yellow' : 'clear';
  return dark ? 'dark' : 'light';
}

export function applyLook(settings: Settings): void {
  const root = document.documentElement;
  root.lang = settings.language === 'en' ? 'en' : 'ja';
  root.dataset['theme'] = themeOf(settings);
  root.dataset['words'] = settings.language;
  root.dataset['scale'] = String(settings.scale);
  root.classList.toggle('furigana', hasFurigana(settings));
}

/** Before anything is drawn, and whenever the device or the voter changes something. */
export function keepLook(): void {
  applyLook(currentSettings());
  onSettings(applyLook);
  if (typeof matchMedia !== 'function') return;
  for (const query of ['(prefers-color-scheme: dark)', '(prefers-contrast: more)']) {
    matchMedia(query).addEventListener?.('change', () => applyLook(currentSettings()));
  }
}
