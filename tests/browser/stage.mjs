// SPDX-License-Identifier: Apache-2.0
// A stage for parts and screens without services: bundles one entry, serves it under the page's own CSP, opens it in Chromium, looks at it with axe.
import assert from 'node:assert/strict';
import {createServer} from 'node:http';
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const web = join(here, '../../web');
const need = createRequire(join(web, 'package.json'));
const {chromium} = need('playwright-core');
const esbuild = need('esbuild');
const axe = readFileSync(need.resolve('axe-core/axe.min.js'), 'utf8');

const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
  + "require-trusted-types-for 'script'; trusted-types 'none'";
const HTML = '<!doctype html><html lang="ja"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>stage</title>'
  + '<link rel="icon" href="data:,"><link rel="stylesheet" href="/page.css"><script type="module" src="/page.js"></script></head><body><div id="page"></div></body></html>';
const RULES = {runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}};
const types = {js: 'text/javascript', css: 'text/css', json: 'application/json', txt: 'text/plain'};

export const SIZES = {phone: {width: 360, height: 740}, tablet: {width: 768, height: 1024}, desk: {width: 1440, height: 900}};
export const THEMES = ['light', 'dark', 'clear', 'yellow'];
export const LANGUAGES = ['ja', 'easy', 'en'];
export const option = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined);

/** `answers`: [status, body object or text] by "METHOD /path"; every request is kept in `asked`. */
export async function stage(entry, answers = {}) {
  const built = await esbuild.build({entryPoints: {page: join(here, entry)}, bundle: true, splitting: true, format: 'esm', write: false, outdir: '/', jsx: 'automatic',
    jsxImportSource: 'preact', charset: 'utf8', absWorkingDir: web, nodePaths: [join(web, 'node_modules')], loader: {'.toml': 'text'}, define: {WORKERS: '{}'}, logLevel: 'warning'});
  const files = new Map(built.outputFiles.map((file) => [file.path, file.contents]));
  const asked = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    const answer = answers[`${request.method} ${request.url}`];
    response.setHeader('Content-Security-Policy', CSP);
    if (answer) {
      asked.push({path: request.url, body: body === '' ? undefined : JSON.parse(body)});
      response.writeHead(answer[0], {'Content-Type': answer[0] < 400 ? 'application/json' : 'application/problem+json'});
      return response.end(typeof answer[1] === 'string' ? answer[1] : JSON.stringify(answer[1]));
    }
    response.setHeader('Content-Type', types[request.url.split('.').pop()] ?? 'text/html');
    response.end(files.get(request.url) ?? HTML);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  const browser = await chromium.launch({executablePath: process.env.IPPYO_CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox']});
  return {
    asked,
    /** A page of its own context; errors of the page and refusals of its CSP fail the test. */
    async open(size, settings, options = {}, path = '/', before = undefined) {
      const context = await browser.newContext({viewport: size, locale: 'ja-JP', ...options});
      await context.addInitScript((stored) => { if (!localStorage.getItem('staged')) { localStorage.setItem('staged', '1'); localStorage.setItem('ippyo.settings', stored); } },
        JSON.stringify({language: 'ja', ...settings}));
      if (before) await context.addInitScript(before);
      const page = await context.newPage();
      const complaints = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => { if (message.type() === 'error' && !/status of (4|5)\d\d/.test(message.text())) complaints.push(message.text()); });
      await page.goto(`http://127.0.0.1:${server.address().port}${path}`);
      await page.waitForSelector('h1');
      return {page, done: async () => { await context.close(); assert.deepEqual(complaints, [], 'the page complains'); }};
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}

export async function findings(page) {
  await page.evaluate(axe);
  const result = await page.evaluate((rules) => window.axe.run(document, rules), RULES);
  return result.violations.map((one) => `${one.id}: ${one.nodes.map((node) => `${node.target} ${node.any[0]?.message ?? ''}`).join(' | ')}`);
}

/** What stands out at the right: nothing may, except inside a table that scrolls by itself. */
export function sticksOut(page) {
  return page.evaluate(() => [document.documentElement.scrollWidth > innerWidth ? `page ${document.documentElement.scrollWidth}` : '',
    ...[...document.querySelectorAll('main *, header *, footer *, dialog *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest('.table, .unseen'))
      .map((one) => `${one.getAttribute('class') ?? one.tagName}: ${one.textContent.slice(0, 20)}`)].filter(Boolean));
}

export function tooSmall(page) {
  return page.evaluate(() => [...document.querySelectorAll('button, a[href], summary, select, input:not([type=radio]):not([type=checkbox]), .option')]
    .filter((one) => one.getClientRects().length > 0 && one.getBoundingClientRect().height < 44).map((one) => one.outerHTML.slice(0, 80)));
}

export async function run(checks) {
  const only = option('--only') ?? '';
  for (const [name, check] of Object.entries(checks)) {
    if (!name.includes(only)) continue;
    try {
      await check();
      console.log(`ok   ${name}`);
    } catch (error) {
      process.exitCode = 1;
      console.log(`FAIL ${name}\n${error.message}`);
    }
  }
}
