// SPDX-License-Identifier: Apache-2.0
// Contests, ballot styles, calendar: what is voted on, by whom and when. [SPEC 7.3 Contests] [SPEC 7.4 Calendar] [SPEC 7.5 Opening]
import {decodeWhole} from '../core/bytes.ts';
import type {Bytes, Decoder} from '../core/bytes.ts';
import type {Point} from '../core/group.ts';
import {ID_LENGTH} from './entry.ts';
import {readElement, readWindow} from './fields.ts';
import type {TimeWindow} from './fields.ts';

export const SINGLE_CHOICE = 1;
export const SNTV = 2;
export const YES_NO = 3;
export const APPROVAL = 4;
export const REFERENDUM = 5;

export interface Option {
  readonly number: number;
  readonly name: string;
  readonly kana: string;
  readonly nameEn: string;
  readonly order: number;
}
export interface Contest {
  readonly id: string;
  readonly kind: number;
  readonly title: string;
  readonly titleEn: string;
  readonly seats: number;
  readonly approveMax: number;
  readonly options: readonly Option[];
}
export interface Style {
  readonly id: string;
  readonly name: string;
  /** Indices of the opening's contests. */
  readonly contests: readonly number[];
}
export interface Calendar {
  readonly announcement: bigint;
  readonly earlyVoting: TimeWindow;
  readonly internet: readonly TimeWindow[];
  readonly pollingDay: TimeWindow;
  readonly paperOverrideUntil: bigint;
  readonly epochSeconds: number;
  readonly graceSeconds: number;
}
export interface Opening {
  readonly y: Point;
  readonly Z: Point;
  readonly slots: bigint;
  readonly slotList: Bytes;
  readonly contests: readonly Contest[];
  readonly styles: readonly Style[];
  readonly calendar: Calendar;
  readonly boxRotation: readonly string[];
  readonly tokenLists: readonly Bytes[];
  readonly policy: string;
}

export const readOption = (from: Decoder): Option => ({
  number: from.u16(),
  name: from.text(),
  kana: from.text(),
  nameEn: from.text(),
  order: from.u16(),
});

export const readContest = (from: Decoder): Contest => ({
  id: from.text(ID_LENGTH),
  kind: from.kind(1, 5),
  title: from.text(),
  titleEn: from.text(),
  seats: from.u16(),
  approveMax: from.u16(),
  options: from.list(readOption, 1024),
});

const readStyle = (from: Decoder): Style => ({
  id: from.text(ID_LENGTH),
  name: from.text(),
  contests: from.list((one) => one.u16(), 1024),
});

const readCalendar = (from: Decoder): Calendar => ({
  announcement: from.u64(),
  earlyVoting: readWindow(from),
  internet: from.list(readWindow, 4096),
  pollingDay: readWindow(from),
  paperOverrideUntil: from.u64(),
  epochSeconds: from.u32(),
  graceSeconds: from.u32(),
});

export const readBoxes = (from: Decoder): string[] => from.list((one) => one.text(ID_LENGTH), 1024);

const readOpening = (from: Decoder): Opening => ({
  y: readElement(from),
  Z: readElement(from),
  slots: from.u64(),
  slotList: from.fixed(32),
  contests: from.list(readContest, 1024),
  styles: from.list(readStyle, 1024),
  calendar: readCalendar(from),
  boxRotation: readBoxes(from),
  tokenLists: from.list((one) => one.fixed(32), 1024),
  policy: from.text(),
});

export const decodeOpening = (body: Bytes): Opening | undefined => decodeWhole(body, readOpening);

/** The most contests that a slot can have. */
export const widestStyle = (opening: Opening): number => Math.max(...opening.styles.map((style) => style.contests.length));
