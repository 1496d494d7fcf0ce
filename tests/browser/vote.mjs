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
  await page.getByRole('radio', {name: 'デジタル認証アプリ'}).check();
  await press(page, 'この方法で進む');
  await at(page, '投票用の鍵をつくります');
  await shot(page, 'passkey');
  await press(page, '鍵をつくる');
  await prove(page, person);
  await at(page, '続きから');
  await press(page, '確認する');
  await at(page, '登録できました');
  await shot(page, 'enrolled');
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

  const counted = await rig.ask('close');
  await page.goto(`${rig.first.origin}/booth/`);
  await page.getByRole('heading', {level: 1}).waitFor();
  await shot(page, 'end');
  console.log('      ' + JSON.stringify(counted));
  expect('nothing failed in the page, and its rules of content were kept', faults.length === 0, faults);
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
