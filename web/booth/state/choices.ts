// SPDX-License-Identifier: Apache-2.0
// A choice is a plaintext number: 0 blank, an option's number, or for approval the sum of 2^(number - 1). null: nothing chosen yet. [SPEC 7.3]
import type {ContestView, OptionView} from '../work/calls.ts';

export type Choice = number | null;
export const BLANK = 0;

export const bitOf = (option: OptionView): number => 2 ** (option.number - 1);

export function chosenOptions(contest: ContestView, choice: number): OptionView[] {
  if (contest.kind !== 'approval') return contest.options.filter((option) => option.number === choice);
  return contest.options.filter((option) => Math.floor(choice / bitOf(option)) % 2 === 1);
}

/** Whether the number is one that the contest offers. */
export function isChoice(contest: ContestView, choice: number): boolean {
  if (choice === BLANK) return true;
  const chosen = chosenOptions(contest, choice);
  if (contest.kind !== 'approval') return chosen.length === 1;
  return chosen.length <= contest.approveMax && chosen.reduce((sum, option) => sum + bitOf(option), 0) === choice;
}

/** The set with this option in it or, if it was in it, without; undefined when it would be one too many. */
export function toggled(contest: ContestView, choice: Choice, option: OptionView): Choice | undefined {
  const chosen = choice === null ? [] : chosenOptions(contest, choice);
  const without = chosen.filter((one) => one.number !== option.number);
  const next = without.length < chosen.length ? without : [...chosen, option];
  if (next.length > contest.approveMax) return undefined;
  // Nothing ticked is "nothing chosen yet": blank is said on purpose.
  return next.length === 0 ? null : next.reduce((sum, one) => sum + bitOf(one), 0);
}

/** The kana rows of Japanese; options are filtered by the first sound of their kana. */
export const ROWS = ['あ', 'か', 'さ', 'た', 'な', 'は', 'ま', 'や', 'ら', 'わ'] as const;
export type Row = (typeof ROWS)[number];
const SOUNDS: Record<Row, string> = {あ: 'あいうえおぁぃぅぇぉゔ', か: 'かきくけこがぎぐげごゕゖ', さ: 'さしすせそざじずぜぞ', た: 'たちつてとだぢづでどっ', な: 'なにぬねの',
  は: 'はひふへほばびぶべぼぱぴぷぺぽ', ま: 'まみむめも', や: 'やゆよゃゅょ', ら: 'らりるれろ', わ: 'わゐゑをんゎ'};

export function rowOf(kana: string): Row | undefined {
  const first = kana.normalize('NFKC').replace(/^[\s・]+/, '').charAt(0);
  const hiragana = /[ァ-ヶ]/.test(first) ? String.fromCharCode(first.charCodeAt(0) - 0x60) : first;
  return ROWS.find((row) => SOUNDS[row].includes(hiragana) && hiragana !== '');
}

/** In the order of the notification. */
export const inNotifiedOrder = (options: readonly OptionView[]): OptionView[] => [...options].sort((a, b) => a.order - b.order);
