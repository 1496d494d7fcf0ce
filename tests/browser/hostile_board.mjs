// SPDX-License-Identifier: Apache-2.0
// A board that lies to the voter's page: another election, another policy, older, forked, altered, incomplete, endless. The page stops and says why;
// as soon as the board is honest again, it goes on.
import {at, press, stopped} from './hostile_stage.mjs';

const BOARD = '/ballot-box/board/', CHECKPOINTS = /^\/ballot-box\/board\/checkpoints?(\/\d+)?$/, ENTRIES = '/ballot-box/board/tile/entries/';
const flipped = (body, where = 0) => { const out = Buffer.from(body); if (out.length > where) out[where] ^= 1; return out; };
export const alteredRows = (liar) => {
  liar.lie('/ballot-box/run/', (turn) => turn.changed((body) => flipped(body)));
  liar.lie(`${BOARD}blob/`, (turn) => turn.changed((body) => flipped(body)));
};

/** Two texts of one length change places. */
function swapped(body, a, b) {
  const [one, two] = [Buffer.from(a), Buffer.from(b)];
  const [i, j] = [body.indexOf(one), body.indexOf(two)];
  if (i < 0 || j < 0 || one.length !== two.length) throw new Error('nothing to swap');
  const out = Buffer.from(body);
  two.copy(out, i);
  one.copy(out, j);
  return out;
}
/** Signature lines of the cosigners leave; the log's stays. */
const withoutCosigners = (body) => {
  const lines = body.toString().split('\n');
  const empty = lines.indexOf('');
  return [...lines.slice(0, empty + 2), ''].join('\n');
};
const spoiledSignature = (body) => body.toString().replace(/(\n— \S+ .{20})(.)/, (_all, head, one) => head + (one === 'A' ? 'B' : 'A'));

export function serveSample(liar, source, announced = {phase: 'constituted'}) {
  liar.lie('/ballot-box/', (turn) => {
    const path = turn.path.slice('/ballot-box/'.length);
    if (path === 'election') return turn.json(announced);
    if (path === 'epoch') return turn.json({state: 'open', now: 1_800_000_000, sealed: 0, sealed_before: 0, epoch: 1, void: []});
    const answer = source.answers.get(path);
    return turn.give(answer ? {body: answer} : {status: 404});
  }, 'GET');
}

const lies = (sample) => [
  ['the board of another election', 'board-other-election', '別の|ものではありません', (liar) => serveSample(liar, sample.own.after, {phase: 'open'})],
  ['a signature of the log that does not hold', 'board-bad-checkpoint', '署名と合いません', (liar) => liar.lie(CHECKPOINTS, (turn) => turn.changed(spoiledSignature))],
  ['a checkpoint without cosigners', 'board-no-quorum', '連署がまだそろっていません', (liar) => liar.lie(CHECKPOINTS, (turn) => turn.changed(withoutCosigners))],
  ['candidates who changed places', 'board-altered', '署名と合いません', (liar) => liar.lie(ENTRIES, (turn) => turn.changed((body) => swapped(body, '見本 <img s', 'javascript:wi')))],
  ['a hash tile that was altered', 'board-altered', '署名と合いません', (liar) => liar.lie(`${BOARD}tile/0/`, (turn) => turn.changed((body) => flipped(body, 3)))],
  ['contents that hide an epoch', 'board-incomplete', '署名と合いません', (liar) => liar.lie('/ballot-box/contents', (turn) => turn.changedJson((all) => ({...all, entries: all.entries.filter(({number}) => number !== 1)})))],
  ['contents that call one entry another', 'board-wrong-entry', '署名と合いません', (liar) => liar.lie('/ballot-box/contents', (turn) => turn.changedJson((all) => ({...all, entries: all.entries.map((one) => (one.number === 1 ? {...one, type: 8} : one))})))],
];

