// SPDX-License-Identifier: Apache-2.0
// A server that lies while a ballot is on its way: false permission, altered rows, wrong epoch, no answer, a false answer, "recorded" that is not.
// The choice stays on the device until the true answer is there.
import {alteredRows} from './hostile_board.mjs';
import {at, heading, press, stopped, until} from './hostile_stage.mjs';

const again = (page) => press(page, 'もう一度ためす');
const flip = (where) => (body) => { const out = Buffer.from(body); out[where < 0 ? out.length + where : where] ^= 1; return out; };

async function demandStop(stage, page, name, word, words) {
  const said = await stopped(page);
  stage.expect(`${name}: ${word}, in words`, said.word === word && said.sentence.includes(words), said);
  stage.expect(`${name}: nobody says "received"`, (await page.getByText('受け付けました', {exact: true}).count()) === 0);
}

/** A permission is given once in a session: who one is is shown again, and what was chosen is still there. */
async function proveOnceMore(stage, voter) {
  const {page} = voter;
  await at(page, 'もう一度、本人確認をお願いします');
  await press(page, '本人確認へ');
  await voter.show();
  await page.getByRole('heading', {level: 1, name: /投票の前に|市長/}).waitFor();
  if (/前に/.test(await heading(page))) await press(page, '投票を始める');
  for (const title of ['市長', '市議会議員']) {
    await at(page, title);
    stage.expect(`the choice for ${title} is still there`, (await page.locator('input:checked').count()) === 1);
    await press(page, /次へ進む|見直しの画面へ/);
  }
  await at(page, 'これで送りますか');
}

/** From the review to "received", one lie after the other. */
export async function whileSealing(stage, voter) {
  const {page, liar} = voter;
  liar.lie('/registrar/grant', (turn) => (turn.path === '/registrar/grant' ? turn.changed(flip(10)) : turn.honest().then((answer) => turn.give(answer))), 'POST');
  await press(page, '封をして送る');
  await demandStop(stage, page, 'a permission for another slot', 'false-grant', '投票の許可が正しくありません');
  liar.honest();
  await again(page);
  await proveOnceMore(stage, voter);
  alteredRows(liar);
  await press(page, '封をして送る');
  await demandStop(stage, page, 'rows of the last epoch (C_{t-1}) that were altered', 'board-altered', '署名と合いません');
  liar.honest();

  const late = liar.lie('/ballot-box/epoch', (turn) => turn.changedJson((epoch) => ({...epoch, epoch: epoch.epoch + 1})));
  const early = liar.lie('/ballot-box/cast', async (turn) => turn.give(await turn.honest()), 'POST');
  await again(page);
  await until(page, () => early.told > 0);
  stage.expect('an epoch that is not open yet: what was built for it is not received', late.told > 0 && early.told > 0 && !/受け付けました/.test(await heading(page)), [late.told, early.told, await heading(page)]);
  liar.honest();

  let told = 0;
  const answers = [(turn) => turn.problem('busy', 503, {'retry-after': '1'}), (turn) => turn.give({status: 502, headers: {'content-type': 'text/html'}, body: '<html>'}), (turn) => turn.cut(),
    (turn) => turn.response.destroy(), (turn) => turn.changed(flip(-1))];
  liar.lie('/ballot-box/cast', (turn) => answers[Math.min(told++, answers.length - 1)](turn), 'POST');
  await page.locator('[data-word]').or(page.getByRole('heading', {name: '送信待ちです'})).first().waitFor();
  if (await page.locator('[data-word]').count()) await again(page);
  await page.getByText('「受け付けました」と出るまで、この画面を閉じないでください').waitFor();
  stage.expect('storms and lost answers: "waiting", not "received"', true);
  await demandStop(stage, page, 'an acknowledgement that was altered', 'acknowledgement', '返事が正しくありません');
  stage.expect('every kind of lost answer was tried again by itself', told >= answers.length, told);
  for (const [name, body] of [['no acknowledgement at all', ''], ['"ok" instead of one', '{"ok":true}'], ['zeros', Buffer.alloc(160)]]) {
    liar.honest();
    const lie = liar.lie('/ballot-box/cast', (turn) => turn.give({body}), 'POST');
    await again(page);
    await until(page, () => lie.told > 0);
    await demandStop(stage, page, name, 'acknowledgement', '返事が正しくありません');
  }

  // In another tab's place: the page is closed in the middle of it, and goes on where it was.
  await voter.open();
  await page.waitForFunction(() => document.querySelector('[data-word]')?.getAttribute('data-word') === 'acknowledgement');
  stage.expect('after a reload the ballot is still on its way', true);
  liar.honest();
  const tape = liar.tape('/ballot-box/cast');
  await again(page);
  await at(page, '受け付けました');
  stage.expect('honest again: the same ballot is received', true);
  return tape.get('/ballot-box/cast');
}

