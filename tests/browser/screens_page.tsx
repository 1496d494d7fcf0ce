// SPDX-License-Identifier: Apache-2.0
// The booth's screens that need no vote, by the path of the address: what tests look at without services.
import {render} from 'preact';
import type {ElectionResult} from '../../web/record/result.ts';
import {Apply} from '../../web/booth/screens/apply.tsx';
import {Help} from '../../web/booth/screens/help.tsx';
import {Foot, Home, type Standing} from '../../web/booth/screens/home.tsx';
import {Information} from '../../web/booth/screens/information.tsx';
import {Questionnaire} from '../../web/booth/screens/questionnaire.tsx';
import {Report} from '../../web/booth/screens/report.tsx';
import {Result} from '../../web/booth/screens/result.tsx';
import {Status} from '../../web/booth/screens/status.tsx';
import type {Phase} from '../../web/booth/services/ballotBox.ts';
import {keepLook} from '../../web/ui/look.ts';
import {Frame, Router, usePlace, type Place} from '../../web/ui/parts.ts';

const option = (number: number, name: string, votes: number, more: object = {}) => ({option: {number, name, kana: '', nameEn: `Sample ${number}`, order: number}, votes,
  withdrawn: false, elected: false, tied: false, byLot: false, ...more});
const SAMPLE: ElectionResult = {entries: 123, time: 1_800_000_000, contests: [
  {contest: {id: 'mayor', kind: 1, title: '市長', titleEn: 'Mayor', seats: 1, approveMax: 0, options: [], withdrawn: new Set()},
    options: [option(1, '見本 太郎', 1204, {elected: true}), option(2, '例示 花子', 987), option(3, '試験 次郎', 12, {withdrawn: true})],
    blank: 31, abstain: 204, replacedOnPaper: 18, unused: 0, invalid: 0, openSeats: 0, lot: undefined},
  {contest: {id: 'council', kind: 2, title: '市議会議員', titleEn: 'City council', seats: 2, approveMax: 0, options: [], withdrawn: new Set()},
    options: [option(1, '仮名 一郎', 500, {elected: true}), option(2, '仮名 二郎', 402, {elected: true, byLot: true}), option(3, '仮名 三郎', 402)],
    blank: 3, abstain: 20, replacedOnPaper: 1, unused: 0, invalid: 0, openSeats: 0, lot: '抽選'}]};

const query = new URLSearchParams(location.search);
const router = new Router({screen: query.get('screen') ?? 'home'}, () => true);
const way = {go: (place: Place) => router.go(place), replace: (place: Place) => router.replace(place), back: () => router.back()};

function screenOf(place: Place) {
  switch (place.screen) {
    case 'apply': return <Apply way={way} {...(place['step'] ? {step: place['step']} : {})} />;
    case 'status': return <Status way={way} />;
    case 'help': return <Help way={way} penalties={{ja: '見本の罰則の文', easy: '見本の 罰則の 文', en: 'Sample text of penalties'}} epochMinutes={20} />;
    case 'report': return <Report way={way} />;
    case 'questionnaire': return <Questionnaire way={way} />;
    case 'result': return <Result way={way} result={SAMPLE} />;
    case 'information': return <Information way={way} announced={query.has('differs') ? new Uint8Array(32) : 'none'} />;
    default: return <Home way={way} standing={(query.get('standing') ?? 'nothing') as Standing} phase={(query.get('phase') ?? 'keyed') as Phase} closesAt="10月26日 20時" />;
  }
}

function App() {
  const place = usePlace(router);
  return <Frame title="見本市長・市議会議員選挙" rehearsal foot={<Foot way={way} />}>{screenOf(place)}</Frame>;
}

keepLook();
render(<App />, document.getElementById('page')!);
