// SPDX-License-Identifier: Apache-2.0
// Carries a check through: opens the code, then looks at the board until the ballot is there. A lost line is tried again. [SPEC
// 10.8 CheckCode]
import type {Bytes} from '../core/bytes.ts';
import {BoardTrouble} from '../record/trouble.ts';
import type {Event, Kept, Refusal, ShownContest} from './session.ts';

export class CodeRefused extends Error {
  constructor(readonly refusal: Refusal) {
    super(`check code: ${refusal}`);
  }
}

export type Look = 'waiting' | 'recorded' | 'void' | 'bytes' | 'proof';

/** The public board as the check needs it. */
export interface CheckBoard {
  read(code: Bytes): Promise<{kept: Kept; shown: ShownContest[]}>;
  look(kept: Kept): Promise<Look>;
}

export interface Course {
  board: CheckBoard;
  tell: (event: Event) => void;
  pause: (milliseconds: number) => Promise<void>;
  signal: AbortSignal;
}

const AGAIN = 5_000;
export const LOOK_EVERY = 10_000;

/** The answer, or undefined when the course was left, the code refused or the board not to be believed; those have been told. */
async function insist<T>({tell, pause, signal}: Course, attempt: () => Promise<T>): Promise<T | undefined> {
  for (let lost = false; !signal.aborted; lost = true) {
    try {
      const answer = await attempt();
      if (lost && !signal.aborted) tell({type: 'line-back'});
      return signal.aborted ? undefined : answer;
    } catch (trouble) {
      if (signal.aborted) return undefined;
      if (trouble instanceof CodeRefused) return void tell({type: 'refused', refusal: trouble.refusal});
      if (!(trouble instanceof BoardTrouble)) throw trouble;
      if (trouble.word !== 'missing') return void tell({type: 'stopped', stop: trouble.word});
      tell({type: 'line-lost'});
      await pause(AGAIN);
    }
  }
  return undefined;
}

/** Opens a code. The bytes are overwritten as soon as they have been read. */
export async function openCode(course: Course, code: Bytes): Promise<Kept | undefined> {
  course.tell({type: 'code'});
  const opened = await insist(course, () => course.board.read(code));
  code.fill(0);
  if (!opened) return undefined;
  course.tell({type: 'opened', ...opened});
  return opened.kept;
}

/** Looks until the board has an answer about this ballot. */
export async function watchRecord(course: Course, kept: Kept): Promise<void> {
  while (!course.signal.aborted) {
    const look = await insist(course, () => course.board.look(kept));
    if (look === undefined) return;
    if (look === 'recorded') return course.tell({type: 'recorded'});
    if (look === 'void') return course.tell({type: 'epoch-void'});
    if (look !== 'waiting') return course.tell({type: 'not-recorded', alarm: look});
    await course.pause(LOOK_EVERY);
  }
}
