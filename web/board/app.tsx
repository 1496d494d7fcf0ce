// SPDX-License-Identifier: Apache-2.0
// The public page: reads the board, shows what the quorum has signed, and reads on by itself.
import {useEffect, useState} from 'preact/hooks';
import {openElection} from '../record/election.ts';
import type {Election} from '../record/election.ts';
import type {Source} from '../record/source.ts';
import {BoardTrouble} from '../record/trouble.ts';
import {clockTime} from '../ui/clock.ts';
import {Button, Frame, Notice, Progress, Say, Screen} from '../ui/parts.ts';
import {useSettings} from '../ui/settings.ts';
import {Changes, PageFiles} from './changesSection.tsx';
import type {BoardModel} from './model.ts';
import {epochsOf, readModel} from './readModel.ts';
import {Result} from './resultSection.tsx';
import type {Epochs} from './search.ts';
import {Search} from './searchSection.tsx';
import {Calendar, Contests, Numbers, Phases, Signatures, TableOfContents, titleOf} from './sections.tsx';
import {Verify} from './verifySection.tsx';
import {board as words, calendar, changes, contests, files, finding, numbers, phases, result, signatures,
  verifying} from './words.ts';

const EVERY = 15_000;

interface Seen {
  model?: BoardModel;
  epochs?: Epochs | undefined;
  read?: number;
  lineLost: boolean;
  stop?: string;
}

/** The service's clock, as a hint for people; the device's own may be wrong, and a rehearsal has its own time. */
async function serviceTime(source: Source): Promise<number | undefined> {
  const epoch = await source.json('epoch').catch(() => undefined);
  const now = (epoch as {now?: unknown} | undefined)?.now;
  return typeof now === 'number' && Number.isSafeInteger(now) ? now : undefined;
}

/** Reads at once and then again and again; a board that lies is not read any more. */
function useBoard(source: Source, round: number): Seen {
  const [seen, setSeen] = useState<Seen>({lineLost: false});
  useEffect(() => {
    let [left, election, timer] = [false, undefined as Election | undefined, 0];
    const read = async () => {
      try {
        if (election) await election.refresh();
        else election = await openElection(source, {});
        const [model, epochs] = [await readModel(election), epochsOf(election)];
        const read = await serviceTime(source);
        if (!left) setSeen({model, epochs, ...(read === undefined ? {} : {read}), lineLost: false});
      } catch (trouble) {
        if (!(trouble instanceof BoardTrouble)) throw trouble;
        if (trouble.word !== 'missing') return left || setSeen({lineLost: false, stop: trouble.word});
        if (!left) setSeen((before) => ({...before, lineLost: true}));
      }
      if (!left) timer = window.setTimeout(() => void read(), EVERY);
      return undefined;
    };
    void read();
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [source, round]);
  return seen;
}

export function BoardApp({source, origin}: {source: Source; origin: string}) {
  const [round, setRound] = useState(0);
  const {language} = useSettings();
  const seen = useBoard(source, round);
  const title = seen.model ? titleOf(seen.model, language) : words.kicker;
  return (
    <Frame title={title} rehearsal={seen.model?.rehearsal ?? false}>
      {seen.stop !== undefined ? <Stopped stop={seen.stop} again={() => setRound(round + 1)} />
        : seen.model ? <Public model={seen.model} seen={seen} origin={origin} /> : <Opening lineLost={seen.lineLost} />}
    </Frame>
  );
}

function Opening({lineLost}: {lineLost: boolean}) {
  return (
    <Screen title={words.kicker}>
      <Progress label={words.opening} />
      <div role="status">{lineLost && <Notice kind="warning"><p><Say it={words.lost} /></p></Notice>}</div>
    </Screen>
  );
}

function Stopped({stop, again}: {stop: string; again: () => void}) {
  return (
    <Screen title={words.stopTitle} actions={<Button label={words.again} icon="again" onPress={again} />}>
      <Notice kind="bad" live="alert"><p><Say it={words.stopLead} /></p></Notice>
      <p><code>{stop}</code></p>
    </Screen>
  );
}

function idsOf(model: BoardModel) {
  const all = [
    ['phases', phases.title], ['result', result.title], ['numbers', numbers.title], ['signatures', signatures.title],
      ['changes', changes.title],
    ['calendar', calendar.title], ['contests', contests.title], ['verify', verifying.title], ['search', finding.title],
      ['files', files.title],
  ] as const;
  return model.signed ? all : all.filter(([id]) => id === 'phases' || id === 'numbers');
}

function Public({model, seen, origin}: {model: BoardModel; seen: Seen; origin: string}) {
  const {language} = useSettings();
  return (
    <Screen title={titleOf(model, language)} kicker={words.kicker} of="public">
      <div class="board">
        <p><Say it={words.lead} /></p>
        <p class="hint">{seen.read !== undefined && <Say it={words.refreshed({time: clockTime(seen.read)})} />}</p>
        <div role="status">{seen.lineLost && <Notice kind="warning"><p><Say it={words.lost} /></p></Notice>}</div>
        <TableOfContents ids={idsOf(model)} />
        {model.result && <Result model={model} />}
        <Phases model={model} />
        {model.signed && !model.result && <Result model={model} />}
        <Numbers model={model} />
        <Signatures model={model} />
        {model.signed && <Changes model={model} />}
        <Calendar model={model} />
        <Contests model={model} />
        {model.signed && <Verify origin={origin} />}
        {seen.epochs && <Search epochs={seen.epochs} />}
        {model.signed && <PageFiles model={model} />}
      </div>
    </Screen>
  );
}
