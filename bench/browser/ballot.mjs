// SPDX-License-Identifier: Apache-2.0
// How long a ballot takes on the main thread of a page, as the machine is and slowed down:
// node bench/browser/ballot.mjs [--slower 6] [--limit 1000]
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from '../../web/node_modules/esbuild/lib/main.js';
import {chromium} from '../../web/node_modules/playwright-core/index.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROUNDS = 5;
const option = (name, otherwise) => (process.argv.includes(name) ? Number(process.argv[process.argv.indexOf(name) + 1]) : otherwise);
const [slower, limit] = [option('--slower', 6), option('--limit', Infinity)];

const {outputFiles} = await build({entryPoints: [join(HERE, 'ballot_page.ts')], bundle: true, format: 'iife', minify: true, write: false,
  target: 'es2020', nodePaths: [join(HERE, '../../web/node_modules')]});
const browser = await chromium.launch({executablePath: process.env.IPPYO_CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox']});

const METRIC = 'ThreadTime';

/** Milliseconds of one call in the page: by the clock, and of the processor alone, so that other work on the machine does not count. */
async function call(page, session, name) {
  const used = async () => (await session.send('Performance.getMetrics')).metrics.find((one) => one.name === METRIC).value * 1000;
  const before = await used();
  const clock = await page.evaluate((what) => globalThis[what](), name);
  return {clock, processor: (await used()) - before};
}

/** A fresh page, as the voter's worker is: the first ballot compiles, the later ones do not. */
async function measure(rate) {
  const page = await browser.newPage();
  try {
    await page.addScriptTag({content: outputFiles[0].text});
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    await session.send('Emulation.setCPUThrottlingRate', {rate});
    const prepare = await call(page, session, 'prepare');
    const first = await call(page, session, 'ballot');
    const later = [];
    for (let round = 0; round < ROUNDS; round++) later.push(await call(page, session, 'ballot'));
    const twenty = await call(page, session, 'multiplications');
    const least = (key) => Math.min(...later.map((one) => one[key]));
    return {prepare, first, ballot: {clock: least('clock'), processor: least('processor')}, multiplication: twenty.processor / 20};
  } finally {
    await page.close();
  }
}

const shown = ({clock, processor}) => `${processor.toFixed(0)} ms (${clock.toFixed(0)} by the clock)`;
function print(name, one) {
  console.log(`${name}: prepared in ${shown(one.prepare)}; first ballot ${shown(one.first)}; then ${shown(one.ballot)}; ` +
    `one multiplication ${one.multiplication.toFixed(2)} ms, a ballot is ${(one.ballot.processor / one.multiplication).toFixed(0)} of them`);
}

try {
  const [plain, slow] = [await measure(1), await measure(slower)];
  print('as it is', plain);
  print(`${slower} times slower`, slow);
  const ratio = (key) => (slow[key].processor / plain[key].processor).toFixed(1);
  console.log(`slowed to plain: first ballot ${ratio('first')}, then ${ratio('ballot')}`);
  if (slow.first.processor > limit) {
    console.error(`bench: the first ballot takes ${slow.first.processor.toFixed(0)} ms; the limit is ${limit} ms`);
    process.exitCode = 1;
  }
} finally {
  await browser.close();
}
