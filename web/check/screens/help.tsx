// SPDX-License-Identifier: Apache-2.0
// The explanation for voters and support desks, made for paper: one page of A4 in each language.
import {Button, Say, Screen, Table} from '../../ui/parts.ts';
import {help, start} from '../words.ts';

const STEPS = [help.step1, help.step2, help.step3, help.step4, help.step5] as const;
const ANSWERS = [
  [help.seenDone, help.seenDoneDo], [help.seenAgain, help.seenAgainDo], [help.seenDifferent, help.seenDifferentDo],
    [help.seenStopped, help.seenStoppedDo],
] as const;
const HONEST = [help.honest1, help.honest2, help.honest3] as const;

export function Help({back}: {back: () => void}) {
  const actions = (
    <>
      <Button icon="print" label={help.print} onPress={() => window.print()} />
      <Button kind="plain" label={start.home} onPress={back} />
    </>
  );
  return (
    <Screen title={help.title} onBack={back} actions={actions}>
      <div class="sheet">
        <p><Say it={help.lead} /></p>
        <h2><Say it={help.stepsTitle} /></h2>
        <ol class="todo">{STEPS.map((one) => <li><Say it={one} /></li>)}</ol>
        <p><Say it={help.noCamera} /></p>
        <Table caption={help.answersTitle} head={[help.headScreen, help.headDo]} rows={ANSWERS} />
        <h2><Say it={help.honestTitle} /></h2>
        <ul>{HONEST.map((one) => <li><Say it={one} /></li>)}</ul>
        <h2><Say it={help.deskTitle} /></h2>
        <p><Say it={help.desk} /></p>
        <p class="telephone"><Say it={help.telephone} /></p>
      </div>
    </Screen>
  );
}
