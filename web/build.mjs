// SPDX-License-Identifier: Apache-2.0
// Bundles the pages: node build.mjs --out DIR [--only booth,check]. DIR/<page>/ gets index.html and assets/, each with a .gz beside it,
// and DIR/manifest.txt names every file with its SHA-256: what the commission announces on the board. [SPEC 8.3 page announcement]
import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {dirname, join, relative} from 'node:path';
import {fileURLToPath} from 'node:url';
import {gzipSync} from 'node:zlib';
import {build} from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const option = (name, otherwise) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : otherwise);
const out = option('--out', join(here, '../build/web'));
const pages = option('--only', 'booth,check,board').split(',').filter((page) => existsSync(join(here, page, 'main.tsx')));
const digest = (bytes, algorithm, encoding) => createHash(algorithm).update(bytes).digest(encoding);

const shared = {
  bundle: true, format: 'esm', target: ['es2020', 'chrome88', 'firefox85', 'safari15'], minify: true, metafile: true, legalComments: 'none',
  jsx: 'automatic', jsxImportSource: 'preact', logLevel: 'warning', charset: 'utf8', absWorkingDir: here,
};
const outputs = (result) => Object.entries(result.metafile.outputs);

/** Workers first: the page names them by their hash. `NAME.worker.ts` becomes the text WORKERS['NAME']. */
async function buildWorkers(page, folder) {
  const files = readdirSync(join(here, page)).filter((name) => name.endsWith('.worker.ts'));
  if (files.length === 0) return {};
  const result = await build({...shared, entryPoints: files.map((name) => join(page, name)), outdir: join(folder, 'assets'), entryNames: '[name]-[hash]'});
  return Object.fromEntries(outputs(result).map(([path, one]) =>
    [one.entryPoint.split('/').pop().replace('.worker.ts', ''), `/${page}/assets/${path.split('/').pop()}`]));
}

/** What the browser needs before anything is seen: the entry and what it imports without `import()`, entry first. */
function firstScripts(result, entry) {
  const found = [entry];
  for (const path of found)
    for (const one of result.metafile.outputs[path].imports)
      if (one.kind === 'import-statement' && !one.external && !found.includes(one.path)) found.push(one.path);
  return found;
}

/** One style sheet per page, linked from the start: what a part loaded later would bring is in it already, or the build stops. */
function onlyStyle(page, result, style) {
  for (const [path, one] of outputs(result).filter(([path]) => path.endsWith('.css') && path !== style)) {
    const missing = Object.keys(one.inputs).filter((input) => !style || !(input in result.metafile.outputs[style].inputs));
    if (missing.length > 0) throw new Error(`${page}: main.tsx must import ${missing.join(', ')}; nothing links the styles of parts that are loaded later`);
    rmSync(join(here, path));
  }
}

/** index.html with every first file under its hash; returns these files. */
function writeIndex(page, folder, result) {
  const [entry, {cssBundle: style}] = outputs(result).find(([, one]) => one.entryPoint === `${page}/main.tsx`);
  onlyStyle(page, result, style);
  const scripts = firstScripts(result, entry);
  const sealed = (path) => `"/${page}/assets/${path.split('/').pop()}" integrity="sha384-${digest(readFileSync(join(here, path)), 'sha384', 'base64')}"`;
  const html = readFileSync(join(here, 'page.html'), 'utf8')
    .replace('<!-- style -->', style ? `<link rel="stylesheet" href=${sealed(style)}>` : '')
    .replace('<!-- script -->', [`<script type="module" src=${sealed(entry)}></script>`,
      ...scripts.slice(1).map((path) => `<link rel="modulepreload" href=${sealed(path)}>`)].join('\n'));
  writeFileSync(join(folder, 'index.html'), html);
  return [join(folder, 'index.html'), ...[...scripts, ...(style ? [style] : [])].map((path) => join(here, path))];
}

async function buildPage(page) {
  const folder = join(out, page);
  rmSync(folder, {recursive: true, force: true});
  mkdirSync(join(folder, 'assets'), {recursive: true});
  const workers = await buildWorkers(page, folder);
  const result = await build({...shared, entryPoints: [join(page, 'main.tsx')], outdir: join(folder, 'assets'), splitting: true, entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]', assetNames: '[name]-[hash]', define: {WORKERS: JSON.stringify(workers)},
    loader: {'.toml': 'text', '.svg': 'file', '.woff2': 'file', '.mp3': 'file'}});
  return writeIndex(page, folder, result);
}

function files(folder) {
  return readdirSync(folder, {withFileTypes: true}).flatMap((one) => (one.isDirectory() ? files(join(folder, one.name)) : [join(folder, one.name)]));
}

const firstFiles = {};
for (const page of pages) firstFiles[page] = await buildPage(page);
const built = pages.flatMap((page) => files(join(out, page))).filter((path) => !path.endsWith('.gz')).sort();
for (const path of built) writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), {level: 9}));
const first = (firstFiles['booth'] ?? []).reduce((sum, path) => sum + statSync(`${path}.gz`).size, 0);
writeFileSync(join(out, 'manifest.txt'), built.map((path) => `${relative(out, path)} ${digest(readFileSync(path), 'sha256', 'hex')}\n`).join(''));
const limit = 150_000;
if (first > limit) {
  console.error(`build: the first load of the booth is ${first} bytes compressed; the limit is ${limit}`);
  process.exit(1);
}
console.log(`web: ${pages.join(', ')}; first load of the booth ${first} bytes compressed`);
