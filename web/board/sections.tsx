// SPDX-License-Identifier: Apache-2.0
// Sections of the public page: where the election stands, numbers, who checked, calendar, contests.
import type {ComponentChildren} from 'preact';
import {Details, Facts, Icon, Say, Table} from '../ui/parts.ts';
import type {Phrase} from '../ui/parts.ts';
import {dayAndTime} from '../ui/clock.ts';
import {useSettings} from '../ui/settings.ts';
import type {BoardModel, ContestModel} from './model.ts';
import {board, calendar, contests, numbers, phases, signatures} from './words.ts';

export function Section({id, title, printed = false, children}: {id: string; title: Phrase; printed?: boolean;
  children: ComponentChildren}) {
  return <section id={id} class={printed ? 'printed' : undefined} aria-labelledby={`${id}-title`}>
    <h2 id={`${id}-title`} tabIndex={-1}><Say it={title} /></h2>{children}</section>;
}

const SIGNS = {past: 'done', now: 'next', later: 'clock'} as const;
const STATES = {past: phases.done, now: phases.now, later: phases.later} as const;

export function Phases({model}: {model: BoardModel}) {
  const {language} = useSettings();
  return (
    <Section id="phases" title={phases.title}>
      <ol class="timeline">{model.steps.map((step) => (
        <li class={step.state} aria-current={step.state === 'now' ? 'step' : undefined}>
          <Icon name={SIGNS[step.state]} />
          <span><Say it={phases[step.name]} /></span>
          <span class="timeline-when">
            <Say it={STATES[step.state]} />{step.time !== undefined && ` · ${dayAndTime(step.time, language)}`}</span>
        </li>
      ))}</ol>
    </Section>
  );
}

export function Numbers({model}: {model: BoardModel}) {
  const {slots, figures, voids} = model;
  const count = (value: number | bigint) => value.toLocaleString('ja-JP');
  const facts = [
    ...(slots === undefined ? [] : [{name: numbers.slots, content: count(slots)}]),
    {name: numbers.epochs, content: count(figures.epochs)}, {name: numbers.voids, content: count(voids)},
    {name: numbers.entries, content: count(figures.entries)}, {name: numbers.mixes, content: count(figures.mixes)},
  ];
  return (
    <Section id="numbers" title={numbers.title}>
      <Facts facts={facts} />
      <p class="hint"><Say it={numbers.hidden} /></p>
    </Section>
  );
}

export function Signatures({model}: {model: BoardModel}) {
  const {language} = useSettings();
  if (!model.signed) return null;
  const {size, root, time, cosigners, needed} = model.signed;
  const when = (seconds: number | undefined) => (seconds === undefined ? '' : dayAndTime(seconds, language));
  return (
    <Section id="signatures" title={signatures.title}>
      <p><Say it={signatures.lead} /></p>
      <p><Say it={signatures.checkpoint({size, time: when(time)})} /></p>
      <p><Say it={signatures.needed({k: needed})} /></p>
      <p><code>{root}</code></p>
      <h3><Say it={signatures.caption} /></h3>
      <Facts facts={cosigners.map((one) =>
        ({name: one.name, content: <Say it={one.time === undefined ? signatures.no
          : signatures.yes({time: when(one.time)})} />}))} />
    </Section>
  );
}

export function Calendar({model}: {model: BoardModel}) {
  const {language} = useSettings();
  if (!model.calendar) return null;
  const {announcement, internet, pollingDay, paperUntil} = model.calendar;
  const when = (time: number) => dayAndTime(time, language);
  const range = ({from, until}: {from: number; until: number}) =>
    <p><Say it={calendar.range({from: when(from), until: when(until)})} /></p>;
  const facts = [
    {name: calendar.announcement, content: when(announcement)}, {name: calendar.internet, content: internet.map(range)},
    {name: calendar.pollingDay, content: range(pollingDay)},
    ...(paperUntil === undefined ? [] : [{name: calendar.paper, content: when(paperUntil)}]),
  ];
  return <Section id="calendar" title={calendar.title}><Facts facts={facts} /></Section>;
}

/** Longer lists are folded. */
const SHORT = 12;

function Options({contest}: {contest: ContestModel}) {
  const {language} = useSettings();
  const named = (one: ContestModel['options'][number]) => (language === 'en' && one.nameEn ? one.nameEn : one.name);
  const rows = contest.options.map((one): Phrase[] =>
    [String(one.number), one.withdrawn ? contests.withdrawn({name: named(one)}) : named(one), one.kana]);
  const table = <Table caption={titleOf(contest, language)} head={[contests.number, contests.name, contests.kana]} rows={rows} />;
  return rows.length <= SHORT ? table
    : <Details summary={contests.many({title: titleOf(contest, language), n: rows.length})}>{table}</Details>;
}

export const titleOf = (one: {title: string; titleEn: string}, language: string): string =>
  (language === 'en' && one.titleEn ? one.titleEn : one.title);

export function Contests({model}: {model: BoardModel}) {
  if (model.contests.length === 0) return null;
  return (
    <Section id="contests" title={contests.title}>
      {model.contests.map((one) => (
        <div key={one.id} class="contest">
          <Options contest={one} />
          {one.seats > 0 && <p><Say it={contests.seats({n: one.seats})} /></p>}
        </div>
      ))}
    </Section>
  );
}

export function TableOfContents({ids}: {ids: readonly (readonly [string, Phrase])[]}) {
  const go = (id: string) => (event: Event) => {
    event.preventDefault();
    const heading = document.getElementById(`${id}-title`);
    heading?.scrollIntoView();
    heading?.focus({preventScroll: true});
  };
  return (
    <nav aria-labelledby="toc-title">
      <h2 id="toc-title"><Say it={board.contents} /></h2>
      <ul class="toc">{ids.map(([id, title]) => <li><a href={`#${id}`} onClick={go(id)}><Say it={title} /></a></li>)}</ul>
    </nav>
  );
}
