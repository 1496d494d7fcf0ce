// SPDX-License-Identifier: Apache-2.0
// While the board is read and the code opened.
import {Button, Notice, Progress, Say, Screen} from '../../ui/parts.ts';
import type {Event} from '../session.ts';
import {opening, start} from '../words.ts';

export function Opening({lineLost, tell}: {lineLost: boolean; tell: (event: Event) => void}) {
  return (
    <Screen title={opening.title}
      actions={<Button kind="plain" label={start.home} onPress={() => tell({type: 'go', to: 'start'})} />}>
      <Progress label={opening.lead} />
      <div role="status">{lineLost && <Notice kind="warning"><p><Say it={opening.lost} /></p></Notice>}</div>
    </Screen>
  );
}
