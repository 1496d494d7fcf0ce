// SPDX-License-Identifier: Apache-2.0
// Where a check begins: by camera, by a spoken number, or by the link that the phone's own camera app opened.
import {CardButton, Details, Notice, Say, Screen} from '../../ui/parts.ts';
import type {Event, Refusal} from '../session.ts';
import {refusal as refusals, start} from '../words.ts';

export function Start({refusal, tell}: {refusal?: Refusal | undefined; tell: (event: Event) => void}) {
  return (
    <Screen title={start.title}>
      {refusal && <Notice kind="warning" live="alert"><p><Say it={refusals[refusal]} /></p></Notice>}
      <p><Say it={start.lead} /></p>
      <CardButton strong icon="check" title={start.camera} onPress={() => tell({type: 'go', to: 'camera'})} />
      <CardButton icon="pen" title={start.number} onPress={() => tell({type: 'go', to: 'number'})} />
      <Details summary={start.howTitle}><p><Say it={start.how} /></p></Details>
    </Screen>
  );
}
