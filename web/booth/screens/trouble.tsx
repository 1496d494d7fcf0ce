// SPDX-License-Identifier: Apache-2.0
// What went wrong and what to do next; waiting for something that goes on by itself.
import type {ComponentChildren, JSX} from 'preact';
import {Button, Notice, Progress, Say, Screen, type Phrase} from '../../ui/parts.ts';
import {useOffice} from '../site.ts';
import {ERRORS, isAlarm, troubleText} from '../words/errors.ts';
import {Telephone, type Way} from './home.tsx';

export function TroubleScreen({word, onAgain, way}: {word: string; onAgain: () => void; way: Way}): JSX.Element {
  const alarm = isAlarm(word);
  const office = useOffice();
  const actions = (
    <>
      {!alarm && <Button kind="primary" icon="again" label={ERRORS.again} onPress={onAgain} />}
      <Button icon="help" label={ERRORS.help} onPress={() => way.go({screen: 'help'})} />
      <Button kind="plain" label={ERRORS.home} onPress={() => way.go({screen: 'home'})} />
      {alarm && <Button kind="plain" icon="again" label={ERRORS.again} onPress={onAgain} />}
    </>
  );
  return (
    <Screen title={ERRORS.title} of={`trouble ${word}`} actions={actions}>
      <Notice kind={alarm ? 'bad' : 'warning'} live="alert"><p data-word={word}><Say it={troubleText(word)} /></p></Notice>
      {!alarm && <p><Say it={ERRORS.fault} /></p>}
      <p><Say it={ERRORS.ask} /></p>
      {office && <Telephone />}
    </Screen>
  );
}

/** `waiting`: the line is down, it is tried again by itself. */
export function BusyScreen({label, waiting = false, title, children}: {label: Phrase; waiting?: boolean; title: Phrase; children?: ComponentChildren}): JSX.Element {
  return (
    <Screen title={title} of={`busy ${typeof label === 'string' ? label : label.ja}`}>
      <Progress label={label} />
      {waiting && <Notice kind="warning" live="status"><p><Say it={ERRORS.waiting} /></p></Notice>}
      {children}
    </Screen>
  );
}
