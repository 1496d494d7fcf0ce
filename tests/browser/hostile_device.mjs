// SPDX-License-Identifier: Apache-2.0
// Attacks by whoever has the device: two tabs, a shared computer, somebody who looks at what the browser keeps.
import {at, press} from './hostile_stage.mjs';

/** Everything that the browser keeps for the origin, as its owner could dump it. */
async function dump(page) {
  return page.evaluate(async () => {
    const records = await new Promise((done) => {
      const asked = indexedDB.open('ippyo', 1);
      asked.onsuccess = () => {
        const store = asked.result.transaction('records').objectStore('records');
        const [keys, values] = [store.getAllKeys(), store.getAll()];
        store.transaction.oncomplete = () => {
          asked.result.close();
          done(keys.result.map((key, i) => [key, values.result[i]]));
        };
      };
    });
    const bytes = records.filter(([, value]) => value instanceof Uint8Array);
    return {
      databases: (await indexedDB.databases()).map(({name, version}) => `${name} ${version}`).sort(),
      records: records.map(([key, value]) => `${key} ${value instanceof Uint8Array ? value.length : value.constructor.name}`).sort(),
      extractable: records.filter(([, value]) => value instanceof CryptoKey).some(([, value]) => value.extractable),
      text: bytes.map(([, value]) => Array.from(value, (byte) => String.fromCharCode(byte)).join('')).join('\n'),
      local: Object.entries(localStorage), session: Object.entries(sessionStorage),
      caches: await caches.keys(), cookies: document.cookie, state: JSON.stringify(history.state), workers: (await navigator.serviceWorker.getRegistrations()).length,
    };
  });
}

/** Never voted, voted once, voted twice: one shape. */
export async function shapes(stage, voters) {
  const found = [];
  for (const {page, home} of Object.values(voters)) {
    await page.goto(home);
    await page.getByRole('heading', {level: 1}).waitFor();
    found.push(await dump(page));
  }
  const shape = ({databases, records, local, session, caches, cookies}) => JSON.stringify({databases, records, local: local.map(([key]) => key), session: session.map(([key]) => key), caches, cookies});
  stage.expect(`${Object.keys(voters).join(', ')}: what the browser keeps has one shape`, new Set(found.map(shape)).size === 1, found.map(shape));
  stage.expect('the key of the records cannot be taken out', found.every(({extractable}) => !extractable));
  return found;
}

/** Nothing in the clear; nothing in history. */
export async function remains(stage, voter, secrets) {
  const {page} = voter;
  const kept = await dump(page);
  const all = JSON.stringify([kept.local, kept.session, kept.state, kept.cookies]) + kept.text;
  const told = secrets.filter((secret) => all.includes(secret) || all.includes(Buffer.from(secret).toString('latin1')));
  stage.expect('nothing of letter, code, choice or names lies there in the clear', told.length === 0, told);
  stage.expect('no cache, no cookie, no service worker', kept.caches.length === 0 && kept.cookies === '' && kept.workers === 0, kept.caches);
  const session = await page.context().newCDPSession(page);
  const {entries} = await session.send('Page.getNavigationHistory');
  const own = entries.map(({url}) => url).filter((url) => url.startsWith(stage.origin));
  stage.expect('history names only the pages', own.every((url) => new URL(url).search === '' && new URL(url).hash === ''), own);
  const leaked = entries.map(({url, title}) => decodeURIComponent(url) + title).filter((one) => secrets.some((secret) => one.includes(secret)));
  stage.expect('and holds nothing of letter, code, choice', leaked.length === 0, leaked);
}

/** "Checked": r and choice are gone, and the address for the second device with them. */
export async function wiped(stage, voter) {
  const {page} = voter;
  await press(page, '確認が済んだので');
  await page.getByText('確認用の情報は、この端末から消しました').waitFor();
  stage.expect('after "checked" there is no code any more', (await page.locator('.show-check').count()) === 0 && !(await page.content()).includes('/check/#'));
  await page.goBack().catch(() => undefined);
  await page.waitForLoadState();
  stage.expect('and "back" does not bring it up', !(await page.content()).includes('/check/#'), page.url());
  await page.goto(voter.home);
  await page.getByRole('heading', {level: 1}).waitFor();
  stage.expect('nor does the first screen', !(await page.locator('main').innerText()).includes('投票の受け付けを見る'), await page.locator('main').innerText());
}

export async function twoTabs(stage, voter, context) {
  const {page, home} = voter;
  await voter.open();
  const other = await context.newPage();
  await other.goto(home);
  await at(other, '別の画面で続いています');
  stage.expect('a second tab does not vote beside the first', (await other.getByRole('button', {name: /^投票する/}).count()) === 0);
  await press(other, 'こちらの画面で続ける');
  await at(page, '別の画面で続いています');
  await other.getByRole('heading', {level: 1, name: /受け付けました|インターネットで投票する/}).waitFor();
  stage.expect('taken over: the first tab stops, the second one goes on', true);
  await other.close();
}
