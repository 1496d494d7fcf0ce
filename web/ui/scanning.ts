// SPDX-License-Identifier: Apache-2.0
// Scanning by one switch (moves by itself, the switch presses) or two (one moves, one presses). A switch is a key.
import {arranged, lit, next, select, type Scan} from './scanSteps.ts';
import {changeSettings, currentSettings, type Settings} from './settings.ts';
import {reader, spokenOf} from './speech.ts';

const THINGS = 'a[href], button, input, select, textarea, summary, [role="button"]';
const TYPING = 'input:not([type="radio"]):not([type="checkbox"]), textarea';

const shown = (element: HTMLElement) => element.getClientRects().length > 0 && !(element as HTMLButtonElement).disabled;
/** What lights up and is scrolled to: a radio button is as large as its card. */
const visible = (element: HTMLElement) => element.closest<HTMLElement>('.option') ?? element;

/** Everything that can be pressed, by groups of the page: the screen first, then what stands around it. */
export function groupsOf(page: Document): HTMLElement[][] {
  const dialog = page.querySelector('dialog[open]');
  const parts = dialog ? [dialog] : [...page.querySelectorAll('main, .bar, header, footer')].sort((a, b) => rank(a) - rank(b));
  const groups = new Map<Element, HTMLElement[]>();
  for (const part of parts) {
    for (const element of part.querySelectorAll<HTMLElement>(THINGS)) {
      if (!shown(element)) continue;
      const group = element.closest('[data-scan-group]') ?? part;
      groups.set(group, [...(groups.get(group) ?? []), element]);
    }
  }
  return [...groups.values()];
}

const rank = (part: Element) => ['MAIN', 'DIV', 'HEADER', 'FOOTER'].indexOf(part.tagName);

export class Scanner {
  private scan: Scan<HTMLElement> = arranged(groupsOf(document));
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly watch = new MutationObserver(() => this.changed());

  constructor(private readonly settings: Settings) {
    // "open": a dialog comes to the front, details show what is in them.
    this.watch.observe(document.body, {childList: true, subtree: true, attributes: true, attributeFilter: ['open']});
    window.addEventListener('keydown', this.onDown, {capture: true});
    window.addEventListener('keyup', this.onUp, {capture: true});
    this.light();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.watch.disconnect();
    window.removeEventListener('keydown', this.onDown, {capture: true});
    window.removeEventListener('keyup', this.onUp, {capture: true});
    this.dim();
  }

  /** While somebody types, keys are letters; the key to select (never a letter) ends it. */
  private typing(): boolean {
    return document.activeElement?.matches(TYPING) === true;
  }

  private readonly onDown = (event: KeyboardEvent): void => {
    if (event.code === 'Escape' && !document.querySelector('dialog[open]')) return changeSettings({scan: 'off'});
    const {select: press, next: move, scan} = this.settings;
    const mine = event.code === press || (scan === 'two' ? event.code === move : event.code === 'Space');
    if (!mine) return;
    if (this.typing()) {
      if (event.code !== 'Enter') return;
      (document.activeElement as HTMLElement).blur();
    } else if (!event.repeat) {
      if (scan === 'two' && event.code === move) this.advance();
      else this.press();
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  };

  /** A button would be pressed by the key going up. */
  private readonly onUp = (event: KeyboardEvent): void => {
    if (!this.typing() && [this.settings.select, this.settings.next, 'Space'].includes(event.code)) event.preventDefault();
  };

  private changed(): void {
    const before = this.scan.groups.flat();
    const marked = groupsOf(document);
    const now = marked.flat();
    if (before.length === now.length && before.every((element, index) => element === now[index])) return;
    const held = lit(this.scan)[0];
    this.scan = arranged(marked);
    if (held && now.includes(held)) this.scan = {...this.scan, group: Math.max(0, this.scan.groups.findIndex((group) => group.includes(held)))};
    this.light();
  }

  private advance(): void {
    this.scan = next(this.scan);
    this.light();
  }

  private press(): void {
    const {scan, pressed} = select(this.scan);
    this.scan = scan;
    this.light();
    if (!pressed) return;
    pressed.focus();
    if (!pressed.matches(TYPING)) pressed.click();
  }

  private dim(): void {
    document.querySelectorAll('[data-scan]').forEach((element) => element.removeAttribute('data-scan'));
  }

  private light(): void {
    clearTimeout(this.timer);
    this.dim();
    const elements = lit(this.scan);
    elements.forEach((element) => visible(element).setAttribute('data-scan', this.scan.item === undefined ? 'group' : 'item'));
    const first = elements[0];
    if (first) {
      visible(first).scrollIntoView({block: elements.length > 1 ? 'start' : 'center', behavior: 'auto'});
      if (currentSettings().audio) reader.speak(this.scan.item === undefined ? elements.slice(0, 2).map(spokenOf) : [spokenOf(first)]);
    }
    if (this.settings.scan === 'one') this.timer = setTimeout(() => this.tick(), this.settings.seconds * 1000);
  }

  private tick(): void {
    if (this.typing()) this.timer = setTimeout(() => this.tick(), this.settings.seconds * 1000);
    else this.advance();
  }
}
