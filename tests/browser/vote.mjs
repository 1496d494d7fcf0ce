// SPDX-License-Identifier: Apache-2.0
// vote.mjs PROGRAM MODULES CHROMIUM SCENARIO [--shots DIR]: a person enrols, votes, is told so, votes again, against the real services; the last vote counts.
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {chromiumOf, device, expectations, Rig} from './rig.mjs';

const [program, modules, executablePath, scenario] = process.argv.slice(2);
const shots = process.argv.includes('--shots') ? process.argv[process.argv.indexOf('--shots') + 1] : undefined;
if (shots) mkdirSync(shots, {recursive: true});
const tell = expectations();
const {expect} = tell;

const rig = await Rig.start(program, scenario);
const browser = await chromiumOf(modules, executablePath);
const press = (page, name) => page.getByRole('button', {name}).first().click();
const heading = (page) => page.getByRole('heading', {level: 1}).innerText();
const at = (page, text) => page.getByRole('heading', {level: 1, name: text}).waitFor();
let number = 0;
const shot = async (page, name) => {
  if (shots) await page.screenshot({path: join(shots, `${String(++number).padStart(2, '0')}-${name}.png`), fullPage: true});
};

/** The sample provider lets one choose who one is. */
async function provider(page, person) {
  await page.waitForURL((url) => url.port === new URL(rig.first.provider).port);
  await page.getByRole('button', {name: person.name}).click();
}

async function prove(page, person) {
  await at(page, 'デジタル認証アプリ');
  await shot(page, 'oidc');
  await press(page, '確認へ進む');
  await provider(page, person);
}

async function enrol(page, person) {
  await page.goto(person.link);
  await at(page, '本人確認の方法');
  expect('the letter is gone from the address', !page.url().includes('#'), page.url());
  await shot(page, 'ways');
  await showWay(page, person);
  await at(page, '続きから');
  await press(page, '確認する');
  await at(page, '登録できました');
  await shot(page, 'enrolled');
}

async function typeCode(page, code) {
  await page.getByRole('textbox', {name: '専用コード'}).fill(code);
  await press(page, 'このコードで進む');
}

/** Without PRF: the code is typed, the voter is told that the key stays here. */
async function enrolByHand(page, person) {
  await page.goto(`${rig.first.origin}/booth/`);
  await press(page, '通知書が届いた');
  await typeCode(page, person.code.replace(/.$/, person.code.endsWith('2') ? '3' : '2'));
  expect('a mistyped code is noticed before anything is sent', await page.getByText('通知書と見比べて').isVisible());
  await typeCode(page, person.code.toLowerCase().replaceAll('-', ' '));
  await at(page, '本人確認の方法');
  await showWay(page, person, async () => {
    await at(page, 'この端末だけに置かれます');
    await shot(page, 'device-key');
    await press(page, 'わかりました');
  });
  await at(page, '続きから');
  await press(page, '確認する');
  await at(page, '登録できました');
}

async function showWay(page, person, told = async () => undefined) {
  await page.getByRole('radio', {name: 'デジタル認証アプリ'}).check();
  await press(page, 'この方法で進む');
  await at(page, '投票用の鍵をつくります');
  await shot(page, 'passkey');
  await press(page, '鍵をつくる');
  await told();
  await prove(page, person);
}

async function openBallot(page, person) {
  await at(page, '投票用の鍵を開きます');
  await shot(page, 'unlock');
  await press(page, '鍵を開く');
  await prove(page, person);
  await at(page, '指紋・顔');
  await press(page, '確認する');
  await at(page, '投票の前に');
  await shot(page, 'before');
}

async function choose(page, mayor, council) {
  await press(page, '投票を始める');
  await at(page, '市長');
  await shot(page, 'contest');
  expect('nothing is chosen beforehand', (await page.locator('input:checked').count()) === 0);
  await press(page, '次へ進む');
  expect('without a choice one is told, not blamed', await page.getByText('だれも選ばないときは「白票」').first().isVisible());
  await page.locator(`input[value="${mayor}"]`).check();
  await press(page, '次へ進む');
  await page.locator(`input[value="${council}"]`).check();
  await shot(page, 'contest-2');
  await press(page, '見直しの画面へ');
  await at(page, 'これで送りますか');
}

async function seal(page) {
  await shot(page, 'review');
  await press(page, '封をして送る');
  await at(page, '受け付けました');
}

const records = (page) => page.evaluate(() => new Promise((done) => {
  const asked = indexedDB.open('ippyo', 1);
  asked.onsuccess = () => {
    const all = asked.result.transaction('records').objectStore('records').getAll();
    all.onsuccess = () => { asked.result.close(); done(all.result.map((one) => (one instanceof Uint8Array ? one.length : one.constructor.name)).sort()); };
  };
}));

