// SPDX-License-Identifier: Apache-2.0
// What the public page shows of an election, as plain data.
import type {Amendment} from '../record/amendment.ts';
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
  cosigned: boolean;
  time?: number;
}
export interface ResultOption {
  number: number;
  name: string;
  nameEn: string;
  votes: bigint;
  state: 'elected' | 'tied' | 'lot' | 'not';
}
export interface ContestResult {
  id: string;
  title: string;
  titleEn: string;
  options: ResultOption[];
  others: {blank: bigint; abstain: bigint; null: bigint; unused: bigint; invalid: bigint; withdrawn: bigint};
  open: number;
  /** Statement of the lot. */
  lot?: string;
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
  checkpoint: {size: number; root: string; time?: number};
  cosigners: Cosigner[];
  needed: number;
  calendar?: {announcement: number; internet: {from: number; until: number}[]; pollingDay: {from: number; until: number}; paperUntil?: number};
  contests: ContestModel[];
  result?: ContestResult[];
  changes: Change[];
  /** Files of the voter's page as the commission announced them last. */
  page?: {sha256: string; manifest: string};
}
