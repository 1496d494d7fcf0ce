// SPDX-License-Identifier: Apache-2.0
// Numbers and codes that are compared or typed: large, in groups, forgiving.
import type {JSX} from 'preact';
import {useState} from 'preact/hooks';
import {Button} from './button.tsx';
import {FieldError} from './field.tsx';
import {PARTS} from './partWords.ts';
import {Say, useSay} from './say.tsx';
import {speakNow} from './speech.ts';
import type {Phrase} from './words.ts';

/** Cuts from the right: 1234567 is 1 234 567. */
export function groupsOfThree(digits: string): string[] {
  const first = digits.length % 3;
  return [...(first > 0 ? [digits.slice(0, first)] : []), ...(digits.slice(first).match(/.{3}/g) ?? [])];
}

const apart = (groups: readonly string[]) => groups.map((group) => [...group].join(' ')).join(', ');

/** A number to be compared with paper, digit by digit for ears. `secret`: spoken only when asked. */
export function BigNumber({digits, label, secret = false, groups = groupsOfThree(digits)}:
  {digits: string; label: Phrase; secret?: boolean; groups?: readonly string[]}): JSX.Element {
  const say = useSay();
  return (
    <div class="big-number">
      <p class="big-label"><Say it={label} /></p>
      <p class="big-digits" data-secret={secret ? '' : undefined} data-say={apart(groups)}>
        <span aria-hidden="true">{groups.map((group) => <span class="big-group">{group}</span>)}</span>
        <span class="unseen">{apart(groups)}</span>
      </p>
      {secret && <Button kind="plain" icon="sound" label={PARTS.readAloud} more={label} onPress={() => speakNow(`${say(label)}. ${apart(groups)}`)} />}
    </div>
  );
}

const SKIPPED = /[\s\u00a0\u00ad\u2000-\u200d\u2010-\u2015\u202f\u2043\u205f\u2060\u2212\u2500\u2501\u3000\u30fc\ufe58\ufe63\ufeff\uff0d\uff70-]/g;
export const CODE_CHARACTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** What somebody typed or pasted, as it will be read: without spaces and hyphens, half width, large. [SPEC 12.1] */
export function tidied(typed: string): string {
  return typed.replace(/[\uff01-\uff5e]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0)).replace(SKIPPED, '').toUpperCase();
}

/** The code of the letter: typed in one field, pasted, or put together with buttons (one switch is enough). */
export function CodeInput({id, label, hint, value, onValue, error, length = 18}:
  {id: string; label: Phrase; hint?: Phrase; value: string; onValue: (value: string) => void; error?: Phrase | undefined; length?: number}): JSX.Element {
  const [keypad, setKeypad] = useState(false);
  const tidy = tidied(value);
  const described = [hint && `${id}-hint`, `${id}-count`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div class={error ? 'field code wrong' : 'field code'}>
      <label for={id}><Say it={label} /></label>
      {hint && <p class="hint" id={`${id}-hint`}><Say it={hint} /></p>}
      {error && <FieldError id={`${id}-error`} error={error} />}
      <input id={id} class="input full" type="text" value={value} autoComplete="off" autoCapitalize="characters" spellcheck={false} data-secret=""
        aria-describedby={described} aria-invalid={error ? 'true' : undefined} onInput={(event) => onValue(event.currentTarget.value)} />
      <p class="code-groups" aria-hidden="true">{(tidy.padEnd(length, '・').match(/.{1,4}/g) ?? []).map((group) => <span>{group}</span>)}</p>
      <p class="hint" id={`${id}-count`}><Say it={PARTS.typed({count: tidy.length, of: length})} /></p>
      <Button kind="plain" icon="pen" label={PARTS.keypad} pressed={keypad} onPress={() => setKeypad(!keypad)} />
      {keypad && <Keypad value={tidy} onValue={onValue} />}
    </div>
  );
}

function Keypad({value, onValue}: {value: string; onValue: (value: string) => void}): JSX.Element {
  return (
    <div class="keypad">
      {(CODE_CHARACTERS.match(/.{1,8}/g) ?? []).map((row) => (
        <div class="keypad-row" data-scan-group={[...row].join(' ')}>{[...row].map((one) => (
          <button type="button" class="key" onClick={() => onValue(value + one)}>{one}</button>
        ))}</div>
      ))}
      <Button label={PARTS.erase} onPress={() => onValue(value.slice(0, -1))} />
    </div>
  );
}
