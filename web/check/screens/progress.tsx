// SPDX-License-Identifier: Apache-2.0
// The three that make a check, which of them are there, and when the last one is expected.
import {Button, Icon, Notice, Say, Screen} from '../../ui/parts.ts';
import type {Phrase} from '../../ui/parts.ts';
import {clockTime} from '../../ui/clock.ts';
import {checked} from '../session.ts';
import type {Event, State} from '../session.ts';
import {progress, start} from '../words.ts';

function Third({done, name, state}: {done: boolean; name: Phrase; state: Phrase}) {
  return (
    <li class={done ? 'third there' : 'third'}>
      <Icon name={done ? 'done' : 'clock'} />
      <span class="third-name"><Say it={name} /></span>
      <span class="third-state"><Say it={state} /></span>
    </li>
  );
}

export function ProgressScreen({state, tell}: {state: State & {at: 'progress'}; tell: (event: Event) => void}) {
  const {kept, lineLost, expired} = state;
  const all = checked(kept);
  const recorded = kept.record === 'recorded';
  const again = <Button kind={all ? 'second' : 'primary'} label={progress.readAgain}
    onPress={() => tell({type: 'go', to: 'start'})} />;
  const compare = <Button kind="primary" label={progress.compare} onPress={() => tell({type: 'compare-number'})} />;
  const actions = (
    <>
      {kept.choice === 'open' ? again : kept.number === 'open' && compare}
      <Button kind={all ? 'primary' : 'plain'} icon="leave" label={start.leave} onPress={() => tell({type: 'go', to: 'start'})} />
    </>
  );
  return (
    <Screen title={all ? progress.doneTitle : progress.title} actions={actions}>
      {all ? <Notice kind="ok" live="status"><p><Say it={progress.doneLead} /></p></Notice> : <p><Say it={progress.lead} /></p>}
      {expired && kept.choice === 'open' && <Notice kind="warning"><p><Say it={progress.expired} /></p></Notice>}
      <ol class="thirds">
        <Third done={kept.choice === 'same'} name={progress.choice}
          state={kept.choice === 'same' ? progress.yes : progress.notSeen} />
        <Third done={kept.number === 'same'} name={progress.number}
          state={kept.number === 'same' ? progress.yes : progress.notCompared} />
        <Third done={recorded} name={progress.record}
          state={recorded ? progress.recorded : progress.waiting({time: clockTime(kept.due)})} />
      </ol>
      <div role="status">{lineLost ? <Notice kind="warning"><p><Say it={progress.lost} /></p></Notice>
        : !recorded && <p><Say it={progress.wait} /></p>}</div>
      <p class="hint"><Say it={progress.notLast} /></p>
    </Screen>
  );
}
