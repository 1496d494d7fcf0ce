// SPDX-License-Identifier: Apache-2.0
// The first screen: where am I, and what is next. The next thing is the one card in strong colour.
import './screens.css';
import type {JSX} from 'preact';
import {CardButton, Icon, Link, Notice, Say, Screen, type Place} from '../../ui/parts.ts';
import type {Phase} from '../services/ballotBox.ts';
import {useOffice} from '../site.ts';
import {HOME} from '../words/home.ts';

/** How screens lead to others. */
export interface Way {
  go(place: Place): void;
  /** Back does not come here again. */
  replace(place: Place): void;
  back(): void;
}

/** What this device knows of itself; it looks alike for whoever voted once or often. */
export type Standing = 'nothing' | 'letter' | 'enrolled' | 'sending' | 'received';

export interface HomeProps {
  way: Way;
  standing: Standing;
  /** undefined: not known yet, or no line. */
  phase: Phase | undefined;
  /** Times as people read them. */
  opensAt?: string;
  closesAt?: string;
}

export type Season = 'enrolment' | 'between' | 'voting' | 'over' | 'result';

/** The phases of the board as voters see them. */
export function seasonOf(phase: Phase | undefined): Season {
  if (phase === undefined || phase === 'empty' || phase === 'constituted' || phase === 'keyed') return 'enrolment';
  if (phase === 'evidenced' || phase === 'enrolled') return 'between';
  if (phase === 'open') return 'voting';
  return phase === 'result' ? 'result' : 'over';
}

export type Next = 'apply' | 'letter' | 'vote' | 'sending' | 'received' | 'result' | undefined;

/** What a person in this standing does next in this season; undefined: wait, or choose oneself. */
export function nextOf(season: Season, standing: Standing): Next {
  if (season === 'result') return 'result';
  if (standing === 'sending') return 'sending';
  if (standing === 'received') return 'received';
  if (season === 'voting') return standing === 'enrolled' ? 'vote' : undefined;
  if (season === 'enrolment') return standing === 'letter' ? 'letter' : undefined;
  return undefined;
}

export function Home(props: HomeProps): JSX.Element {
  const season = seasonOf(props.phase);
  const next = nextOf(season, props.standing);
  return (
    <Screen title={HOME.title} of="home">
      <p class="lead"><Say it={HOME.lead} /></p>
      {season === 'over' && <Notice kind="info" title={HOME.closed}><p><Say it={HOME.closedText} /></p><p><Say it={HOME.closedPaper} /></p></Notice>}
      <h2><Say it={HOME.where} /></h2>
      <div class="cards" data-scan-group="next"><Ways {...props} season={season} next={next} /></div>
      <h2><Say it={HOME.other} /></h2>
      <div class="cards" data-scan-group="other">
        <CardButton icon="check" title={HOME.check} text={HOME.checkText} onPress={() => location.assign('/check/')} />
        <CardButton icon="help" title={HOME.help} text={HOME.helpText} onPress={() => props.way.go({screen: 'help'})} />
      </div>
    </Screen>
  );
}

function Ways({way, season, next, standing, opensAt, closesAt}: HomeProps & {season: Season; next: Next}): JSX.Element {
  const voteText = season === 'voting' ? (closesAt ? HOME.voteUntil({time: closesAt}) : HOME.voteText) : opensAt ? HOME.voteFrom({time: opensAt}) : HOME.voteNotYet;
  const enrolled = standing !== 'nothing' && standing !== 'letter';
  return (
    <>
      {season === 'result' && <CardButton strong icon="chart" title={HOME.result} onPress={() => way.go({screen: 'result'})} />}
      {standing === 'sending' && <CardButton strong icon="clock" title={HOME.sending} text={HOME.sendingText} onPress={() => way.go({screen: 'sending'})} />}
      {standing === 'received' && <CardButton strong={next === 'received'} icon="done" title={HOME.received} {...(season === 'voting' ? {text: HOME.receivedText} : {})}
        onPress={() => way.go({screen: 'accepted'})} />}
      {season === 'enrolment' && <CardButton icon="form" title={HOME.apply} text={HOME.applyText} onPress={() => way.go({screen: 'apply'})} />}
      {(season === 'enrolment' || season === 'between') && <CardButton icon="info" title={HOME.status} text={HOME.statusText}
        onPress={() => way.go({screen: 'status'})} />}
      {season === 'enrolment' && !enrolled && <CardButton strong={next === 'letter'} icon="letter" title={HOME.letter} text={HOME.letterText}
        onPress={() => way.go({screen: 'letter'})} />}
      {(season === 'voting' || enrolled) && season !== 'over' && season !== 'result'
        && <CardButton strong={next === 'vote'} icon="ballot" title={HOME.vote} text={voteText} onPress={() => way.go({screen: 'vote'})} />}
      {season === 'between' && !enrolled && <Notice kind="info"><p><Say it={HOME.noEnrol} /></p></Notice>}
    </>
  );
}

/** The foot of every screen of the booth. */
export function Foot({way}: {way: Way}): JSX.Element {
  const office = useOffice();
  const to = (screen: string) => () => way.go({screen});
  return (
    <div>
      <p class="foot-office"><strong>{office?.name ?? <Say it={HOME.office} />}</strong></p>
      <p class="foot-text">{office ? <Say it={HOME.phone({number: office.telephone, hours: office.hours})} /> : <Say it={HOME.phoneLetter} />}</p>
      <ul class="foot-links">
        <li><button type="button" class="inline" onClick={to('help')}><Say it={HOME.help} /></button></li>
        <li><button type="button" class="inline" onClick={to('report')}><Say it={HOME.report} /></button></li>
        <li><button type="button" class="inline" onClick={to('information')}><Say it={HOME.information} /></button></li>
        <li><Link href="/board/" label={HOME.board} /></li>
      </ul>
    </div>
  );
}

/** The telephone as something to press, where it helps. */
export function Telephone(): JSX.Element {
  const office = useOffice();
  if (!office) return <p><Say it={HOME.phoneLetter} /></p>;
  return (
    <div class="telephone">
      <p><Say it={HOME.phone({number: office.telephone, hours: office.hours})} /></p>
      <a class="button" href={`tel:${office.telephone.replace(/[^0-9+]/g, '')}`}><Icon name="phone" /><span><Say it={HOME.call} /></span></a>
    </div>
  );
}
