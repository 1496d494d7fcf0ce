// SPDX-License-Identifier: Apache-2.0
// Texts that attack: what a commission, a candidate, a service or another voter writes is shown as it stands and never becomes part of the page.
import {sticksOut} from './stage.mjs';
import {serveSample} from './hostile_board.mjs';
import {at, press, toPlace} from './hostile_stage.mjs';

const MARKUP = '<img src=x onerror=window.hit=1>';

/** Nothing of the texts has run or become an element; nothing stands out at the right; the policy had nothing to refuse. */
export async function harmless(stage, page, where) {
  const found = await page.evaluate(() => ({
    hit: window.hit, violations: window.violations,
    elements: [...document.querySelectorAll('#page img, #page script, #page iframe, #page style, #page object, #page svg[onload], #page [autofocus], #page [onfocus], #page [onerror]')].map((one) => one.outerHTML.slice(0, 80)),
    links: [...document.querySelectorAll('a[href]')].map((one) => one.getAttribute('href')).filter((href) => !/^(#|\/|tel:|http:\/\/localhost:)/.test(href)),
    title: document.title,
  }));
  stage.expect(`${where}: nothing runs, nothing becomes an element or a link`, found.hit === undefined && found.violations.length === 0 && found.elements.length === 0 && found.links.length === 0, found);
  const out = await sticksOut(page);
  stage.expect(`${where}: nothing stands out at 360 pixels`, out.length === 0, out);
}

const shows = async (stage, page, where, text) => {
  const all = await page.evaluate(() => document.querySelector('#page').innerText.replace(/\s+/g, ' '));
  stage.expect(`${where}: the text is shown as text: ${text.slice(0, 30)}`, all.includes(text), all.slice(0, 900));
};

/** Readings that a text brings along are no readings: only the catalogue of the page makes ruby. */
async function noForeignRuby(stage, page, where) {
  const bases = await page.evaluate(() => [...document.querySelectorAll('ruby')].map((one) => one.textContent).filter((text) => /[{}|]/.test(text) || text.includes('せんきょ')));
  stage.expect(`${where}: {漢字|かんじ} in a text is no furigana`, bases.length === 0, bases);
}

/** What a text turns round stays inside it: the mark beside it stands where it stood. */
async function bidiStaysInside(stage, page) {
  const flows = await page.evaluate(() => [...document.querySelectorAll('.option-label')].filter((one) => one.textContent.includes('\u202e'))
    .map((one) => [getComputedStyle(one).unicodeBidi, getComputedStyle(one).display]));
  stage.expect('a name that turns the direction of writing ends at its own end', flows.length > 0 && flows.every(([bidi, display]) => /isolate|plaintext/.test(bidi) || display !== 'inline'), flows);
}

export async function contests(stage, page) {
  await shows(stage, page, 'mayor', '市長"><script>window.hit=1</script>');
  await shows(stage, page, 'mayor', '見本 <img src=x onerror=window.hit=1>');
  await shows(stage, page, 'mayor', 'javascript:window.hit=1//見本');
  await bidiStaysInside(stage, page);
  await harmless(stage, page, 'the first contest');
  await page.locator('input[value="1"]').check();
  await press(page, '次へ進む');
  await at(page, '市議会議員');
  await shows(stage, page, 'council', '市議会議員{選挙|せんきょ}{time}');
  await shows(stage, page, 'council', '{見本|みほん} {name} }{|');
  await shows(stage, page, 'council', '見本</style><style>*{display:none}</style>');
  await shows(stage, page, 'council', '見本 &lt;b&gt; &#x202e; %3Cscript%3E ${window.hit=1}');
  await noForeignRuby(stage, page, 'the second contest');
  await harmless(stage, page, 'the second contest');
  const sizes = await page.evaluate(() => [...document.querySelectorAll('.option')].map((one) => one.getBoundingClientRect().width));
  stage.expect('a name of a thousand bytes leaves every option as wide as the others', new Set(sizes.map(Math.round)).size === 1, sizes);
  await page.locator('input[value="2"]').check();
  await press(page, '見直しの画面へ');
  await at(page, 'これで送りますか');
  await harmless(stage, page, 'the review');
}

/** The same texts in every language, with furigana, at 200 %. */
export async function looks(stage, page, where) {
  for (const settings of [{language: 'en'}, {language: 'easy', furigana: true, scale: 200}, {language: 'ja', theme: 'yellow'}]) {
    await page.evaluate((one) => localStorage.setItem('ippyo.settings', JSON.stringify(one)), settings);
    await page.reload();
    await page.getByRole('heading', {level: 1}).waitFor();
    await harmless(stage, page, `${where} ${JSON.stringify(settings)}`);
  }
  await page.evaluate(() => localStorage.removeItem('ippyo.settings'));
}

export async function questionnaire(stage, one) {
  const {page, liar} = one;
  const words = {ja: `問い${MARKUP}{漢字|かんじ}{name}`, easy: `問い${MARKUP}`, en: `Question ${MARKUP}`};
  const questions = [{id: 'a"><b>', kind: 'choice', ...words, choices: [{id: '<i>', ...words}, {id: '2', ...words}]}, {id: 'b', kind: 'text', ...words}, {id: 'c', kind: 'scale', ...words}];
  liar.lie('/registrar/questionnaire', (turn) => turn.json({questions}), 'GET');
  await page.goto(`${stage.origin}/booth/`);
  await toPlace(page, 'questionnaire');
  await at(page, 'アンケート');
  await page.getByText(`問い${MARKUP}`).first().waitFor();
  await noForeignRuby(stage, page, 'questionnaire');
  await harmless(stage, page, 'questionnaire');
  for (const [name, answer] of [['no list of questions', {questions: 5}], ['questions that are none', {questions: [null, {id: 'x'}]}], ['a text that is none', {questions: [{id: 'x', kind: 'text', ja: {}, easy: [], en: 3}]}]]) {
    liar.honest();
    liar.lie('/registrar/questionnaire', (turn) => turn.json(answer), 'GET');
    await page.reload();
    await page.getByRole('heading', {level: 1}).waitFor({timeout: 15_000}).catch(() => undefined);
    stage.expect(`questionnaire: ${name}: the page stays`, (await page.locator('h1').count()) === 1, await page.content().then((text) => text.slice(0, 300)));
  }
}

/** Reasons of amendments and incidents, which only a board of our own can hold. */
export async function changes(stage) {
  const {SampleBoard, Encoder, AMENDMENT, INCIDENT} = stage.sample;
  const board = SampleBoard.honest();
  const reason = `理由"><script>window.hit=1</script>{漢字|かんじ}{name}\u202e`, told = `<iframe src="javascript:parent.hit=1"></iframe>{事件|じけん}`;
  const at = board.index(AMENDMENT), {body} = board.entries[at];
  const length = new DataView(body.buffer, body.byteOffset).getUint32(5);
  board.set(at, {body: Buffer.concat([body.subarray(0, 5), new Encoder().text(reason).finish(), body.subarray(9 + length)])});
  board.insert(board.entries.length, INCIDENT, new Encoder().fixed(new Uint8Array(32)).text(told).finish(), ['commission']);
  const {page, liar, context} = await stage.device();
  serveSample(liar, board.signAgain().source(), {phase: 'result'});
  await page.goto(`${stage.origin}/board/`);
  await page.locator('#changes').waitFor();
  await shows(stage, page, 'board: amendment', '理由"><script>window.hit=1</script>{漢字|かんじ}{name}');
  await shows(stage, page, 'board: incident', told);
  await noForeignRuby(stage, page, 'board: changes');
  await harmless(stage, page, 'board: changes');
  await looks(stage, page, 'board: changes');
  await context.close();
}
