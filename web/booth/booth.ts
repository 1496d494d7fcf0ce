// SPDX-License-Identifier: Apache-2.0
// The booth as a whole: which flow runs, what the device holds, in which tab the voting goes on.
import type {Announced} from './services/ballotBox.ts';
import type {Returned} from './services/provider.ts';
import type {Choice} from './state/choices.ts';
import {promiseOf} from './state/casting.ts';
import type {Enrolment} from './storage/records.ts';
import type {BoardView} from './work/calls.ts';
import {CastFlow} from './flows/castFlow.ts';
import {EnrolFlow, type Letter} from './flows/enrolFlow.ts';
import {wordOf} from './flows/flow.ts';
import type {Tools} from './flows/tools.ts';
import {seasonOf, type Season, type Standing} from './screens/home.tsx';
import {unlock} from './flows/unlock.ts';
import {VoteFlow} from './flows/voteFlow.ts';

const EVERY_MINUTE = 60_000;

export class Booth {
  announced: Announced | undefined;
  board: BoardView | undefined;
  letter: Letter | undefined;
  enrol: EnrolFlow | undefined;
  vote: VoteFlow | undefined;
  cast: CastFlow | undefined;
  /** The line is down or a service busy; it is tried again by itself. */
  waiting = false;
  private readonly listeners = new Set<() => void>();

