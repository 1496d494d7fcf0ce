// SPDX-License-Identifier: Apache-2.0
// What the page asks of its worker: board, key, cast, checks. The slot key lives in the worker and never leaves it.
import type {Bytes} from '../../core/bytes.ts';
import type {Verdict} from '../../core/verdict.ts';
import type {KeptBallot} from '../../device/cast.ts';
import type {ElectionResult} from '../../record/result.ts';

export interface Trust {
  ctx0?: Bytes;
  policy?: Bytes;
  remembered?: {size: number; root: Bytes};
}

export interface Span {
  from: number;
  until: number;
}

/** The election as the verified board tells it, as far as the flow shows it. */
export interface BoardView {
  ctx0: Bytes;
  host: string;
  title: string;
  titleEn: string;
  rehearsal: boolean;
  paper: boolean;
  factors: string[];
  penalties: string;
  penaltiesEn: string;
  /** From the opening on. */
  open?: {ctx: Bytes; internet: Span[]; epochSeconds: number; graceSeconds: number; pollingDay: Span; paperUntil?: number; epochs: EpochTimes[]};
  /** `lists`: the lists of slots are closed, nobody can enrol any more. */
  phase: 'enrolment' | 'lists' | 'open' | 'closed' | 'result';
  /** From the opening on: the largest tree that was seen. */
  remembered?: {size: number; root: Bytes};
}

export interface EpochTimes {
  epoch: number;
  opensAt: number;
  closesAt: number;
}

export interface OptionView {
  number: number;
  name: string;
  kana: string;
  nameEn: string;
  order: number;
}
export type ContestKind = 'single-choice' | 'single-non-transferable' | 'yes-no' | 'approval' | 'referendum';
export interface ContestView {
  id: string;
  kind: ContestKind;
  title: string;
  titleEn: string;
  seats: number;
  approveMax: number;
  options: OptionView[];
}

export interface SlotFound {
  slot: number;
  contests: ContestView[];
}

export interface GrantBegin {
  slot: number;
  K: string;
  possession: string;
  seed: Bytes;
}

export interface Built {
  epoch: number;
  bytes: Bytes;
  kept: KeptBallot;
}

export type Recorded = {state: 'recorded'} | {state: 'waiting'} | {state: 'lost'; why: 'void' | 'other-bytes'};

export interface Work {
  openBoard(trust: Trust): Promise<BoardView>;
  refreshBoard(): Promise<BoardView>;
  enrolProof(code: string, ctx0: Bytes): Promise<string>;
  prfSalt(ctx0: Bytes): Promise<Bytes>;
  /** The public half of the key, which the worker now holds. */
  useKey(prf: Bytes, code: string, ctx0: Bytes): Promise<string>;
  makeKey(code: string, ctx0: Bytes): Promise<{X: string; sealed: Bytes}>;
  openKey(sealed: Bytes, code: string, ctx0: Bytes): Promise<string>;
  forgetKey(): Promise<void>;
  proveEnrolment(ctx0: Bytes, evidenceHash: string): Promise<string>;
  findSlot(X: string): Promise<SlotFound | undefined>;
  beginGrant(slot: number): Promise<GrantBegin>;
  grantRequest(slot: number, seed: Bytes): Promise<Bytes>;
  /** First and last epoch; refused when it is not this registrar's, for another slot or another K. */
  acceptGrant(grant: Bytes, slot: number, seed: Bytes): Promise<{first: number; last: number}>;
  build(slot: number, epoch: number, sealed: number, choices: number[], grant: Bytes, seed: Bytes, onProgress: (done: number, of: number) => void): Promise<Built>;
  checkAcknowledgement(kept: KeptBallot, acknowledgement: Bytes): Promise<Verdict>;
  recorded(kept: KeptBallot): Promise<Recorded>;
  /** What the board says of the result, and of the page itself; undefined: not yet. */
  result(): Promise<ElectionResult | undefined>;
  announced(): Promise<Bytes | undefined>;
  checkLink(kept: KeptBallot, origin: string): Promise<{link: string; code: Bytes}>;
}

export type WorkName = keyof Work;

/** The worker's own refusals; those of the board are BoardTrouble's words with `board-` before them. */
export class WorkTrouble extends Error {
  override readonly name = 'WorkTrouble';
  constructor(readonly word: string, readonly where = '') {
    super(word);
  }
}
