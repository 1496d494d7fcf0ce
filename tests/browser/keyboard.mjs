// SPDX-License-Identifier: Apache-2.0
// keyboard.mjs PROGRAM MODULES CHROMIUM SCENARIO: a person enrols and votes by Tab, Shift+Tab, arrows, Space, Enter and Esc alone.
// On every screen the heading gets the focus, each stop of Tab can be seen whole and is not covered, the order is that of the eyes,
// and the way back is the same way.
import {device, expectations} from './rig.mjs';
import {openTour, settled, whereabouts} from './tour.mjs';
import {SIZES} from './stage.mjs';

const tell = expectations();
const {expect} = tell;
const opened = await openTour();
const {rig, browser} = opened;

/** What has the focus: its words, where it is, and what is wrong with how it is shown. */
const focused = (page) => page.evaluate(() => {
  const one = document.activeElement;
  if (!one || one === document.body) return undefined;
  const card = one.closest('.option') ?? one;
  const {outlineStyle, outlineWidth} = getComputedStyle(card);
  const box = card.getBoundingClientRect();
  const faults = [];
  if (outlineStyle !== 'solid' || parseFloat(outlineWidth) < 3) faults.push(`outline ${outlineStyle} ${outlineWidth}`);
  const outside = box.top < -1 || box.bottom > innerHeight + 1;
  if (box.height <= innerHeight && outside) faults.push(`outside: ${box.top} to ${box.bottom} of ${innerHeight}`);
  for (const [x, y] of [[0.1, 0.2], [0.5, 0.5], [0.9, 0.8]]) {
    const [left, top] = [box.left + box.width * x, Math.min(Math.max(box.top + box.height * y, 1), innerHeight - 1)];
    const hit = document.elementFromPoint(left, top);
    if (hit && !card.contains(hit) && !hit.contains(card)) faults.push(`covered by ${hit.className}`);
  }
  const words = `${one.getAttribute('aria-label') ?? ''}${(one.labels?.[0] ?? card).textContent}`.replace(/\s+/g, ' ');
  return {words, faults, at: [Math.round(box.top + scrollY), Math.round(box.left)],
    part: one.closest('header, main, footer, dialog')?.tagName, name: one.getAttribute('name') ?? '', value: one.value ?? ''};
});

/** From the heading to the end of the page and back: order, sight, no trap. */
async function goThrough(page, screen) {
  const stops = [], faults = [];
  for (let i = 0; i < 90; i += 1) {
    await page.keyboard.press('Tab');
    const stop = await focused(page);
    if (!stop || stop.part === 'HEADER') break;
    faults.push(...stop.faults.map((one) => `${stop.words}: ${one}`));
    stops.push(stop);
  }
  const main = stops.filter(({part}) => part === 'MAIN');
  main.forEach(({at, words}, i) => {
    const [top, left] = main[i - 1]?.at ?? [0, 0];
    if (at[0] < top - 30 || (Math.abs(at[0] - top) <= 30 && at[1] < left)) faults.push(`out of order: ${words}`);
  });
  // Past the end the browser itself may have the focus once.
  const back = [];
  for (let i = 0; i < stops.length + 2 && back.length < stops.length; i += 1) {
    await page.keyboard.press('Shift+Tab');
    const stop = await focused(page);
    if (back.length > 0 || (stop && stop.part !== 'HEADER')) back.push(stop?.words);
  }
  const way = stops.map(({words}) => words).reverse();
  // In a group of radio buttons without a choice, Tab stops at its first and Shift+Tab at its last.
  const strange = way.filter((words, i) => back[i] !== words && !stops[stops.length - 1 - i].name);
  faults.push(...strange.map((words) => `not on the way back: ${words}`));
  const all = stops.length;
  expect(`${screen}: every stop is seen, in order, and leads back (${all} stops)`, all > 0 && faults.length === 0, faults);
}

/** A new screen: its heading has the focus. */
async function arrive(page, title, {loaded = false} = {}) {
  await page.getByRole('heading', {level: 1, name: title}).waitFor();
  const screen = await page.evaluate(() => document.querySelector('h1').textContent);
  if (!loaded) {
    const there = await page.waitForFunction(() => document.activeElement?.tagName === 'H1').then(() => true, () => false);
    expect(`${screen}: the heading has the focus`, there, await focused(page));
  }
  await goThrough(page, screen);
}

async function reach(page, label, key = 'Tab') {
  for (let i = 0; i < 90; i += 1) {
    await page.keyboard.press(key);
    if (label.test((await focused(page))?.words ?? '')) return;
  }
  throw new Error(`${label} cannot be reached by ${key}`);
}
async function press(page, label, key = 'Enter') {
  await reach(page, label);
  await page.keyboard.press(key);
}
/** Space takes the one that has the focus, the arrow goes on from there. */
async function take(page, first, steps) {
  await reach(page, first);
  await page.keyboard.press('Space');
  for (let i = 0; i < steps; i += 1) await page.keyboard.press('ArrowDown');
}

