// SPDX-License-Identifier: Apache-2.0
// Choosing: one of a list, or several. Every option has the same size and nothing is chosen beforehand.
import type {JSX} from 'preact';
import {FieldError} from './field.tsx';
import {Name, Say, useSay} from './say.tsx';
import type {Phrase} from './words.ts';

export interface Option {
  value: string;
  label: Phrase;
  /** A person's kana as notified; the label is then the name. */
  kana?: string;
  note?: Phrase;
  /** Place on the list, shown before the label. */
  number?: number;
  /** Address of a recording, played instead of a made voice. */
  audio?: string;
  lang?: string;
}

interface ListProps {
  /** Name of the radio buttons; also where a fault leads to. */
  name: string;
  legend: Phrase;
  /** The heading of the screen says the same already. */
  legendUnseen?: boolean;
  options: readonly Option[];
  hint?: Phrase;
  error?: Phrase | undefined;
  /** Short options may stand side by side. Never for candidates: none of them may look nearer than another. */
  tight?: boolean;
}

function OptionWords({option}: {option: Option}): JSX.Element {
  const label = typeof option.label === 'string' && option.kana !== undefined
    ? <Name name={option.label} kana={option.kana} /> : <Say it={option.label} />;
  return (
    <span class="option-words">
      {option.number !== undefined && <span class="option-number">{option.number}</span>}
      <span class="option-text"><span class="option-label" lang={option.lang}>{label}</span>
        {option.note && <span class="option-note"><Say it={option.note} /></span>}</span>
    </span>
  );
}

function List({list, type, chosen, onToggle, full}:
  {list: ListProps; type: 'radio' | 'checkbox'; chosen: readonly string[]; onToggle: (value: string) => void; full: boolean}): JSX.Element {
  const {name, legend, legendUnseen = false, options, hint, error, tight = false} = list;
  const say = useSay();
  const described = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ') || undefined;
  return (
    <fieldset class={`choice${error ? ' wrong' : ''}${tight ? ' tight' : ''}`} aria-describedby={described} data-scan-group={say(legend)}>
      <legend class={legendUnseen ? 'unseen' : undefined}><Say it={legend} /></legend>
      {hint && <p class="hint" id={`${name}-hint`}><Say it={hint} /></p>}
      {error && <FieldError id={`${name}-error`} error={error} />}
      <div class="options">{options.map((option) => {
        const on = chosen.includes(option.value);
        return (
          <label class={on ? 'option on' : 'option'} key={option.value} data-audio={option.audio}>
            <input type={type} name={name} value={option.value} checked={on} aria-disabled={full && !on ? 'true' : undefined}
              onClick={(event) => { if (full && !on) event.preventDefault(); }} onChange={() => onToggle(option.value)} />
            <span class="mark" aria-hidden="true" />
            <OptionWords option={option} />
          </label>
        );
      })}</div>
    </fieldset>
  );
}

/** One of a list. */
export function Choice({value, onValue, ...list}: ListProps & {value: string | undefined; onValue: (value: string) => void}): JSX.Element {
  return <List list={list} type="radio" chosen={value === undefined ? [] : [value]} onToggle={onValue} full={false} />;
}

/** Several of a list, at most `most`: one more is not taken until another is given up. */
export function CheckList({values, onValues, most, ...list}:
  ListProps & {values: readonly string[]; onValues: (values: string[]) => void; most?: number}): JSX.Element {
  const toggle = (value: string) => onValues(values.includes(value) ? values.filter((one) => one !== value) : [...values, value]);
  return <List list={list} type="checkbox" chosen={values} onToggle={toggle} full={most !== undefined && values.length >= most} />;
}

/** One statement to agree to. */
export function Agree({id, label, checked, onChecked, error}:
  {id: string; label: Phrase; checked: boolean; onChecked: (checked: boolean) => void; error?: Phrase | undefined}): JSX.Element {
  return (
    <div class={error ? 'choice wrong' : 'choice'}>
      {error && <FieldError id={`${id}-error`} error={error} />}
      <label class={checked ? 'option on' : 'option'}>
        <input type="checkbox" id={id} checked={checked} aria-describedby={error ? `${id}-error` : undefined} aria-invalid={error ? 'true' : undefined}
          onChange={(event) => onChecked(event.currentTarget.checked)} />
        <span class="mark" aria-hidden="true" />
        <span class="option-words"><span class="option-text"><span><Say it={label} /></span></span></span>
      </label>
    </div>
  );
}
