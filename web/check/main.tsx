// SPDX-License-Identifier: Apache-2.0
// The second device. What stands behind '#' leaves address and history before anything else happens. [SPEC 10.8 CheckCode]
import './check.css';
import {render} from 'preact';
import {httpSource} from '../record/source.ts';
import {keepLook} from '../ui/look.ts';
import {takeFragment} from '../ui/router.ts';
import {CheckApp} from './app.tsx';
import {ReadBoard} from './readBoard.ts';

keepLook();
const fragment = location.hash === '#help' ? 'help' : takeFragment();
const board = new ReadBoard(httpSource('/ballot-box/'), sessionStorage);
render(<CheckApp board={board} fragment={fragment} origin={location.origin} facts={() => board.facts} />,
  document.getElementById('page')!);
