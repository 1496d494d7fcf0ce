// SPDX-License-Identifier: Apache-2.0
// Readings of the kanji in the catalogues (never of names of people, which bring their own). Longest word first; 漢字:かんじ, parted by spaces.
const READINGS = `投票:とうひょう 選挙:せんきょ`;

const table = new Map(READINGS.trim().split(/\s+/).map((pair) => pair.split(':') as [string, string]));
const longest = Math.max(...[...table.keys()].map((word) => word.length));
export const KANJI = /[\u3400-\u9fff\uf900-\ufaff々]/;

/** Cuts a text into plain text and [word, reading] pairs. A kanji that has no reading stays as it is. */
export function withReadings(text: string): (string | [string, string])[] {
  const out: (string | [string, string])[] = [];
  for (let at = 0; at < text.length;) {
    const found = KANJI.test(text[at] ?? '') ? longestAt(text, at) : undefined;
    if (found) {
      out.push(...trimmed(found));
      at += found.length;
    } else {
      const last = out[out.length - 1];
      if (typeof last === 'string') out[out.length - 1] = last + text[at];
      else out.push(text[at] ?? '');
      at += 1;
    }
  }
  return out;
}

function longestAt(text: string, at: number): string | undefined {
  for (let length = Math.min(longest, text.length - at); length > 0; length -= 1) {
    const word = text.slice(at, at + length);
    if (table.has(word)) return word;
  }
  return undefined;
}

/** Kana at the end of a word stand without a reading above them: 受け付け is 受[う]け付[つ]け only if listed so, else its tail is cut off. */
function trimmed(word: string): (string | [string, string])[] {
  const reading = table.get(word) ?? '';
  let tail = 0;
  while (tail < word.length - 1 && word[word.length - 1 - tail] === reading[reading.length - 1 - tail] && !KANJI.test(word[word.length - 1 - tail] ?? '')) tail += 1;
  return tail === 0 ? [[word, reading]] : [[word.slice(0, -tail), reading.slice(0, -tail)], word.slice(-tail)];
}

/** Kanji of a text for which there is no reading; the tests demand that there are none. */
export function withoutReading(text: string): string[] {
  return withReadings(text).filter((part): part is string => typeof part === 'string').flatMap((part) => [...part].filter((one) => KANJI.test(one)));
}