/** "Received" is a promise; "recorded" is seen. */
export async function whileWaiting(stage, voter) {
  const {page, liar, home} = voter;
  const link = await voter.checkLink();
  alteredRows(liar);
  await stage.rig.ask('epoch');
  await demandStopHere('a sealed row that was altered', 'board-altered');
  liar.honest();
  liar.lie('/ballot-box/run/', (turn) => turn.changed((body) => body.subarray(0, body.length / 2)));
  const blobs = liar.lie('/ballot-box/board/blob/', (turn) => turn.give({status: 404}));
  await again(page);
  await until(page, () => blobs.told > 0);
  stage.expect('a run that is shorter, and nothing in its place: not recorded', blobs.told > 0 && (await page.locator('[data-recorded="true"]').count()) === 0, await page.locator('main').innerText());
  await page.goto(home);
  await page.getByRole('heading', {level: 1}).waitFor();
  liar.honest();
  await page.reload();
  await voter.recorded();
  stage.expect('honest again: recorded', true);
  return link;

  async function demandStopHere(name, word) {
    await page.locator(`[data-word="${word}"]`).waitFor();
    stage.expect(`${name}: ${word}, and not "recorded"`, (await page.locator('[data-recorded="true"]').count()) === 0);
  }
}

/** An acknowledgement of the first ballot is none for the second; a permission is for one slot. */
export async function replays(stage, voter, acknowledgement) {
  const {page, liar} = voter;
  await voter.begin();
  await voter.openBallot();
  await voter.choose(3, 1);
  liar.lie('/ballot-box/cast', (turn) => turn.give(acknowledgement), 'POST');
  await press(page, '封をして送る');
  await demandStop(stage, page, 'the acknowledgement of an earlier ballot', 'acknowledgement', '返事が正しくありません');
  liar.honest();
  await again(page);
  await at(page, '受け付けました');
  stage.expect('honest again: the second ballot is received', true);
}

/** The second device under the same liar. */
export async function secondDevice(stage, link, {names, absent}) {
  const one = await stage.device();
  const {page, liar} = one;
  const open = async () => {
    await page.goto('about:blank');
    await page.goto(link);
  };
  await open();
  await at(page, 'えらんだとおりですか');
  const shown = await page.locator('main').innerText();
  stage.expect('second device: the choice that was made, as text', names.every((name) => shown.includes(name)) && !absent.some((name) => shown.includes(name)), shown);
  await press(page, 'はい');
  await at(page, '番号は同じですか');
  await press(page, '入場券と同じです');
  alteredRows(liar);
  await open();
  await page.locator('.stop-word').waitFor();
  stage.expect('second device: an altered row stops it', (await page.locator('.stop-word').innerText()) === 'altered', await page.locator('main').innerText());
  liar.honest();
  await page.evaluate(() => sessionStorage.clear());
  const [where, code] = link.split('#1.');
  const bytes = Buffer.from(code, 'base64url');
  bytes[5] ^= 1;
  await page.goto('about:blank');
  await page.goto(`${where}#1.${bytes.toString('base64url')}`);
  await page.locator('.notice').first().waitFor();
  const refused = await page.locator('main').innerText();
  stage.expect('second device: a code of another election is refused, in words', refused.includes('別の選挙のコードでした') || refused.includes('確認のためのコードではありませんでした'), refused);
  return one;
}
