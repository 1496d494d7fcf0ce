// SPDX-License-Identifier: Apache-2.0
// For tests only: a world in which every service, worker call and dialog answers as a test says, and every call is written down.
import type {BallotBox, Epoch} from '../services/ballotBox.ts';
import type {CardAgent} from '../services/cardAgent.ts';
import {ServiceTrouble} from '../services/http.ts';
import {ownChallenge, type Shown} from '../services/passkey.ts';
import type {Registrar} from '../services/registrar.ts';
import {BoothStore} from '../storage/boothStore.ts';
import {MemoryShelf, type Shelf} from '../storage/shelf.ts';
import type {BoardView, Work} from '../work/calls.ts';
import {Clock} from './clock.ts';
import type {Tools} from './tools.ts';

export const ctx0 = new Uint8Array(32).fill(1);
export const T0 = 1_800_000_000;
export const epochs = [1, 2, 3, 4, 5].map((epoch) => ({epoch, opensAt: T0 + 60 * (epoch - 1), closesAt: T0 + 60 * epoch}));
export const board: BoardView = {ctx0, host: 'localhost', title: '見本選挙', titleEn: 'Sample', rehearsal: true, paper: true, factors: ['card', 'passkey'], penalties: '',
  penaltiesEn: '', phase: 'open', remembered: {size: 9, root: new Uint8Array(32)},
  open: {ctx: new Uint8Array(32).fill(2), internet: [{from: T0, until: T0 + 300}], epochSeconds: 60, graceSeconds: 10, pollingDay: {from: T0 + 900, until: T0 + 999}, epochs}};
export const option = (number: number) => ({number, name: `見本 ${number}`, kana: 'みほん', nameEn: '', order: number});
export const contests = [{id: 'mayor', kind: 'single-choice' as const, title: '市長', titleEn: '', seats: 1, approveMax: 0, options: [option(1), option(2)]}];
export const keptOf = (epoch: number) => ({ctx: new Uint8Array(32), slot: 7, epoch, row: new Uint8Array(304).fill(9), r: [new Uint8Array(32).fill(8)], choices: [2]});

/** Answers in order; the last one stays. A trouble is thrown. */
export type Script = unknown[];

export class World {
  readonly calls: string[] = [];
  readonly waits: number[] = [];
  now = T0 + 5;
  epoch: Epoch = {state: 'open', now: this.now, sealed: 0, sealed_before: 0, epoch: 1, void: []};
  readonly scripts: Record<string, Script> = {};
  /** What happens while a flow waits: time goes by. */
  onWait: () => void = () => undefined;
  tools!: Tools;

  static async with(scripts: Record<string, Script> = {}, shelf: Shelf = new MemoryShelf()): Promise<World> {
    const world = new World();
    Object.assign(world.scripts, DEFAULTS, scripts);
    world.tools = await world.toolsOver(shelf);
    return world;
  }

  private answer(name: string, args: unknown[]): unknown {
    this.calls.push(name);
    if (name === 'box.epoch' && !this.scripts[name]) return {...this.epoch, now: this.now};
    const script = this.scripts[name];
    if (!script) return undefined;
    const next = script.length > 1 ? script.shift() : script[0];
    if (next instanceof Error) throw next;
    return typeof next === 'function' ? (next as (...all: unknown[]) => unknown)(...args) : next;
  }

  private fake<T>(part: string): T {
    return new Proxy({}, {get: (_target, name) => (name === 'then' ? undefined
      : async (...args: unknown[]) => this.answer(`${part}.${String(name)}`, args))}) as T;
  }

  private async toolsOver(shelf: Shelf): Promise<Tools> {
    return {
      registrar: this.fake<Registrar>('registrar'), box: this.fake<BallotBox>('box'), work: this.fake<Work>('work'), store: await BoothStore.open(shelf), origin: 'http://localhost',
      clock: new Clock(() => this.now),
      patience: {random: () => 0.5, sleep: async (seconds) => {
        if (this.waits.push(seconds) > 200) throw new Error('waited for ever');
        this.onWait();
        await new Promise((done) => setImmediate(done));
      }},
      passkey: {exist: () => this.answer('passkey.exist', []) as boolean, create: async () => this.answer('passkey.create', []) as Shown,
        use: async () => this.answer('passkey.use', []) as Shown, own: ownChallenge},
      agent: {secret: () => this.answer('agent.secret', []) as string | undefined, keep: () => undefined, at: () => this.fake<CardAgent>('agent'), open: () => undefined},
      tab: {store: {getItem: () => null, setItem: () => undefined, removeItem: () => undefined}, go: (url) => void this.calls.push(`go ${url}`)},
    };
  }

  /** Calls of a part, in order. */
  made(part: string): string[] {
    return this.calls.filter((one) => one.startsWith(part));
  }
  epochIs(epoch: number, state: Epoch['state'] = 'open', sealed = epoch - 1): void {
    this.now = T0 + 60 * (epoch - 1) + 5;
    this.epoch = {...this.epoch, epoch, state, sealed, now: this.now};
  }
}

export const trouble = (word: string, status = 403, retryAfter?: number) => new ServiceTrouble(word, status, retryAfter);
const prf = (): Shown => ({id: 'cred', answer: {}, prf: new Uint8Array(32).fill(3)});

const DEFAULTS: Record<string, Script> = {
  'work.openBoard': [board],
  'work.enrolProof': ['aa'],
  'work.prfSalt': [new Uint8Array(32)],
  'work.useKey': ['X'],
  'work.makeKey': [{X: 'X2', sealed: new Uint8Array(76)}],
  'work.openKey': ['X2'],
  'work.findSlot': [{slot: 7, contests}],
  'work.beginGrant': [{slot: 7, K: 'K', possession: 'p', seed: new Uint8Array(32).fill(4)}],
  'work.grantRequest': [new Uint8Array(104)],
  'work.acceptGrant': [{first: 1, last: 3}],
  'work.build': [(_slot: number, epoch: number) => ({epoch, bytes: new Uint8Array([epoch]), kept: keptOf(epoch)})],
  'work.checkAcknowledgement': [{ok: true}],
  'work.recorded': [{state: 'waiting'}],
  'work.proveEnrolment': ['pp'],
  'registrar.beginEnrolment': [{session: 's', ways: [['card', 'passkey']], title: 't', ctx0: '', already: false}],
  'registrar.begin': [{pubKeyCredParams: [], url: 'https://provider.example/auth?state=abc'}],
  'registrar.finish': [[]],
  'registrar.evidenceHash': ['ee'],
  'registrar.finishEnrolment': [T0],
  'registrar.beginGrant': [{session: 'g', factors: ['card', 'passkey']}],
  'registrar.grant': [new Uint8Array(128)],
  'box.cast': [new Uint8Array(160)],
  'passkey.exist': [true],
  'passkey.create': [prf],
  'passkey.use': [prf],
  'agent.secret': ['0123456789ABCDEF'],
  'agent.begin': [{request: 'r', page: 'http://localhost:7190/page/x'}],
  'agent.poll': [{certificate: 'c', signature: 's'}],
};

const MOST_TURNS = 3_000;

/** Until nothing happens by itself any more, and everything is on the shelf. */
export async function settle(world: World, flow?: {working: boolean}): Promise<void> {
  for (let turn = 0; turn < MOST_TURNS && flow?.working; turn++) await new Promise((done) => setImmediate(done));
  await world.tools.store.refresh();
}
