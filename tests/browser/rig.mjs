// SPDX-License-Identifier: Apache-2.0
// A whole election under command for browser tests: `ippyo demo .. --serve --control`, one line in, one line out; Chromium beside it.
import {spawn} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';

export class Rig {
  static async start(program, scenario, more = []) {
    const rig = new Rig();
    rig.out = mkdtempSync(join(tmpdir(), 'ippyo-rig-'));
    rig.child = spawn(program, ['demo', scenario, '--out', join(rig.out, 'demo'), '--serve', '--control', ...more], {stdio: ['pipe', 'pipe', 'pipe']});
    rig.noise = '';
    rig.child.stderr.on('data', (text) => { rig.noise = (rig.noise + text).slice(-4000); });
    rig.waiting = [];
    createInterface({input: rig.child.stdout}).on('line', (line) => rig.waiting.shift()?.(line));
    rig.child.on('exit', () => rig.waiting.splice(0).forEach((done) => done('{"ok":false,"error":"the rig has ended"}')));
    rig.first = await rig.answer();
    return rig;
  }
  async answer() {
    const line = await new Promise((done) => this.waiting.push(done));
    const answer = JSON.parse(line);
    if (!answer.ok) throw new Error(`rig: ${line}\n${this.noise}`);
    return answer;
  }
  ask(command) {
    this.child.stdin.write(command + '\n');
    return this.answer();
  }
  async stop() {
    const ended = new Promise((done) => this.child.on('exit', done));
    this.child.stdin.end('quit\n');
    await ended;
    rmSync(this.out, {recursive: true, force: true});
  }
}

export async function chromiumOf(modules, executablePath, args = []) {
  const {chromium} = createRequire(modules + '/')('playwright-core');
  return chromium.launch({executablePath, args: ['--no-sandbox', ...args]});
}

/** A device of its own: storage, passkeys with PRF (or without), Japanese. */
export async function device(browser, {prf = true, ...options} = {}) {
  const context = await browser.newContext({locale: 'ja-JP', ...options});
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const faults = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => { if (message.type() === 'error' && /Content Security Policy|Trusted/.test(message.text())) faults.push(message.text()); });
  const devtools = await context.newCDPSession(page);
  await devtools.send('WebAuthn.enable', {enableUI: false});
  const {authenticatorId} = await devtools.send('WebAuthn.addVirtualAuthenticator', {options: {protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: 'internal',
    hasResidentKey: true, hasUserVerification: true, hasPrf: prf, isUserVerified: true, automaticPresenceSimulation: true}});
  return {context, page, devtools, authenticatorId, faults};
}

/** One line per expectation, as everywhere; `bad` is the exit status. */
export function expectations() {
  const tell = {bad: 0};
  tell.expect = (name, ok, shown) => {
    console.log((ok ? 'ok    ' : 'FAIL  ') + name);
    if (!ok) tell.bad = 1, console.log('      ' + JSON.stringify(shown)?.slice(0, 2000));
  };
  return tell;
}
