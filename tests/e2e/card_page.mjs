// SPDX-License-Identifier: Apache-2.0
// card_page.mjs MODULES CHROMIUM BIN FOLDER PORT [PICTURES]: a booth's page, the agent's page and a voter who has a keyboard and no mouse.
import {spawn} from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import {createRequire} from 'node:module';
import readline from 'node:readline';

const [modules, executablePath, bin, folder, port, pictures] = process.argv.slice(2);
const require = createRequire(modules + '/');
const {chromium} = require('playwright-core');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
let bad = 0;
function expect(name, ok, shown) {
  console.log((ok ? 'ok    ' : 'FAIL  ') + name);
  if (!ok) bad = 1, console.log(JSON.stringify(shown, null, 1));
}

/// A program that is asked line by line.
function program(name, args, env = process.env) {
  const child = spawn(`${bin}/${name}`, args, {stdio: ['pipe', 'pipe', 'inherit'], env});
  const lines = readline.createInterface({input: child.stdout})[Symbol.asyncIterator]();
  return {child, line: async () => (await lines.next()).value, ask: async line => { child.stdin.write(line + '\n'); return (await lines.next()).value; }};
}
const site = handler => new Promise(done => {
  const server = http.createServer(handler);
  server.listen(0, 'localhost', () => done([server, `http://localhost:${server.address().port}`]));
});
const blank = (request, reply) => { reply.setHeader('Content-Type', 'text/html'); reply.end('<!doctype html><title>x</title>'); };
const [boothServer, boothOrigin] = await site(blank);
const [evilServer, evilOrigin] = await site(blank);

const cards = program('ippyo-virtual-card', ['--folder', folder + '/pki', '--port', port]);
await cards.ask('new taro name=試験　太郎');
await cards.ask('new other next');
const agent = program('ippyo-card', ['--port', '0', '--origin', boothOrigin]);
const own = 'http://localhost:' + await agent.line();
const pairing = (await agent.line()).split(' ')[1];

const browser = await chromium.launch({executablePath, args: ['--no-sandbox']});
const context = await browser.newContext({locale: 'ja-JP'});
const booth = await context.newPage();
const page = await context.newPage();
for (const p of [booth, page]) p.setDefaultTimeout(15000);
await booth.goto(boothOrigin);

const call = (from, path, body, secret = pairing) => from.evaluate(async ([url, b, s]) => {
  const options = {headers: {'X-Ippyo-Pairing': s}};
  if (b) Object.assign(options, {method: 'POST', body: JSON.stringify(b), headers: {...options.headers, 'Content-Type': 'application/json'}});
  try { const r = await fetch(url, options); return {status: r.status, ...await r.json()}; } catch (e) { return {error: e.name}; }
}, [own + path, body, secret]);
const claim = {kind: 'claim', title: 'つくば市長選挙・つくば市議会議員選挙(見本)', claim: '0123456789abcdef'.repeat(4), attributes: true};
const statement = {kind: 'statement', title: claim.title, statement: 'インターネット投票の登録申請\n選挙：つくば市長選挙(見本)\n登録する鍵：'
  + '0123456789abcdef'.repeat(4) + '\n日付：2026-11-25\n私は、この選挙のインターネット投票に、上の鍵をもつ端末を登録します。'};
const start = async body => { const made = await call(booth, '/requests', body); await page.goto(made.page); return made; };
const state = () => page.evaluate(() => document.body.dataset.state);
const becomes = wanted => page.waitForFunction(w => document.body.dataset.state === w, wanted).catch(() => {});

/// Axe, no sideways scrolling, targets large enough.
async function look(name, wanted) {
  if (wanted) await becomes(wanted);
  for (const [width, height] of [[360, 740], [1280, 800]]) {
    await page.setViewportSize({width, height});
    if (width === 360 || ['claim', 'statement'].includes(name)) {
      await page.evaluate(axe);
      const found = await page.evaluate(() => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']}));
      expect(`${name} at ${width}: axe-core finds nothing`, found.violations.length === 0,
        found.violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 160))]));
    }
    const layout = await page.evaluate(() => ({
      wide: document.documentElement.scrollWidth > innerWidth,
      small: [...document.querySelectorAll('a:not(.skip), button, input:not([type=hidden]):not([type=checkbox]), .check')]
        .filter(e => e.offsetParent).map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
        .filter(([, r]) => r.width < 44 || r.height < 44).map(([h, r]) => [h, r.width, r.height])}));
    expect(`${name} at ${width}: fits, and every target is 44 pixels`, !layout.wide && layout.small.length === 0, layout);
    if (pictures) await page.screenshot({path: `${pictures}/${name}-${width}.png`, fullPage: true});
  }
}
const focused = () => page.evaluate(() => { const e = document.activeElement; return e.id || e.name || e.value || e.tagName; });
async function tab_to(id) {
  for (let i = 0; i < 60 && await focused() !== id; ++i) await page.keyboard.press('Tab');
  return await focused() === id;
}

// ---- states before a card is there
await start(claim);
await look('no-card', 'no-card');
await cards.ask('insert other');
await look('not-my-number-card', 'not-my-number-card');
await cards.ask('remove');
await cards.ask('insert taro');
await look('claim', 'pin');
await page.goto(page.url() + '?lang=easy');
await look('claim-easy', 'pin');
await page.goto(page.url().replace('easy', 'en'));
await look('claim-english', 'pin');
expect('the language stays in the page', (await page.textContent('h1')).includes('Identify yourself'));

