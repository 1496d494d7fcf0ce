// SPDX-License-Identifier: Apache-2.0
// The spoken number, where there is no camera: eight digits, one try.
import {useState} from 'preact/hooks';
import type {Bytes} from '../../core/bytes.ts';
import {receive} from '../../pairing/exchange.ts';
import type {ExchangeWord} from '../../pairing/exchange.ts';
import {Button, Field, Notice, Progress, Say, Screen} from '../../ui/parts.ts';
import type {Event} from '../session.ts';
import {number as words, pairingTrouble} from '../words.ts';

/** Digits as somebody types them: full width, with spaces or hyphens. */
export function digitsOf(typed: string): string | undefined {
  const digits = typed.replace(/[０-９]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0))
    .replace(/[\s\u3000\u002d\u2010-\u2015\u2212\u30fc\uff0d・]/g, '');
  return /^[0-9]{8}$/.test(digits) ? digits : undefined;
}

export function NumberScreen({onCode, tell}: {onCode: (code: Bytes) => void; tell: (event: Event) => void}) {
  const [typed, setTyped] = useState('');
  const [short, setShort] = useState(false);
  const [trouble, setTrouble] = useState<ExchangeWord>();
  const [busy, setBusy] = useState(false);
  const connect = () => {
    const digits = digitsOf(typed);
    setShort(!digits);
    setTrouble(undefined);
    if (!digits) return;
    setBusy(true);
    void receive(digits).then((got) => {
      setBusy(false);
      if (typeof got !== 'string') return onCode(got);
      setTyped('');
      setTrouble(got);
    });
  };
  return (
    <Screen title={words.title} onBack={() => tell({type: 'go', to: 'start'})}
      actions={<Button kind="primary" label={words.go} busy={busy} onPress={connect} />}>
      <p><Say it={words.lead} /></p>
      {trouble && <Notice kind="warning" live="alert"><p><Say it={pairingTrouble[trouble]} /></p></Notice>}
      <Field id="number" label={words.label} hint={words.hint} value={typed} onValue={setTyped} inputMode="numeric" maxLength={20}
        wide="middle" secret
        error={short ? words.digits : undefined} />
      {busy && <Progress label={words.connecting} />}
    </Screen>
  );
}
