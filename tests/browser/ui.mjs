// SPDX-License-Identifier: Apache-2.0
// The parts of the pages in a real browser: axe in every theme and language, reflow at 320 pixels and 400 %, keyboard, switches, furigana read once.
// node tests/browser/ui.mjs [--shots FOLDER]. Needs web/node_modules and a Chromium (IPPYO_CHROMIUM or /usr/bin/chromium).
import assert from 'node:assert/strict';
import {createServer} from 'node:http';
import {mkdirSync, readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const web = join(dirname(fileURLToPath(import.meta.url)), '../../web');
const need = createRequire(join(web, 'package.json'));
const {chromium} = need('playwright-core');
const esbuild = need('esbuild');
const shots = process.argv.includes('--shots') ? process.argv[process.argv.indexOf('--shots') + 1] : undefined;
if (shots) mkdirSync(shots, {recursive: true});

const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
  + "require-trusted-types-for 'script'; trusted-types 'none'";
const HTML = '<!doctype html><html lang="ja"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>parts</title>'
  + '<link rel="stylesheet" href="/gallery.css"><script type="module" src="/gallery.js"></script></head><body><div id="page"></div></body></html>';
const SIZES = {phone: {width: 360, height: 740}, tablet: {width: 768, height: 1024}, desk: {width: 1440, height: 900}};
const THEMES = ['light', 'dark', 'clear', 'yellow'];
const LANGUAGES = ['ja', 'easy', 'en'];
const RULES = {runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}};

