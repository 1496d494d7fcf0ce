// SPDX-License-Identifier: Apache-2.0
// switch.mjs PROGRAM MODULES CHROMIUM SCENARIO: two votes, one with a single switch (the light moves by itself, one key presses), one
// with two (one key moves, one presses); the pace is what the voter set. The page's clock stands still between steps: no race.
import {device, expectations} from './rig.mjs';
import {SIZES} from './stage.mjs';
import {enrol, openTour, provider, settled, whereabouts} from './tour.mjs';

const tell = expectations();
const {expect} = tell;
const opened = await openTour();
const {rig, browser} = opened;

/** What is lit: words of its things, and whether it is a group or one thing. */
const lit = (page) => page.evaluate(() => {
  const all = [...document.querySelectorAll('[data-scan]')];
  return {kind: all[0]?.getAttribute('data-scan'), words: all.map((one) => one.textContent.replace(/\s+/g, ' ')).join(' | ')};
});

/** Lets the page's time pass until something is there. */
async function until(page, is, what) {
  for (let i = 0; i < 2_000; i += 1) {
    if (await is()) return;
    await page.clock.runFor(50);
  }
  throw new Error(`never: ${what}; lit: ${JSON.stringify(await lit(page))}`);
}
const heading = (page) => page.evaluate(() => document.querySelector('h1')?.textContent ?? '').catch(() => '');
const title = (page, words) => until(page, async () => (await heading(page)).includes(words), words);

/** One switch: only Space, when the light is there. */
const ONE = {name: 'one switch', settings: {scan: 'one', seconds: 0.5}, move: (page) => page.clock.runFor(500),
  press: (page) => page.keyboard.press('Space')};
/** Two switches: one key moves the light, the other presses. */
const TWO = {name: 'two switches', settings: {scan: 'two', next: 'KeyJ', select: 'KeyF'},
  move: (page) => page.keyboard.press('KeyJ'), press: (page) => page.keyboard.press('KeyF')};

async function pick(page, way, label) {
  await page.clock.runFor(200); // nobody presses before the screen is drawn
  await until(page, async () => (await lit(page)).kind, 'a light');
  for (let moves = 0; moves < 80; moves += 1) {
    const {kind, words} = await lit(page);
    if (label.test(words)) {
      await way.press(page);
      if (kind === 'item' || !words.includes(' | ')) return moves;
    } else {
      await way.move(page);
    }
  }
  throw new Error(`${label} is never lit`);
}

/** Home to "received": every press but the one on the provider's own page is a switch. */
async function vote(page, way, person) {
  await page.goto(`${rig.first.origin}/booth/`);
  await until(page, async () => (await page.getByRole('button', {name: /^投票する/}).count()) > 0, 'home');
  await pick(page, way, /投票する何度でも/);
  await title(page, '投票用の鍵を開きます');
  await pick(page, way, /鍵を開く/);
  await title(page, 'デジタル認証アプリ');
  await pick(page, way, /確認へ進む/);
  await provider(rig, page, person);
  await title(page, '指紋・顔');
  await pick(page, way, /確認する/);
  await title(page, '投票の前に');
  await pick(page, way, /投票を始める/);
  await title(page, '市長');
  const moves = await pick(page, way, /候補03/);
  expect(`a candidate is ${moves} steps away`, moves <= 12 && (await page.locator('input:checked').inputValue()) === '3', moves);
  await pick(page, way, /次へ進む/);
  await title(page, '市議会議員');
  await pick(page, way, /だれにも投票しない/);
  await pick(page, way, /見直しの画面へ/);
  await title(page, 'これで送りますか');
  await pick(page, way, /封をして送る/);
  await title(page, '受け付けました');
}

async function voter(person, way) {
  const made = await device(browser, {viewport: SIZES.phone});
  await enrol(rig, made.page, person);
  return {...made, person, way};
}

/** By the switch itself: settings, another pace, and the light keeps to it. */
async function pace(page) {
  await pick(page, ONE, /見やすさ/);
  await pick(page, ONE, /3秒ごと/);
  await pick(page, ONE, /とじる/);
  await until(page, async () => (await page.locator('dialog').count()) === 0, 'the panel to close');
  const first = await lit(page);
  await until(page, async () => JSON.stringify(await lit(page)) !== JSON.stringify(first), 'the next light');
  const second = JSON.stringify(await lit(page));
  await page.clock.runFor(2_900);
  const waited = JSON.stringify(await lit(page)) === second;
  await page.clock.runFor(150);
  expect('set to three seconds, it waits for three seconds', waited && JSON.stringify(await lit(page)) !== second, second);
}

try {
  const {visitors} = await rig.ask('letters');
  const one = await voter(visitors[0], ONE), two = await voter(visitors[1], TWO);
  await rig.ask('close-enrolment');
  for (const {page, context, person, way, faults} of [one, two]) {
    await settled({context}, way.settings);
    await page.evaluate(() => localStorage.removeItem('ippyo.settings'));
    await page.clock.install();
    await page.clock.pauseAt(new Date(Date.now() + 60_000));
    await vote(page, way, person);
    expect(`${way.name}: a whole vote`, true);
    if (way === ONE) await pace(page);
    await page.keyboard.press('Escape');
    await until(page, async () => (await page.locator('[data-scan], .scan-bar').count()) === 0, 'the end of scanning');
    expect('Esc ends it for whoever helps', true);
    expect('nothing failed in the page', faults.length === 0, faults);
  }
} catch (error) {
  expect(String(error).split('\n')[0], false, [String(error.stack).split('\n').slice(0, 4), await whereabouts(browser)]);
} finally {
  await opened.close();
}
process.exit(tell.bad);
