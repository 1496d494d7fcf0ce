// SPDX-License-Identifier: Apache-2.0
// The effects of the second sitting, up to "seal". [SPEC 15.4]
import type {Bytes} from '../../core/bytes.ts';
import {again} from '../services/again.ts';
import {ServiceTrouble} from '../services/http.ts';
import type {Factor} from '../services/registrar.ts';
import {voting, startVoting, type Closed, type VoteEvent, type Voting} from '../state/voting.ts';
import type {Choice} from '../state/choices.ts';
import type {Enrolment, GrantSitting} from '../storage/records.ts';
import type {BoardView} from '../work/calls.ts';
import {Flow, wordOf} from './flow.ts';
import {finishProvider, showFactor, type Showing} from './showing.ts';
import type {Tools} from './tools.ts';
import {unlock, useKey} from './unlock.ts';

/** When the ballot may be opened, by the calendar of the board and the box's clock. */
export function closedAt(board: BoardView, now: number): Closed | undefined {
  if (board.phase === 'result') return {why: 'result'};
  if (board.phase === 'closed') return {why: 'over'};
  if (!board.open || board.phase !== 'open') return {why: 'not-yet'};
  const {internet} = board.open;
  if (internet.some(({from, until}) => from <= now && now < until)) return undefined;
  const next = internet.find(({from}) => now < from);
  if (!next) return {why: 'over'};
  return next === internet[0] ? {why: 'not-yet', from: next.from} : {why: 'between', from: next.from};
}

/** A session is worth resuming while it can still be alive: it ends an hour after its begin. */
const SESSION_MOST = 3_500;

export class VoteFlow extends Flow<Voting, VoteEvent> {
  board: BoardView | undefined;
  private sitting: GrantSitting | undefined;
  /** Made as soon as everything was shown, so that it can be sent even while the page is being closed. */
  private request: Bytes | undefined;
  private given = false;
  private typed: string | undefined;
  /** When the registrar's session was used last (milliseconds of this device): it ends a quarter of an hour later. */
  lastUse = Date.now();

  constructor(private readonly tools: Tools, private readonly enrolment: Enrolment, private returned?: object, private choices?: Choice[]) {
    super(startVoting());
  }

  /** The key lies on this device alone and is opened by the letter's code. */
  get onDevice(): boolean {
    return this.enrolment.sealedKey !== undefined;
  }

  protected reduce(state: Voting, event: VoteEvent): Voting {
    return voting(state, event);
  }

  protected effect({step}: Voting): (() => Promise<VoteEvent | undefined>) | undefined {
    if (step.at === 'board') return () => this.openBoard();
    if (step.at === 'unlock' && step.busy) return () => this.unlock();
    if (step.at === 'slot') return () => this.openSlot();
    if (step.at === 'factor' && step.busy) return () => this.factor(step.factor);
    if (step.at === 'before' || step.at === 'contest') return () => this.prepare();
    return undefined;
  }

  private async openBoard(): Promise<VoteEvent> {
    const {work, store, box, clock, patience} = this.tools;
    const {ctx0, policy, remembered} = this.enrolment;
    const trust = {...(ctx0.length > 0 ? {ctx0} : {}), ...(policy ? {policy} : {}), ...(remembered ? {remembered} : {})};
    this.board = await again(() => work.openBoard(trust), patience);
    this.enrolment.ctx0 = this.board.ctx0;
    await this.keep();
    clock.set((await again(() => box.epoch(), patience)).now);
    const kept = store.get('sitting');
    if (kept?.kind === 'grant' && clock.now() - kept.begun < SESSION_MOST) this.sitting = kept;
    return {type: 'board-open', closed: closedAt(this.board, clock.now()), resumes: this.sitting !== undefined && this.enrolment.X !== undefined};
  }

  /** Typed once in a sitting, and kept nowhere. */
  private async code(): Promise<string> {
    if (this.enrolment.code !== undefined) return this.enrolment.code;
    return (this.typed ??= await this.ask({kind: 'code', wrong: false}));
  }

  private async unlock(): Promise<VoteEvent> {
    try {
      this.enrolment.X = await unlock(this.tools, this.enrolment, (this.board as BoardView).host, () => this.code());
    } catch (error) {
      this.typed = undefined;
      throw error;
    }
    return {type: 'unlocked'};
  }