/** Every lie of one line at the opening of the ballot, by a device that is enrolled; after each the page is asked again, honestly. */
export async function atTheOpening(stage, voter, oldTape) {
  const {page, liar} = voter;
  const all = [...lies(stage.sample), ['an older board than the one that was seen', 'board-old-view', '前に見たときより古く', (one) => one.replay('/ballot-box/', oldTape)]];
  for (const [name, word, words, tell] of all) {
    await voter.open();
    tell(liar);
    await press(page, /^投票する/);
    const said = await stopped(page);
    stage.expect(`${name}: ${word}, in words`, said.word === word && new RegExp(words).test(said.sentence), said);
    liar.honest();
    await press(page, 'もう一度ためす');
    await at(page, '投票用の鍵を開きます').catch(() => undefined);
    stage.expect(`${name}: honest again, the page goes on`, (await page.getByRole('heading', {level: 1, name: '投票用の鍵を開きます'}).count()) === 1, await page.locator('h1').innerText());
  }
}

/** Lines that are bad, not boards that lie: waited out, said, never taken for an answer. */
export async function badLines(stage, voter) {
  const {page, liar} = voter;
  let most = 0;
  const kinds = [
    ['a page of HTML for the table of contents', '/ballot-box/contents', (turn) => turn.give({headers: {'content-type': 'text/html'}, body: '<html><h1>Welcome to the Wi-Fi</h1>'})],
    ['a storm of 503', BOARD, (turn) => turn.problem('busy', 503, {'retry-after': '1'})],
    ['answers that are cut in the middle', ENTRIES, (turn) => turn.cut()],
    ['an answer of 100 MB', '/ballot-box/contents', (turn) => turn.endless(100_000_000, (sent) => { most = Math.max(most, sent); })],
  ];
  for (const [name, where, tell] of kinds) {
    await voter.open();
    const lie = liar.lie(where, tell, 'GET');
    await press(page, /^投票する/);
    await page.getByText('つながりません。自動でやり直しています').first().waitFor();
    stage.expect(`${name}: said, and tried again by itself`, lie.told > 0, lie.told);
    liar.honest();
    await at(page, '投票用の鍵を開きます');
    stage.expect(`${name}: goes on when the line is good`, true);
  }
  stage.expect('of 100 MB no more was taken than the limit and what lies in the pipes', most > 0 && most < 60_000_000, most);
}

/** An answer that never ends by being slow. The page's clock runs ahead; nobody waits that long here. */
export async function slowAnswers(stage, person) {
  const {page, liar, context} = await stage.device();
  await page.clock.install();
  const lie = liar.lie('/registrar/enrol/begin', (turn) => turn.drip(), 'POST');
  await page.goto(person.link);
  for (let i = 0; i < 400 && lie.told === 0; i++) await page.clock.runFor(10);
  stage.expect('a slow answer: the page waits for it', lie.told === 1 && (await page.getByText('つながりません').count()) === 0, lie.told);
  await page.clock.runFor(26_000);
  await page.getByText('つながりません。自動でやり直しています').first().waitFor();
  liar.honest();
  await page.clock.runFor(10_000);
  await at(page, '本人確認の方法');
  stage.expect('after 25 seconds it is given up and asked for again', true);
  await context.close();
}

