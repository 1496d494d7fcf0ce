// SPDX-License-Identifier: Apache-2.0
// The result: votes, seats, lots; then what else the lists held.
import {Button, Notice, Say, Table} from '../ui/parts.ts';
import type {Phrase} from '../ui/parts.ts';
import {useSettings} from '../ui/settings.ts';
import type {ContestResult, OptionResult} from '../record/result.ts';
import type {BoardModel} from './model.ts';
import {Section, titleOf} from './sections.tsx';
import {Votes} from './votes.tsx';
import type {VoteLine} from './votes.tsx';
import {contests, result as words} from './words.ts';

function markOf(one: OptionResult): Phrase | undefined {
  if (one.byLot) return words.byLot;
  if (one.elected) return words.elected;
  if (one.tied) return words.tied;
  return one.withdrawn ? words.withdrawnMark : undefined;
}

function lineOf(one: OptionResult, language: string): VoteLine {
  const mark = markOf(one);
  const {number, name, nameEn} = one.option;
  return {key: String(number), number, name: language === 'en' && nameEn ? nameEn : name, votes: one.votes, strong: one.elected,
    ...(mark ? {mark} : {})};
}

const OTHERS = ['blank', 'abstain', 'replacedOnPaper', 'unused', 'invalid'] as const;

function Others({result}: {result: ContestResult}) {
  const {language} = useSettings();
  const rows = OTHERS.filter((name) => name === 'blank' || result[name] > 0)
    .map((name): Phrase[] => [words[name], result[name].toLocaleString('ja-JP')]);
  return <Table caption={words.others({title: titleOf(result.contest, language)})} head={[words.kind, words.votes]} rows={rows}
    numbers={[1]} />;
}

function OneContest({result}: {result: ContestResult}) {
  const {language} = useSettings();
  return (
    <div class="contest-result">
      <Votes caption={titleOf(result.contest, language)} first={contests.name}
        lines={result.options.map((one) => lineOf(one, language))} />
      {result.openSeats > 0 && <p><Say it={words.open({n: result.openSeats})} /></p>}
      {result.lot !== undefined && <Notice kind="info" title={words.lot}><p>{result.lot}</p></Notice>}
      <Others result={result} />
    </div>
  );
}

export function Result({model}: {model: BoardModel}) {
  return (
    <Section id="result" title={words.title} printed>
      {model.result === undefined ? <p><Say it={words.notYet} /></p> : (
        <>
          {model.paper && <p class="hint"><Say it={words.online} /></p>}
          {model.result.contests.map((one) => <OneContest key={one.contest.id} result={one} />)}
          <Button icon="print" label={words.print} onPress={() => window.print()} />
        </>
      )}
    </Section>
  );
}