// ---- the keyboard alone
let made = await start(claim);
await becomes('pin');
expect('Tab comes to the PIN', await tab_to('pin'));
await page.keyboard.type('0000');
await page.keyboard.press('Enter');
await page.waitForSelector('#error');
expect('the error has the focus', await focused() === 'error');
await look('pin-wrong', 'pin');
expect('Tab goes on to the PIN', await tab_to('pin'));
await page.keyboard.type('1234');
expect('and to the switch that shows it', await tab_to('show'));
await page.keyboard.press('Space');
expect('which shows it', await page.getAttribute('#pin', 'type') === 'text');
expect('and to the one button that signs', await tab_to('sign'));
await page.keyboard.press('Enter');
await becomes('done');
await look('done', 'done');
const given = await call(booth, '/requests/' + made.request);
expect('the booth gets the signature, once', given.state === 'done' && given.attributes.name === '試験　太郎', given);
expect('and not twice', (await call(booth, '/requests/' + made.request)).status === 410);

// ---- the keys on the screen, pasting, small letters
made = await start(statement);
await look('statement', 'pin');
for (const key of ['A', 'B', 'C', '1', '2', '4']) await page.click(`.keypad button:text-is("${key}")`);
await page.click('.keypad button:text-is("1文字消す")');
await page.click('.keypad button:text-is("3")');
expect('the keys on the screen type', await page.inputValue('#pin') === 'ABC123');
await page.click('button.main');
await becomes('done');
expect('a statement is signed', (await call(booth, '/requests/' + made.request)).state === 'done');

// ---- stopping, the last try, blocking
made = await start(claim);
await page.click('.cancel button');
await look('cancelled', 'refused');
expect('the booth hears of it', (await call(booth, '/requests/' + made.request)).word === 'cancelled');
await page.goto(own + '/page/' + '0'.repeat(32));
await look('gone', 'gone');
made = await start({...claim, attributes: false});
for (let i = 0; i < 2; ++i) {
  await page.fill('#pin', '0000');
  await page.click('button.main');
  await page.waitForSelector('#error');
  if (i === 0) await page.goto(page.url());
}
await page.waitForSelector('#last');
await look('last-try', 'pin');
await page.fill('#pin', '0000');
await page.click('button.main');
expect('the last try is not sent without its confirmation', await page.isVisible('#last:invalid'));
await page.check('#last');
await page.click('button.main');
await look('blocked', 'refused');
expect('the booth hears that it is blocked', (await call(booth, '/requests/' + made.request)).word === 'pin-blocked');
await start({...claim, attributes: false});
await look('blocked-before', 'pin-blocked');

// ---- other sites
const evil = await context.newPage();
await evil.goto(evilOrigin);
expect('another site cannot ask, even with the secret', (await call(evil, '/requests', claim)).error === 'TypeError');
expect('nor read', (await call(evil, '/status')).error === 'TypeError');
expect('the booth without the secret is refused', (await call(booth, '/requests', claim, 'WRONG')).status === 403);
const framed = await evil.evaluate(url => new Promise(done => {
  const f = document.createElement('iframe');
  f.onload = () => { try { done(f.contentDocument === null ? 'blocked' : 'open'); } catch { done('blocked'); } };
  f.src = url; document.body.append(f); setTimeout(() => done('blocked'), 3000);
}), page.url());
expect('the page cannot be framed', framed === 'blocked' && !evil.frames().some(f => f.url().startsWith(own)), framed);
expect('the booth cannot read the page where the PIN is typed',
  await booth.evaluate(url => fetch(url).then(() => 'read').catch(e => e.name), page.url()) === 'TypeError');

// ---- a computer without the PC/SC service
const alone = program('ippyo-card', ['--port', '0', '--origin', boothOrigin], {...process.env, PCSCLITE_CSOCK_NAME: folder + '/nothing'});
const aloneOwn = 'http://localhost:' + await alone.line(), alonePairing = (await alone.line()).split(' ')[1];
const other = await (await fetch(aloneOwn + '/requests', {method: 'POST', body: JSON.stringify(claim), headers: {
  Origin: boothOrigin, 'X-Ippyo-Pairing': alonePairing, 'Content-Type': 'application/json'}})).json();
await page.goto(other.page);
await look('reader-service', 'reader-service');

// ---- a kit with a camera: the face before the PIN
const kit = program('face_kit', [boothOrigin, folder + '/face-pki']);
const kitOwn = 'http://localhost:' + await kit.line(), kitPairing = (await kit.line()).split(' ')[1];
const faced = await (await fetch(kitOwn + '/requests', {method: 'POST', body: JSON.stringify({...claim, attributes: false, face: true}), headers: {
  Origin: boothOrigin, 'X-Ippyo-Pairing': kitPairing, 'Content-Type': 'application/json'}})).json();
await page.goto(faced.page);
await look('face', 'face');
const printed = {number_birth: '020102', number_expiry: '2033', number_code: '1234'};
async function type_number() {
  for (const [id, digits] of Object.entries(printed)) {
    expect(`Tab comes to ${id}`, await tab_to(id));
    await page.keyboard.type(digits);
  }
  await page.keyboard.press('Enter');
}
await type_number();
await page.waitForSelector('#error');
expect('another face is said, with the focus', await focused() === 'error' && (await page.textContent('#error')).includes('写真と合いませんでした'));
await look('face-differs', 'face');
for (const id of Object.keys(printed)) {
  await page.focus('#' + id);
  for (const key of printed[id] + '9') await page.click(`.keypad button:text-is("${key}")`);
}
expect('the keys on the screen stop at the length of the part', await page.inputValue('#number_birth') === printed.number_birth);
await page.click('button.main');
await look('face-found', 'pin');
await page.fill('#pin', '1234');
await page.click('button.main');
await becomes('done');
expect('after the face the PIN is as always', await state() === 'done');

await browser.close();
for (const server of [boothServer, evilServer]) server.close();
for (const p of [cards, agent, alone, kit]) p.child.kill();
process.exit(bad);