/** A clock that is wrong by days: the page believes the board's calendar and says what it means; nothing is lost. */
export async function wrongClock(stage, voter) {
  const {page, liar} = voter;
  for (const [name, days, title] of [['of the past', -30, 'まだ投票は始まっていません'], ['of the future', 40, 'インターネット投票は終わりました']]) {
    await voter.open();
    liar.lie('/ballot-box/epoch', (turn) => turn.changedJson((epoch) => ({...epoch, now: epoch.now + days * 86_400})));
    await press(page, /^投票する/);
    await at(page, title);
    stage.expect(`a clock ${name}: ${title}`, true);
    liar.honest();
    await voter.open();
    await press(page, /^投票する/);
    await at(page, '投票用の鍵を開きます');
  }
  for (const [name, path, answer] of [['an epoch of nonsense', '/ballot-box/epoch', {state: {}, now: 'x', epoch: []}], ['an election of nonsense', '/ballot-box/election', {title: {ja: 1}, phase: 7, schedule: [{opens_at: 'x'}], clock: []}],
    ['an election that is a list', '/ballot-box/election', [[]]]]) {
    liar.honest();
    liar.lie(path, (turn) => turn.json(answer));
    await page.goto('about:blank');
    await page.goto(voter.home);
    await page.getByRole('heading', {level: 1}).waitFor({timeout: 15_000}).catch(() => undefined);
    stage.expect(`${name}: the page stays`, (await page.locator('h1').count()) === 1, (await page.content()).slice(0, 300));
  }
}

export async function letters(stage, person, phase) {
  const [head, payload] = person.link.split('#1.');
  const changed = (where) => `${head}#1.${flipped(Buffer.from(payload, 'base64url'), where).toString('base64url')}`;
  const cases = phase === 'enrolment'
    ? [['a letter of another election', changed(0), 'board-other-election', 'いま開いている選挙のものではありません'], ['a letter with another code', changed(70), 'code-wrong', 'この専用コードは使えません']]
    : [['a letter with another witness policy', changed(33), 'board-other-policy', '署名と合いません']];
  for (const [name, link, word, words] of cases) {
    const {page, context} = await stage.device();
    await page.goto(link);
    const said = await stopped(page);
    stage.expect(`${name}: ${word}, in words`, said.word === word && said.sentence.includes(words), said);
    await context.close();
  }
  const {page, context} = await stage.device();
  await page.goto(`${head}#1.${payload.slice(0, 40)}`);
  await at(page, '通知書を読み取る');
  stage.expect('half a letter: the letter is asked for', (await page.getByText('通知書のQRコードではありません').count()) > 0, await page.locator('main').innerText());
  await context.close();
}

/** Two boards under valid signatures of one log: only whoever remembers can tell. */
export async function splitView(stage) {
  const {sample, origin} = stage;
  const first = sample.own.after, fork = sample.own.other;
  const check = await stage.device();
  serveSample(check.liar, first);
  const link = sample.checkLink(origin, sample.own.code);
  await check.page.goto(link);
  await at(check.page, 'えらんだとおりですか');
  check.liar.honest();
  serveSample(check.liar, fork);
  await check.page.goto('about:blank');
  await check.page.goto(link);
  await at(check.page, 'ここで止めました');
  stage.expect('second device: a fork of the board is a split view', (await check.page.locator('.stop-word').innerText()) === 'split-view', await check.page.locator('main').innerText());
  await check.context.close();

  const booth = await stage.device();
  const {ctx0, opened} = await sample.openElection(first, {});
  const letter = (policy) => sample.letterUrl({origin, ctx0, policy, code: new Uint8Array(10)});
  serveSample(booth.liar, first);
  await booth.page.goto(letter(new Uint8Array(32)));
  const other = await stopped(booth.page);
  stage.expect('a letter whose policy is not that of the opening: board-other-policy', other.word === 'board-other-policy', other);
  await booth.page.goto('about:blank');
  await booth.page.goto(letter(sample.hash32('policy', opened.opening.policy)));
  await booth.page.getByRole('heading', {level: 1}).waitFor();
  await at(booth.page, '登録の受付は終わりました');
  booth.liar.honest();
  serveSample(booth.liar, fork);
  await booth.page.goto('about:blank');
  await booth.page.goto(letter(sample.hash32('policy', opened.opening.policy)));
  const said = await stopped(booth.page);
  stage.expect('booth: a fork of the board is a split view, in words', said.word === 'board-split-view' && said.sentence.includes('二つの掲示板'), said);
  await booth.context.close();
}
