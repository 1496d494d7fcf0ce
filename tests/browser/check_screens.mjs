// SPDX-License-Identifier: Apache-2.0
// Every screen of the second device and of the public page, by the way that leads to it, on the sample board of check_rig.mjs.

export function screensOf({origin, links, own, state}) {
  const SCREENS = {
    'check-start': async (page) => { await page.goto(`${origin}/check/`); await page.waitForSelector('h1'); },
    'check-refused': async (page) => { await page.goto(`${origin}/check/#1.AAAA`); await page.waitForSelector('.notice'); },
    'check-camera-refused': async (page) => { await page.goto(`${origin}/check/`);
      await page.locator('.card-button').first().click(); await page.waitForSelector('.notice'); },
    'check-number': async (page) => { await page.goto(`${origin}/check/`); await page.locator('.card-button').nth(1).click();
      await page.locator('.button.primary').click(); await page.waitForSelector('.field-error'); },
    'check-opening': async (page) => { state.cut = true; await page.goto(links.good); await page.waitForSelector('.notice'); },
    'check-choice': async (page) => { await page.goto(links.good); await page.waitForSelector('.chosen'); },
    'check-slot': async (page) => { await SCREENS['check-choice'](page); await page.locator('.button.primary').click();
      await page.waitForSelector('.big-number'); },
    'check-progress': async (page) => { await SCREENS['check-slot'](page); await page.locator('.actions .button.plain').click();
      await page.waitForSelector('.thirds'); },
    'check-done': async (page) => {
      await SCREENS['check-slot'](page);
      Object.assign(state, {board: own.after, cut: false});
      await page.locator('.button.primary').click();
      await page.reload();
      await page.waitForSelector('.notice.ok');
    },
    'check-alarm': async (page) => { await page.goto(links.spoiled); await page.waitForSelector('.telephone'); },
    'check-void': async (page) => { await page.goto(links.void); await page.waitForSelector('.notice.warning'); },
    'check-help': async (page) => { await page.goto(`${origin}/check/#help`); await page.waitForSelector('.sheet'); },
    'casting-code': async (page) => { await page.goto(`${origin}/casting.html#${links.good.split('#')[1]}`);
      await page.waitForSelector('svg.qr path'); },
    'board-voting': async (page) => { await page.goto(`${origin}/board/`); await page.waitForSelector('#search'); },
    'board-result': async (page) => { Object.assign(state, {board: own.after, cut: false}); await page.goto(`${origin}/board/`);
      await page.waitForSelector('#search'); },
  };
  return SCREENS;
}
