// SPDX-License-Identifier: Apache-2.0
// One contest: options in notified order, all of one size, nothing chosen beforehand, blank as a choice of its own.
import type {JSX} from 'preact';
import {useState} from 'preact/hooks';
import {Button, CheckList, Choice, Faults, Notice, Say, Screen, type Option, type Phrase} from '../../ui/parts.ts';
import {useSettings} from '../../ui/settings.ts';
import {BLANK, chosenOptions, inNotifiedOrder, ROWS, rowOf, toggled, type Choice as Chosen, type Row} from '../state/choices.ts';
import type {ContestView, OptionView} from '../work/calls.ts';
import {VOTE} from '../words/vote.ts';

/** From this many on the list can be filtered by the reading of the name. */
const MANY = 12;
const ARE_PEOPLE = ['single-choice', 'single-non-transferable'];

export const isOfPeople = (contest: ContestView): boolean => ARE_PEOPLE.includes(contest.kind);
export const blankOf = (contest: ContestView): Phrase => (isOfPeople(contest) ? VOTE.blank : VOTE.blankOption);

export function useNames(): {contest: (one: ContestView) => string; option: (one: OptionView) => string} {
  const english = useSettings().language === 'en';
  return {contest: (one) => (english && one.titleEn ? one.titleEn : one.title), option: (one) => (english && one.nameEn ? one.nameEn : one.name)};
}

function Filter({row, rows, onRow, of, count}: {row: Row | undefined; rows: readonly Row[]; onRow: (row: Row | undefined) => void; of: number; count: number}): JSX.Element {
  return (
    <div class="filter" role="group" aria-labelledby="filter-name" data-scan-group="filter">
      <h2 id="filter-name"><Say it={VOTE.filter} /></h2>
      <div class="filter-rows">
        <Button label={VOTE.filterNone} pressed={row === undefined} onPress={() => onRow(undefined)} />
        {rows.map((one) => <Button label={VOTE.filterRow({row: one})} pressed={row === one} onPress={() => onRow(one)} />)}
      </div>
      <p role="status">{row !== undefined && <Say it={VOTE.filtered({of, count})} />}</p>
    </div>
  );
}

interface ContestProps {
  contest: ContestView;
  index: number;
  of: number;
  choice: Chosen;
  review: boolean;
  onChoose: (choice: Chosen) => void;
  onNext: () => void;
  onBack: () => void;
  above?: JSX.Element;
}

function hintOf(contest: ContestView): Phrase {
  if (contest.kind === 'approval') return VOTE.upTo({count: contest.approveMax});
  return isOfPeople(contest) ? VOTE.one : VOTE.oneOption;
}

export function ContestScreen({contest, index, of, choice, review, onChoose, onNext, onBack, above}: ContestProps): JSX.Element {
  const names = useNames();
  const [row, setRow] = useState<Row>();
  const [round, setRound] = useState(0);
  const [full, setFull] = useState(false);
  const all = inNotifiedOrder(contest.options);
  const shown = all.filter((one) => row === undefined || rowOf(one.kana) === row);
  const rows = ROWS.filter((one) => all.some((option) => rowOf(option.kana) === one));
  const missing = round > 0 && choice === null;
  const next = () => (choice === null ? setRound(round + 1) : onNext());
  const asOption = (one: OptionView): Option => ({value: String(one.number), label: names.option(one), number: one.order, ...(one.kana ? {kana: one.kana} : {}),
    ...(all.length > 1 && isOfPeople(contest) ? {note: VOTE.optionOf({of: all.length, at: one.order})} : {})});
  const hidden = choice === null ? [] : chosenOptions(contest, choice).filter((one) => !shown.includes(one));
  const blank: Option = {value: '0', label: blankOf(contest), note: VOTE.blankNote};
  const list = {name: 'choice', legend: names.contest(contest), legendUnseen: true, hint: hintOf(contest), error: missing ? VOTE.missing : undefined};
  const toggle = (values: string[]) => {
    const before = choice === null || choice === BLANK ? [] : chosenOptions(contest, choice).map((one) => String(one.number));
    if (values.includes('0') && choice !== BLANK) return onChoose(BLANK);
    const changed = all.find((one) => values.includes(String(one.number)) !== before.includes(String(one.number)));
    if (!changed) return onChoose(null);
    const after = toggled(contest, choice === BLANK ? null : choice, changed);
    setFull(after === undefined);
    if (after !== undefined) onChoose(after);
  };
  return (
    <Screen title={names.contest(contest)} kicker={VOTE.contestOf({at: index + 1, of})} onBack={onBack} of={`contest ${index}`}
      actions={<Button kind="primary" label={review || index + 1 === of ? VOTE.toReview : VOTE.next} onPress={next} />}>
      {above}
      <Faults faults={missing ? [{field: 'choice', message: VOTE.missing}] : []} round={round} />
      {contest.kind === 'single-non-transferable' && <p><Say it={VOTE.seats({count: contest.seats})} /></p>}
      {all.length > 2 && <p class="hint"><Say it={VOTE.order} /></p>}
      {all.length > MANY && rows.length > 1 && <Filter row={row} rows={rows} onRow={setRow} of={all.length} count={shown.length} />}
      {hidden.length > 0 && <Notice kind="info" live="status"><p><Say it={VOTE.hiddenChoice({name: hidden.map(names.option).join('、')})} /></p></Notice>}
      {full && <Notice kind="warning" live="alert"><p><Say it={VOTE.full({count: contest.approveMax})} /></p></Notice>}
      {contest.kind === 'approval'
        ? <CheckList {...list} options={[...shown.map(asOption), blank]} values={choice === BLANK ? ['0'] : hiddenAnd(contest, choice)} onValues={toggle} />
        : <Choice {...list} options={[...shown.map(asOption), blank]} value={choice === null ? undefined : String(choice)} onValue={(value) => onChoose(Number(value))} />}
    </Screen>
  );
}

const hiddenAnd = (contest: ContestView, choice: Chosen): string[] => (choice === null ? [] : chosenOptions(contest, choice).map((one) => String(one.number)));
