// SPDX-License-Identifier: Apache-2.0
// passkey_browser.mjs MODULES CHROMIUM PORT: Chromium with a virtual authenticator against tests/passkey_server. One line per expectation.
import http from 'node:http';
import {createRequire} from 'node:module';

const [modules, executablePath, port] = process.argv.slice(2);
const {chromium} = createRequire(modules + '/')('playwright-core');
const own = `http://localhost:${port}`;
let bad = 0;
function expect(name, ok, shown) {
  console.log((ok ? 'ok    ' : 'FAIL  ') + name);
  if (!ok) bad = 1, console.log(JSON.stringify(shown));
}

const browser = await chromium.launch({executablePath, args: ['--no-sandbox']});
const page = await (await browser.newContext()).newPage();
page.setDefaultTimeout(15000);
// A site of somebody else: the same script at another origin, and our page inside a frame of it.
const html = await (await fetch(own)).text();
const site = http.createServer((request, reply) => {
  reply.setHeader('Content-Type', 'text/html');
  reply.end(request.url === '/frame' ? `<iframe src="${own}/" allow="publickey-credentials-get *"></iframe>` : html);
});
await new Promise(done => site.listen(0, 'localhost', done));
const foreign = `http://localhost:${site.address().port}`;
const devtools = await page.context().newCDPSession(page);
await devtools.send('WebAuthn.enable', {enableUI: false});
const authenticator = async changes => (await devtools.send('WebAuthn.addVirtualAuthenticator', {options: {
  protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: 'internal', hasResidentKey: true, hasUserVerification: true, hasPrf: true,
  isUserVerified: true, automaticPresenceSimulation: true, ...changes}})).authenticatorId;
const authenticatorId = await authenticator({});
const run = (action, argument, frame = page) =>
  frame.evaluate(([a, x]) => window.passkey[a](x).catch(e => ({error: e.name})), [action, argument]);
const send = (path, body) => page.evaluate(([p, b]) => window.passkey.ask(p, b), [path, body]);

await page.goto(own);
const made = await run('register');
expect('a registration is accepted', made.judged?.word === 'accepted', made);
expect('the key is ES256', made.judged?.algorithm === -7, made.judged);
expect('the PRF is there at the registration', /^[0-9a-f]{64}$/.test(made.prf ?? ''), made.prf);
const first = await run('login');
expect('a login is accepted', first.judged?.word === 'accepted' && first.judged.counter > 0, first);
expect('the PRF at the login is that of the registration', first.prf === made.prf, [first.prf, made.prf]);
const other = await run('login', {extensions: {prf: {eval: {first: 'AAAA'}}}});
expect('another salt gives another PRF', other.judged?.word === 'accepted' && other.prf && other.prf !== made.prf, other);

expect('the same answer again is refused by its counter', (await send('/login', other.answer)).word === 'counter');
await send('/login/options');
expect('the same answer to a later question is refused', (await send('/login', other.answer)).word === 'challenge');
await send('/registration/options');
expect('a registration repeated is refused', (await send('/registration', made.answer)).word === 'challenge');

const leak = await run('get', await send('/login/options'));
expect('an answer with the PRF in it is refused', (await send('/login', leak.whole)).word === 'prf-leak', leak.whole.clientExtensionResults);
expect('and counts without it', (await send('/login', leak.answer)).word === 'accepted');

const anotherKind = await run('register', {pubKeyCredParams: [{type: 'public-key', alg: -8}]});
expect('an EdDSA key is accepted where the browser has one', anotherKind.error || anotherKind.judged?.algorithm === -8, anotherKind);
const rsa = await run('register', {pubKeyCredParams: [{type: 'public-key', alg: -257}]});
expect('an RSA key is accepted where the browser has one', rsa.error || rsa.judged?.algorithm === -257, rsa);
console.log(`      (EdDSA: ${anotherKind.error ?? 'made'}, RSA: ${rsa.error ?? 'made'})`);
const again = await run('register', {attestation: 'direct'});
expect('an attestation that nobody asked for is not looked at', again.judged?.word === 'accepted', again);

const question = await send('/login/options');
await page.goto(foreign + '/');
const elsewhere = await run('get', question);
await page.goto(own);
expect('an answer made on another site is refused', (await send('/login', elsewhere.answer)).word === 'origin', elsewhere);
await page.goto(foreign + '/frame');
const frame = await (await page.waitForSelector('iframe')).contentFrame();
await frame.waitForFunction(() => window.passkey);
const framed = await run('login', {}, frame);
expect('our page inside a frame of another site is refused', framed.judged?.word === 'origin', framed);

// Last: after some failures the authenticator blocks itself, as a real one does.
await page.goto(own);
await devtools.send('WebAuthn.setUserVerified', {authenticatorId, isUserVerified: false});
const failed = await run('login');
expect('a fingerprint that is not known stops the browser', failed.error === 'NotAllowedError', failed);
await devtools.send('WebAuthn.removeVirtualAuthenticator', {authenticatorId});
await authenticator({transport: 'usb', hasUserVerification: false});
const simple = await run('register');
expect('so does a key that cannot verify anybody', simple.error === 'NotAllowedError', simple);
const lax = await run('register', {authenticatorSelection: {residentKey: 'discouraged', userVerification: 'discouraged'}, extensions: {}});
expect('a page that does not ask for it is refused by the server', lax.judged?.word === 'user-verification', lax);

await browser.close();
site.close();
process.exit(bad);
