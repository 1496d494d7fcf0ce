// SPDX-License-Identifier: Apache-2.0
// speech.mjs PROGRAM MODULES CHROMIUM SCENARIO: a vote in audio mode. Every screen is read from its heading on; candidates with the
// kana of the notification, in order, once; codes, PINs and numbers that connect devices are never said by themselves.
import {device, expectations} from './rig.mjs';
import {SIZES} from './stage.mjs';
import {choose, enrol, openBallot, openTour, press, settled, whereabouts} from './tour.mjs';

const tell = expectations();
const {expect} = tell;

/** A device with a Japanese voice, which notes what it is given to say. */
function voices() {
  window.spoken = [];
  const voice = {lang: 'ja-JP', localService: true};
  const said = (words) => { window.spoken.push(words.text.replace(/\s+/g, ' ').trim()); setTimeout(() => words.onend?.()); };
  const listening = {addEventListener() {}, removeEventListener() {}};
  Object.defineProperty(window, 'speechSynthesis', {value: {getVoices: () => [voice], speak: said, cancel() {}, ...listening}});
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
}

const all = [];
/** The screen is asked to be read again: what was said since its heading is the whole screen, in order. */
async function heard(page) {
  const title = await page.locator('h1').evaluate((one) => one.textContent);
  const before = await page.evaluate(() => window.spoken.length);
  await press(page, 'もう一度読む');
  const last = await page.evaluate(() => {
    const words = [...document.querySelectorAll('main :is(.button-label, .card-words)')].at(-1);
    return [...words.childNodes].map((one) => one.textContent.trim()).filter(Boolean).join('、');
  });
  await page.waitForFunction(([from, heading, words]) => {
    const begin = window.spoken.lastIndexOf(heading);
    return begin >= from && window.spoken.slice(begin).includes(words);
  }, [before, title, last]);
  all.push(...await page.evaluate(() => window.spoken));
  return page.evaluate((heading) => window.spoken.slice(window.spoken.lastIndexOf(heading)), title);
}

async function visit(name, page) {
  const said = await heard(page);
  expect(`${name}: read from its heading to its last button (${said.length} pieces)`, said.length > 1, said);
  if (name !== 'contest-mayor' && name !== 'contest-council') return;
  const count = (await page.locator('input[name=choice]').count()) - 1;
  const list = said.filter((one) => /みほん こうほ/.test(one));
  const right = list.every((one, i) => one.startsWith(`${i + 1}、みほん こうほ`) && one.endsWith(`、${count}人中 ${i + 1}番`));
  const whole = list.length === count && right;
  expect(`${name}: ${count} candidates in their order, each once, in the kana of the notification`, whole, list);
  expect(`${name}: no kanji of a name is left to the voice`, !said.some((one) => /見本/.test(one)), said);
  const blank = said.findIndex((one) => /^だれにも投票しない/.test(one));
  expect(`${name}: the blank vote is said after them`, blank > said.indexOf(list[count - 1]), said);
}

const opened = await openTour();
const {rig, browser} = opened;
try {
  const {visitors: [person]} = await rig.ask('letters');
  const made = await device(browser, {viewport: SIZES.phone});
  const {page, context} = made;
  await settled(made, {audio: true, rate: 1.3});
  await context.addInitScript(voices);
  await page.goto(`${rig.first.origin}/booth/`);
  await press(page, '通知書が届いた');
  await page.getByRole('textbox', {name: '専用コード'}).fill(person.code);
  await visit('letter', page);
  await page.goto('about:blank');
  await enrol(rig, page, person, visit);
  await rig.ask('close-enrolment');
  await openBallot(rig, page, person, visit);
  await choose(page, 2, 4, visit);
  const review = await heard(page);
  const named = ['みほん こうほぜろに', 'みほん こうほぜろよん'].every((one) => review.includes(one));
  expect('the review says the names chosen, each by itself', named, review);
  await press(page, '封をして送る');
  await page.locator('.show-check svg.qr').waitFor();
  await visit('accepted', page);
  await page.locator('.show-check summary').click();
  await press(page, '番号で');
  await page.locator('.big-digits').waitFor();
  await visit('accepted-number', page);
  const digits = await page.locator('.big-digits .unseen').textContent();
  const bare = (text) => text.replace(/[^0-9A-Za-z]/g, '').toUpperCase();
  const known = [person.code, person.link.split('#')[1], digits, ...Object.values(person.pins ?? {})];
  const secrets = known.map(bare).filter((one) => one.length >= 4);
  const told = secrets.filter((secret) => all.some((one) => bare(one).includes(secret)));
  expect(`${secrets.length} secrets, none was said`, secrets.length >= 3 && told.length === 0, told.length);
  await page.locator('.big-number button').click();
  await page.waitForFunction((words) => window.spoken.some((one) => one.includes(words)), digits);
  expect('the number is said when that is asked for', true);
} catch (error) {
  expect(String(error).split('\n')[0], false, [String(error.stack).split('\n').slice(0, 4), await whereabouts(browser)]);
} finally {
  await opened.close();
}
process.exit(tell.bad);
