// SPDX-License-Identifier: Apache-2.0
// The result as it stands on the board: votes, seats, lots.
import type {JSX} from 'preact';
import {Link, Notice, Progress, Say, Screen, Table, useSay} from '../../ui/parts.ts';
import {useSettings} from '../../ui/settings.ts';
import type {ContestResult, ElectionResult} from '../../record/result.ts';
import {APPLY} from '../words/apply.ts';
import {RESULT} from '../words/after.ts';
import type {Way} from './home.tsx';

/** undefined: there is none yet; 'loading': the board is being read. */
export function Result({way, result}: {way: Way; result: ElectionResult | 'loading' | undefined}): JSX.Element {
  return (
    <Screen title={RESULT.title} of="result" onBack={way.back}>
      {result === 'loading' && <Progress label={APPLY.loading} />}
      {result === undefined && <Notice kind="info" title={RESULT.waiting}><p><Say it={RESULT.waitingText} /></p></Notice>}
      {typeof result === 'object' && <><p><Say it={RESULT.online} /></p>{result.contests.map((one) => <Contest key={one.contest.id} one={one} />)}</>}
      <Link href="/board/" icon="shield" label={RESULT.verify} />
    </Screen>
  );
}

const figure = (count: number) => count.toLocaleString('ja-JP');

function Contest({one}: {one: ContestResult}): JSX.Element {
  const say = useSay();
  const {language} = useSettings();
  const nameOf = (name: string, nameEn: string) => (language === 'en' && nameEn ? nameEn : name);
  const most = Math.max(1, ...one.options.map((option) => option.votes));
  const winners = one.options.filter((option) => option.byLot).map((option) => nameOf(option.option.name, option.option.nameEn)).join('、');
  const numbers = [[RESULT.blank, one.blank], [RESULT.abstain, one.abstain], [RESULT.replaced, one.replacedOnPaper], [RESULT.invalid, one.invalid]] as const;
  return (
    <section class="contest">
      <h2>{nameOf(one.contest.title, one.contest.titleEn)}</h2>
      {one.contest.seats > 0 && <p class="soft"><Say it={RESULT.seats({count: one.contest.seats})} /></p>}
      <ol class="bars">{one.options.map((option) => (
        <li key={option.option.number} class={option.elected ? 'elected' : undefined}>
          <span class="bar-name">{nameOf(option.option.name, option.option.nameEn)}
            {option.elected && <span class="tag"><Say it={RESULT.elected} />{option.byLot && <> (<Say it={RESULT.lot} />)</>}</span>}
            {option.withdrawn && <span class="tag quiet"><Say it={RESULT.withdrawn} /></span>}</span>
          <span class="bar-count">{figure(option.votes)}</span>
          <svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="track" width="100" height="4" />
            <rect class="fill" width={(option.votes / most) * 100} height="4" /></svg>
        </li>
      ))}</ol>
      {winners !== '' && <p><Say it={RESULT.lotText({names: winners})} /></p>}
      <Table caption={RESULT.other} head={[RESULT.what, RESULT.votes]} numbers={[1]} rows={numbers.map(([name, count]) => [say(name), figure(count)])} />
    </section>
  );
}
