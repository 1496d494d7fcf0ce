// SPDX-License-Identifier: Apache-2.0
// The slot number beside the polling card: the one thing that no device can supply.
import {BigNumber, Button, Say, Screen} from '../../ui/parts.ts';
import type {Event, Kept} from '../session.ts';
import {choice, slot} from '../words.ts';

export function Slot({kept, tell}: {kept: Kept; tell: (event: Event) => void}) {
  const answers = (
    <>
      <Button kind="primary" icon="done" label={slot.yes} onPress={() => tell({type: 'number-same'})} />
      <Button kind="danger" label={slot.no} onPress={() => tell({type: 'number-differs'})} />
      <Button kind="plain" label={slot.later} onPress={() => tell({type: 'number-later'})} />
    </>
  );
  return (
    <Screen title={slot.title} actions={answers}>
      <p><Say it={slot.lead} /></p>
      <BigNumber digits={kept.slot} label={choice.slot} />
    </Screen>
  );
}
