// SPDX-License-Identifier: Apache-2.0
// What the booth's records hold. [SPEC 10.10 BoothStore]
import type {Bytes} from '../../core/bytes.ts';
import type {KeptBallot} from '../../device/cast.ts';
import type {Factor} from '../services/registrar.ts';

/** The letter as far as it is needed again, and this device's way to its slot key. */
export interface Enrolment {
  ctx0: Bytes;
  policy?: Bytes;
  /** Only where the passkey has a PRF: the code alone opens nothing then. */
  code?: string;
  credential?: string;
  X?: string;
  /** Only without PRF: the slot key, sealed under the code. */
  sealedKey?: Bytes;
  title?: string;
  voteFrom?: number;
  /** Enrolled on this device; before that it is a letter that was read. */
  done?: boolean;
  remembered?: {size: number; root: Bytes};
}

interface SittingBase {
  session: string;
  begun: number;
}
/** A sitting that can be gone on with after the page was left: for the provider, by mistake, by a battery. */
export interface EnrolSitting extends SittingBase {
  kind: 'enrol';
  code: string;
  way: Factor[];
  shown: Factor[];
}
export interface GrantSitting extends SittingBase {
  kind: 'grant';
  slot: number;
  seed: Bytes;
  factors: Factor[];
  shown: Factor[];
  choices: (number | null)[];
}

/** A cast on its way, from "seal" to the acknowledgement; and the ballot that was acknowledged, until it is checked or its time is over. */
export interface PendingCast {
  slot: number;
  seed: Bytes;
  grant: Bytes;
  last: number;
  choices: number[];
  promise: number;
  /** Missing while it waits to be built for its epoch. */
  built?: {epoch: number; bytes: Bytes; kept: KeptBallot};
}
export interface Acknowledged {
  epoch: number;
  promise: number;
  /** When r and choice are wiped, at the latest. */
  wipeAt: number;
  recorded: boolean;
  kept: KeptBallot;
  /** For a rebuild, if the epoch is lost. */
  cast: Omit<PendingCast, 'built'>;
}
export interface Ballot {
  pending?: PendingCast;
  acknowledged?: Acknowledged;
}

export interface Records {
  enrolment: Enrolment;
  sitting: EnrolSitting | GrantSitting;
  ballot: Ballot;
}