  constructor(readonly tools: Tools, private returned: Returned | undefined) {
    tools.patience.onWaiting = (waiting) => {
      this.waiting = waiting !== undefined;
      this.changed();
    };
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
  private readonly changed = () => this.listeners.forEach((listener) => listener());

  get enrolment(): Enrolment | undefined {
    return this.tools.store.get('enrolment');
  }
  get standing(): Standing {
    const {pending, acknowledged} = this.tools.store.get('ballot') ?? {};
    if (pending) return 'sending';
    if (acknowledged || this.cast?.screen?.at === 'acknowledged') return 'received';
    if (this.enrolment?.done) return 'enrolled';
    return this.enrolment || this.letter ? 'letter' : 'nothing';
  }
  /** Where the page begins after it was loaded: where the voter was, if something is on its way. */
  get first(): string {
    if (this.returned) return this.returned.sitting === 'enrol' ? 'enrol' : 'vote';
    return this.standing === 'sending' ? 'sending' : this.standing === 'received' ? 'accepted' : 'home';
  }

  get season(): Season {
    return seasonOf(this.announced?.phase);
  }
  /** When voting opens next, or closes, as far as it is known. */
  get window(): {opens?: number; closes?: number} {
    const now = this.tools.clock.now();
    const span = this.board?.open?.internet.find(({until}) => now < until);
    if (span) return span.from > now ? {opens: span.from} : {closes: span.until};
    const first = this.announced?.schedule?.[0];
    return first && first.opens_at > now ? {opens: first.opens_at} : {};
  }

  /** For screens that only tell something of the board. */
  async openBoard(): Promise<BoardView> {
    const {ctx0, policy, remembered} = this.enrolment ?? {};
    this.board ??= await this.tools.work.openBoard({...(ctx0 ? {ctx0} : {}), ...(policy ? {policy} : {}), ...(remembered ? {remembered} : {})});
    this.changed();
    return this.board;
  }

  /** What the box announces of itself, for the first screen; nothing is decided by it. */
  async look(): Promise<void> {
    try {
      this.announced = await this.tools.box.election();
      this.tools.clock.set((await this.tools.box.epoch()).now);
    } catch {
      // No line: the screens that need one say so.
    }
    this.changed();
  }

  /** Every record is written anew from time to time, so that when one was written says nothing. */
  keepShape(): void {
    setInterval(() => void this.tools.store.refresh().catch(() => undefined), EVERY_MINUTE);
  }

  takeLetter(letter: Letter): void {
    this.letter = letter;
    this.enrol = undefined;
    this.changed();
  }

  /** Whether an enrolment can begin, or go on where it was left. */
  get canEnrol(): boolean {
    return this.enrol !== undefined || this.letter !== undefined || this.tools.store.get('sitting')?.kind === 'enrol';
  }

  startEnrolling(): EnrolFlow | undefined {
    if (this.enrol) return this.enrol;
    const sitting = this.tools.store.get('sitting');
    const {ctx0, policy} = this.enrolment ?? {};
    const letter = this.letter ?? (sitting?.kind === 'enrol' ? {code: sitting.code, ...(ctx0 ? {ctx0} : {}), ...(policy ? {policy} : {})} : undefined);
    if (!letter) return undefined;
    const back = this.returned?.sitting === 'enrol' ? this.returned.answer : undefined;
    this.returned = undefined;
    this.enrol = new EnrolFlow(this.tools, letter, back);
    this.watch(this.enrol);
    void this.enrol.run();
    return this.enrol;
  }

  /** Undefined: this device has no letter yet. */
  startVoting(choices?: Choice[]): VoteFlow | undefined {
    if (this.vote) return this.vote;
    const kept = this.enrolment;
    const read = this.letter;
    if (!kept?.done && !read?.code) return undefined;
    const enrolment: Enrolment = kept?.done ? {...kept, ...(kept.code === undefined && read ? {code: read.code} : {})}
      : {...(kept ?? {}), ctx0: read?.ctx0 ?? kept?.ctx0 ?? new Uint8Array(0), ...(read?.policy ? {policy: read.policy} : {}), code: read?.code ?? ''};
    const back = this.returned?.sitting === 'grant' ? this.returned.answer : undefined;
    this.returned = undefined;
    this.vote = new VoteFlow(this.tools, enrolment, back, choices);
    this.watch(this.vote);
    void this.vote.run();
    return this.vote;
  }

  private watch(flow: EnrolFlow | VoteFlow | CastFlow): void {
    flow.onChange(() => {
      const board = flow instanceof CastFlow ? undefined : flow.board;
      if (board) this.board = board;
      this.changed();
    });
  }

  leaveVoting(): void {
    this.vote?.leave();
    this.vote = undefined;
  }

  /** From "seal" on the ballot is its own matter: the vote's flow is over. */
  seal(): boolean {
    const {vote} = this;
    vote?.dispatch({type: 'seal'});
    if (vote?.state.step.at !== 'cast') return false;
    const sitting = vote?.handOver();
    if (!sitting || !vote.board?.open) return false;
    this.cast?.stop();
    const cast = new CastFlow(this.tools, vote.board.open.epochs, true);
    this.cast = cast;
    this.vote = undefined;
    this.watch(cast);
    void cast.begin({slot: sitting.slot, seed: sitting.seed, session: sitting.session, choices: vote.state.choices.map((one) => one ?? 0)});
    return true;
  }

  /** After a reload: what was on its way goes on. The board is opened first, with what this device remembers of it. */
  async resumeCast(): Promise<void> {
    const {enrolment} = this;
    if (this.cast || !enrolment || !this.tools.store.get('ballot')) return;
    const {ctx0, policy, remembered} = enrolment;
    const cast = new CastFlow(this.tools, [], false);
    this.cast = cast;
    this.watch(cast);
    await cast.open(async () => {
      this.board = await this.tools.work.openBoard({ctx0, ...(policy ? {policy} : {}), ...(remembered ? {remembered} : {})});
      return this.board.open?.epochs ?? [];
    });
  }

  /** The key for a rebuild; undefined when it is there, else the word of the trouble. */
  async unlockCast(code: () => Promise<string>): Promise<string | undefined> {
    const {cast, enrolment, board} = this;
    if (!cast || !enrolment || !board) return 'line';
    try {
      await unlock(this.tools, enrolment, board.host, code);
    } catch (error) {
      return wordOf(error);
    }
    cast.holdsKey = true;
    void cast.go();
    return undefined;
  }

  /** The permission ran out: the same choices, once more through who one is. */
  proveAgain(): void {
    const pending = this.tools.store.get('ballot')?.pending;
    this.cast?.stop();
    this.vote = undefined;
    this.startVoting(pending?.choices);
  }

  /** Until when a vote sent now is recorded; and whether that is late. */
  promise(): number {
    const epochs = this.board?.open?.epochs ?? [];
    const now = this.tools.clock.now();
    return promiseOf(epochs.find((one) => now < one.closesAt)?.epoch ?? Number.MAX_SAFE_INTEGER, epochs);
  }
}
