// SPDX-License-Identifier: Apache-2.0
// Home, application, status, help, report, questionnaire, result and information in a real browser, with sample answers of the services.
// node tests/browser/screens.mjs [--shots FOLDER] [--only PART OF A NAME] [--all]: with --all every theme in every language
import assert from 'node:assert/strict';
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {findings, LANGUAGES, option, run, SIZES, stage, sticksOut, THEMES, tooSmall} from './stage.mjs';

const QUESTIONS = {questions: [{id: 'easy', kind: 'scale', ja: '使いやすかったですか', easy: '使いやすかったですか', en: 'Was it easy?'},
  {id: 'where', kind: 'choice', ja: 'どこで投票しましたか', easy: 'どこで 投票しましたか', en: 'Where did you vote?', choices: [{id: 'home', ja: '自宅', easy: '家', en: 'At home'},
    {id: 'hospital', ja: '病院', easy: '病院', en: 'Hospital'}]}, {id: 'hard', kind: 'text', ja: '難しかったところ', easy: 'むずかしかった ところ', en: 'What was hard?'}]};
const answers = {
  'GET /site.json': [200, {office: {name: '見本市選挙管理委員会', telephone: '000-000-0000', hours: '平日 8時30分から17時15分'}}],
  'GET /manifest.txt': [200, 'booth/index.html 00\n'],
  'GET /registrar/questionnaire': [200, QUESTIONS],
  'POST /registrar/questionnaire': [201, {}],
  'POST /registrar/applications': [201, {reference: '0123456789', state: 'received'}],
  'POST /registrar/applications/status': [200, {state: 'approved', changed_at: 1_800_000_000, letter: true}],
  'POST /registrar/reports': [201, {number: '123456'}],
};
const {open, close, asked} = await stage('screens_page.tsx', answers);
const all = process.argv.includes('--all');
const PATHS = ['home', 'apply', 'status', 'help', 'report', 'questionnaire', 'result', 'information'];
const pathOf = (screen) => `/?screen=${screen}`;
const settled = (page) => page.waitForFunction(() => !document.querySelector('main progress') || document.title.includes('ページ') || document.title.includes('About'));
const asked_of = (path) => asked.filter((one) => one.path === path && one.body).map((one) => one.body);
const press = (page, label) => page.locator('main button', {hasText: label}).first().click();

async function fillWho(page) {
  await page.fill('#name', '見本 太郎');
  await page.fill('#kana', 'みほん たろう');
  await page.selectOption('#birth-era', 'showa');
  await page.fill('#birth-year', '１５');
  await page.fill('#birth-month', '3');
  await page.fill('#birth-day', '2');
  await page.fill('#address', '見本市見本一丁目90001番地');
}

