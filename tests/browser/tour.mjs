// SPDX-License-Identifier: Apache-2.0
// A tour of the booth against the real services: every screen on a voter's way, in order, each shown to `visit(name, page)`.
// And what several looks at screens share: the way to a ballot, settings changed on a loaded screen.
import {chromiumOf, device, Rig} from './rig.mjs';

export const at = (page, text) => page.getByRole('heading', {level: 1, name: text}).waitFor();
export const press = (page, name) => page.getByRole('button', {name}).first().click();
export const heading = (page) => page.getByRole('heading', {level: 1}).innerText();

/** node SCRIPT PROGRAM MODULES CHROMIUM SCENARIO ..: the real services beside one browser. */
export async function openTour(more = []) {
  const [program, modules, executablePath, scenario] = process.argv.slice(2);
  const rig = await Rig.start(program, scenario, more);
  const browser = await chromiumOf(modules, executablePath);
  return {rig, browser, modules, close: async () => { await browser.close(); await rig.stop(); }};
}

/** Settings that this device has from its first page on. */
export const settled = (made, settings) => made.context.addInitScript((stored) => {
  if (localStorage.getItem('ippyo.settings') === null) localStorage.setItem('ippyo.settings', stored);
}, JSON.stringify({language: 'ja', theme: 'light', ...settings}));

/** Through the panel of settings, as a person does it, but without waiting for a hand: the screen stays the same one. */
export async function look(page, wanted) {
  await page.evaluate(async (pairs) => {
    const until = async (is) => {
      for (let i = 0; i < 200 && !is(); i += 1) await new Promise((done) => { setTimeout(done, 10); });
    };
    const open = document.querySelector('dialog[open]') !== null;
    if (!open) document.querySelector('.settings-button').click();
    await until(() => document.querySelector('dialog[open]'));
    for (const [name, value] of pairs) {
      const all = `dialog input[name="setting-${name}"]`;
      const choice = () => [...document.querySelectorAll(all)].find((one) => one.value === value);
      choice()?.click();
      await until(() => !choice() || choice().checked);
    }
    if (!open) document.querySelector('dialog .actions .primary').click();
    await until(() => open || !document.querySelector('dialog'));
  }, Object.entries(wanted));
  if (wanted.furigana === 'on' && wanted.language !== 'en') await page.waitForSelector('ruby, .reading', {state: 'attached'});
}

/** The sample provider's own page is not ours: there a voter uses what the device offers. */
export async function provider(rig, page, person) {
  await page.waitForURL((url) => url.port === new URL(rig.first.provider).port);
  await page.getByRole('button', {name: person.name}).click();
}

async function prove(rig, page, person, visit = async () => undefined, name = 'prove-app') {
  await at(page, 'デジタル認証アプリ');
  await visit(name, page);
  await press(page, '確認へ進む');
  await provider(rig, page, person);
}

export async function enrol(rig, page, person, visit = async () => undefined) {
  await page.goto(person.link);
  await at(page, '本人確認の方法');
  await visit('enrol-way', page);
  await page.getByRole('radio', {name: 'デジタル認証アプリ'}).check();
  await press(page, 'この方法で進む');
  await at(page, '投票用の鍵をつくります');
  await visit('enrol-passkey', page);
  await press(page, '鍵をつくる');
  await prove(rig, page, person, visit, 'enrol-app');
  await at(page, '続きから');
  await visit('enrol-again', page);
  await press(page, '確認する');
  await at(page, '登録できました');
  await visit('enrol-done', page);
}

export async function openBallot(rig, page, person, visit = async () => undefined) {
  await page.goto(`${rig.first.origin}/booth/`);
  await page.getByRole('button', {name: /^投票する/}).waitFor();
  await visit('home-voting', page);
  await press(page, /^投票する/);
  await at(page, '投票用の鍵を開きます');
  await visit('vote-key', page);
  await press(page, '鍵を開く');
  await prove(rig, page, person, visit, 'vote-app');
  await at(page, '指紋・顔');
  await visit('vote-passkey', page);
  await press(page, '確認する');
  await at(page, '投票の前に');
  await visit('vote-before', page);
}

/** From "before" to the review. */
export async function choose(page, mayor, council, visit = async () => undefined) {
  await press(page, '投票を始める');
  await at(page, '市長');
  await visit('contest-mayor', page);
  await press(page, '次へ進む');
  await page.locator('.faults').waitFor();
  await visit('contest-missing', page);
  await page.locator(`input[value="${mayor}"]`).check();
  await press(page, '次へ進む');
  await at(page, '市議会議員');
  await visit('contest-council', page);
  await page.locator(`input[value="${council}"]`).check();
  await visit('contest-chosen', page);
  await press(page, '見直しの画面へ');
  await at(page, 'これで送りますか');
  await visit('review', page);
}

