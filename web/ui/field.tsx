// SPDX-License-Identifier: Apache-2.0
// Fields of a form: label, hint and error belong together for eyes and ears alike. Errors are also listed at the top, with ways to them.
import type {JSX} from 'preact';
import {useEffect, useRef} from 'preact/hooks';
import {Icon} from './icons.tsx';
import {PARTS} from './partWords.ts';
import {Say, useSay} from './say.tsx';
import type {Phrase} from './words.ts';

export interface FieldProps {
  id: string;
  label: Phrase;
  value: string;
  onValue: (value: string) => void;
  hint?: Phrase;
  error?: Phrase | undefined;
  optional?: boolean;
  lines?: number;
  type?: 'text' | 'email' | 'tel' | 'password';
  inputMode?: 'text' | 'numeric' | 'tel' | 'email' | 'decimal';
  autoComplete?: string;
  maxLength?: number;
  /** About how many characters wide. */
  wide?: 'short' | 'middle' | 'full';
  /** Neither spoken by itself nor kept by the browser. */
  secret?: boolean;
}

const described = (...ids: (string | false | undefined)[]) => ids.filter(Boolean).join(' ') || undefined;

export function Field(props: FieldProps): JSX.Element {
  const {id, label, value, onValue, hint, error, optional = false, lines = 1, type = 'text', wide = 'full', secret = false} = props;
  const common = {
    id, name: id, value, class: `input ${wide}`, maxLength: props.maxLength, inputMode: props.inputMode, spellcheck: false,
    autoComplete: secret ? 'off' : props.autoComplete ?? 'off', 'aria-invalid': error ? ('true' as const) : undefined,
    'aria-describedby': described(hint && `${id}-hint`, error && `${id}-error`), 'aria-required': optional ? undefined : ('true' as const),
    'data-secret': secret ? '' : undefined,
    onInput: (event: {readonly currentTarget: {readonly value: string}}) => onValue(event.currentTarget.value),
  };
  return (
    <div class={error ? 'field wrong' : 'field'}>
      <label for={id}><Say it={label} />{optional && <span class="optional"><Say it={PARTS.optional} /></span>}</label>
      {hint && <p class="hint" id={`${id}-hint`}><Say it={hint} /></p>}
      {error && <FieldError id={`${id}-error`} error={error} />}
      {lines > 1 ? <textarea {...common} rows={lines} /> : <input {...common} type={type as 'text'} />}
    </div>
  );
}

/** One of a known list, where cards would be too many: eras, regions. */
export function Select({id, label, value, onValue, options, hint, error}: Pick<FieldProps, 'id' | 'label' | 'value' | 'onValue' | 'hint' | 'error'> &
  {options: readonly {value: string; label: Phrase}[]}): JSX.Element {
  const say = useSay();
  return (
    <div class={error ? 'field wrong' : 'field'}>
      <label for={id}><Say it={label} /></label>
      {hint && <p class="hint" id={`${id}-hint`}><Say it={hint} /></p>}
      {error && <FieldError id={`${id}-error`} error={error} />}
      <select id={id} class="input middle" value={value} aria-invalid={error ? 'true' : undefined}
        aria-describedby={described(hint && `${id}-hint`, error && `${id}-error`)} onChange={(event) => onValue(event.currentTarget.value)}>
        {options.map((option) => <option value={option.value} key={option.value} selected={option.value === value}>{say(option.label)}</option>)}
      </select>
    </div>
  );
}

export function FieldError({id, error}: {id: string; error: Phrase}): JSX.Element {
  return <p class="field-error" id={id}><Icon name="alert" /><span><Say it={error} /></span></p>;
}

export interface Fault {
  /** id of the field */
  field: string;
  message: Phrase;
}

/** All that is to be corrected, with ways to the fields; takes the focus when `round` changes (every time somebody pressed "next"). */
export function Faults({faults, round}: {faults: readonly Fault[]; round: number}): JSX.Element | null {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (round > 0) box.current?.focus();
  }, [round]);
  if (faults.length === 0) return null;
  const reach = (field: string) => {
    const target = document.getElementById(field) ?? document.querySelector<HTMLElement>(`[name="${CSS.escape(field)}"]`);
    target?.scrollIntoView({block: 'center'});
    target?.focus();
  };
  return (
    <div class="notice bad faults" role="group" aria-labelledby="faults-title" tabIndex={-1} ref={box}>
      <h2 id="faults-title"><Icon name="alert" /><span><Say it={PARTS.check({count: faults.length})} /></span></h2>
      <ul>{faults.map((fault) => <li><button type="button" class="inline" onClick={() => reach(fault.field)}><Say it={fault.message} /></button></li>)}</ul>
    </div>
  );
}
