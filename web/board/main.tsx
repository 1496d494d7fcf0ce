// SPDX-License-Identifier: Apache-2.0
// The public page of an election.
import './board.css';
import {render} from 'preact';
import {httpSource} from '../record/source.ts';
import {keepLook} from '../ui/look.ts';
import {BoardApp} from './app.tsx';

keepLook();
render(<BoardApp source={httpSource('/ballot-box/')} origin={location.origin} />, document.getElementById('page')!);
