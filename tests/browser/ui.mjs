// SPDX-License-Identifier: Apache-2.0
// The parts of the pages in a real browser: axe in every theme and language, reflow at 320 pixels and 400 %, keyboard, switches, furigana read once.
// node tests/browser/ui.mjs [--shots FOLDER] [--only PART OF A NAME]. Needs web/node_modules and a Chromium (IPPYO_CHROMIUM or /usr/bin/chromium).
import assert from 'node:assert/strict';
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {findings, LANGUAGES, option, run, SIZES, stage, sticksOut, THEMES, tooSmall} from './stage.mjs';

const shots = option('--shots');
const {open, close} = await stage('parts_page.tsx');

/** A device with a Japanese voice, which notes what it is given to say. */
function voices() {
  window.spoken = [];
  const voice = {lang: 'ja-JP', localService: true};
  const said = (words) => { window.spoken.push(words.text); setTimeout(() => words.onend?.()); };
  Object.defineProperty(window, 'speechSynthesis', {value: {getVoices: () => [voice], speak: said, cancel() {}, addEventListener() {}, removeEventListener() {}}});
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
}

const CHECKS = {
  'axe finds nothing in any theme and language, also with the settings open': async () => {
    for (const theme of THEMES) {
      for (const language of LANGUAGES) {
        const {page, done} = await open(SIZES.phone, {theme, language, audio: true});
        assert.deepEqual(await findings(page), [], `${theme} ${language}`);
        await page.click('.settings-button');
        assert.deepEqual(await findings(page), [], `${theme} ${language} settings`);
        await done();
      }
    }
  },
  'nothing scrolls sideways at 320 pixels and 400 %': async () => {
    for (const language of LANGUAGES) {
      const {page, done} = await open({width: 320, height: 640}, {scale: 400, language});
      assert.deepEqual(await sticksOut(page), [], language);
      await done();
    }
  },
  'every control is at least 44 pixels high': async () => {
    const {page, done} = await open(SIZES.phone, {});
    assert.deepEqual(await tooSmall(page), []);
    await done();
  },
  'the first Tab reaches the settings; a dialog holds the focus, Esc closes it and gives the focus back': async () => {
    const {page, done} = await open(SIZES.desk, {});
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.className.includes('settings-button')), true);
    await page.keyboard.press('Enter');
    for (let i = 0; i < 40; i += 1) {
      await page.keyboard.press('Tab');
      assert.equal(await page.evaluate(() => document.activeElement.closest('dialog') !== null), true, `Tab ${i}`);
    }
    await page.keyboard.press('Escape');
    assert.equal(await page.evaluate(() => document.querySelector('dialog') === null && document.activeElement.className.includes('settings-button')), true);
    await done();
  },
  'the focus can be seen in every theme': async () => {
    for (const theme of THEMES) {
      const {page, done} = await open(SIZES.phone, {theme});
      await page.keyboard.press('Tab');
      const style = await page.evaluate(() => { const one = getComputedStyle(document.activeElement); return [one.outlineStyle, parseFloat(one.outlineWidth), one.boxShadow !== 'none']; });
      assert.deepEqual(style, ['solid', 4, true], theme);
      await done();
    }
  },
  'furigana are shown when wanted, and read once': async () => {
    const {page, done} = await open(SIZES.phone, {furigana: true, language: 'ja'});
    await page.waitForSelector('h1 ruby');
    // Chromium puts spaces around ruby; every word is there once, and no reading of it.
    const tree = (await page.locator('h1').ariaSnapshot()).replace(/ /g, '');
    assert.match(tree, /heading"部品の見本"/);
    assert.match(await page.locator('fieldset.choice').first().ariaSnapshot(), /radio "1 みほん たろう"/);
    await done();
  },
  'one switch: it moves by itself, a key presses, Escape ends it': async () => {
    const {page, done} = await open(SIZES.phone, {scan: 'one', seconds: 0.5});
    await page.waitForSelector('[data-scan]');
    await page.waitForFunction(() => document.querySelector('fieldset [data-scan="group"]'), undefined, {timeout: 30_000});
    await page.keyboard.press('Space');
    await page.waitForSelector('fieldset .option[data-scan="item"]');
    await page.keyboard.press('Space');
    await page.waitForSelector('fieldset input:checked');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !document.querySelector('[data-scan]') && !document.querySelector('.scan-bar'));
    await done();
  },
  'two switches: one moves, the other presses': async () => {
    const {page, done} = await open(SIZES.phone, {scan: 'two', next: 'KeyJ', select: 'KeyF'});
    await page.waitForSelector('[data-scan]');
    for (let i = 0; i < 60 && !(await page.$('fieldset [data-scan="group"]')); i += 1) await page.keyboard.press('KeyJ');
    await page.keyboard.press('KeyF');
    await page.keyboard.press('KeyJ');
    await page.keyboard.press('KeyF');
    assert.equal(await page.$eval('fieldset input:checked', (one) => one.value), '1');
    await done();
  },
  'audio mode reads the screen with kana as notified, the focus, and a secret only when asked': async () => {
    const {page, done} = await open(SIZES.phone, {audio: true}, {}, '/', voices);
    const spoken = () => page.evaluate(() => window.spoken);
    await page.waitForFunction(() => window.spoken.includes('部品の見本') && window.spoken.some((one) => one.includes('あと5分')));
    assert.equal((await spoken()).some((one) => one.replace(/\s+/g, '').includes('1、みほんたろう')), true);
    assert.equal((await spoken()).some((one) => /1 2 3 4, 5 6 7 8|ABCD|abcd/.test(one)), false);
    await page.focus('#mail');
    await page.waitForFunction(() => window.spoken[window.spoken.length - 1].startsWith('氏名'));
    await page.locator('.big-number button').click();
    await page.waitForFunction(() => window.spoken.some((one) => one.includes('1 2 3 4, 5 6 7 8')));
    await done();
  },
  'without a voice the page says so in words': async () => {
    const {page, done} = await open(SIZES.phone, {audio: true});
    assert.match(await page.textContent('.audio-bar'), /声がありません/);
    await done();
  },
  'settings are kept, and reset': async () => {
    const {page, done} = await open(SIZES.desk, {theme: 'yellow', language: 'en', scale: 150});
    assert.equal(await page.getAttribute('html', 'lang'), 'en');
    await page.click('.settings-button');
    await page.click('dialog >> text=Reset');
    assert.equal(await page.getAttribute('html', 'lang'), 'ja');
    assert.equal(await page.evaluate(() => localStorage.getItem('ippyo.settings')), null);
    await done();
  },
  'without a chosen theme the device decides': async () => {
    for (const [options, theme] of [[{colorScheme: 'dark'}, 'dark'], [{contrast: 'more'}, 'clear'], [{colorScheme: 'dark', contrast: 'more'}, 'yellow'], [{}, 'light']]) {
      const {page, done} = await open(SIZES.phone, {}, options);
      assert.equal(await page.getAttribute('html', 'data-theme'), theme);
      await done();
    }
  },
};

async function pictures() {
  for (const [name, size] of Object.entries(SIZES)) {
    for (const theme of THEMES) {
      const {page, done} = await open(size, {theme, language: theme === 'clear' ? 'easy' : theme === 'yellow' ? 'en' : 'ja'});
      await page.screenshot({path: join(shots, `parts-${name}-${theme}.png`), fullPage: true});
      await done();
    }
  }
  for (const scale of [200, 400]) {
    const {page, done} = await open(SIZES.phone, {scale, language: 'ja'});
    await page.screenshot({path: join(shots, `parts-phone-${scale}.png`)});
    await done();
  }
  const {page, done} = await open(SIZES.phone, {});
  await page.click('.settings-button');
  await page.screenshot({path: join(shots, 'settings-phone.png')});
  await done();
}

await run(CHECKS);
if (shots) {
  mkdirSync(shots, {recursive: true});
  await pictures();
}
await close();
