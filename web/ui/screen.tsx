// SPDX-License-Identifier: Apache-2.0
// One screen: a heading that gets the focus when one comes here (so that it is read), what is to be read, and the actions.
import type {ComponentChildren, JSX} from 'preact';
import {useEffect, useRef} from 'preact/hooks';
import {Icon} from './icons.tsx';
import {PARTS} from './partWords.ts';
import {Say, useSay} from './say.tsx';
import {announceScreen} from './speech.ts';
import type {Phrase} from './words.ts';

/** The very first screen leaves the focus alone: the page is read from its top, and the first Tab reaches the settings. */
let arrived = false;

interface ScreenProps {
  title: Phrase;
  /** Above the heading: which contest, which step. */
  kicker?: Phrase;
  onBack?: () => void;
  /** Buttons, the primary one first. */
  actions?: ComponentChildren;
  children?: ComponentChildren;
  /** Another value is another screen, though the title may be the same. */
  of?: string;
}

export function Screen({title, kicker, onBack, actions, children, of}: ScreenProps): JSX.Element {
  const say = useSay();
  const heading = useRef<HTMLHeadingElement>(null);
  const words = say(title);
  useEffect(() => {
    document.title = `${words} | ${say(PARTS.product)}`;
  }, [words]);
  useEffect(() => {
    if (arrived) {
      window.scrollTo(0, 0);
      heading.current?.focus({preventScroll: true});
    }
    arrived = true;
    announceScreen();
  }, [of ?? words]);
  return (
    <div class="screen">
      {onBack && <button type="button" class="back" onClick={onBack}><Icon name="back" /><span><Say it={PARTS.back} /></span></button>}
      {kicker && <p class="kicker" id="kicker"><Say it={kicker} /></p>}
      <h1 tabIndex={-1} ref={heading} aria-describedby={kicker && 'kicker'}><Say it={title} /></h1>
      <div class="content">{children}</div>
      {actions && <div class="actions" data-scan-group="actions">{actions}</div>}
    </div>
  );
}

/** Where one is on a way of a few screens. */
export function Steps({names, at}: {names: readonly Phrase[]; at: number}): JSX.Element {
  const say = useSay();
  return (
    <ol class="steps" aria-label={say(PARTS.step({at: at + 1, of: names.length}))}>
      {names.map((name, index) => (
        <li class={index < at ? 'past' : index === at ? 'present' : 'future'} aria-current={index === at ? 'step' : undefined}>
          <span class="step-number" aria-hidden="true">{index < at ? <Icon name="done" /> : index + 1}</span>
          <span class="step-name"><Say it={name} />{index < at && <span class="unseen"> {say(PARTS.stepDone)}</span>}</span>
        </li>
      ))}
    </ol>
  );
}
