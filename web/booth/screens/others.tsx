// SPDX-License-Identifier: Apache-2.0
// The screens around the vote, by the name of their place. What is large comes when it is wanted.
import type {ComponentType, JSX} from 'preact';
import {useEffect, useState} from 'preact/hooks';
import type {ElectionResult} from '../../record/result.ts';
import {Progress, Screen, type Entry, type Place} from '../../ui/parts.ts';
import type {Booth} from '../booth.ts';
import {APPLY} from '../words/apply.ts';
import type {Way} from './home.tsx';

export interface OtherProps {
  booth: Booth;
  way: Way;
  place: Place;
}

/** A screen that is fetched when somebody goes there. */
function Late<P extends object>({load, props}: {load: () => Promise<ComponentType<P>>; props: P}): JSX.Element {
  const [Part, set] = useState<{it: ComponentType<P>}>();
  useEffect(() => {
    void load().then((it) => set({it}));
  }, []);
  return Part ? <Part.it {...props} /> : <Screen title={APPLY.loading} of="loading"><Progress label={APPLY.loading} /></Screen>;
}

/** Something of the verified board, which is opened for it if it is not open yet. */
function useBoard<T>(booth: Booth, read: () => Promise<T>, none: T): T | 'loading' {
  const [found, set] = useState<T | 'loading'>('loading');
  useEffect(() => {
    void booth.openBoard().then(read).then(set, () => set(none));
  }, []);
  return found;
}

function ResultOf({booth, way}: OtherProps): JSX.Element {
  const result = useBoard<ElectionResult | undefined>(booth, () => booth.tools.work.result(), undefined);
  return <Late load={async () => (await import('./result.tsx')).Result} props={{way, result}} key={typeof result === 'string' ? result : 'read'} />;
}

function InformationOf({booth, way}: OtherProps): JSX.Element {
  const found = useBoard<Uint8Array | 'none' | undefined>(booth, async () => (await booth.tools.work.announced()) ?? 'none', undefined);
  return <Late load={async () => (await import('./information.tsx')).Information} props={{way, announced: found === 'loading' ? undefined : found}}
    key={typeof found === 'string' ? found : 'read'} />;
}

function HelpOf({booth, way}: OtherProps): JSX.Element {
  const board = booth.board;
  const penalties: Entry | undefined = board && board.penalties !== '' ? {ja: board.penalties, easy: board.penalties, en: board.penaltiesEn || board.penalties} : undefined;
  const epochMinutes = board?.open ? Math.max(1, Math.ceil(board.open.epochSeconds / 60)) : 10;
  return <Late load={async () => (await import('./help.tsx')).Help} props={{way, penalties, epochMinutes}} />;
}

export const OTHER_SCREENS: Readonly<Record<string, (props: OtherProps) => JSX.Element>> = {
  apply: ({way, place}) => <Late load={async () => (await import('./apply.tsx')).Apply} key={`apply ${place['step'] ?? ''}`} props={{way, ...(place['step'] ? {step: place['step']} : {})}} />,
  status: ({way}) => <Late load={async () => (await import('./status.tsx')).Status} key="status" props={{way}} />,
  report: ({way}) => <Late load={async () => (await import('./report.tsx')).Report} key="report" props={{way}} />,
  questionnaire: ({way}) => <Late load={async () => (await import('./questionnaire.tsx')).Questionnaire} key="questionnaire" props={{way}} />,
  help: (props) => <HelpOf key="help" {...props} />,
  result: (props) => <ResultOf key="result" {...props} />,
  information: (props) => <InformationOf key="information" {...props} />,
};
