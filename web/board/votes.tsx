// SPDX-License-Identifier: Apache-2.0
// Votes as a table whose rows carry bars: a chart for eyes, a table for everybody, and both reflow.
import {Say, useSay} from '../ui/parts.ts';
import type {Phrase} from '../ui/parts.ts';
import {result as words} from './words.ts';

export interface VoteLine {
  key: string;
  number?: number;
  name: Phrase;
  votes: number;
  /** elected, tied, .. */
  mark?: Phrase;
  strong: boolean;
}

/** A hundredth of the widest bar is the smallest that can be seen. */
export function barWidth(votes: number, most: number): number {
  return most === 0 || votes === 0 ? 0 : Math.max(1, Math.round((votes * 1000) / most) / 10);
}

function Bar({width, strong}: {width: number; strong: boolean}) {
  return (
    <svg class="vote-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <rect class="bar-ground" width="100" height="10" />
      <rect class={strong ? 'bar-votes strong' : 'bar-votes'} width={width} height="10" />
    </svg>
  );
}

export function Votes({caption, lines, first}: {caption: Phrase; lines: readonly VoteLine[]; first: Phrase}) {
  const say = useSay();
  const most = Math.max(0, ...lines.map((one) => one.votes));
  return (
    <div class="table" tabIndex={0} role="group" aria-label={say(caption)}>
      <table class="votes">
        <caption><Say it={caption} /></caption>
        <thead>
          <tr><th scope="col"><Say it={first} /></th><th scope="col" class="figure"><Say it={words.votes} /></th>
            <th scope="col"><Say it={words.state} /></th></tr>
        </thead>
        <tbody>{lines.map((line) => (
          <tr key={line.key} class={line.strong ? 'marked' : undefined}>
            <th scope="row">
              {line.number !== undefined && <span class="vote-number">{line.number}</span>}<span class="vote-name">
                <Say it={line.name} /></span>
              <Bar width={barWidth(line.votes, most)} strong={line.strong} />
            </th>
            <td class="figure">{line.votes.toLocaleString('ja-JP')}</td>
            <td>{line.mark ? <strong class="vote-mark"><Say it={line.mark} /></strong> : ''}</td>
          </tr>
        ))}</tbody>
      </table>
    </div>
  );
}
