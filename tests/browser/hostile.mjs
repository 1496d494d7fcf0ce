// SPDX-License-Identifier: Apache-2.0
// hostile.mjs PROGRAM MODULES CHROMIUM [--port N] [--only PART]: the page under attack, with the real services below a liar. Every attack is seen to be stopped,
// and the page says why; then the server is honest again, and the vote goes on.
import * as board from './hostile_board.mjs';
import * as cast from './hostile_cast.mjs';
import * as local from './hostile_device.mjs';
import {insideThePage, otherOrigins, whatLeft} from './hostile_origin.mjs';
import {at, press, Stage, Voter} from './hostile_stage.mjs';
import * as texts from './hostile_texts.mjs';

const [program, modules, executablePath] = process.argv.slice(2);
const option = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined);
const only = option('--only');
const stage = await Stage.open(program, modules, executablePath, option('--port'));
/** Parts that others build on always run. */
const part = (name, act, always = false) => (always || !only || name.includes(only) ? stage.part(name, act) : undefined);
const MAYOR = '見本 <img src=x onerror=window.hit=1>', LONG = '見本長長長長長長';

try {
  const {visitors} = await stage.rig.ask('letters');
  const [first, never] = await Promise.all([stage.device(), stage.device()]);
  const voter = new Voter(stage, first, visitors[0]), idle = new Voter(stage, never, visitors[1]);
  const secrets = visitors.slice(0, 2).flatMap(({link, code}) => [link.split('#1.')[1], code, code.replaceAll('-', '')]);

  await part('texts: first screens', async () => {
    await voter.open();
    await texts.harmless(stage, voter.page, 'first screen');
    await texts.looks(stage, voter.page, 'first screen');
    await texts.questionnaire(stage, first);
  });
  await part('board: letters', () => board.letters(stage, visitors[2], 'enrolment'));
  await part('enrolment over a bad line', async () => {
    const answers = [(turn) => turn.problem('busy', 503, {'retry-after': '1'}), (turn) => turn.give({headers: {'content-type': 'text/html'}, body: '<html>'}), (turn) => turn.cut()];
    const lie = first.liar.lie('/registrar/enrol/begin', async (turn) => (lie.told <= answers.length ? answers[lie.told - 1](turn) : turn.give(await turn.honest())), 'POST');
    await voter.enrol();
    stage.expect('busy, HTML, half an answer: the enrolment goes on by itself', lie.told > answers.length, lie.told);
    await texts.harmless(stage, voter.page, 'enrolled');
    await idle.enrol();
  }, true);
  await part('board: slow', () => board.slowAnswers(stage, visitors[3]));
  await part('texts: changes', () => texts.changes(stage));
  await part('origins: others', () => otherOrigins(stage));
  await part('origins: inside', () => insideThePage(stage));

  await stage.rig.ask('close-enrolment');
  const tape = first.liar.tape('/ballot-box/');
  await voter.begin();
  await at(voter.page, '投票用の鍵を開きます');
  first.liar.honest();
  await stage.rig.ask('cast 3');
  await stage.rig.ask('epoch');

  await part('board: policy', () => board.letters(stage, visitors[2], 'voting'));
  await part('board: lies', async () => {
    await voter.begin();
    await at(voter.page, '投票用の鍵を開きます');
    await board.atTheOpening(stage, voter, tape);
  });
  await part('board: lines', () => board.badLines(stage, voter));
  await part('board: clock', () => board.wrongClock(stage, voter));
  await part('board: split view', () => board.splitView(stage));

  let link;
  await part('cast: first', async () => {
    await voter.begin();
    await voter.openBallot();
    await press(voter.page, '投票を始める');
    await at(voter.page, '市長');
    await texts.contests(stage, voter.page);
    first.liar.acknowledgement = await cast.whileSealing(stage, voter);
    await texts.harmless(stage, voter.page, 'received');
    link = await cast.whileWaiting(stage, voter);
  }, true);
  await part('cast: second device', async () => {
    const {page} = await cast.secondDevice(stage, link, {names: [MAYOR, LONG], absent: ['javascript:window.hit=1']});
    await texts.harmless(stage, page, 'second device');
  });
  await part('local: once and never', () => local.shapes(stage, {never: idle, once: voter}));
  await part('cast: again', () => cast.replays(stage, voter, first.liar.acknowledgement));
  await part('local: shared computer', async () => {
    await local.shapes(stage, {never: idle, twice: voter});
    await local.twoTabs(stage, voter, first.context);
    await voter.open();
    await at(voter.page, '受け付けました');
    await local.wiped(stage, voter);
    await local.shapes(stage, {never: idle, wiped: voter});
    await local.remains(stage, voter, [...secrets, MAYOR, LONG, visitors[0].name]);
  });

  await part('texts: result', async () => {
    await stage.rig.ask('close');
    const {page} = await stage.device();
    for (const path of ['/booth/', '/board/']) {
      await page.goto(stage.origin + path);
      await page.getByRole('heading', {level: 1}).waitFor();
      if (path === '/booth/') await press(page, '結果を見る');
      await page.getByText(MAYOR).first().waitFor();
      await texts.harmless(stage, page, `${path} with the result`);
      await texts.looks(stage, page, `${path} with the result`);
    }
  });
  whatLeft(stage, [...secrets, MAYOR]);
  const faults = stage.devices.filter(({strangers, attacked}) => !strangers && !attacked).flatMap(({name, faults: all}) => all.map((fault) => `${name}: ${fault}`));
  stage.expect('no page failed, and none broke its own policy', faults.length === 0, faults);
} catch (error) {
  stage.expect(String(error).split('\n')[0], false, String(error.stack));
} finally {
  await stage.close();
}
process.exit(stage.bad);
