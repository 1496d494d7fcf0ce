// SPDX-License-Identifier: Apache-2.0
// Runs the unit tests beside the code: node test.mjs [part of a path ..]. Each x.test.ts is bundled, then run by node --test.
import {spawnSync} from 'node:child_process';
import {mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join, relative} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const wanted = process.argv.slice(2);
function tests(folder) {
  return readdirSync(folder, {withFileTypes: true}).flatMap((one) => {
    const path = join(folder, one.name);
    if (one.isDirectory()) return one.name === 'node_modules' ? [] : tests(path);
    return /\.test\.tsx?$/.test(one.name) ? [path] : [];
  });
}
const chosen = tests(here).filter((path) => wanted.length === 0 || wanted.some((part) => relative(here, path).includes(part)));
if (chosen.length === 0) {
  console.error('test: no such test');
  process.exit(2);
}
const out = mkdtempSync(join(tmpdir(), 'ippyo-web-tests-'));
try {
  await build({entryPoints: chosen, outdir: out, outbase: here, bundle: true, platform: 'node', format: 'esm', target: 'node20', sourcemap: 'inline',
    outExtension: {'.js': '.mjs'}, jsx: 'automatic', jsxImportSource: 'preact', logLevel: 'warning', absWorkingDir: here, loader: {'.toml': 'text'},
    define: {SOURCE: JSON.stringify(dirname(here)), WORKERS: '{}'}});
  const built = chosen.map((path) => join(out, relative(here, path).replace(/\.tsx?$/, '.mjs')));
  process.exitCode = spawnSync(process.execPath, ['--enable-source-maps', '--test', '--test-reporter=dot', ...built], {stdio: 'inherit'}).status ?? 1;
} finally {
  rmSync(out, {recursive: true, force: true});
}
