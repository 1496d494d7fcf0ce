// SPDX-License-Identifier: Apache-2.0
// The effects of the first sitting. [SPEC 15.3]
import {equal, wipe, type Bytes} from '../../core/bytes.ts';
import {again} from '../services/again.ts';
import {ServiceTrouble} from '../services/http.ts';
import type {Factor} from '../services/registrar.ts';
import {enrolling, startEnrolling, type EnrolEvent, type Enrolling} from '../state/enrolling.ts';
import type {EnrolSitting, Enrolment} from '../storage/records.ts';
import type {BoardView} from '../work/calls.ts';
import {Flow} from './flow.ts';
import {finishProvider, showFactor, type Showing} from './showing.ts';
import type {Tools} from './tools.ts';
import {unlock} from './unlock.ts';

export interface Letter {
  code: string;
  ctx0?: Bytes;
  policy?: Bytes;
}

export class EnrolFlow extends Flow<Enrolling, EnrolEvent> {
  board: BoardView | undefined;
  private session = '';
  private begun = 0;
  private already = false;
  private prf: Bytes | undefined;
  private credential: string | undefined;

  constructor(private readonly tools: Tools, private readonly letter: Letter, private returned?: object) {
    super(startEnrolling());
  }

  protected reduce(state: Enrolling, event: EnrolEvent): Enrolling {
    return enrolling(state, event);
  }

  protected effect({step}: Enrolling): (() => Promise<EnrolEvent | undefined>) | undefined {
    if (step.at === 'board') return () => this.openBoard();
    if (step.at === 'code') return () => this.showCode();
    if (step.at === 'way' && this.state.ways.length === 1) return async () => ({type: 'way', way: this.state.ways[0] ?? []});
    if (step.at === 'passkey' && step.busy) return () => this.makePasskey();
    if (step.at === 'key') return () => this.giveKey();
    if (step.at === 'factor' && step.busy) return () => this.factor(step.factor);
    if (step.at === 'unlock' && step.busy) return () => this.unlock();
    return step.at === 'finish' ? () => this.finish() : undefined;
  }

  private get sitting(): EnrolSitting | undefined {
    const kept = this.tools.store.get('sitting');
    return kept?.kind === 'enrol' && kept.code === this.letter.code ? kept : undefined;
  }

  private async openBoard(): Promise<EnrolEvent> {
    const {store, work} = this.tools;
    const kept = store.get('enrolment');
    const {ctx0, policy} = this.letter;
    // What was seen of another election says nothing about this one; a code that was typed names none.
    const remembered = ctx0 && kept && equal(kept.ctx0, ctx0) ? kept.remembered : undefined;
    const view = await again(() => work.openBoard({...(ctx0 ? {ctx0} : {}), ...(policy ? {policy} : {}), ...(remembered ? {remembered} : {})}), this.tools.patience);
    if (kept && !equal(kept.ctx0, view.ctx0)) await store.set('enrolment', undefined);
    this.board = view;
    await this.keep(view.remembered ? {remembered: view.remembered} : {});
    const resumed = this.sitting;
    if (!resumed || view.phase !== 'enrolment') return {type: 'board-open', enrolment: view.phase === 'enrolment'};
    this.session = resumed.session;
    this.begun = resumed.begun;
    return {type: 'resumed', way: resumed.way, shown: resumed.shown, ...(this.returned ? {returned: 'oidc' as const} : {})};
  }

  private async keep(more: Partial<Enrolment>): Promise<void> {
    const {store} = this.tools;
    const ctx0 = this.board?.ctx0 ?? this.letter.ctx0 ?? new Uint8Array(32);
    const {policy} = this.letter;
    await store.set('enrolment', {...store.get('enrolment'), ctx0, ...(policy ? {policy} : {}), ...more});
  }

  private proof(): Promise<string> {
    return this.tools.work.enrolProof(this.letter.code, this.board?.ctx0 ?? new Uint8Array(32));
  }

