// SPDX-License-Identifier: Apache-2.0
// reflow.mjs PROGRAM MODULES CHROMIUM SCENARIO [--only booth|check]: every screen at 320 pixels, at 400 %, with wider spacing of the
// text (WCAG 1.4.12), without motion, in forced colours: nothing scrolls sideways, nothing is cut, every target has 44 pixels.
import {checkRig} from './check_rig.mjs';
import {screensOf} from './check_screens.mjs';
import {chromiumOf, device, expectations} from './rig.mjs';
import {option, SIZES, sticksOut} from './stage.mjs';
import {look, openTour, settled, tour, whereabouts} from './tour.mjs';

const only = option('--only');
const tell = expectations();
const NARROW = {width: 320, height: 640}, WIDE = {width: 1280, height: 1024};
const SPACING = '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } '
  + 'p { margin-bottom: 2em !important; }';

/** Boxes that hide a part of their words; what is for ears only is not meant. */
const cut = (page) => page.evaluate(() => [...document.querySelectorAll('main *, header *, footer *, dialog *')].filter((one) => {
  if (one.closest('.unseen, svg, .table') || one.textContent.trim() === '' || !one.checkVisibility()) return false;
  const {overflowX, overflowY} = getComputedStyle(one);
  const sideways = overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1;
  return sideways || (/hidden|clip/.test(overflowY) && one.scrollHeight > one.clientHeight + 1);
}).map((one) => `cut: ${one.className || one.tagName} ${one.textContent.slice(0, 20)}`));

/** Words over words: two neighbours that stand one on the other. */
const overlapping = (page) => page.evaluate(() => {
  const parts = ['p', 'h1', 'h2', '.button', '.option', '.notice', '.field', '.card-button'].map((one) => `main ${one}`).join();
  const shown = [...document.querySelectorAll(parts)].filter((one) => one.checkVisibility() && !one.closest('.unseen'));
  return shown.filter((one, i) => {
    const after = shown.slice(i + 1).find((other) => !one.contains(other) && !other.contains(one));
    const [a, b] = [one.getBoundingClientRect(), after?.getBoundingClientRect()];
    return b && a.bottom > b.top + 2 && a.top < b.bottom - 2 && a.right > b.left + 2 && a.left < b.right - 2;
  }).map((one) => `covers what follows: ${one.className || one.tagName} ${one.textContent.slice(0, 20)}`);
});

/** Every target not inline in text: 44 by 44. A radio button is as large as its card. */
const CONTROLS = 'button, a[href], summary, select, input, textarea';
const small = (page) => page.evaluate((controls) => [...document.querySelectorAll(controls)].filter((one) => {
  const box = (one.matches('[type=radio], [type=checkbox]') ? one.closest('.option') : one)?.getBoundingClientRect();
  return one.checkVisibility() && (!box || box.width < 44 || box.height < 44);
}).map((one) => `small: ${one.outerHTML.slice(0, 80)}`), CONTROLS);

const spaced = (page, on) => page.evaluate((text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets = [sheet];
}, on ? SPACING : '');

const moving = (page) => page.evaluate(() => document.getAnimations()
  .map((one) => `moves: ${one.animationName ?? one.transitionProperty}`));

/** In forced colours the dot of what is chosen stands out from its ground. */
const forced = (page) => page.evaluate(() => {
  const mark = document.querySelector('.option.on [type=radio] + .mark');
  const same = mark && getComputedStyle(mark, '::after').backgroundColor === getComputedStyle(mark).backgroundColor;
  return same ? ['forced colours: the dot of what is chosen is not seen'] : [];
});

async function judge(name, page) {
  const size = page.viewportSize();
  const found = [];
  const opened = await page.$$eval('details:not([open])', (all) => all.map((one) => { one.open = true; }).length);
  const measure = async (how) => {
    for (const look of [sticksOut, cut, overlapping, small]) found.push(...(await look(page)).map((one) => `${how}: ${one}`));
  };
  await page.setViewportSize(NARROW);
  await measure('320 pixels');
  await spaced(page, true);
  await measure('320 pixels, wider spacing');
  await spaced(page, false);
  await look(page, {scale: '400'});
  await measure('320 pixels, 400 %');
  await page.setViewportSize(WIDE);
  await measure('1280 pixels, 400 %');
  await look(page, {scale: '100', furigana: 'on'});
  await page.setViewportSize(NARROW);
  await measure('320 pixels, furigana');
  await look(page, {furigana: 'off'});
  await page.setViewportSize(size);
  await page.emulateMedia({reducedMotion: 'reduce', forcedColors: 'active'});
  found.push(...await moving(page), ...await forced(page));
  await page.emulateMedia({reducedMotion: null, forcedColors: null});
  if (opened > 0) await page.$$eval('details', (all) => all.forEach((one) => { one.open = false; }));
  tell.expect(`reflow: ${name}`, found.length === 0, found);
}

async function booth() {
  const opened = await openTour();
  try {
    await tour(opened, judge, {viewport: SIZES.phone});
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
