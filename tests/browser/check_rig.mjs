// SPDX-License-Identifier: Apache-2.0
// One origin for the tests of second device and public page: the built pages, a sample board that can grow or lie, and the real
// relay behind /relay/.
import {spawn} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer, request as ask} from 'node:http';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {createInterface} from 'node:readline';
import {fileURLToPath, pathToFileURL} from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const web = join(root, 'web');
export const need = createRequire(join(web, 'package.json'));
const esbuild = need('esbuild');
const TYPES = {html: 'text/html', js: 'text/javascript', css: 'text/css', json: 'application/json'};
const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; worker-src 'self'; "
  + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types ippyo";
// The casting device's part of the check, alone: the link comes behind '#'.
const CASTING = `
import {render} from 'preact';
import {parseCheckLink} from './device/checkCode.ts';
import {ShowCheck} from './pairing/ShowCheck.tsx';
import {Frame, Screen} from './ui/parts.ts';
import {offer} from './pairing/words.ts';
import {keepLook} from './ui/look.ts';
import {takeFragment} from './ui/router.ts';
keepLook();
const parsed = parseCheckLink(location.origin + '/check/#' + takeFragment());
const link = location.origin + '/check/#1.' + btoa(String.fromCharCode(...parsed.bytes)).replace(/\\+/g, '-').replace(/\\//g, '_');
render(<Frame title="見本"><Screen title={offer.title}><ShowCheck link={link} code={parsed.bytes} contests={parsed.code.contests.length}
  onGiven={() => { document.documentElement.dataset.given = 'yes'; }} /></Screen></Frame>, document.getElementById('page'));`;

async function bundle(folder, name, stdin, options) {
  const path = join(folder, name);
  await esbuild.build({stdin: {contents: stdin, resolveDir: web, loader: 'tsx'}, outfile: path, bundle: true, format: 'esm',
    jsx: 'automatic', jsxImportSource: 'preact', charset: 'utf8',
    logLevel: 'warning', ...options});
  return path;
}

/** The first line that the relay prints is its port. */
async function startRelay() {
  const program = process.env.IPPYO_RELAY ?? ['release', 'services', 'serve', 'check'].map((one) =>
    join(root, 'build', one, 'bin/ippyo-relay')).find(existsSync);
  if (!program) return undefined;
  const child = spawn(program, ['--port', '0'], {stdio: ['ignore', 'pipe', 'inherit']});
  for await (const line of createInterface({input: child.stdout})) return {port: Number(line), stop: () => child.kill('SIGTERM')};
  return undefined;
}

function forward(request, response, port) {
  const path = request.url.slice('/relay'.length);
  const inner = ask({host: '127.0.0.1', port, path, method: request.method,
    headers: {...request.headers, host: `127.0.0.1:${port}`}}, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  inner.on('error', () => response.destroy());
  request.pipe(inner);
}

/** `board` may be set to any source of the sample board, `cut` to lose every line to the board; `asked` collects its paths. */
export async function checkRig() {
  const folder = mkdtempSync(join(tmpdir(), 'ippyo-check-'));
  const relay = await startRelay();
  const built = spawn(process.execPath, [join(web, 'build.mjs'), '--out', join(folder, 'web'), '--only', 'check,board'],
    {stdio: ['ignore', 'ignore', 'inherit']});
  if ((await new Promise((done) => built.on('exit', done))) !== 0) throw new Error('the pages do not build');
  const sample = await bundle(folder, 'sample.mjs',
    "export {ownBallot} from './check/testBoard.ts'; export {checkLink} from './device/checkCode.ts';",
    {platform: 'node', target: 'node20', define: {SOURCE: JSON.stringify(root), WORKERS: '{}'}});
  await bundle(folder, 'web/casting.js', CASTING, {define: {WORKERS: '{}'}});
  writeFileSync(join(folder, 'web/casting.html'),
    readFileSync(join(web, 'page.html'), 'utf8').replace('<!-- style -->', '<link rel="stylesheet" href="/casting.css">')
    .replace('<!-- script -->', '<script type="module" src="/casting.js"></script>'));
  const {ownBallot, checkLink} = await import(pathToFileURL(sample));
  const own = await ownBallot();
  const state = {board: own.before, cut: false, now: 1_800_000_000, asked: []};
  const server = createServer((request, response) => {
    const url = request.url.split('?')[0];
    if (url.startsWith('/relay/')) return relay ? forward(request, response, relay.port) : response.writeHead(503).end();
    response.setHeader('content-security-policy', CSP);
    if (url === '/site.json') return response.setHeader('content-type', 'application/json')
      .end('{"office":{"name":"見本市選挙管理委員会","telephone":"000-000-0000","hours":"平日 9時から17時"}}');
    if (url === '/blank') return response.setHeader('content-type', 'text/html')
      .end('<!doctype html><html lang="ja"><title>blank</title>');
    if (url.startsWith('/ballot-box/')) {
      if (state.cut) return request.socket.destroy();
      const path = url.slice('/ballot-box/'.length);
      state.asked.push(path);
      const answer = path === 'epoch' ? JSON.stringify({now: state.now}) : state.board.answers.get(path);
      return answer === undefined ? response.writeHead(404).end() : response.end(answer);
    }
    const path = join(folder, 'web', url.endsWith('/') ? `${url}index.html` : url);
    if (!existsSync(path)) return response.writeHead(404).end();
    return response.setHeader('content-type', TYPES[path.split('.').pop()] ?? 'application/octet-stream').end(readFileSync(path));
  });
  await new Promise((ready) => server.listen(Number(process.env.IPPYO_PORT ?? 0), '127.0.0.1', ready));
  const origin = `http://localhost:${server.address().port}`;
  const link = (code) => checkLink(origin, code);
  return {
    state, own, origin, folder, relay: relay !== undefined,
      links: {good: link(own.code), spoiled: link(own.spoiled), void: link(own.void)},
    close: () => {
      relay?.stop();
      server.close();
      server.closeAllConnections();
      rmSync(folder, {recursive: true, force: true});
    },
  };
}
