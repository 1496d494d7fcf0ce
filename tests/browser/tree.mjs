// SPDX-License-Identifier: Apache-2.0
// tree.mjs PROGRAM MODULES CHROMIUM SCENARIO [--write]: what a reader of screens gets of list, review and "received" is what was
// reviewed in snapshots/*.yaml; furigana, sizes and colours change nothing of it. --write keeps the present ones, for a review.
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {device, expectations} from './rig.mjs';
import {SIZES} from './stage.mjs';
import {choose, enrol, look, openBallot, openTour, settled, whereabouts} from './tour.mjs';

const folder = join(dirname(fileURLToPath(import.meta.url)), 'snapshots');
const write = process.argv.includes('--write');
const tell = expectations();
const {expect} = tell;

/** Times, and what is left of a session, are of the run. Chromium puts spaces around ruby. */
const steady = (tree) => `${tree.replace(/\d\d:\d\d/g, 'hh:mm').replace(/残り時間 \d+分/g, '残り時間 n分')}\n`;
const bare = (tree) => steady(tree).replace(/[ "]/g, '');

async function compare(name, page) {
  const path = join(folder, `${name}.yaml`);
  const tree = steady(await page.locator('main').ariaSnapshot());
  if (write) {
    mkdirSync(folder, {recursive: true});
    writeFileSync(path, tree);
  }
  const reviewed = readFileSync(path, 'utf8').split('\n');
  const lines = tree.split('\n');
  const differs = lines.flatMap((line, i) => (line === reviewed[i] ? [] : [`${i + 1}: ${line} (reviewed: ${reviewed[i]})`]));
  expect(`${name} is read as reviewed`, differs.length === 0 && reviewed.length === lines.length, differs);
}

async function unchanged(name, page, change, back) {
  const before = await page.locator('main').ariaSnapshot();
  await look(page, change);
  const after = await page.locator('main').ariaSnapshot();
  expect(`${name}: ${Object.keys(change).join(', ')} changes nothing of what is read`, bare(after) === bare(before), after);
  await look(page, back);
}

async function visit(name, page) {
  if (name === 'contest-mayor' || name === 'contest-missing') return;
  await compare(name, page);
  if (!name.startsWith('contest') && name !== 'review') return;
  await unchanged(name, page, {furigana: 'on'}, {furigana: 'off'});
  await unchanged(name, page, {scale: '400', theme: 'yellow'}, {scale: '100', theme: 'light'});
}

/** As the sample candidates are notified: 12 is いちに. */
const DIGITS = ['ぜろ', 'いち', 'に', 'さん', 'よん', 'ご', 'ろく', 'なな', 'はち', 'きゅう'];
const kana = (number) => [...String(number).padStart(2, '0')].map((digit) => DIGITS[digit]).join('');

/** "n of 46": each option once, with its number, its name and its place. */
async function listIsWhole({page, devtools}) {
  const spoken = (await page.locator('fieldset.choice').ariaSnapshot()).split('\n').filter((line) => line.includes('radio'));
  const options = spoken.slice(0, -1);
  const read = (at) => `"${at} みほん こうほ${kana(at)} ${options.length}人中 ${at}番"`;
  const wrong = options.filter((line, i) => !line.includes(read(i + 1)));
  expect(`${options.length} options, each read once with number, name and place; then the blank vote`,
    options.length >= 4 && wrong.length === 0 && /白票/.test(spoken[spoken.length - 1]), wrong);
  // Its own tree holds the control with its name and the label that the name comes from, which readers of screens pass over.
  const {nodes} = await devtools.send('Accessibility.getFullAXTree');
  const shown = nodes.filter(({ignored, role}) => !ignored && role.value !== 'InlineTextBox');
  const named = shown.filter(({name}) => /こうほぜろに|候補02/.test(name?.value))
    .map(({role, name}) => `${role.value} ${name.value}`);
  expect('in the tree of the browser a name is there for its control and in its label, and in kana alone',
    named.length === 2 && named[0].startsWith('radio ') && named[1].startsWith('StaticText ') && !/候補/.test(named.join()), named);
}

const opened = await openTour();
const {rig, browser} = opened;
try {
  const {visitors: [person]} = await rig.ask('letters');
  const made = await device(browser, {viewport: SIZES.phone});
  const {page} = made;
  await settled(made, {});
  await enrol(rig, page, person);
  await rig.ask('close-enrolment');
  await openBallot(rig, page, person);
  await choose(page, 0, 2, async (name, here) => {
    if (name === 'contest-council') await listIsWhole(made);
    await visit(name, here);
  });
  await page.getByRole('button', {name: '封をして送る'}).click();
  await page.locator('.show-check svg.qr').waitFor();
  await visit('accepted', page);
} catch (error) {
  expect(String(error).split('\n')[0], false, [String(error.stack).split('\n').slice(0, 4), await whereabouts(browser)]);
} finally {
  await opened.close();
}
process.exit(tell.bad);
