// SPDX-License-Identifier: Apache-2.0
// What the public page shows of an election, as plain data.
import type {Amendment} from '../record/amendment.ts';
import type {ElectionResult} from '../record/result.ts';
import type {Figures, Step} from './timeline.ts';

export interface OptionModel {
  number: number;
  name: string;
  kana: string;
  nameEn: string;
  withdrawn: boolean;
}
export interface ContestModel {
  id: string;
  title: string;
  titleEn: string;
  seats: number;
  options: OptionModel[];
}
export interface Cosigner {
  name: string;
  /** Of the latest checkpoint. */
  time?: number;
}
export interface Change {
  time: number;
  what: {kind: 'amendment'; amendment: Amendment; name: string} | {kind: 'text'; text: string};
}

export interface BoardModel {
  title: string;
  titleEn: string;
  rehearsal: boolean;
  paper: boolean;
  steps: Step[];
  figures: Figures;
  voids: number;
  slots?: bigint;
  /** From the opening on: the largest tree under the quorum, and who cosigned the latest checkpoint. */
  signed?: {size: number; root: string; time?: number; cosigners: Cosigner[]; needed: number};
  calendar?: {announcement: number; internet: {from: number; until: number}[]; pollingDay: {from: number; until: number};
    paperUntil?: number};
  contests: ContestModel[];
  result?: ElectionResult;
  changes: Change[];
  /** Files of the voter's page as the commission announced them last. */
  page?: {hash: string; files: {path: string; hash: string}[]};
}