  private async openSlot(): Promise<VoteEvent> {
    const {work, registrar, clock, patience} = this.tools;
    const found = await again(() => work.findSlot(this.enrolment.X ?? ''), patience);
    if (!found) throw new ServiceTrouble('no-slot', 0);
    const resumed = this.sitting;
    if (resumed && resumed.slot === found.slot) {
      await again(() => this.touch(resumed), patience);
      return {type: 'slot', found, factors: resumed.factors, shown: resumed.shown, choices: resumed.choices, ...(this.returned ? {returned: 'oidc' as const} : {})};
    }
    // A new K for every attempt: one that was lost on the way counts against the slot, not against the next one.
    const {seed, begun} = await again(async () => {
      const begin = await work.beginGrant(found.slot);
      return {seed: begin.seed, begun: await registrar.beginGrant(begin.slot, begin.K, begin.possession)};
    }, patience);
    await this.remember({kind: 'grant', session: begun.session, begun: clock.now(), slot: found.slot, seed, factors: begun.factors, shown: [], choices: this.choices ?? []});
    await this.keep();
    return {type: 'slot', found, factors: begun.factors, ...(this.choices ? {choices: this.choices} : {})};
  }

  private async keep(): Promise<void> {
    const remembered = this.board?.remembered;
    await this.tools.store.set('enrolment', {...this.enrolment, ...(remembered ? {remembered} : {})});
  }

  private async remember(sitting: GrantSitting): Promise<void> {
    this.sitting = sitting;
    await this.tools.store.set('sitting', sitting);
  }

  override dispatch(event: VoteEvent): void {
    // The registrar's session is over, not this page's: everything is shown again to a new one.
    if (event.type === 'trouble' && event.word === 'sign-in') {
      if (this.sitting) this.choices = this.sitting.choices;
      this.sitting = this.request = undefined;
    }
    super.dispatch(event);
    if (event.type === 'next' || event.type === 'choose') void this.keepChoices();
  }

  private async keepChoices(): Promise<void> {
    if (this.sitting) await this.remember({...this.sitting, choices: this.state.choices});
  }

  private async factor(factor: Factor): Promise<VoteEvent> {
    const sitting = this.sitting as GrantSitting;
    const showing: Showing = {tools: this.tools, sitting: 'grant', session: sitting.session, title: this.board?.title ?? '',
      proof: async () => this.tools.work.enrolProof(await this.code(), this.enrolment.ctx0), ask: (prompt) => this.ask(prompt), show: (prompt) => this.show(prompt)};
    const {returned} = this;
    this.returned = undefined;
    const outcome = await (factor === 'oidc' && returned ? finishProvider(showing, returned) : showFactor(factor, showing));
    this.lastUse = Date.now();
    await this.remember({...sitting, shown: [...sitting.shown, factor]});
    if (!outcome.prf || this.enrolment.sealedKey) return {type: 'shown', factor};
    this.enrolment.X = await useKey(this.tools, this.enrolment, outcome.prf, () => this.code());
    return {type: 'shown', factor, holds: true};
  }

  private async prepare(): Promise<undefined> {
    const {sitting} = this;
    if (sitting && !this.request) this.request = await this.tools.work.grantRequest(sitting.slot, sitting.seed);
    return undefined;
  }

  /** Beginning a factor again changes nothing that was shown; it tells whether the session lives, and keeps it alive. */
  private async touch(sitting: GrantSitting): Promise<void> {
    const factor = sitting.factors.find((one) => one === 'passkey' || one === 'card' || one === 'code');
    if (factor && !this.returned) await this.tools.registrar.begin('grant', sitting.session, factor);
    this.lastUse = Date.now();
  }

  async extend(): Promise<void> {
    const {sitting} = this;
    if (!sitting) return;
    await this.touch(sitting).catch((error: unknown) => this.dispatch({type: 'trouble', word: wordOf(error)}));
    this.changed();
  }

  /** Whether the vote went there. */
  goTo(at: string): boolean {
    const before = this.state;
    this.dispatch({type: 'go-to', at});
    return this.state !== before;
  }

  /** From here on the cast has the session. */
  handOver(): GrantSitting | undefined {
    this.given = true;
    return this.sitting;
  }

  /** Left without a vote: the registrar is asked for the grant all the same, so that it cannot tell who voted. [SPEC 10.10] */
  leave(): void {
    const {sitting, request} = this;
    if (this.given || !sitting || !request) return;
    this.given = true;
    void this.tools.registrar.grant(sitting.session, request, true).catch(() => undefined);
  }
}
