// SPDX-License-Identifier: Apache-2.0
// The help: five steps, voting again, what can be done against pressure and what cannot (PROTOCOL's honest limits), PIN, telephone.
import type {JSX} from 'preact';
import {Button, CardButton, Details, Notice, Say, Screen, type Entry} from '../../ui/parts.ts';
import {useSettings} from '../../ui/settings.ts';
import {HELP} from '../words/help.ts';
import {HOME} from '../words/home.ts';
import {Telephone, type Way} from './home.tsx';
import {Picture} from './pictures.tsx';

const STEPS = [['apply', HELP.step1, HELP.step1Text], ['letter', HELP.step2, HELP.step2Text], ['enrol', HELP.step3, HELP.step3Text], ['vote', HELP.step4, HELP.step4Text],
  ['check', HELP.step5, HELP.step5Text]] as const;

function List({items}: {items: readonly Entry[]}): JSX.Element {
  return <ul>{items.map((item) => <li><Say it={item} /></li>)}</ul>;
}

interface HelpProps {
  way: Way;
  /** Of the constitution, as far as it is known. */
  penalties?: Entry | undefined;
  /** Minutes of an epoch; one may learn of an earlier vote within about two of them. */
  epochMinutes?: number;
}

export function Help({way, penalties, epochMinutes = 10}: HelpProps): JSX.Element {
  const {language} = useSettings(); // a text of the board is shown as it stands, not read as words of a catalogue
  return (
    <Screen title={HELP.title} of="help" onBack={way.back} actions={<Button label={HOME.report} icon="shield" onPress={() => way.go({screen: 'report'})} />}>
      <h2><Say it={HELP.steps} /></h2>
      <ol class="picture-steps">{STEPS.map(([picture, title, text]) => (
        <li><Picture name={picture} /><div><h3><Say it={title} /></h3><p><Say it={text} /></p></div></li>
      ))}</ol>
      <h2><Say it={HELP.again} /></h2>
      <List items={[HELP.again1, HELP.again2, HELP.again3]} />
      <h2><Say it={HELP.pressure} /></h2>
      <Notice kind="info" title={HELP.can}><List items={[HELP.can1, HELP.can2, HELP.can3]} /></Notice>
      <Notice kind="warning" title={HELP.cannot}><List items={[HELP.cannot1, HELP.cannot2, HELP.cannot3({minutes: epochMinutes}), HELP.cannot4]} /></Notice>
      <Details summary={HELP.penalties}><p><Say it={HELP.penaltiesText} /></p>{penalties && <p class="penalties"><Say it={penalties[language]} /></p>}</Details>
      <Details summary={HELP.pin}><p><Say it={HELP.pin1} /></p><p><Say it={HELP.pin2} /></p></Details>
      <Details summary={HELP.device}><List items={[HELP.device1, HELP.device2, HELP.device3]} /></Details>
      <h2><Say it={HELP.ask} /></h2>
      <Telephone />
      <p><Say it={HELP.askText} /></p>
      <p><Say it={HELP.paper} /></p>
      <CardButton icon="info" title={HOME.information} onPress={() => way.go({screen: 'information'})} />
    </Screen>
  );
}
