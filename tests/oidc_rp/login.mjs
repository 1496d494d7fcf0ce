// SPDX-License-Identifier: Apache-2.0
// The npm package openid-client signs in at an OpenID provider: private_key_jwt, PKCE, ES256. What it prints, it has checked.
// node login.mjs NODE_MODULES ISSUER CLIENT_ID REDIRECT_URI KEY_FILE PERSON; after "rotate" it waits for a line.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import assert from 'node:assert/strict';

const [folder, issuer, clientId, redirectUri, keyFile, person] = process.argv.slice(2);
const require = createRequire(folder + '/');
const oidc = await import(pathToFileURL(require.resolve('openid-client')));
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

const jwk = JSON.parse(readFileSync(keyFile));
const imported = (from) => crypto.subtle.importKey('jwk', from, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
const key = { key: await imported(jwk), kid: jwk.kid };
const discover = (authentication) => oidc.discovery(new URL(issuer), clientId, { id_token_signed_response_alg: 'ES256' },
  authentication, { execute: [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks] });
const changed = (change) => oidc.PrivateKeyJwt(key, { [oidc.modifyAssertion]: (_, payload) => change(payload) });

/// One sign-in; `change` may spoil what goes to the token endpoint.
async function signIn(config, change = (checks) => checks, query = {}) {
  const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
  const [expectedState, expectedNonce] = [oidc.randomState(), oidc.randomNonce()];
  const checks = { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true, maxAge: 60 };
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri, scope: 'openid name address birthdate gender', acr_values: 'aal3', state: expectedState,
    nonce: expectedNonce, code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier), code_challenge_method: 'S256',
    ...query,
  });
  const answer = await fetch(url, { redirect: 'manual', headers: { 'X-Sample-Person': person } });
  assert.equal(answer.status, 303);
  const back = new URL(answer.headers.get('location'));
  return { back, checks, tokens: await oidc.authorizationCodeGrant(config, back, change(checks)) };
}

async function refused(what, error, attempt) {
  await assert.rejects(attempt, (thrown) => thrown.error === error || assert.fail(`${what}: ${thrown.error ?? thrown}`));
  console.log(`ok ${what}: ${error}`);
}

const config = await discover(oidc.PrivateKeyJwt(key));
console.log('ok discovery');
const { tokens, back, checks } = await signIn(config);
const claims = tokens.claims();
assert.equal(claims.acr, 'aal3');
assert.match(claims.sub, /^[A-Za-z0-9_-]{43}$/);
console.log('ok the ID token is validated, signature included');
const info = await oidc.fetchUserInfo(config, tokens.access_token, claims.sub);
assert.ok(info.name && info.address.formatted && ['male', 'female', 'other'].includes(info.gender));
assert.match(info.birthdate, /^\d{4}-\d\d-\d\d$/);
console.log('ok userinfo names the same subject and gives the four attributes');
assert.equal((await signIn(config)).tokens.claims().sub, claims.sub);
console.log('ok the same person has the same subject');

const otherVerifier = (own) => ({ ...own, pkceCodeVerifier: oidc.randomPKCECodeVerifier() });
await refused('another verifier', 'invalid_grant', signIn(config, otherVerifier));
await refused('without PKCE', 'invalid_request', signIn(config, undefined, { code_challenge: '', code_challenge_method: '' }));
await refused('another response type', 'unsupported_response_type', signIn(config, undefined, { response_type: 'token' }));
await refused('a code again', 'invalid_grant', oidc.authorizationCodeGrant(config, back, checks));
await assert.rejects(oidc.fetchUserInfo(config, tokens.access_token, claims.sub));
console.log('ok and the access token of the first time is worth nothing any more');
const stranger = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
const strange = await discover(oidc.PrivateKeyJwt({ key: stranger.privateKey, kid: jwk.kid }));
await refused('another key', 'invalid_client', signIn(strange));
const repeating = await discover(changed((payload) => { payload.jti = 'always the same'; }));
await signIn(repeating);
await refused('a jti again', 'invalid_client', signIn(repeating));
const elsewhere = await discover(changed((payload) => { payload.aud = 'https://other.example'; }));
await refused('an assertion for another provider', 'invalid_client', signIn(elsewhere));
await signIn(await discover(changed((payload) => { payload.aud = config.serverMetadata().token_endpoint; })));
console.log('ok the token endpoint as audience');

console.log('rotate');
await lines.next();
assert.equal((await signIn(await discover(oidc.PrivateKeyJwt(key)))).tokens.claims().sub, claims.sub);
console.log('ok after a rotation the new key is found');
process.exit(0);