async function provider(page, person) {
  await page.waitForURL((url) => url.port === new URL(rig.first.provider).port);
  await page.getByRole('button', {name: person.name}).waitFor();
  const bare = (text) => text.replace(/\s/g, '');
  const there = () => page.evaluate(() => (document.activeElement === document.body ? '' : document.activeElement.textContent));
  for (let i = 0; i < 30 && !bare(await there()).includes(bare(person.name)); i += 1) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
}

async function settings(page) {
  await page.keyboard.press('Tab');
  expect('the first Tab of the page reaches the settings', /見やすさ/.test((await focused(page))?.words ?? ''), await focused(page));
  await page.keyboard.press('Enter');
  await page.locator('dialog[open]').waitFor();
  await take(page, /標準/, 1);
  expect('the settings work by arrow', (await page.getAttribute('html', 'data-theme')) === 'dark');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Escape');
  await page.locator('dialog').waitFor({state: 'detached'});
  const after = await focused(page);
  expect('Esc closes them, and the focus is back where it was', /見やすさ/.test(after?.words ?? ''), after);
}

async function enrol(page, person) {
  await page.goto(person.link);
  await page.getByRole('heading', {level: 1, name: '本人確認の方法'}).waitFor();
  await take(page, /マイナンバーカードと/, 1);
  await press(page, /この方法で進む/);
  await arrive(page, '投票用の鍵をつくります');
  await press(page, /鍵をつくる/);
  await arrive(page, 'デジタル認証アプリ');
  await press(page, /確認へ進む/);
  await provider(page, person);
  await page.getByRole('heading', {level: 1, name: '続きから'}).waitFor();
  await press(page, /確認する/);
  await arrive(page, '登録できました');
}

async function openBallot(page, person) {
  await page.goto(`${rig.first.origin}/booth/`);
  await page.getByRole('button', {name: /^投票する/}).waitFor();
  await goThrough(page, 'home');
  await press(page, /^投票する/);
  await arrive(page, '投票用の鍵を開きます');
  await press(page, /鍵を開く/);
  await arrive(page, 'デジタル認証アプリ');
  await press(page, /確認へ進む/);
  await provider(page, person);
  await arrive(page, '指紋・顔', {loaded: true});
  await press(page, /確認する/);
  await arrive(page, '投票の前に');
  await press(page, /投票を始める/);
}

const chosen = (page) => page.evaluate(() => document.querySelector('input:checked')?.value);

async function choose(page) {
  await arrive(page, '市長');
  expect('going through the list chooses nobody', (await chosen(page)) === undefined, await chosen(page));
  await press(page, /次へ進む/);
  await page.locator('.faults').waitFor();
  const onFaults = await page.evaluate(() => document.activeElement.className.includes('faults'));
  expect('without a choice the focus is where that is said', onFaults);
  await press(page, /だれも選ばないときは/);
  expect('from there Enter leads to the list', (await focused(page))?.name === 'choice', await focused(page));
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  expect('Space and arrows choose', (await chosen(page)) === '3', await chosen(page));
  await press(page, /次へ進む/);
  await arrive(page, '市議会議員');
  await take(page, /候補01/, 3);
  await press(page, /見直しの画面へ/);
  await arrive(page, 'これで送りますか');
  await reach(page, /選び直す.*市長/, 'Shift+Tab');
  await page.keyboard.press('Enter');
  await arrive(page, '市長');
  await press(page, /見直しの画面へ/);
  await arrive(page, 'これで送りますか');
}

try {
  const {visitors: [person]} = await rig.ask('letters');
  const made = await device(browser, {viewport: SIZES.phone});
  const {page, faults} = made;
  await settled(made, {});
  await page.goto(`${rig.first.origin}/booth/`);
  await page.locator('.card-button').first().waitFor();
  await settings(page);
  await enrol(page, person);
  await rig.ask('close-enrolment');
  await openBallot(page, person);
  await choose(page);
  await press(page, /封をして送る/);
  await page.getByRole('heading', {level: 1, name: '受け付けました'}).waitFor();
  await page.locator('.show-check svg.qr').waitFor();
  await arrive(page, '受け付けました');
  await press(page, /カメラがないとき/);
  await press(page, /番号でつなぐ/);
  await page.locator('.big-digits').waitFor();
  expect('the spoken number is reached by keyboard', true);
  expect('nothing failed in the page', faults.length === 0, faults);
} catch (error) {
  expect(String(error).split('\n')[0], false, [String(error.stack).split('\n').slice(0, 4), await whereabouts(browser)]);
} finally {
  await opened.close();
}
process.exit(tell.bad);
