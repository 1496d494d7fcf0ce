// SPDX-License-Identifier: Apache-2.0
// Audio mode: screens, options and whatever gets the focus are read aloud; recordings first, a voice of the device otherwise.
import {currentSettings} from './settings.ts';

export interface Spoken {
  readonly text: string;
  /** Address of a recording of exactly this text. */
  readonly audio?: string;
}

/** What ears get of a part of the page, in order. Secrets, decoration and readings above kanji are left out. */
export function readable(root: Element): Spoken[] {
  const out: Spoken[] = [];
  walk(root, out);
  return out.filter((one) => one.text.trim() !== '');
}

const BLOCK = 'h1,h2,h3,p,li,legend,label,button,a,summary,caption,th,td,dt,dd';

function walk(element: Element, out: Spoken[]): void {
  if (element.matches('[aria-hidden="true"], [data-secret], dialog:not([open]), .audio-bar, script, style')) return;
  if (element.matches('dd, li, td') && element.querySelector('p, button')) return parts(element, out);
  if (element.matches(BLOCK)) {
    const audio = element.getAttribute('data-audio');
    out.push(audio === null ? {text: wordsOf(element)} : {text: wordsOf(element), audio});
    return;
  }
  for (const child of element.children) walk(child, out);
}

/** What holds both words and a button: each by itself. */
function parts(element: Element, out: Spoken[]): void {
  for (const node of element.childNodes) {
    if (!(node instanceof Element)) out.push({text: node.nodeValue ?? ''});
    else if (node.matches(BLOCK) || node.querySelector(BLOCK)) walk(node, out);
    else out.push({text: wordsOf(node)});
  }
}

/** What stands apart for eyes is apart for ears: a number, a name and a note are not one word. */
const apart = (node: Node): boolean => node instanceof Element && !/^(inline$|ruby|contents|none)/.test(getComputedStyle(node).display);
const PAUSE = {ja: '、', easy: '、', en: ', '} as const;

export function wordsOf(element: Element): string {
  if (element.matches('[aria-hidden="true"], [data-secret], rt')) return '';
  const said = element.getAttribute('data-say') ?? element.getAttribute('aria-label');
  if (said !== null) return said;
  let words = '', pause = false;
  for (const node of element.childNodes) {
    const more = node instanceof Element ? wordsOf(node) : node.nodeType === 3 ? node.nodeValue ?? '' : '';
    if (more.trim() === '') {
      words += more;
      continue;
    }
    const between = (pause || apart(node)) && /[^\s、。,.:：]\s*$/.test(words);
    words = (between ? words.trimEnd() + PAUSE[currentSettings().language] : words) + more;
    pause = apart(node);
  }
  return words.replace(/\s+/g, ' ');
}

export type Voice = 'ready' | 'no-voice' | 'unsupported';

class Reader {
  private queue: Spoken[] = [];
  private turn = 0;
  private player: HTMLAudioElement | undefined;

  voice(): Voice {
    if (typeof speechSynthesis === 'undefined') return 'unsupported';
    return this.chosen() ? 'ready' : 'no-voice';
  }

  speak(list: Spoken[]): void {
    this.stop();
    this.queue = [...list];
    void this.run(this.turn);
  }

  stop(): void {
    this.turn += 1;
    this.queue = [];
    this.player?.pause();
    if (typeof speechSynthesis !== 'undefined') speechSynthesis.cancel();
  }

  private async run(turn: number): Promise<void> {
    // A reading that was interrupted takes nothing from the queue of the one that followed it.
    while (turn === this.turn) {
      const one = this.queue.shift();
      if (!one) return;
      if (one.audio === undefined || !(await this.play(one.audio))) await this.say(one.text);
    }
  }

  private play(address: string): Promise<boolean> {
    return new Promise((done) => {
      const player = new Audio(address);
      this.player = player;
      player.onended = () => done(true);
      player.onpause = () => done(true);
      player.onerror = () => done(false);
      player.play().catch(() => done(false));
    });
  }

  private say(text: string): Promise<void> {
    return new Promise((done) => {
      const voice = this.chosen();
      if (!voice) return done();
      const words = new SpeechSynthesisUtterance(text);
      words.voice = voice;
      words.lang = voice.lang;
      words.rate = currentSettings().rate;
      words.onend = () => done();
      words.onerror = () => done();
      speechSynthesis.speak(words);
    });
  }

  private chosen(): SpeechSynthesisVoice | undefined {
    if (typeof speechSynthesis === 'undefined') return undefined;
    const wanted = currentSettings().language === 'en' ? 'en' : 'ja';
    const voices = speechSynthesis.getVoices().filter((voice) => voice.lang.replace('_', '-').startsWith(wanted));
    return voices.find((voice) => voice.localService) ?? voices[0]; // a voice of this device hears nothing of the vote elsewhere
  }
}

export const reader = new Reader();

/** Reads what the voter asked for, also a secret. */
export function speakNow(text: string): void {
  reader.speak([{text}]);
}

const screenNow = () => document.querySelector('dialog[open]') ?? document.querySelector('main');

export function readScreen(): void {
  const root = screenNow();
  if (root) reader.speak(readable(root));
}

let fresh = 0;

/** A new screen is there: audio mode reads it, once it has been drawn. */
export function announceScreen(): void {
  if (!currentSettings().audio) return;
  const mine = (fresh += 1);
  requestAnimationFrame(() => {
    if (mine === fresh) readScreen();
  });
}

/** What gets the focus by keyboard or switch is read, in audio mode. */
export function readFocus(target: EventTarget | null): void {
  if (!currentSettings().audio || !(target instanceof HTMLElement) || target.matches('h1, h2')) return;
  reader.speak([spokenOf(target)]);
}

/** A control as ears get it: its label, not what was typed. */
export function spokenOf(target: HTMLElement): Spoken {
  const label = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target.labels?.[0] ?? target : target;
  const audio = label.getAttribute('data-audio');
  const text = target.getAttribute('aria-label') ?? wordsOf(label);
  return audio === null ? {text} : {text, audio};
}
