// SPDX-License-Identifier: Apache-2.0
// Times as the page says them: the service's time, in Japan, whatever the device's own zone is.
import type {Language} from './words.ts';

const ZONE = 'Asia/Tokyo';
const LOCALES = {ja: 'ja-JP', easy: 'ja-JP', en: 'en-GB'} as const satisfies Record<Language, string>;

/** 09:05 */
export function clockTime(seconds: number): string {
  return new Intl.DateTimeFormat('en-GB', {timeZone: ZONE, hour: '2-digit', minute: '2-digit'}).format(seconds * 1000);
}

/** 2026年11月25日(水) 9:05 */
export function dayAndTime(seconds: number, language: Language): string {
  return new Intl.DateTimeFormat(LOCALES[language], {timeZone: ZONE, year: 'numeric', month: 'long', day: 'numeric', weekday: 'short', hour: 'numeric',
    minute: '2-digit'}).format(seconds * 1000);
}
