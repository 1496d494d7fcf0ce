// SPDX-License-Identifier: Apache-2.0
// A numbered check that failed. [SPEC 9 Checks]
import type {Verdict} from '../core/verdict.ts';

export class Refused extends Error {
  override name = 'Refused';
  constructor(
    readonly check: string,
    readonly where = '',
  ) {
    super(where === '' ? check : `${check} (${where})`);
  }
}

export function rule(holds: boolean, check: string, where = ''): asserts holds {
  if (!holds) throw new Refused(check, where);
}

/** A value that must be there. */
export function having<T>(value: T | undefined, check: string, where = ''): T {
  if (value === undefined) throw new Refused(check, where);
  return value;
}

export function passing(verdict: Verdict, where = ''): void {
  if (!verdict.ok) throw new Refused(verdict.check, where);
}

/** Whatever a step refuses, it is called by this number. */
export function renamed<T>(check: string, step: () => T, where = ''): T {
  try {
    return step();
  } catch (error) {
    throw error instanceof Refused ? new Refused(check, where) : error;
  }
}

/** An index that our own code made: not there is a defect. */
export function at<T>(list: readonly T[], index: number): T {
  const value = list[index];
  if (value === undefined) throw new Error(`no item ${index} of ${list.length}`);
  return value;
}
