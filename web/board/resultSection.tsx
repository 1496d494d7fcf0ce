// SPDX-License-Identifier: Apache-2.0
// The result: votes, seats, lots; then what else the lists held.
import {Button, Notice, Say, Table} from '../ui/parts.ts';
import type {Phrase} from '../ui/parts.ts';
import {useSettings} from '../ui/settings.ts';
import type {BoardModel, ContestResult, ResultOption} from './model.ts';
import {Section, titleOf} from './sections.tsx';
import {Votes} from './votes.tsx';
import type {VoteLine} from './votes.tsx';
import {contests, result as words} from './words.ts';

const MARKS = {elected: words.elected, tied: words.tied, lot: words.byLot, not: undefined} as const;

function lineOf(one: ResultOption, language: string): VoteLine {
  const mark = MARKS[one.state];
  const name = language === 'en' && one.nameEn ? one.nameEn : one.name;
  return {key: String(one.number), number: one.number, name, votes: one.votes, ...(mark ? {mark} : {})};
}

function Others({contest}: {contest: ContestResult}) {
  const {language} = useSettings();
  const names = ['blank', 'abstain', 'null', 'unused', 'withdrawn', 'invalid'] as const;
  const rows = names.filter((name) => name === 'blank' || contest.others[name] > 0n)
    .map((name): Phrase[] => [words[name], contest.others[name].toLocaleString('ja-JP')]);
  return <Table caption={words.others({title: titleOf(contest, language)})} head={[words.kind, words.votes]} rows={rows} numbers={[1]} />;
}

function OneContest({contest}: {contest: ContestResult}) {
  const {language} = useSettings();
  return (
    <div class="contest-result">
      <Votes caption={titleOf(contest, language)} first={contests.name} lines={contest.options.map((one) => lineOf(one, language))} />
      {contest.open > 0 && <p><Say it={words.open({n: contest.open})} /></p>}
      {contest.lot !== undefined && <Notice kind="info" title={words.lot}><p>{contest.lot}</p></Notice>}
      <Others contest={contest} />
    </div>
  );
}

export function Result({model}: {model: BoardModel}) {
  return (
    <Section id="result" title={words.title} printed>
      {model.result === undefined ? <p><Say it={words.notYet} /></p> : (
        <>
          {model.paper && <p class="hint"><Say it={words.online} /></p>}
          {model.result.map((contest) => <OneContest key={contest.id} contest={contest} />)}
          <Button icon="print" label={words.print} onPress={() => window.print()} />
        </>
      )}
    </Section>
  );
}
