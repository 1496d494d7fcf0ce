// SPDX-License-Identifier: Apache-2.0
// Makes tests/vectors/browser.json with the code of the pages, from fresh randomness: node vectors.mjs
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {build} from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const out = mkdtempSync(join(tmpdir(), 'ippyo-web-vectors-'));
try {
  const outfile = join(out, 'vectors.mjs');
  const entryPoints = [join(here, 'device/browserVectors.ts')];
  await build({entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'warning'});
  const {browserVectors} = await import(pathToFileURL(outfile).href);
  const all = {browser: 'made by web/vectors.mjs', cases: browserVectors()};
  writeFileSync(join(here, '../tests/vectors/browser.json'), `${JSON.stringify(all, undefined, 1)}\n`);
} finally {
  rmSync(out, {recursive: true, force: true});
}
