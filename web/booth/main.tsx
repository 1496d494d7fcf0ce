// SPDX-License-Identifier: Apache-2.0
// The voter's page. What stands behind '#' (a letter) and after '?' (a provider's answer) leaves the address before anything else happens.
import {render} from 'preact';
import {keepLook} from '../ui/look.ts';
import {Router, takeFragment} from '../ui/parts.ts';
import {App, isKnown} from './app.tsx';
import {Booth} from './booth.ts';
import {browserTools} from './browser.ts';
import {OneTab} from './oneTab.ts';
import {readLetter} from './screens/letter.tsx';
import {cameBack} from './services/provider.ts';

keepLook();
const fragment = takeFragment();
const query = location.search;
if (query !== '' || location.pathname !== '/booth/') history.replaceState(history.state, '', '/booth/');
// A letter's link opened over this very page: read as at the beginning.
addEventListener('hashchange', () => {
  if (location.hash.length > 1) location.reload();
});

async function start(): Promise<void> {
  let draw = (): void => undefined;
  const tab = new OneTab(() => draw());
  const [tools] = await Promise.all([browserTools(), tab.take()]);
  const booth = new Booth(tools, cameBack(query, {store: sessionStorage}));
  const router = new Router({screen: 'home'}, isKnown);
  const read = fragment === undefined ? undefined : await readLetter(`${location.origin}/booth/#${fragment}`, location.origin);
  const page = document.getElementById('page')!;
  draw = () => render(<App booth={booth} router={router} tab={tab} fault={read && 'fault' in read ? read.fault : undefined} />, page);
  if (tab.hold === 'here') {
    // Where it goes on is known only after a look at the service; whoever just opens the page sees its first screen at once.
    if (!read && booth.first === 'home') draw();
    await booth.look();
    booth.keepShape();
    if (booth.first !== 'home') router.replace({screen: booth.first});
    else if (read && 'letter' in read) booth.takeLetter(read.letter);
    if (read) router.replace({screen: 'fault' in read ? 'letter' : booth.season === 'voting' ? 'vote' : 'enrol'});
    // A reload after the end of a sitting begins at the beginning.
    if (router.current.screen === 'enrol' && !booth.canEnrol) router.replace({screen: 'home'});
    void booth.resumeCast();
  }
  draw();
}

void start();
