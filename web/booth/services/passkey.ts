// SPDX-License-Identifier: Apache-2.0
// Passkeys: options in JSON to the browser, answers in JSON to the registrar, and the PRF's 32 bytes, which stay here. [SPEC 10.7, 13.5]
import {fromBase64url, toBase64url, type Bytes} from '../../core/bytes.ts';

interface Named {
  type: 'public-key';
  id: string;
}
interface Extensions {
  prf?: {eval: {first: string}};
}
export interface CreationOptions {
  rp: {id: string; name: string};
  user: {id: string; name: string; displayName: string};
  challenge: string;
  pubKeyCredParams: {type: 'public-key'; alg: number}[];
  timeout: number;
  excludeCredentials: Named[];
  authenticatorSelection: {residentKey: 'required' | 'preferred'; requireResidentKey: boolean; userVerification: 'required'};
  attestation: 'none';
  extensions: Extensions;
}
export interface RequestOptions {
  challenge: string;
  timeout: number;
  rpId: string;
  allowCredentials: Named[];
  userVerification: 'required';
  extensions: Extensions;
}

/** `missing`: this browser has no passkeys; `refused`: the voter or the device said no, or time ran out; `known`: there is one already. */
export class PasskeyTrouble extends Error {
  override readonly name = 'PasskeyTrouble';
  constructor(readonly word: 'passkey-missing' | 'passkey-refused' | 'passkey-known' | 'passkey-insecure') {
    super(word);
  }
}

export interface Shown {
  id: string;
  answer: object;
  /** Missing when the authenticator has no PRF, or gives it only when it is asked again. */
  prf?: Bytes;
  /** After a creation: the authenticator says that it has a PRF. */
  able?: boolean;
}

const decoded = (text: string): ArrayBuffer => {
  const bytes = fromBase64url(text);
  if (!bytes) throw new PasskeyTrouble('passkey-missing');
  return bytes.slice().buffer as ArrayBuffer;
};
const coded = (bytes: ArrayBuffer): string => toBase64url(new Uint8Array(bytes));
const listed = (ids: readonly Named[]): PublicKeyCredentialDescriptor[] => ids.map(({id}) => ({type: 'public-key', id: decoded(id)}));
const extensionsOf = (asked: Extensions | undefined): AuthenticationExtensionsClientInputs =>
  (asked?.prf ? {prf: {eval: {first: decoded(asked.prf.eval.first)}}} : {}) as AuthenticationExtensionsClientInputs;

interface PrfResults {
  enabled?: boolean;
  results?: {first?: ArrayBuffer | Uint8Array};
}

/** Takes the secret out of what the browser answered; what goes to the registrar says at most that there is a PRF. */
export function takePrf(results: {prf?: PrfResults}): {extensions: object; prf?: Bytes; able?: boolean} {
  const {prf} = results;
  const extensions = prf?.enabled === undefined ? {} : {prf: {enabled: prf.enabled}};
  const first = prf?.results?.first;
  const secret = first === undefined ? undefined : new Uint8Array(first).slice();
  return {extensions, ...(secret?.length === 32 ? {prf: secret} : {}), ...(prf?.enabled === undefined ? {} : {able: prf.enabled})};
}

function troubleOf(error: unknown): PasskeyTrouble {
  const name = error instanceof Error ? error.name : '';
  if (name === 'InvalidStateError') return new PasskeyTrouble('passkey-known');
  if (name === 'SecurityError') return new PasskeyTrouble('passkey-insecure');
  return new PasskeyTrouble(name === 'NotSupportedError' ? 'passkey-missing' : 'passkey-refused');
}

export const passkeysExist = (): boolean => typeof PublicKeyCredential === 'function' && navigator.credentials !== undefined;

async function ask(call: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  if (!passkeysExist()) throw new PasskeyTrouble('passkey-missing');
  let given: Credential | null;
  try {
    given = await call();
  } catch (error) {
    throw troubleOf(error);
  }
  if (!given) throw new PasskeyTrouble('passkey-refused');
  return given as PublicKeyCredential;
}

export async function createPasskey(asked: CreationOptions): Promise<Shown> {
  const publicKey: PublicKeyCredentialCreationOptions = {...asked, challenge: decoded(asked.challenge), user: {...asked.user, id: decoded(asked.user.id)},
    excludeCredentials: listed(asked.excludeCredentials), extensions: extensionsOf(asked.extensions)};
  const made = await ask(() => navigator.credentials.create({publicKey}));
  const response = made.response as AuthenticatorAttestationResponse;
  const {extensions, ...rest} = takePrf(made.getClientExtensionResults() as {prf?: PrfResults});
  return {id: made.id, ...rest, answer: {type: made.type, id: made.id, rawId: coded(made.rawId), clientExtensionResults: extensions,
    response: {clientDataJSON: coded(response.clientDataJSON), attestationObject: coded(response.attestationObject)}}};
}

export async function usePasskey(asked: RequestOptions): Promise<Shown> {
  const publicKey: PublicKeyCredentialRequestOptions = {...asked, challenge: decoded(asked.challenge), allowCredentials: listed(asked.allowCredentials),
    extensions: extensionsOf(asked.extensions)};
  const used = await ask(() => navigator.credentials.get({publicKey}));
  const response = used.response as AuthenticatorAssertionResponse;
  const {extensions, ...rest} = takePrf(used.getClientExtensionResults() as {prf?: PrfResults});
  return {id: used.id, ...rest, answer: {type: used.type, id: used.id, rawId: coded(used.rawId), clientExtensionResults: extensions,
    response: {clientDataJSON: coded(response.clientDataJSON), authenticatorData: coded(response.authenticatorData), signature: coded(response.signature),
      ...(response.userHandle ? {userHandle: coded(response.userHandle)} : {})}}};
}

/** Opens the passkey for its PRF alone, with a challenge of this page's own that is shown to nobody. Without an id the device offers its own. */
export function ownChallenge(host: string, salt: Bytes, id: string | undefined): RequestOptions {
  return {challenge: toBase64url(crypto.getRandomValues(new Uint8Array(32))), timeout: 300_000, rpId: host,
    allowCredentials: id === undefined ? [] : [{type: 'public-key', id}], userVerification: 'required', extensions: {prf: {eval: {first: toBase64url(salt)}}}};
}
