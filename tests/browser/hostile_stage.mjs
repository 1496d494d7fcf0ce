// SPDX-License-Identifier: Apache-2.0
// The stage of the hostile tests: real services whose every text is an attack, browsers that go through a liar, and a voter who goes on all the same.
import {mkdtempSync, rmSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {startLiar} from './liar.mjs';
import {chromiumOf, device, expectations, Rig} from './rig.mjs';

const here = dirname(fileURLToPath(import.meta.url));
export const root = join(here, '../..');

/** Boards that are signed by keys we hold, for lies that only log and cosigners together can tell; letters and codes for them. */
async function sampleBoards(modules) {
  const folder = mkdtempSync(join(tmpdir(), 'ippyo-sample-'));
  const path = join(folder, 'sample.mjs');
  const esbuild = createRequire(modules + '/')('esbuild');
  const contents = `export {ownBallot} from './check/testBoard.ts'; export {checkLink} from './device/checkCode.ts'; export {letterUrl, parseLetter} from './device/codes.ts';
    export {openElection} from './record/election.ts'; export {hash32} from './core/hash.ts';
    export {Encoder} from './core/bytes.ts'; export {AMENDMENT, INCIDENT} from './record/entry.ts'; export {SampleBoard} from './record/sampleBoard.ts';`;
  await esbuild.build({stdin: {contents, resolveDir: join(root, 'web'), loader: 'ts'}, outfile: path, bundle: true, platform: 'node', format: 'esm', target: 'node20',
    define: {SOURCE: JSON.stringify(root), WORKERS: '{}'}, logLevel: 'warning', nodePaths: [join(modules, 'node_modules')]});
  const sample = await import(pathToFileURL(path));
  rmSync(folder, {recursive: true});
  return {...sample, own: await sample.ownBallot()};
}

/** Of a machine that does much else besides. */
const PATIENCE = 60_000;

export class Stage {
  static async open(program, modules, executablePath, port) {
    const stage = new Stage();
    Object.assign(stage, expectations(), {devices: []});
    stage.rig = await Rig.start(program, join(here, 'hostile.toml'), port ? ['--port', port] : []);
    stage.origin = stage.rig.first.origin;
    stage.browser = await chromiumOf(modules, executablePath);
    stage.sample = await sampleBoards(modules);
    return stage;
  }
  async close() {
    await this.browser.close();
    for (const {liar} of this.devices) liar.close();
    await this.rig.stop();
  }

  /** A device of its own behind a liar of its own. Violations of the page's policy are kept in the page itself. */
  async device(options = {}) {
    const liar = await startLiar();
    const made = await device(this.browser, {viewport: {width: 360, height: 740}, proxy: liar.proxy, ...options});
    made.context.setDefaultTimeout(PATIENCE);
    made.page.setDefaultTimeout(PATIENCE);
    await made.context.addInitScript(() => {
      window.violations = [];
      addEventListener('securitypolicyviolation', ({effectiveDirective, blockedURI}) => window.violations.push(`${effectiveDirective} ${blockedURI}`));
    });
    const one = {...made, liar, name: `device ${this.devices.length + 1}`};
    this.devices.push(one);
    return one;
  }

  /** One part; what goes wrong in it is told, and the next part begins honestly. */
  async part(name, act) {
    console.log(`-- ${name}`);
    try {
      await act();
    } catch (error) {
      this.expect(`${name}: ${String(error).split('\n')[0]}`, false, String(error.stack).split('\n').slice(0, 8).join(' | '));
      for (const {page, name: which} of this.devices) {
        if (!page.isClosed()) console.log(`      ${which} ${page.url()} ${(await page.locator('main').innerText().catch(() => '')).slice(0, 400).replace(/\n+/g, ' / ')}`);
      }
    }
    for (const {liar} of this.devices) liar.honest();
  }
}

export const at = (page, text) => page.getByRole('heading', {level: 1, name: text}).waitFor();
export const press = (page, name) => page.getByRole('button', {name}).first().click();
export const heading = (page) => page.getByRole('heading', {level: 1}).innerText();

/** Frame by frame, until something is so on our side. */
export async function until(page, there) {
  for (let frame = 0; frame < 1_200 && !there(); frame++) await page.evaluate(() => new Promise(requestAnimationFrame));
}

/** By the browser's history, as after a reload there. */
export async function toPlace(page, screen) {
  await page.evaluate((name) => history.pushState({ippyo: {screen: name}}, ''), screen);
  await page.reload();
}

/** The word under which the page stopped, and the sentence that it shows for it. */
export async function stopped(page) {
  const said = page.locator('[data-word]').first();
  await said.waitFor();
  return {word: await said.getAttribute('data-word'), sentence: await said.innerText()};
}

export class Voter {
  constructor(stage, device, person) {
    Object.assign(this, {stage, person, page: device.page, liar: device.liar, home: `${stage.origin}/booth/`});
  }
  async open() {
    await this.page.goto('about:blank');
    await this.page.goto(this.home);
    await this.page.getByRole('heading', {level: 1}).waitFor();
  }
  /** To the ballot, from wherever the page begins. */
  async begin() {
    await this.open();
    if (/受け付けました/.test(await heading(this.page))) await press(this.page, '最初の画面へ');
    await press(this.page, /^投票する/);
  }
  async prove() {
    const {page} = this;
    await at(page, 'デジタル認証アプリ');
    await press(page, '確認へ進む');
    await page.waitForURL((url) => url.port === new URL(this.stage.rig.first.provider).port);
    await page.getByRole('button', {name: this.person.name}).click();
  }
  async enrol() {
    const {page} = this;
    await page.goto(this.person.link);
    await at(page, '本人確認の方法');
    await page.getByRole('radio', {name: 'デジタル認証アプリ'}).check();
    await press(page, 'この方法で進む');
    await at(page, '投票用の鍵をつくります');
    await press(page, '鍵をつくる');
    await this.prove();
    await at(page, '続きから');
    await press(page, '確認する');
    await at(page, '登録できました');
  }
  async openBallot() {
    await this.show();
    await at(this.page, '投票の前に');
  }
  /** Key, provider, passkey. */
  async show() {
    const {page} = this;
    await page.getByRole('heading', {level: 1, name: /投票用の鍵を開きます|デジタル認証アプリ/}).waitFor();
    if (/鍵/.test(await heading(page))) await press(page, '鍵を開く');
    await this.prove();
    await at(page, '指紋・顔');
    await press(page, '確認する');
  }
  async choose(mayor, council) {
    const {page} = this;
    await press(page, '投票を始める');
    await at(page, '市長');
    await page.locator(`input[value="${mayor}"]`).check();
    await press(page, '次へ進む');
    await at(page, '市議会議員');
    await page.locator(`input[value="${council}"]`).check();
    await press(page, '見直しの画面へ');
    await at(page, 'これで送りますか');
  }
  async recorded() {
    await this.page.locator('[data-recorded="true"]').waitFor();
  }
  /** The address that the picture for the second device holds. */
  async checkLink() {
    await this.page.locator('.show-check summary').click();
    return this.page.locator('.show-check a[href*="/check/#"]').getAttribute('href');
  }
}
