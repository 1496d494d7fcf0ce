// SPDX-License-Identifier: Apache-2.0
// The order in which a sitting shows its factors. [SPEC 15.3, 15.4]
import type {Factor} from '../services/registrar.ts';

/** The passkey last in a grant, first in an enrolment; e-mail after everything. */
export function inOrder(factors: readonly Factor[], passkeyFirst: boolean): Factor[] {
  const rank: Record<Factor, number> = {code: 1, card: 2, oidc: 3, passkey: passkeyFirst ? 0 : 4, email: 5};
  return [...factors].sort((a, b) => rank[a] - rank[b]);
}
