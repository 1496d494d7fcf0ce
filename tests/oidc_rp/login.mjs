// SPDX-License-Identifier: Apache-2.0
// The npm package openid-client signs in at an OpenID provider: private_key_jwt, PKCE, ES256. Every sentence it prints is a fact that it checked.
// node login.mjs NODE_MODULES ISSUER CLIENT_ID REDIRECT_URI KEY_FILE PERSON; waits for a line after "rotate", when the provider has a new key.
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
const discover = (authentication) => oidc.discovery(new URL(issuer), clientId, { id_token_signed_response_alg: 'ES256' }, authentication,
  { execute: [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks] });

/// One sign-in; `change` may spoil what goes to the token endpoint.
async function signIn(config, change = (checks) => checks, query = {}) {
  const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
  const checks = { pkceCodeVerifier, expectedState: oidc.randomState(), expectedNonce: oidc.randomNonce(), idTokenExpected: true, maxAge: 60 };
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri, scope: 'openid name address birthdate gender', acr_values: 'aal3', state: checks.expectedState,
    nonce: checks.expectedNonce, code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier), code_challenge_method: 'S256', ...query,
  });
  const answer = await fetch(url, { redirect: 'manual', headers: { 'X-Sample-Person': person } });
  assert.equal(answer.status, 303);
  const back = new URL(answer.headers.get('location'));
  return { back, tokens: await oidc.authorizationCodeGrant(config, back, change(checks)) };
}

async function refused(what, error, attempt) {
  await assert.rejects(attempt, (thrown) => (thrown.error ?? thrown.code) === error || assert.fail(`${what}: ${thrown.error ?? thrown}`));
  console.log(`ok ${what}: ${error}`);
}

const config = await discover(oidc.PrivateKeyJwt(key));
console.log('ok discovery');
const { tokens, back } = await signIn(config);
const claims = tokens.claims();
assert.equal(claims.acr, 'aal3');
assert.match(claims.sub, /^[A-Za-z0-9_-]{43}$/);
console.log('ok the ID token is validated, signature included');
const info = await oidc.fetchUserInfo(config, tokens.access_token, claims.sub);
assert.ok(info.name && info.address.formatted && /^\d{4}-\d\d-\d\d$/.test(info.birthdate) && ['male', 'female', 'other'].includes(info.gender));
console.log('ok userinfo names the same subject and gives the four attributes');
assert.equal((await signIn(config)).tokens.claims().sub, claims.sub);
console.log('ok the same person has the same subject');

await refused('another verifier', 'invalid_grant', signIn(config, (checks) => ({ ...checks, pkceCodeVerifier: oidc.randomPKCECodeVerifier() })));
await refused('without PKCE', 'invalid_request', signIn(config, undefined, { code_challenge: '', code_challenge_method: '' }));
await refused('another response type', 'unsupported_response_type', signIn(config, undefined, { response_type: 'token' }));
const used = new URL(back);
await refused('a code again', 'invalid_grant', oidc.authorizationCodeGrant(config, used,
  { pkceCodeVerifier: oidc.randomPKCECodeVerifier(), expectedState: used.searchParams.get('state'), expectedNonce: claims.nonce }));
const stranger = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
await refused('another key', 'invalid_client', signIn(await discover(oidc.PrivateKeyJwt({ key: stranger.privateKey, kid: jwk.kid }))));
const sameId = oidc.PrivateKeyJwt(key, { [oidc.modifyAssertion]: (_, payload) => { payload.jti = 'always the same'; } });
const repeating = await discover(sameId);
await signIn(repeating);
await refused('a jti again', 'invalid_client', signIn(repeating));
const elsewhere = oidc.PrivateKeyJwt(key, { [oidc.modifyAssertion]: (_, payload) => { payload.aud = 'https://other.example'; } });
await refused('an assertion for another provider', 'invalid_client', signIn(await discover(elsewhere)));
const asReal = oidc.PrivateKeyJwt(key, { [oidc.modifyAssertion]: (_, payload) => { payload.aud = config.serverMetadata().token_endpoint; } });
await signIn(await discover(asReal));
console.log('ok the token endpoint as audience');

console.log('rotate');
await lines.next();
assert.equal((await signIn(await discover(oidc.PrivateKeyJwt(key)))).tokens.claims().sub, claims.sub);
console.log('ok after a rotation the new key is found');
process.exit(0);
