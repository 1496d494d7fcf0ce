// SPDX-License-Identifier: Apache-2.0
// A foreign OpenID provider set up as デジタル認証アプリ: private_key_jwt only, PKCE required, ES256, pairwise subjects, acr.
// node server.mjs NODE_MODULES < client registration (JSON on one line); prints its issuer. A line "rotate" on stdin changes its key.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { generateKeyPairSync } from 'node:crypto';
import { pathToFileURL } from 'node:url';

const require = createRequire(process.argv[2] + '/');
const { default: Provider } = await import(pathToFileURL(require.resolve('oidc-provider')));

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const client = JSON.parse((await lines.next()).value);
const server = createServer();
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const issuer = `http://127.0.0.1:${server.address().port}`;

function signingKey(kid) {
  const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  return { ...jwk, kid, alg: 'ES256', use: 'sig' };
}

function provider(kid) {
  return new Provider(issuer, {
    jwks: { keys: [signingKey(kid)] },
    cookies: { keys: ['a test and nothing else'] },
    clients: [{
      client_id: client.client_id,
      redirect_uris: [client.redirect_uri],
      response_types: ['code'],
      grant_types: ['authorization_code'],
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'ES256',
      id_token_signed_response_alg: 'ES256',
      subject_type: 'pairwise',
      require_auth_time: true,
      jwks: { keys: [client.jwk] },
    }],
    clientAuthMethods: ['private_key_jwt'],
    enabledJWA: { idTokenSigningAlgValues: ['ES256'], clientAuthSigningAlgValues: ['ES256'] },
    responseTypes: ['code'],
    subjectTypes: ['pairwise'],
    pairwiseIdentifier: (_, account, { clientId }) => `ppid-${clientId}-${account}`,
    pkce: { required: () => true },
    acrValues: ['aal2', 'aal3'],
    claims: { openid: ['sub'], acr: null, auth_time: null, name: ['name'], address: ['address'], birthdate: ['birthdate'], gender: ['gender'] },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({
        sub: id, name: '試験　太郎', address: { formatted: '茨城県つくば市小田1番地' },
        birthdate: '1980-12-31', gender: 'male',
      }),
    }),
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    features: { devInteractions: { enabled: false } },
  });
}

/// The pages of the sign-in: one form that names the account (a name that begins with "weak" has shown no card), one that agrees.
async function interact(op, request, response) {
  const { prompt, params, session } = await op.interactionDetails(request, response);
  if (request.method !== 'POST') {
    response.setHeader('Content-Type', 'text/html');
    response.end(`<form method="post" action="${request.url}"><input type="hidden" name="prompt" value="${prompt.name}"></form>`);
    return;
  }
  let body = '';
  for await (const part of request) body += part;
  const account = new URLSearchParams(body).get('login');
  if (prompt.name === 'login') {
    const login = { accountId: account, acr: account.startsWith('weak') ? 'aal2' : 'aal3' };
    await op.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false });
    return;
  }
  const grant = new op.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  await op.interactionFinished(request, response, { consent: { grantId: await grant.save() } }, { mergeWithLastSubmission: true });
}

let op = provider('first');
server.on('request', (request, response) => {
  if (!request.url.startsWith('/interaction/')) return op.callback()(request, response);
  return interact(op, request, response).catch((error) => response.writeHead(500).end(String(error)));
});
console.log(issuer);
for await (const line of lines) {
  if (line === 'rotate') {
    op = provider('second');
    console.log('rotated');
  }
}
process.exit(0);
