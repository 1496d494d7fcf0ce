// SPDX-License-Identifier: Apache-2.0
// What the commission changed or had to tell, and the files of the voter's page that it announced.
import {dayAndTime} from '../ui/clock.ts';
import {Details, Facts, Say} from '../ui/parts.ts';
import type {Phrase} from '../ui/parts.ts';
import {useSettings} from '../ui/settings.ts';
import type {Language} from '../ui/words.ts';
import type {BoardModel, Change} from './model.ts';
import {Section} from './sections.tsx';
import {changes as words, files} from './words.ts';

function headOf(change: Change & {what: {kind: 'amendment'}}, language: Language): Phrase {
  const {amendment, name} = change.what;
  const when = (time: bigint) => dayAndTime(Number(time), language);
  if (amendment.kind === 'add') return words.add({name});
  if (amendment.kind === 'withdraw') return words.withdraw({name});
  if (amendment.kind === 'extend') return words.extend({until: when(amendment.window.until)});
  return words.suspend({from: when(amendment.window.from), until: when(amendment.window.until)});
}

function isAmendment(change: Change): change is Change & {what: {kind: 'amendment'}} {
  return change.what.kind === 'amendment';
}

function Told({change}: {change: Change}) {
  const {language} = useSettings();
  if (isAmendment(change)) {
    return <><p><strong><Say it={headOf(change, language)} /></strong></p>
      <p><Say it={words.reason({reason: change.what.amendment.reason})} /></p></>;
  }
  return <p>{change.what.kind === 'text' ? change.what.text : ''}</p>;
}

export function Changes({model}: {model: BoardModel}) {
  const {language} = useSettings();
  return (
    <Section id="changes" title={words.title}>
      {model.changes.length === 0 ? <p><Say it={words.none} /></p>
        : <Facts facts={model.changes.map((one) => ({name: dayAndTime(one.time, language), content: <Told change={one} />}))} />}
    </Section>
  );
}

export function PageFiles({model}: {model: BoardModel}) {
  return (
    <Section id="files" title={files.title}>
      <p><Say it={files.lead} /></p>
      {model.page ? (
        <>
          <p><code>{model.page.hash}</code></p>
          <Details summary={files.list}>
            <ul class="page-files">{model.page.files.map((one) => <li><code>{one.path} {one.hash}</code></li>)}</ul></Details>
        </>
      ) : <p><Say it={files.none} /></p>}
    </Section>
  );
}