async function application(page, visit) {
  await press(page, 'これから申し込む');
  await page.locator('#name').waitFor();
  await visit('apply-who', page);
  await press(page, '次へ進む');
  await page.locator('.faults').waitFor();
  await visit('apply-faults', page);
  for (const [id, text] of Object.entries({name: '見本 太郎', kana: 'みほん たろう', 'birth-year': '15', 'birth-month': '3', 'birth-day': '2',
    address: '見本市見本一丁目90001番地'})) await page.fill(`#${id}`, text);
  await page.selectOption('#birth-era', 'showa');
  await press(page, '次へ進む');
  await page.locator('input[value="sight"]').check();
  await page.locator('input[value="medical-note"]').check();
  await page.fill('#ground', '目が見えません。');
  await visit('apply-why', page);
  await press(page, '次へ進む');
  await page.fill('#postal', '000-0000');
  await visit('apply-post', page);
  await press(page, '次へ進む');
  await page.locator('#declared').check();
  await visit('apply-review', page);
  await press(page, '申し込みを送る');
  await page.locator('.big-digits').waitFor();
  await visit('apply-sent', page);
}

/** Screens that everybody may open at any time, by the browser's history, as after a reload there. */
const ANY_TIME = ['status', 'help', 'report', 'questionnaire', 'information', 'letter'];
export async function toPlace(page, screen) {
  await page.evaluate((name) => history.pushState({ippyo: {screen: name}}, ''), screen);
  await page.reload();
  await page.waitForFunction(() => document.querySelector('h1') && !document.querySelector('main progress'));
}

async function letterByHand(page, visit) {
  await press(page, '文字のボタンで入れる');
  await press(page, 'このコードで進む');
  await page.locator('.field-error').waitFor();
  await visit('letter-keypad', page);
  await press(page, /QR|カメラ/);
  await page.locator('.notice.warning').waitFor();
  await visit('letter-camera-refused', page);
}

/** Without PRF, with a card: the key stays here; the card program does not answer. */
async function otherDevice(rig, browser, person, visit, options) {
  const made = await device(browser, {prf: false, ...options});
  const {page, context} = made;
  await settled(made, {});
  await page.goto(person.link);
  await at(page, '本人確認の方法');
  await page.getByRole('radio', {name: 'マイナンバーカード'}).check();
  await press(page, 'この方法で進む');
  await press(page, '鍵をつくる');
  await at(page, 'この端末だけに置かれます');
  await visit('enrol-device-key', page);
  await press(page, 'わかりました');
  await at(page, 'マイナンバーカードで確認');
  await visit('enrol-card', page);
  await press(page, 'カードの画面をひらく');
  await at(page, 'カードのプログラム');
  await visit('enrol-pairing', page);
  await page.getByRole('textbox').fill('0000 0000 0000 0000');
  await press(page, 'つなぐ');
  await page.locator('[data-word]').waitFor();
  await visit('trouble', page);
  await context.close();
  return made.faults;
}

async function afterSending(rig, page, context, visit) {
  await rig.ask('stop-box');
  await press(page, '封をして送る');
  await page.getByText('自動でやり直しています').waitFor();
  await visit('sending', page);
  await rig.ask('start-box');
  await at(page, '受け付けました');
  await page.locator('.show-check svg.qr').waitFor();
  await visit('accepted', page);
  await page.locator('.show-check summary').click();
  await press(page, '番号で');
  await page.locator('.big-digits').waitFor();
  await visit('accepted-number', page);
  const other = await context.newPage();
  await other.goto(`${rig.first.origin}/booth/`);
  await at(other, '別の画面で続いています');
  await visit('elsewhere', other);
  await other.close();
  await rig.ask('epoch');
  await page.locator('[data-recorded="true"]').waitFor({timeout: 60_000});
  await visit('accepted-recorded', page);
}

async function afterClosing(rig, page, visit) {
  await rig.ask('close');
  await page.goto(`${rig.first.origin}/booth/`);
  await at(page, /受け付けました|インターネットで投票/);
  if (/受け付けました/.test(await heading(page))) await press(page, '最初の画面へ');
  await page.getByRole('button', {name: '結果を見る'}).waitFor();
  await visit('home-result', page);
  await press(page, '結果を見る');
  await page.locator('main table').first().waitFor();
  await visit('result', page);
  await toPlace(page, 'vote');
  await visit('vote-over', page);
}

/** Every screen once. Returns what the pages complained about. */
export async function tour({rig, browser}, visit, options = {}) {
  const {visitors} = await rig.ask('letters');
  const made = await device(browser, options);
  const {page, context} = made;
  await settled(made, {});
  await page.goto(`${rig.first.origin}/booth/`);
  await page.locator('.card-button').first().waitFor();
  await visit('home', page);
  await page.locator('.settings-button').click();
  await visit('settings', page);
  await page.keyboard.press('Escape');
  await application(page, visit);
  for (const screen of ANY_TIME) {
    await toPlace(page, screen);
    await visit(screen, page);
  }
  await letterByHand(page, visit);
  const other = await otherDevice(rig, browser, visitors[1], visit, options);
  await enrol(rig, page, visitors[0], visit);
  await toPlace(page, 'vote');
  await visit('vote-not-yet', page);
  await press(page, '最初の画面へ');
  await rig.ask('close-enrolment');
  await openBallot(rig, page, visitors[0], visit);
  await choose(page, 1, 0, visit);
  await afterSending(rig, page, context, visit);
  await afterClosing(rig, page, visit);
  await context.close();
  return [...made.faults, ...other];
}

/** What stood where when a tour ended before its end. */
export async function whereabouts(browser) {
  const lines = [];
  for (const context of browser.contexts()) {
    for (const page of context.pages())
      lines.push(`${page.url()} ${(await page.locator('main').innerText().catch(() => '')).slice(0, 500).replace(/\n+/g, ' / ')}`);
  }
  return lines;
}
