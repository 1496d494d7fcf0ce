// SPDX-License-Identifier: Apache-2.0
// About this page: is it the one that the commission announced on the board? [SPEC 8.3 page announcement]
import type {JSX} from 'preact';
import {useEffect, useState} from 'preact/hooks';
import {Details, Link, Notice, Progress, Say, Screen} from '../../ui/parts.ts';
import {INFORMATION} from '../words/after.ts';
import {HOME} from '../words/home.ts';
import {Telephone, type Way} from './home.tsx';

const hex = (bytes: Uint8Array) => [...bytes].map((one) => one.toString(16).padStart(2, '0')).join('');

/** SHA-256 of the manifest as this server gives it out; undefined: it could not be fetched. */
async function manifestHash(): Promise<string | undefined> {
  try {
    const answer = await fetch('/manifest.txt', {credentials: 'omit', cache: 'no-store'});
    if (!answer.ok) return undefined;
    return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', await answer.arrayBuffer())));
  } catch {
    return undefined;
  }
}

interface InformationProps {
  way: Way;
  /** Hash of the latest page announcement on the verified board; 'none': nothing was announced; undefined: not read yet. */
  announced: Uint8Array | 'none' | undefined;
}

export function Information({way, announced}: InformationProps): JSX.Element {
  const [own, setOwn] = useState<string>();
  useEffect(() => {
    void manifestHash().then(setOwn);
  }, []);
  return (
    <Screen title={INFORMATION.title} of="information" onBack={way.back}>
      <p><Say it={INFORMATION.lead} /></p>
      <Verdict own={own} announced={announced} />
      {own && <><h2><Say it={INFORMATION.fingerprint} /></h2><p class="code-groups">{own.match(/.{8}/g)?.map((group) => <span>{group}</span>)}</p></>}
      <p><Say it={INFORMATION.explain} /></p>
      <Details summary={INFORMATION.stored}><p><Say it={INFORMATION.storedText} /></p><p><Say it={INFORMATION.outside} /></p></Details>
      <Link href="/board/" icon="shield" label={INFORMATION.record} />
      <h2><Say it={HOME.office} /></h2>
      <Telephone />
    </Screen>
  );
}

function Verdict({own, announced}: {own: string | undefined; announced: InformationProps['announced']}): JSX.Element {
  if (announced === 'none') return <Notice kind="info" title={INFORMATION.notAnnounced} />;
  if (announced === undefined || own === undefined) return <Progress label={INFORMATION.looking} />;
  if (hex(announced) === own) return <Notice kind="ok" title={INFORMATION.same} live="status" />;
  return <Notice kind="bad" title={INFORMATION.differs} live="alert"><p><Say it={INFORMATION.differsText} /></p></Notice>;
}
