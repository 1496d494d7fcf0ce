// SPDX-License-Identifier: Apache-2.0
// Epochs: windows cut into pieces, numbered, each with its ballot box. [SPEC 7.4 Calendar]
import type {TimeWindow} from './fields.ts';
import type {Opening} from './opening.ts';

export interface Epoch {
  readonly number: number;
  readonly from: bigint;
  readonly close: bigint;
  readonly box: string;
}
export type Schedule = ReadonlyMap<number, Epoch>;

/** How many epochs a window is cut into; a last shorter piece is one too. */
export function pieces(window: TimeWindow, seconds: number): bigint {
  return (window.until - window.from + BigInt(seconds) - 1n) / BigInt(seconds);
}

/** Epochs numbered on from `first`; the i-th, from 0, belongs to boxes[i mod size]. */
function cut(windows: readonly TimeWindow[], seconds: number, boxes: readonly string[], first: number): Epoch[] {
  const epochs: Epoch[] = [];
  for (const window of windows)
    for (let from = window.from; from < window.until; from += BigInt(seconds)) {
      const end = from + BigInt(seconds);
      const box = boxes[epochs.length % boxes.length] ?? '';
      epochs.push({number: first + epochs.length, from, close: end < window.until ? end : window.until, box});
    }
  return epochs;
}

const byNumber = (epochs: readonly Epoch[]): Map<number, Epoch> => new Map(epochs.map((one) => [one.number, one]));

export function openingSchedule(opening: Opening): Map<number, Epoch> {
  return byNumber(cut(opening.calendar.internet, opening.calendar.epochSeconds, opening.boxRotation, 1));
}

export function extended(
  schedule: Schedule,
  window: TimeWindow,
  seconds: number,
  boxes: readonly string[],
  highest: number,
): Map<number, Epoch> {
  return new Map([...schedule, ...byNumber(cut([window], seconds, boxes, highest + 1))]);
}

/** The epochs that a suspension removes: those that close in it. */
export function suspended(schedule: Schedule, window: TimeWindow): number[] {
  return [...schedule.values()].filter((one) => window.from < one.close && one.close <= window.until).map((one) => one.number);
}
