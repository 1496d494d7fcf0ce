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
    await booth.look();
    booth.keepShape();
    if (booth.first !== 'home') router.replace({screen: booth.first});
    else if (read && 'letter' in read) booth.takeLetter(read.letter);
    if (read) router.replace({screen: 'fault' in read ? 'letter' : booth.season === 'voting' ? 'vote' : 'enrol'});
    void booth.resumeCast();
  }
  draw();
}

void start();