async function served() {
  const built = await esbuild.build({entryPoints: [join(web, 'ui/gallery.tsx')], bundle: true, splitting: true, format: 'esm', write: false, outdir: '/', jsx: 'automatic',
    jsxImportSource: 'preact', charset: 'utf8', absWorkingDir: web, logLevel: 'warning'});
  const files = new Map(built.outputFiles.map((file) => [file.path, file.contents]));
  const server = createServer((request, response) => {
    const file = files.get(request.url);
    response.setHeader('Content-Security-Policy', CSP);
    response.setHeader('Content-Type', request.url.endsWith('.js') ? 'text/javascript' : request.url.endsWith('.css') ? 'text/css' : 'text/html');
    response.end(file ?? HTML);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return server;
}

const server = await served();
const browser = await chromium.launch({executablePath: process.env.IPPYO_CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox']});
const origin = `http://127.0.0.1:${server.address().port}/`;
const axe = readFileSync(need.resolve('axe-core/axe.min.js'), 'utf8');

async function gallery(size, settings, options = {}) {
  const context = await browser.newContext({viewport: size, locale: 'ja-JP', ...options});
  await context.addInitScript((stored) => localStorage.setItem('ippyo.settings', stored), JSON.stringify(settings));
  const page = await context.newPage();
  page.on('pageerror', (error) => assert.fail(`the page failed: ${error.message}`));
  page.on('console', (message) => { if (message.type() === 'error' && !/favicon/.test(message.location().url)) assert.fail(`the page complains: ${message.text()}`); });
  await page.goto(origin);
  await page.waitForSelector('h1');
  return page;
}

async function findings(page) {
  await page.evaluate(axe).catch(() => page.addScriptTag({content: axe}));
  const result = await page.evaluate((rules) => window.axe.run(document, rules), RULES);
  return result.violations.map((one) => `${one.id}: ${one.nodes.map((node) => `${node.target} ${node.any[0]?.message ?? ''}`).join(' | ')}`);
}

const CHECKS = {
  'axe finds nothing in any theme and language, also with the settings open': async () => {
    for (const theme of THEMES) {
      for (const language of LANGUAGES) {
        const page = await gallery(SIZES.phone, {theme, language, audio: true});
        assert.deepEqual(await findings(page), [], `${theme} ${language}`);
        await page.click('.settings-button');
        assert.deepEqual(await findings(page), [], `${theme} ${language} settings`);
        await page.context().close();
      }
    }
  },
  'nothing scrolls sideways at 320 pixels and 400 %': async () => {
    for (const language of LANGUAGES) {
      const page = await gallery({width: 320, height: 640}, {scale: 400, language});
      const wide = await page.evaluate(() => [document.documentElement.scrollWidth, [...document.querySelectorAll('main *, header *')]
        .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest('.table, .unseen')).map((one) => `${one.className || one.tagName}: ${one.textContent.slice(0, 20)}`)]);
      assert.deepEqual(wide, [320, []], language);
      await page.context().close();
    }
  },
  'every control is at least 44 pixels high': async () => {
    const page = await gallery(SIZES.phone, {});
    const small = await page.evaluate(() => [...document.querySelectorAll('button, a[href], summary, input:not([type=radio]):not([type=checkbox]), .option')]
      .filter((one) => one.getBoundingClientRect().height < 44).map((one) => one.outerHTML.slice(0, 80)));
    assert.deepEqual(small, []);
    await page.context().close();
  },
  'the first Tab reaches the settings; a dialog holds the focus, Esc closes it and gives the focus back': async () => {
    const page = await gallery(SIZES.desk, {});
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1');
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.className.includes('settings-button')), true);
    await page.keyboard.press('Enter');
    for (let i = 0; i < 40; i += 1) {
      await page.keyboard.press('Tab');
      assert.equal(await page.evaluate(() => document.activeElement.closest('dialog') !== null), true, `Tab ${i}`);
    }
    await page.keyboard.press('Escape');
    assert.equal(await page.evaluate(() => document.querySelector('dialog') === null && document.activeElement.className.includes('settings-button')), true);
    await page.context().close();
  },
  'the focus can be seen in every theme': async () => {
    for (const theme of THEMES) {
      const page = await gallery(SIZES.phone, {theme});
      await page.evaluate(() => document.activeElement.blur());
      await page.keyboard.press('Tab');
      const style = await page.evaluate(() => { const one = getComputedStyle(document.activeElement); return [one.outlineStyle, parseFloat(one.outlineWidth), one.boxShadow !== 'none']; });
      assert.deepEqual(style, ['solid', 4, true], theme);
      await page.context().close();
    }
  },
  'furigana are shown when wanted, and read once': async () => {
    const page = await gallery(SIZES.phone, {furigana: true, language: 'ja'});
    await page.waitForSelector('h1 ruby');
    const tree = await page.locator('h1').ariaSnapshot();
    assert.match(tree, /heading "部品の見本"/);
    assert.match(await page.locator('fieldset.choice').first().ariaSnapshot(), /radio "1 見本 太郎"/);
    await page.context().close();
  },
  'one switch: it moves by itself, a key presses, Escape ends it': async () => {
    const page = await gallery(SIZES.phone, {scan: 'one', seconds: 0.5});
    await page.waitForSelector('[data-scan]');
    await page.waitForFunction(() => document.querySelector('fieldset [data-scan="group"]'), undefined, {timeout: 30_000});
    await page.keyboard.press('Space');
    await page.waitForSelector('fieldset .option[data-scan="item"]');
    await page.keyboard.press('Space');
    await page.waitForSelector('fieldset input:checked');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !document.querySelector('[data-scan]') && !document.querySelector('.scan-bar'));
    await page.context().close();
  },
  'two switches: one moves, the other presses': async () => {
    const page = await gallery(SIZES.phone, {scan: 'two', next: 'KeyJ', select: 'KeyF'});
    await page.waitForSelector('[data-scan]');
    for (let i = 0; i < 60 && !(await page.$('fieldset [data-scan="group"]')); i += 1) await page.keyboard.press('KeyJ');
    await page.keyboard.press('KeyF');
    await page.keyboard.press('KeyJ');
    await page.keyboard.press('KeyF');
    assert.equal(await page.$eval('fieldset input:checked', (one) => one.value), '1');
    await page.context().close();
  },
  'settings are kept, and reset': async () => {
    const page = await gallery(SIZES.desk, {theme: 'yellow', language: 'en', scale: 150});
    assert.equal(await page.getAttribute('html', 'lang'), 'en');
    await page.click('.settings-button');
    await page.click('dialog >> text=Reset');
    assert.equal(await page.getAttribute('html', 'lang'), 'ja');
    assert.equal(await page.evaluate(() => localStorage.getItem('ippyo.settings')), null);
    await page.context().close();
  },
  'without a chosen theme the device decides': async () => {
    for (const [options, theme] of [[{colorScheme: 'dark'}, 'dark'], [{contrast: 'more'}, 'clear'], [{colorScheme: 'dark', contrast: 'more'}, 'yellow'], [{}, 'light']]) {
      const page = await gallery(SIZES.phone, {}, options);
      assert.equal(await page.getAttribute('html', 'data-theme'), theme);
      await page.context().close();
    }
  },
};

async function pictures() {
  for (const [name, size] of Object.entries(SIZES)) {
    for (const theme of THEMES) {
      const page = await gallery(size, {theme, language: theme === 'clear' ? 'easy' : theme === 'yellow' ? 'en' : 'ja'});
      await page.screenshot({path: join(shots, `parts-${name}-${theme}.png`), fullPage: true});
      await page.context().close();
    }
  }
  for (const scale of [200, 400]) {
    const page = await gallery(SIZES.phone, {scale, language: 'ja'});
    await page.screenshot({path: join(shots, `parts-phone-${scale}.png`)});
    await page.context().close();
  }
  const page = await gallery(SIZES.phone, {});
  await page.click('.settings-button');
  await page.screenshot({path: join(shots, 'settings-phone.png')});
  await page.context().close();
}

const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : '';
let failed = 0;
for (const [name, check] of Object.entries(CHECKS)) {
  if (!name.includes(only)) continue;
  try {
    await check();
    console.log(`ok   ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${name}\n${error.message}`);
  }
}
if (shots) await pictures();
await browser.close();
server.close();
process.exitCode = failed === 0 ? 0 : 1;
