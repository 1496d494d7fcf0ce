// SPDX-License-Identifier: Apache-2.0
// The slot key comes into the worker: from the passkey's PRF and the code, or from what this device keeps under the code. [SPEC 10.7]
import {wipe, type Bytes} from '../../core/bytes.ts';
import {ServiceTrouble} from '../services/http.ts';
import type {Enrolment} from '../storage/records.ts';
import type {Tools} from './tools.ts';

/** The letter's code is kept only where the passkey has a PRF; else it is typed again. */
export type AskCode = () => Promise<string>;

export async function useKey(tools: Tools, enrolment: Enrolment, prf: Bytes, code: AskCode): Promise<string> {
  const X = await tools.work.useKey(prf, enrolment.code ?? (await code()), enrolment.ctx0);
  wipe(prf);
  return own(enrolment, X);
}

/** Another key than at the enrolment opens nothing: another passkey was used, or another code typed. */
function own(enrolment: Enrolment, X: string): string {
  if (enrolment.X !== undefined && X !== enrolment.X) throw new ServiceTrouble('other-key', 0);
  return X;
}

export async function unlock(tools: Tools, enrolment: Enrolment, host: string, code: AskCode): Promise<string> {
  const {work, passkey} = tools;
  if (enrolment.sealedKey) return own(enrolment, await work.openKey(enrolment.sealedKey, enrolment.code ?? (await code()), enrolment.ctx0));
  if (!passkey.exist()) throw new ServiceTrouble('passkey-missing', 0);
  const {prf} = await passkey.use(passkey.own(host, await work.prfSalt(enrolment.ctx0), enrolment.credential));
  if (!prf) throw new ServiceTrouble('prf-missing', 0);
  return useKey(tools, enrolment, prf, code);
}
