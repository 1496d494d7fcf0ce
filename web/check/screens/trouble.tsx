// SPDX-License-Identifier: Apache-2.0
// When something is not as it must be: what, that it is not the voter's fault, and what to do now.
import {useEffect, useState} from 'preact/hooks';
import {Button, Link, Notice, Say, Screen} from '../../ui/parts.ts';
import {readOffice} from '../office.ts';
import type {Office} from '../office.ts';
import {grouped} from '../session.ts';
import type {Alarm, Event, Kept, Stop} from '../session.ts';
import {alarm as words, start, stopped, voided} from '../words.ts';

function Telephone() {
  const [office, setOffice] = useState<Office>();
  useEffect(() => void readOffice().then(setOffice), []);
  if (!office) return null;
  return (
    <p class="telephone">
      {office.name} <Link icon="phone" label={office.telephone} href={`tel:${office.telephone.replace(/[^0-9+]/g, '')}`} />
      {office.hours && <span class="telephone-hours">{office.hours}</span>}
    </p>
  );
}

export function AlarmScreen({alarm, kept, tell}: {alarm: Alarm; kept: Kept; tell: (event: Event) => void}) {
  const leave = <Button kind="plain" icon="leave" label={start.leave} onPress={() => tell({type: 'go', to: 'start'})} />;
  return (
    <Screen title={words[alarm]} actions={leave}>
      <Notice kind="bad" live="alert"><p><Say it={alarm === 'bytes' ? words.bytesWhy : words.why} /></p></Notice>
      <h2><Say it={words.doTitle} /></h2>
      <ol class="todo">
        <li><Say it={words.call} /><Telephone /></li>
        <li><Say it={words.again} /></li>
        <li><Say it={words.paper} /></li>
      </ol>
      <p><Say it={words.keep} /></p>
      <p class="hint"><Say it={words.reference({epoch: kept.epoch, slot: grouped(kept.slot)})} /></p>
    </Screen>
  );
}

export function VoidScreen({tell}: {tell: (event: Event) => void}) {
  return (
    <Screen title={voided.title}
      actions={<Button kind="primary" label={start.home} onPress={() => tell({type: 'go', to: 'start'})} />}>
      <Notice kind="warning" live="status"><p><Say it={voided.lead} /></p></Notice>
      <p><Say it={voided.next} /></p>
    </Screen>
  );
}

export function StopScreen({stop, again}: {stop: Stop; again: () => void}) {
  return (
    <Screen title={stopped.title} actions={<Button label={stopped.again} icon="again" onPress={again} />}>
      <Notice kind="bad" live="alert"><p><Say it={stopped.lead} /></p></Notice>
      <p><Say it={stopped.call} /></p>
      <Telephone />
      <p class="stop-word"><code>{stop}</code></p>
    </Screen>
  );
}