  private async showCode(): Promise<EnrolEvent> {
    const proof = await this.proof();
    const begun = await again(() => this.tools.registrar.beginEnrolment(proof), this.tools.patience);
    this.session = begun.session;
    this.begun = this.tools.clock.now();
    this.already = begun.already;
    await this.tools.store.set('sitting', undefined);
    return {type: 'begun', ways: begun.ways, already: begun.already};
  }

  private showing(): Showing {
    return {tools: this.tools, sitting: 'enrol', session: this.session, title: this.board?.title ?? '', proof: () => this.proof(),
      ask: (prompt) => this.ask(prompt), show: (prompt) => this.show(prompt)};
  }

  private async ownPrf(id: string | undefined): Promise<Bytes | undefined> {
    const {passkey, work} = this.tools;
    const board = this.board as BoardView;
    return (await passkey.use(passkey.own(board.host, await work.prfSalt(board.ctx0), id))).prf;
  }

  private async makePasskey(): Promise<EnrolEvent> {
    if (!this.tools.passkey.exist()) throw new ServiceTrouble('passkey-missing', 0);
    const {prf, credential} = await showFactor('passkey', this.showing());
    this.credential = credential;
    this.prf = prf ?? (await this.ownPrf(credential).catch(() => undefined));
    return {type: 'passkey', prf: this.prf !== undefined};
  }

  private async giveKey(): Promise<EnrolEvent> {
    const {work, registrar, store} = this.tools;
    const ctx0 = (this.board as BoardView).ctx0;
    const kept: Partial<Enrolment> = this.credential ? {credential: this.credential} : {};
    if (this.prf) {
      const prf = this.prf;
      kept.X = await work.useKey(prf, this.letter.code, ctx0);
      wipe(prf);
      this.prf = undefined;
      kept.code = this.letter.code;
    } else {
      const made = await work.makeKey(this.letter.code, ctx0);
      [kept.X, kept.sealedKey] = [made.X, made.sealed];
    }
    const X = kept.X;
    await again(() => registrar.takeKey(this.session, X), this.tools.patience);
    const {code: _code, sealedKey: _sealed, ...rest} = store.get('enrolment') ?? {ctx0};
    await store.set('enrolment', {...rest, ...kept});
    await this.remember(this.state.shown);
    return {type: 'key-taken'};
  }

  private async remember(shown: Factor[]): Promise<void> {
    await this.tools.store.set('sitting', {kind: 'enrol', session: this.session, begun: this.begun, code: this.letter.code, way: this.state.way, shown});
  }

  private async factor(factor: Factor): Promise<EnrolEvent> {
    const {returned} = this;
    // What came back counts once; after a refusal the way to the provider begins anew.
    this.returned = undefined;
    await (factor === 'oidc' && returned ? finishProvider(this.showing(), returned) : showFactor(factor, this.showing()));
    await this.remember([...this.state.shown, factor]);
    return {type: 'shown', factor};
  }

  /** After the page was left in between: the key is made again from passkey or code. */
  private async unlock(): Promise<EnrolEvent> {
    const kept = this.tools.store.get('enrolment') as Enrolment;
    await unlock(this.tools, {...kept, code: this.letter.code}, (this.board as BoardView).host, async () => this.letter.code);
    return {type: 'unlocked'};
  }

  private async finish(): Promise<EnrolEvent> {
    const {registrar, work, store, patience} = this.tools;
    const ctx0 = (this.board as BoardView).ctx0;
    const hash = await again(() => registrar.evidenceHash(this.session), patience);
    const possession = await work.proveEnrolment(ctx0, hash);
    const voteFrom = await again(() => registrar.finishEnrolment(this.session, possession), patience).catch((trouble: unknown) => this.lostFinish(trouble));
    await store.set('sitting', undefined);
    await this.keep({done: true, title: this.board?.title ?? '', voteFrom});
    return {type: 'enrolled', voteFrom};
  }

  /** The answer to "finish" got lost and the session is over: if there is an enrolment now and was none before, it is this one. */
  private async lostFinish(trouble: unknown): Promise<number> {
    if (!(trouble instanceof ServiceTrouble) || trouble.word !== 'sign-in' || this.already) throw trouble;
    const look = await this.tools.registrar.beginEnrolment(await this.proof());
    if (!look.already) throw trouble;
    return 0;
  }
}
