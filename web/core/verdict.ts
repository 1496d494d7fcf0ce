// SPDX-License-Identifier: Apache-2.0
// What a rule or a proof answers: it holds, or the number of the check that failed. [SPEC 1.5 Failures] [SPEC 9 Checks]

export type Verdict = {readonly ok: true} | {readonly ok: false; readonly check: string; readonly where?: string};

export const PASSED: Verdict = {ok: true};

export function failed(check: string, where?: string): Verdict {
  return where === undefined ? {ok: false, check} : {ok: false, check, where};
}