try {
  const {visitors} = await rig.ask('letters');
  const person = visitors[0];
  const {page, faults, context} = await device(browser, {viewport: {width: 360, height: 740}});

  await page.goto(`${rig.first.origin}/booth/`);
  await page.getByRole('heading', {level: 1}).waitFor();
  await shot(page, 'home');
  await enrol(page, person);
  const shape = await records(page);
  const second = await device(browser, {prf: false, viewport: {width: 768, height: 1024}});
  await enrolByHand(second.page, visitors[1]);
  await rig.ask('close-enrolment');

  await page.goto(`${rig.first.origin}/booth/`);
  await press(page, /^投票する/);
  await openBallot(page, person);
  await choose(page, 1, 2);

  await page.goBack();
  await at(page, '市議会議員');
  await page.goForward();
  await at(page, 'これで送りますか');
  expect('back and forward go from contest to contest', true);

  await page.reload();
  await at(page, '投票用の鍵を開きます');
  await press(page, '鍵を開く');
  await page.getByRole('heading', {level: 1, name: /デジタル認証アプリ|市長|市議会|送りますか/}).waitFor();
  if (/デジタル/.test(await heading(page))) {
    await prove(page, person);
    await at(page, '指紋・顔');
    await press(page, '確認する');
  }
  await page.getByRole('heading', {level: 1, name: /市議会|市長/}).waitFor();
  expect('and the choices are still there', (await page.locator('input:checked').count()) === 1);
  while (!/送りますか/.test(await heading(page))) await press(page, /次へ進む|見直しの画面へ/);
  await seal(page);
  await shot(page, 'accepted');
  const promised = await page.getByText('までに掲示板に記録されます').first().innerText();
  expect('received, and by when it is recorded', /\d\d:\d\d/.test(promised), promised);
  expect('the code for the second device is the last screen', await page.locator('.show-check svg, .show-check img').first().isVisible().catch(() => false) || (await page.locator('.show-check').count()) > 0);
  expect('the store has the same shape as before any vote', JSON.stringify(await records(page)) === JSON.stringify(shape), [shape, await records(page)]);

  await page.reload();
  await at(page, '受け付けました');
  expect('"received" survives a reload', true);

  // Another tab of the same device: told where the voting goes on.
  const other = await context.newPage();
  await other.goto(`${rig.first.origin}/booth/`);
  await other.getByRole('heading', {level: 1, name: '別の画面で続いています'}).waitFor();
  expect('a second tab says where it goes on', true);
  await other.close();

  await rig.ask('epoch');
  await page.locator('[data-recorded="true"]').waitFor();
  await shot(page, 'recorded');
  expect('recorded is found by itself', true);

  await press(page, '最初の画面へ');
  await press(page, /^投票する/);
  await openBallot(page, person);
  await choose(page, 3, 4);
  await seal(page);
  const again = await page.getByText('までに掲示板に記録されます').first().innerText();
  expect('a second vote has the same words', again.replace(/\d\d:\d\d/, '') === promised.replace(/\d\d:\d\d/, ''), [promised, again]);
  await rig.ask('epoch');
  await page.locator('[data-recorded="true"]').waitFor();


  // A device without PRF, and a box that stops while the vote is being sent.
  const {page: tablet} = second;
  await tablet.goto(`${rig.first.origin}/booth/`);
  await press(tablet, /^投票する/);
  await at(tablet, '投票用の鍵を開きます');
  await press(tablet, '鍵を開く');
  await at(tablet, '通知書を読み取る');
  await typeCode(tablet, visitors[1].code);
  // Once is enough: for the key, and for the factor "code".
  await prove(tablet, visitors[1]);
  await at(tablet, '指紋・顔');
  await press(tablet, '確認する');
  await at(tablet, '投票用の鍵を開きます');
  await press(tablet, '鍵を開く');
  await typeCode(tablet, visitors[1].code);
  await at(tablet, '投票の前に');
  await choose(tablet, 0, 1);
  expect('a blank vote is asked about', await tablet.getByText('白票の投票があります').isVisible());
  await rig.ask('stop-box');
  await press(tablet, '封をして送る');
  await tablet.getByText('自動でやり直しています').waitFor();
  await shot(tablet, 'line');
  expect('a lost line is said, and nothing is called received', !/受け付けました/.test(await heading(tablet)));
  await rig.ask('start-box');
  await at(tablet, '受け付けました');
  expect('when the box is back the vote goes by itself', true);
  await rig.ask('epoch');

  await rig.ask('close');
  await page.goto(`${rig.first.origin}/booth/`);
  // "Received" goes at the end of the next epoch; by now it may be there or not.
  await at(page, /受け付けました|インターネットで投票/);
  if (/受け付けました/.test(await heading(page))) await press(page, '最初の画面へ');
  await press(page, '結果を見る');
  await at(page, '結果');
  await page.getByText('見本 候補03').first().waitFor();
  await shot(page, 'result');
  const result = (await page.locator('main').innerText()).replace(/\s+/g, ' ');
  expect('the last vote counts, not the first', /市長 .*?候補03当選 1 見本 候補01 0 /.test(result) && /白票 1 /.test(result), result);
  const all = [...faults, ...second.faults];
  expect('nothing failed in the page, and its rules of content were kept', all.length === 0, all);
} catch (error) {
  expect(String(error).split('\n')[0], false, String(error));
  for (const context of browser.contexts()) for (const page of context.pages()) {
    console.log('      page ' + page.url() + ' ' + (await page.locator('main').innerText().catch(() => '')).slice(0, 600).replace(/\n+/g, ' / '));
    await shot(page, 'failed');
  }
} finally {
  await browser.close();
  await rig.stop();
}
process.exit(tell.bad);
