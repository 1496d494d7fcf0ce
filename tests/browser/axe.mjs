// SPDX-License-Identifier: Apache-2.0
// axe finds nothing on any screen of the three pages: booth on a whole tour, second device and public page on the sample board.
// axe.mjs PROGRAM MODULES CHROMIUM SCENARIO [--all] [--only booth|check]: each screen once, in a theme and a language that change from
// screen to screen; with --all every theme in every language, with and without furigana.
import {checkRig} from './check_rig.mjs';
import {screensOf} from './check_screens.mjs';
import {chromiumOf, device, expectations} from './rig.mjs';
import {findings, LANGUAGES, option, SIZES, THEMES} from './stage.mjs';
import {look, openTour, settled, tour, whereabouts} from './tour.mjs';

const all = process.argv.includes('--all');
const only = option('--only');
const tell = expectations();
const LOOKS = LANGUAGES.flatMap((language) => (language === 'en' ? [undefined] : ['off', 'on']).flatMap((furigana) =>
  THEMES.map((theme) => ({language, theme, ...(furigana ? {furigana} : {})}))));
const called = ({language, theme, furigana = ''}) => `${theme} ${language} ${furigana}`.trim();

/** 7 has no common divisor with the 20 looks: after 20 screens each was seen. */
let seen = 0;
const looksNow = () => (all ? LOOKS : [LOOKS[(seen++ * 7) % LOOKS.length]]);

async function judge(name, page) {
  const found = [];
  for (const wanted of looksNow()) {
    await look(page, wanted);
    found.push(...(await findings(page)).map((one) => `${called(wanted)}: ${one}`));
  }
  await look(page, {language: 'ja', theme: 'light', furigana: 'off'});
  tell.expect(`axe: ${name}`, found.length === 0, found);
}

async function booth() {
  const opened = await openTour();
  try {
    const faults = await tour(opened, judge, {viewport: SIZES.phone});
    tell.expect('nothing failed in the pages', faults.length === 0, faults);
  } catch (error) {
    tell.expect(String(error).split('\n')[0], false, await whereabouts(opened.browser));
  } finally {
    await opened.close();
  }
}

async function check() {
  const [, modules, executablePath] = process.argv.slice(2);
  const rig = await checkRig();
  const browser = await chromiumOf(modules, executablePath);
  try {
    for (const [name, reach] of Object.entries(screensOf(rig))) {
      const made = await device(browser, {viewport: SIZES.phone});
      await settled(made, {});
      Object.assign(rig.state, {board: rig.own.before, cut: false});
      await reach(made.page);
      await judge(name, made.page);
      await made.context.close();
    }
  } catch (error) {
    tell.expect(String(error).split('\n')[0], false, await whereabouts(browser));
  } finally {
    await browser.close();
    rig.close();
  }
}

if (only !== 'check') await booth();
if (only !== 'booth') await check();
process.exit(tell.bad);
