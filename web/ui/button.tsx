// SPDX-License-Identifier: Apache-2.0
// Buttons and links: at least 48 pixels high, one primary per screen. A busy button takes no second tap and keeps the focus.
import type {ComponentChildren, JSX} from 'preact';
import {Icon, type IconName} from './icons.tsx';
import {PARTS} from './partWords.ts';
import {Say, useSay} from './say.tsx';
import type {Phrase} from './words.ts';

interface ButtonProps {
  label: Phrase;
  onPress: () => void;
  kind?: 'primary' | 'second' | 'plain' | 'danger';
  icon?: IconName;
  /** Words that only readers of screens need: "change: mayor". */
  more?: Phrase;
  busy?: boolean;
  pressed?: boolean;
  id?: string;
}

export function Button({label, onPress, kind = 'second', icon, more, busy = false, pressed, id}: ButtonProps): JSX.Element {
  const say = useSay();
  return (
    <button type="button" id={id} class={`button ${kind}`} aria-disabled={busy ? 'true' : undefined} aria-pressed={pressed}
      onClick={() => { if (!busy) onPress(); }}>
      {icon && <Icon name={icon} />}
      <span class="button-label"><Say it={busy ? PARTS.working : label} />{more && <span class="unseen"> {say(more)}</span>}</span>
      {kind === 'primary' && !icon && <Icon name="next" />}
    </button>
  );
}

/** A way to another address. External ones open in a new window and know nothing of this one. */
export function Link({label, href, external = false, icon}: {label: Phrase; href: string; external?: boolean; icon?: IconName}): JSX.Element {
  const more = external ? {target: '_blank', rel: 'noopener noreferrer'} : {};
  return <a class="link" href={href} {...more}>{icon && <Icon name={icon} />}<span><Say it={label} /></span></a>;
}

/** A large card that leads to another screen: home and help are made of them. */
export function CardButton({title, text, icon, onPress, strong = false}:
  {title: Phrase; text?: Phrase; icon: IconName; onPress: () => void; strong?: boolean}): JSX.Element {
  return (
    <button type="button" class={strong ? 'card-button strong' : 'card-button'} onClick={onPress}>
      <Icon name={icon} />
      <span class="card-words"><span class="card-title"><Say it={title} /></span>{text && <span class="card-text"><Say it={text} /></span>}</span>
      <Icon name="next" />
    </button>
  );
}

/** The actions of a screen, always at the same place: below what is to be read, the primary one first. */
export function Actions({children}: {children: ComponentChildren}): JSX.Element {
  return <div class="actions" data-scan-group="actions">{children}</div>;
}
