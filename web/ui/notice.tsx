// SPDX-License-Identifier: Apache-2.0
// What the page has to tell: with a sign and a word, never by colour alone.
import type {ComponentChildren, JSX} from 'preact';
import {Icon, type IconName} from './icons.tsx';
import {PARTS} from './partWords.ts';
import {Say} from './say.tsx';
import type {Phrase} from './words.ts';

const KINDS = {info: ['info', PARTS.info], ok: ['done', PARTS.ok], warning: ['warning', PARTS.warning], bad: ['alert', PARTS.bad]} as const satisfies
  Record<string, readonly [IconName, Phrase]>;

/** `live`: it appeared while the page was open. "status" waits for a pause, "alert" interrupts. */
export function Notice({kind, title, live, children}:
  {kind: keyof typeof KINDS; title?: Phrase; live?: 'status' | 'alert'; children?: ComponentChildren}): JSX.Element {
  const [icon, word] = KINDS[kind];
  return (
    <div class={`notice ${kind}`} role={live}>
      <p class="notice-title"><Icon name={icon} /><strong><Say it={title ?? word} /></strong></p>
      {children && <div class="notice-text">{children}</div>}
    </div>
  );
}

export function Details({summary, children, open}: {summary: Phrase; children: ComponentChildren; open?: boolean}): JSX.Element {
  return <details class="details" open={open}><summary><span><Say it={summary} /></span></summary><div class="details-text">{children}</div></details>;
}

/** A table of a few columns; on narrow screens it scrolls by itself, not the page. */
export function Table({caption, head, rows, numbers = []}:
  {caption: Phrase; head: readonly Phrase[]; rows: readonly (readonly Phrase[])[]; /** columns of figures */ numbers?: readonly number[]}): JSX.Element {
  return (
    <div class="table" tabIndex={0} role="group" aria-labelledby={undefined}>
      <table>
        <caption><Say it={caption} /></caption>
        <thead><tr>{head.map((one, column) => <th scope="col" class={numbers.includes(column) ? 'figure' : undefined}><Say it={one} /></th>)}</tr></thead>
        <tbody>{rows.map((row) => (
          <tr>{row.map((cell, column) => (column === 0 ? <th scope="row"><Say it={cell} /></th>
            : <td class={numbers.includes(column) ? 'figure' : undefined}><Say it={cell} /></td>))}</tr>
        ))}</tbody>
      </table>
    </div>
  );
}

/** Pairs of name and content: a summary to look over. */
export function Facts({facts}: {facts: readonly {name: Phrase; content: ComponentChildren; action?: ComponentChildren}[]}): JSX.Element {
  return (
    <dl class="facts">{facts.map((fact) => (
      <div class="fact"><dt><Say it={fact.name} /></dt><dd>{fact.content}{fact.action && <div class="fact-action">{fact.action}</div>}</dd></div>
    ))}</dl>
  );
}