const CHECKS = {
  'axe finds nothing on any screen; controls are large': async () => {
    for (const [at, screen] of PATHS.entries()) {
      for (const [index, theme] of THEMES.entries()) {
        const languages = all ? LANGUAGES : [LANGUAGES[(at + index) % 3]];
        for (const language of languages) {
          const {page, done} = await open(SIZES.phone, {theme, language}, {}, pathOf(screen));
          await settled(page);
          assert.deepEqual(await findings(page), [], `${screen} ${theme} ${language}`);
          assert.deepEqual(await tooSmall(page), [], screen);
          await done();
        }
      }
    }
  },
  'nothing sticks out at 320 pixels and 400 %': async () => {
    for (const screen of PATHS) {
      for (const language of LANGUAGES) {
        const {page, done} = await open({width: 320, height: 640}, {scale: 400, language}, {}, pathOf(screen));
        await settled(page);
        assert.deepEqual(await sticksOut(page), [], `${screen} ${language}`);
        await done();
      }
    }
  },
  'an application is written, looked over and sent once; the number stands there': async () => {
    const {page, done} = await open(SIZES.phone, {}, {}, pathOf('apply'));
    await press(page, '次へ進む');
    assert.equal(await page.evaluate(() => document.activeElement.className.includes('faults')), true);
    assert.equal(await page.locator('.faults li').count(), 4);
    await fillWho(page);
    await press(page, '次へ進む');
    await page.waitForSelector('fieldset input[value="sight"]');
    await page.check('input[value="sight"]', {force: true});
    await page.check('input[value="medical-note"]', {force: true});
    await page.fill('#ground', '目が見えません。');
    await press(page, '次へ進む');
    await page.fill('#postal', '３０５ー８５５５');
    await press(page, '次へ進む');
    await page.waitForSelector('#declared');
    await press(page, '申し込みを送る');
    assert.match(await page.textContent('.faults'), /宣誓/);
    await page.check('#declared', {force: true});
    await page.locator('.actions .primary').dblclick();
    await page.waitForSelector('.big-digits');
    assert.equal(await page.textContent('.big-digits .unseen'), '0 1 2, 3 4 5, 6 7 8 9');
    assert.deepEqual(asked_of('/registrar/applications'), [{name: '見本 太郎', kana: 'みほん たろう', birth: '1940-03-02', address: '見本市見本一丁目90001番地', category: 'sight',
      ground: '目が見えません。', letter: 'print', evidence: '診断書その他の医療機関の書面', postal_code: '305-8555', declaration: true}]);
    assert.equal(await page.evaluate(() => sessionStorage.getItem('ippyo.application')), null);
    await done();
  },
  'a reload and the back button lose nothing of a draft; nobody jumps over a step': async () => {
    const {page, done} = await open(SIZES.phone, {}, {}, pathOf('apply'));
    await page.waitForSelector('#name');
    await fillWho(page);
    await press(page, '次へ進む');
    await page.waitForSelector('#ground');
    await page.reload();
    await page.waitForSelector('#ground');
    await page.goBack();
    await page.waitForSelector('#name');
    assert.equal(await page.inputValue('#name'), '見本 太郎');
    await page.fill('#name', '');
    await page.goForward();
    await page.waitForSelector('#name');
    await done();
  },
  'the state of an application by number and birth; a wrong number is said beside its field': async () => {
    const {page, done} = await open(SIZES.phone, {}, {}, pathOf('status'));
    await page.fill('#reference', '123');
    await press(page, '調べる');
    assert.match(await page.textContent('#reference-error'), /10けた/);
    await page.fill('#reference', '0123-456-789');
    await page.fill('#birth-year', '15');
    await page.fill('#birth-month', '3');
    await page.fill('#birth-day', '2');
    await press(page, '調べる');
    await page.waitForSelector('.notice.ok');
    assert.deepEqual(asked_of('/registrar/applications/status'), [{reference: '0123456789', birth: '1940-03-02'}]);
    await done();
  },
  'a report leaves nothing on the device, and one press leaves the screen': async () => {
    const {page, done} = await open(SIZES.phone, {}, {}, pathOf('home'));
    await page.locator('footer button', {hasText: 'おどされた'}).click();
    await page.waitForSelector('#what');
    const secret = '家族に命令されました';
    await page.check('input[value="pressure"]', {force: true});
    await page.fill('#what', secret);
    assert.equal(await page.getAttribute('#what', 'autocomplete'), 'off');
    const kept = () => page.evaluate(() => JSON.stringify([{...localStorage}, {...sessionStorage}, history.state, document.cookie, location.href]));
    assert.equal((await kept()).includes(secret), false);
    await press(page, '知らせる');
    await page.waitForSelector('.notice.ok');
    assert.deepEqual(asked_of('/registrar/reports'), [{kind: 'pressure', text: secret}]);
    assert.equal((await kept()).includes(secret), false);
    await page.context().route('https://www.jma.go.jp/**', (route) => route.fulfill({contentType: 'text/html', body: '<h1>elsewhere</h1>'}));
    await press(page, 'すぐに画面を変える');
    await page.waitForURL('https://www.jma.go.jp/**');
    await page.goBack();
    assert.match(await page.textContent('h1'), /インターネットで投票する/);
    await done();
  },
  'a questionnaire sends only what was answered': async () => {
    const {page, done} = await open(SIZES.phone, {}, {}, pathOf('questionnaire'));
    await page.waitForSelector('input[name="q-easy"]');
    await page.check('input[name="q-easy"][value="4"]', {force: true});
    await press(page, '答えを送る');
    await page.waitForSelector('.notice.ok');
    assert.deepEqual(asked_of('/registrar/questionnaire'), [{answers: {easy: 4}}]);
    await done();
  },
  'a page that is not the announced one says so': async () => {
    const {page, done} = await open(SIZES.phone, {}, {}, '/?screen=information&differs');
    await page.waitForSelector('.notice.bad');
    assert.match(await page.textContent('.notice.bad'), /違います/);
    await done();
  },
};

async function pictures() {
  for (const [name, size] of Object.entries(SIZES)) {
    for (const screen of PATHS) {
      const {page, done} = await open(size, {}, {}, pathOf(screen));
      await settled(page);
      await page.waitForTimeout(200);
      await page.screenshot({path: join(shots, `${screen}-${name}.png`), fullPage: true});
      await done();
    }
  }
  for (const [name, settings] of Object.entries({dark: {theme: 'dark'}, clear: {theme: 'clear', language: 'easy'}, yellow: {theme: 'yellow', language: 'en'}, large: {scale: 200}, largest: {scale: 400}})) {
    const {page, done} = await open(SIZES.phone, settings, {}, '/?screen=home&phase=open&standing=enrolled');
    await page.waitForTimeout(300);
    await page.screenshot({path: join(shots, `home-${name}.png`), fullPage: name !== 'largest'});
    await done();
  }
}

await run(CHECKS);
const shots = option('--shots');
if (shots) {
  mkdirSync(shots, {recursive: true});
  await pictures();
}
await close();
