// SPDX-License-Identifier: Apache-2.0
// Brings a sealed ballot to the board: the moves of state/casting.ts with their effects, across reloads, epochs and lost lines. [SPEC 10.4, 10.7]
import {wipeKept} from '../../device/cast.ts';
import {again, isPassing, sleep as wakeable} from '../services/again.ts';
import type {Epoch} from '../services/ballotBox.ts';
import {ServiceTrouble} from '../services/http.ts';
import {nextMove, promiseOf, wipeTime, type Alarm, type CastScreen, type Move} from '../state/casting.ts';
import type {Acknowledged, Ballot, PendingCast} from '../storage/records.ts';
import type {EpochTimes} from '../work/calls.ts';
import {wordOf} from './flow.ts';
import type {Tools} from './tools.ts';

export interface Sealed {
  slot: number;
  seed: Uint8Array;
  session: string;
  choices: number[];
}

const LOOK_SECONDS = 5, MOST_WAIT = 15;

export class CastFlow {
  screen: CastScreen | undefined;
  alarm: Alarm;
  /** The line is down; the page says so while it goes on trying. */
  waiting = false;
  private session: string | undefined;
  private stopped = false;
  private running = false;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly tools: Tools, private epochs: readonly EpochTimes[], public holdsKey: boolean) {}

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
  private show(screen: CastScreen, waiting = false): void {
    this.screen = screen;
    this.waiting = waiting;
    this.listeners.forEach((listener) => listener());
  }

  get ballot(): Ballot {
    return this.tools.store.get('ballot') ?? {};
  }
  /** Closing the page now would lose a vote that nobody has received. */
  get unsent(): boolean {
    return this.ballot.pending !== undefined;
  }
  stop(): void {
    this.stopped = true;
  }

  async begin(sealed: Sealed): Promise<void> {
    this.session = sealed.session;
    const now = this.tools.clock.now();
    const running = this.epochs.find((one) => now < one.closesAt)?.epoch ?? 1;
    const {slot, seed, choices} = sealed;
    const pending: PendingCast = {slot, seed, choices, grant: new Uint8Array(0), last: 0, promise: promiseOf(running, this.epochs)};
    this.show({at: 'sealing', done: 0, of: 1});
    await this.tools.store.set('ballot', {pending});
    await this.go();
  }

  /** After a reload: the board first, which tells the epochs. */
  async open(board: () => Promise<readonly EpochTimes[]>): Promise<void> {
    const {pending, acknowledged} = this.ballot;
    if (pending) this.show({at: 'sending', promise: pending.promise});
    else if (acknowledged) this.show({at: 'acknowledged', promise: acknowledged.promise, recorded: acknowledged.recorded, wiped: false});
    try {
      const onWaiting = (waiting: unknown) => this.screen && this.show(this.screen, waiting !== undefined);
      this.epochs = await again(board, {...this.tools.patience, onWaiting, given: () => this.stopped});
    } catch (error) {
      this.show({at: 'trouble', word: wordOf(error)});
      return;
    }
    await this.go();
  }

  /** After a reload, or when the key is there again. */
  async go(): Promise<void> {
    if (this.running || this.stopped) return;
    this.running = true;
    try {
      while (!this.stopped && (await this.turn()));
    } catch (error) {
      this.show({at: 'trouble', word: wordOf(error)});
    } finally {
      this.running = false;
    }
  }

  /** One move. False: nothing more to do by itself. A lost line is waited out. */
  private async turn(): Promise<boolean> {
    const {pending, acknowledged} = this.ballot;
    try {
      if (pending) return await this.move(pending);
      return acknowledged ? await this.follow(acknowledged) : false;
    } catch (error) {
      if (!isPassing(error)) throw error;
      this.show(this.screen ?? {at: 'sending', promise: pending?.promise ?? 0}, true);
      await this.pause(error instanceof ServiceTrouble ? (error.retryAfter ?? LOOK_SECONDS) : LOOK_SECONDS);
      return true;
    }
  }

  private pause(seconds: number): Promise<void> {
    return (this.tools.patience.sleep ?? wakeable)(Math.min(seconds, MOST_WAIT));
  }

  private async epoch(): Promise<Epoch> {
    const epoch = await this.tools.box.epoch();
    this.tools.clock.set(epoch.now);
    return epoch;
  }

  private async move(pending: PendingCast): Promise<boolean> {
    const epoch = await this.epoch();
    const {built, last, promise} = pending;
    const facts = {epoch: epoch.state === 'closed' ? 0 : epoch.epoch, open: epoch.state === 'open', holdsKey: this.holdsKey,
      ...(last > 0 ? {last} : {}), ...(built ? {builtFor: built.epoch} : {})};
    let move = nextMove(facts);
    if (move.do === 'look' && built) move = nextMove({...facts, fate: (await this.tools.work.recorded(built.kept)).state});
    return this.act(move, pending, epoch, promise);
  }

  private async act(move: Move, pending: PendingCast, epoch: Epoch, promise: number): Promise<boolean> {
    switch (move.do) {
      case 'ask-grant': return this.askGrant(pending);
      case 'build': return this.build(pending, epoch);
      case 'send': return this.send(pending);
      case 'drop': return this.drop(pending, 'void');
      case 'is-recorded': return this.acknowledge(pending, true);
      case 'wait':
      case 'look':
        this.show({at: 'sending', promise});
        await this.pause(LOOK_SECONDS);
        return true;
      default:
        this.show({at: move.do});
        return false;
    }
  }

  private async askGrant(pending: PendingCast): Promise<boolean> {
    const {work, registrar, store} = this.tools;
    const sitting = store.get('sitting');
    const session = this.session ?? (sitting?.kind === 'grant' ? sitting.session : undefined);
    if (session === undefined) return this.proveAgain();
    try {
      const grant = await registrar.grant(session, await work.grantRequest(pending.slot, pending.seed));
      const {last} = await work.acceptGrant(grant, pending.slot, pending.seed);
      await store.set('ballot', {pending: {...pending, grant, last}});
      await store.set('sitting', undefined);
      return true;
    } catch (error) {
      if (error instanceof ServiceTrouble && ['sign-in', 'factors-first', 'other-request'].includes(error.word)) return this.proveAgain();
      throw error;
    }
  }

  private async proveAgain(): Promise<boolean> {
    await this.tools.store.set('sitting', undefined);
    this.show({at: 'prove-again'});
    return false;
  }

  private async build(pending: PendingCast, epoch: Epoch): Promise<boolean> {
    const {work, store} = this.tools;
    const progress = (done: number, of: number) => this.show({at: 'sealing', done, of});
    const built = await work.build(pending.slot, epoch.epoch, epoch.sealed, pending.choices, pending.grant, pending.seed, progress);
    if (pending.built) wipeKept(pending.built.kept);
    await store.set('ballot', {pending: {...pending, built}});
    return true;
  }

  /** Busy has one answer, whatever the reason: the same bytes again while the epoch lasts, then the next one. */
  private async send(pending: PendingCast): Promise<boolean> {
    const {built, promise} = pending;
    if (!built) return true;
    this.show({at: 'sending', promise}, this.waiting);
    let acknowledgement: Uint8Array;
    try {
      acknowledgement = await this.tools.box.cast(built.bytes);
    } catch (error) {
      if (error instanceof ServiceTrouble && error.word === 'busy') {
        this.show({at: 'sending', promise});
        await this.pause(error.retryAfter ?? LOOK_SECONDS);
        return true;
      }
      if (error instanceof ServiceTrouble && error.word === 'grant') return this.proveAgain();
      throw error;
    }
    const verdict = await this.tools.work.checkAcknowledgement(built.kept, acknowledgement);
    if (!verdict.ok) throw new ServiceTrouble('acknowledgement', 0);
    return this.acknowledge(pending, false);
  }

  private async acknowledge(pending: PendingCast, recorded: boolean): Promise<boolean> {
    const {built, ...cast} = pending;
    if (!built) return true;
    const {epoch, kept} = built;
    this.alarm = undefined;
    await this.tools.store.set('ballot', {acknowledged: {epoch, kept, cast, recorded, promise: pending.promise, wipeAt: wipeTime(epoch, this.epochs)}});
    this.show({at: 'acknowledged', promise: pending.promise, recorded, wiped: false});
    return true;
  }

  /** The epoch is lost or holds other bytes: built anew for the next one, and said. */
  private async drop(pending: PendingCast, why: 'void' | 'other-bytes'): Promise<boolean> {
    const {built, ...again} = pending;
    if (built) wipeKept(built.kept);
    this.alarm = why;
    await this.tools.store.set('ballot', {pending: {...again, promise: promiseOf((await this.epoch()).epoch, this.epochs)}});
    return true;
  }

  private async follow(acknowledged: Acknowledged): Promise<boolean> {
    const {promise, kept, cast} = acknowledged;
    const show = (recorded: boolean, wiped: boolean) => this.show({at: 'acknowledged', promise, recorded, wiped});
    if (this.screen?.at !== 'acknowledged') show(acknowledged.recorded, false);
    await this.epoch();
    if (!acknowledged.recorded) {
      const fate = await this.tools.work.recorded(kept);
      if (fate.state === 'lost') return this.drop({...cast, built: {epoch: acknowledged.epoch, bytes: new Uint8Array(0), kept}}, fate.why);
      if (fate.state === 'recorded') {
        await this.tools.store.set('ballot', {acknowledged: {...acknowledged, recorded: true}});
        show(true, false);
        return true;
      }
    } else if (this.tools.clock.now() >= acknowledged.wipeAt) {
      await this.wipe();
      return false;
    }
    show(acknowledged.recorded, false);
    await this.pause(MOST_WAIT);
    return true;
  }

  /** After the check, or when its time is over: r and choice are gone; the screen says on what is known. */
  async wipe(): Promise<void> {
    const {acknowledged} = this.ballot;
    if (!acknowledged) return;
    wipeKept(acknowledged.kept);
    await this.tools.store.set('ballot', undefined);
    this.show({at: 'acknowledged', promise: acknowledged.promise, recorded: acknowledged.recorded, wiped: true});
  }
}
