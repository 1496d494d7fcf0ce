// SPDX-License-Identifier: Apache-2.0
// gallery.mjs PROGRAM MODULES CHROMIUM SCENARIO --shots FOLDER: every screen at three sizes, for people who look at them. pictures.py
// makes them small and writes the index.
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {checkRig} from './check_rig.mjs';
import {screensOf} from './check_screens.mjs';
import {chromiumOf, device, expectations} from './rig.mjs';
import {option, SIZES} from './stage.mjs';
import {openTour, settled, tour, whereabouts} from './tour.mjs';

const shots = option('--shots');
const tell = expectations();
mkdirSync(shots, {recursive: true});

async function picture(name, page) {
  const before = page.viewportSize();
  for (const [place, size] of Object.entries(SIZES)) {
    await page.setViewportSize(size);
    const fullPage = (await page.locator('dialog[open]').count()) === 0;
    await page.screenshot({path: join(shots, `${name}-${place}.png`), fullPage, animations: 'disabled', caret: 'hide'});
  }
  await page.setViewportSize(before);
}

const opened = await openTour();
try {
  let number = 0;
  await tour(opened, (name, page) => picture(`booth-${String(++number).padStart(2, '0')}-${name}`, page), {viewport: SIZES.phone});
} catch (error) {
  tell.expect(String(error).split('\n')[0], false, await whereabouts(opened.browser));
} finally {
  await opened.close();
}
const rig = await checkRig();
const browser = await chromiumOf(process.argv[3], process.argv[4]);
try {
  for (const [name, reach] of Object.entries(screensOf(rig))) {
    const made = await device(browser, {viewport: SIZES.phone});
    await settled(made, {});
    Object.assign(rig.state, {board: rig.own.before, cut: false});
    await reach(made.page);
    await picture(name, made.page);
    await made.context.close();
  }
} finally {
  await browser.close();
  rig.close();
}
process.exit(tell.bad);
