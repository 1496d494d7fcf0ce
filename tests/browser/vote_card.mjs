// SPDX-License-Identifier: Apache-2.0
// vote_card.mjs PROGRAM MODULES CHROMIUM SCENARIO: enrols and votes with a virtual card in a reader, through the card agent and its own page.
import {chromiumOf, device, expectations, Rig} from './rig.mjs';

const [program, modules, executablePath, scenario] = process.argv.slice(2);
const tell = expectations();
const {expect} = tell;
const rig = await Rig.start(program, scenario, ['--cards']);
const browser = await chromiumOf(modules, executablePath);
const press = (page, name) => page.getByRole('button', {name}).first().click();
const at = (page, text) => page.getByRole('heading', {level: 1, name: text}).waitFor();

/** The agent's page opens in a window of its own; the PIN goes there and nowhere else. */
async function cardPage(context, open, act) {
  const opened = context.waitForEvent('page');
  await open();
  const card = await opened;
  await card.waitForLoadState();
  await act(card);
  await card.close().catch(() => undefined);
}
const sign = (pin) => async (card) => {
  await card.locator('input[name=pin]').fill(pin);
  await card.locator('button[value=sign]').click();
  await card.locator('[data-state=done]').waitFor();
};
const cancel = async (card) => {
  await card.locator('button[value=cancel]').click();
  await card.waitForLoadState();
};

try {
  const {visitors, pairing} = await rig.ask('letters');
  await rig.ask('card 1');
  const [person] = visitors;
  const pin = person.pins.authentication;
  const {page, context, faults} = await device(browser);

  await page.goto(person.link);
  await at(page, '本人確認の方法');
  await page.getByRole('radio', {name: 'マイナンバーカード'}).check();
  await press(page, 'この方法で進む');
  await press(page, '鍵をつくる');
  await at(page, 'マイナンバーカードで確認');
  await press(page, 'カードの画面をひらく');
  await at(page, 'カードのプログラム');
  await page.getByRole('textbox').fill('0000 0000 0000 0000');
  await press(page, 'つなぐ');
  await page.getByText('合言葉が違います').waitFor();
  expect('another pairing secret is asked for again', true);
  await page.getByRole('textbox').fill(pairing);
  await cardPage(context, () => press(page, 'つなぐ'), cancel);
  await page.locator('[data-word="card-cancelled"]').waitFor();
  expect('cancelled on the card page: said, and it can be done again', true);
  await press(page, 'もう一度ためす');
  await cardPage(context, () => press(page, 'カードの画面をひらく'), sign(pin));
  await at(page, '登録できました');
  expect('enrolled with the card; the pairing secret was typed once', true);

  await rig.ask('close-enrolment');
  await page.goto(`${rig.first.origin}/booth/`);
  await press(page, /^投票する/);
  await at(page, '投票用の鍵を開きます');
  await press(page, '鍵を開く');
  await at(page, 'マイナンバーカードで確認');
  await press(page, 'カードの画面をひらく');
  await at(page, 'カードのプログラム');
  await page.getByRole('textbox').fill(pairing);
  await cardPage(context, () => press(page, 'つなぐ'), sign(pin));
  await at(page, '指紋・顔');
  await press(page, '確認する');
  await press(page, '投票を始める');
  await page.locator('input[value="2"]').check();
  await press(page, '次へ進む');
  await page.locator('input[value="1"]').check();
  await press(page, '見直しの画面へ');
  await press(page, '封をして送る');
  await at(page, '受け付けました');
  expect('voted with the card: one tap for both contests', true);
  expect('nothing failed in the page', faults.length === 0, faults);
} catch (error) {
  expect(String(error).split('\n')[0], false, String(error));
  for (const one of browser.contexts()) for (const page of one.pages())
    console.log('      page ' + page.url() + ' ' + (await page.locator('body').innerText().catch(() => '')).slice(0, 500).replace(/\n+/g, ' / '));
} finally {
  await browser.close();
  await rig.stop();
}
process.exit(tell.bad);
