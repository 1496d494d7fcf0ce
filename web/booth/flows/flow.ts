// SPDX-License-Identifier: Apache-2.0
// Runs a state machine: every new step may have one effect; what it gives is the next event. An effect whose step is over says nothing any more.
import {ServiceTrouble} from '../services/http.ts';
import {PasskeyTrouble} from '../services/passkey.ts';
import {WorkTrouble} from '../work/calls.ts';

export const wordOf = (error: unknown): string =>
  error instanceof ServiceTrouble || error instanceof PasskeyTrouble || error instanceof WorkTrouble ? error.word : 'unexpected';

/** Something only the voter can give while an effect runs. */
export type Prompt =
  | {kind: 'pairing'; wrong: boolean}
  | {kind: 'card-page'; page: string}
  | {kind: 'email-code'; wrong: boolean}
  | {kind: 'code'; wrong: boolean};

interface Machine {
  step: {at: string};
}
type Trouble = {type: 'trouble'; word: string};

export abstract class Flow<S extends Machine, E extends {type: string}> {
  private readonly listeners = new Set<() => void>();
  private answer: ((text: string) => void) | undefined;
  private effects = 0;
  prompt: Prompt | undefined;

  protected constructor(public state: S) {}

  protected abstract reduce(state: S, event: E | Trouble): S;
  protected abstract effect(state: S): (() => Promise<E | undefined>) | undefined;

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
  protected changed(): void {
    this.listeners.forEach((listener) => listener());
  }

  dispatch(event: E | Trouble): void {
    const before = this.state;
    this.state = this.reduce(before, event);
    if (this.state.step !== before.step) this.put(undefined);
    this.changed();
    if (this.state.step !== before.step) void this.run();
  }

  async run(): Promise<void> {
    const {step} = this.state;
    const effect = this.effect(this.state);
    if (!effect) return;
    this.effects += 1;
    try {
      const event = await effect();
      if (event && this.state.step === step) this.dispatch(event);
    } catch (error) {
      if (this.state.step === step) this.dispatch({type: 'trouble', word: wordOf(error)});
    } finally {
      this.effects -= 1;
    }
  }

  /** An effect runs, and it does not wait for the voter. */
  get working(): boolean {
    return this.effects > 0 && this.answer === undefined;
  }

  private put(prompt: Prompt | undefined): void {
    this.prompt = prompt;
    this.answer = undefined;
  }
  /** Shows the prompt; for those with an answer, waits for it. */
  show(prompt: Prompt): void {
    this.put(prompt);
    this.changed();
  }
  ask(prompt: Prompt): Promise<string> {
    return new Promise((done) => {
      this.put(prompt);
      this.answer = done;
      this.changed();
    });
  }
  reply(text: string): void {
    const {answer} = this;
    if (!answer) return;
    this.put(undefined);
    this.changed();
    answer(text);
  }
}
