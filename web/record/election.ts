// SPDX-License-Identifier: Apache-2.0
// An election as a device reads it: everything goes from the bytes of an entry over its inclusion in a signed checkpoint and the
// signature of the right body to its meaning. [SPEC 6 The board] [SPEC 8 The record]
import {equal} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import {OptionTable} from '../core/options.ts';
import type {OfferedContest} from '../core/options.ts';
import type {Checkpoint} from '../log/checkpoint.ts';
import {decodeAmendment} from './amendment.ts';
import type {Amendment} from './amendment.ts';
import {amendedBallot, numbersOffered, openingBallot} from './ballot.ts';
import type {Ballot, BallotContest} from './ballot.ts';
import {Completeness} from './completeness.ts';
import {context0, decodeConstitution} from './constitution.ts';
import type {Constitution} from './constitution.ts';
import {readContents} from './contents.ts';
import type {Contents, Item} from './contents.ts';
import {AMENDMENT, CONSTITUTION, EPOCH} from './entry.ts';
import type {Entry} from './entry.ts';
import {rowsPerChunk, slotRowSize} from './objects.ts';
import {demandSigned, readOpened} from './opened.ts';
import type {Founded, Opened} from './opened.ts';
import {widestStyle} from './opening.ts';
import type {Opening} from './opening.ts';
import type {Source} from './source.ts';
import {demand, given} from './trouble.ts';
import {BoardReader, isCosigned} from './views.ts';
import type {Cosigned, Signed, Tree} from './views.ts';

/** What the letter says, and the largest tree that this device has seen before. */
export interface Trust {
  readonly ctx0?: Bytes | undefined;
  readonly policyHash?: Bytes | undefined;
  readonly remembered?: Tree | undefined;
}
/** A contest as people read it, and its plaintexts as elements. */
export interface Offered {
  readonly contest: BallotContest;
  readonly plaintexts: OfferedContest;
}
interface Change {
  readonly index: number;
  readonly amendment: Amendment;
}

/** Entries after which a checkpoint may stand that has the quorum already, when the latest has not. */
const OLDER_CHECKPOINTS = 12;

export class Election {
  private opened_: Opened | undefined;
  private ahead_: Signed | undefined;
  private checkpoint_: Cosigned | undefined;
  private contents_: Contents = {size: 0, entries: []};
  private changes: readonly Change[] = [];
  /** After 0, 1, .. amendments. */
  private readonly ballots: Ballot[] = [];
  private remembered: Tree | undefined;
  private readonly complete: Completeness;
  /** Elements of all options. */
  readonly table: OptionTable;
  /** What was read and proved of this election before, by whoever read it. */
  readonly proved = new Map<string, unknown>();

  constructor(
    readonly reader: BoardReader,
    private readonly founded: Founded,
    private readonly trust: Trust,
  ) {
    this.remembered = trust.remembered;
    this.table = new OptionTable(founded.ctx0);
    this.complete = new Completeness(reader, () => this.chunksOfEpoch());
  }

  get ctx0(): Bytes {
    return this.founded.ctx0;
  }
  get constitution(): Constitution {
    return this.founded.constitution;
  }
  /** The opening, with context and policy; undefined before it. */
  get opened(): Opened | undefined {
    return this.opened_;
  }
  /** For what makes sense only after the opening. */
  get open(): Opened {
    return given(this.opened_, 'missing', 'the opening');
  }
  get opening(): Opening | undefined {
    return this.opened_?.opening;
  }
  get ctx(): Bytes | undefined {
    return this.opened_?.ctx;
  }
  /** The largest tree under the quorum: what is recorded is recorded here. From the opening on it is always there. */
  get checkpoint(): Cosigned | undefined {
    return this.checkpoint_;
  }
  /** The largest tree under the log's signature: what the next ballot is built on. Never smaller than the checkpoint. */
  get ahead(): Signed | undefined {
    return this.ahead_;
  }
  get contents(): Contents {
    return this.contents_;
  }
  get amendments(): readonly Amendment[] {
    return this.changes.map((one) => one.amendment);
  }
  /** What a device keeps, so that it is never shown an older or another board. */
  get memory(): Tree | undefined {
    return this.ahead_;
  }
  get slots(): number {
    return Number(this.open.opening.slots);
  }

  private chunksOfEpoch(): number | undefined {
    if (this.opened_ === undefined) return undefined;
    return Math.ceil(this.slots / rowsPerChunk(slotRowSize(widestStyle(this.opened_.opening))));
  }

  /** Listed entries of a type under a tree, ascending by index. */
  items(type: number, tree: Tree): Item[] {
    return this.contents_.entries.filter((one) => one.type === type && one.index < tree.size);
  }
  /** A listed entry: proved, of its type, signed by who must sign it. */
  async entry(item: Item): Promise<Entry> {
    const tree = given(this.ahead_, 'missing', 'the checkpoint');
    const entry = await this.reader.entry(item.index, tree);
    const contexts = {ctx0: this.ctx0, ctx: this.ctx};
    demandSigned(this.founded, entry, item, contexts, this.opened_ !== undefined && item.index > this.opened_.index);
    return entry;
  }

  /** The ballot with all amendments before an index of the board. */
  ballotAt(index: number): Ballot {
    const {opening} = this.open;
    const before = this.changes.filter((one) => one.index < index);
    for (let n = this.ballots.length; n <= before.length; n++) {
      const [last, change] = [this.ballots[n - 1], before[n - 1]];
      this.ballots.push(
        last === undefined || change === undefined ? openingBallot(opening) : amendedBallot(last, opening, change.amendment),
      );
    }
    return given(this.ballots[before.length], 'missing', 'the ballot');
  }
  /** As it stands now. */
  get ballot(): Ballot {
    return this.ballotAt(Number.MAX_SAFE_INTEGER);
  }
  /**
   * Contests of a style as they are offered in an epoch: by what stood at the last seal before it; before the first, the opening.
   */
  offered(style: number, epoch: number): Offered[] {
    const before = this.contents_.entries.filter((one) => one.type === EPOCH && (one.number ?? epoch) < epoch);
    return this.contestsOf(style, this.ballotAt(Math.max(0, ...before.map((one) => one.index))));
  }
  private contestsOf(style: number, ballot: Ballot): Offered[] {
    const indices = given(this.open.opening.styles[style], 'altered', `style ${style}`).contests;
    return indices.map((index) => {
      const contest = given(ballot.contests[index], 'altered', `contest ${index}`);
      return {contest, plaintexts: this.table.offered(contest.id, numbersOffered(contest))};
    });
  }

  /** Reads on: a newer checkpoint, which continues what was seen before, and what it covers. */
  async refresh(): Promise<void> {
    const latest = given(await this.reader.checkpoint('checkpoint'), 'missing', 'the checkpoint');
    const contents = await readContents(this.reader.source);
    demand(contents.size >= latest.size, 'missing', 'contents');
    const first =
      this.opened_ === undefined
        ? await readOpened(this.reader, this.founded, contents.entries, latest, this.trust.policyHash)
        : undefined;
    const opened = this.opened_ ?? first?.opened;
    if (opened === undefined) {
      this.contents_ = contents;
      return;
    }
    const view = first?.view ?? this.reader.judged(latest, opened.policy);
    if (this.remembered !== undefined) await this.reader.demandContinues(this.remembered, view);
    const cosigned = await this.newestCosigned(view, contents, opened);
    this.opened_ = opened;
    await this.complete.check(contents.entries, view);
    [this.contents_, this.ahead_, this.checkpoint_, this.remembered] = [contents, view, cosigned, view];
    await this.readAmendments(view);
  }

  private async newestCosigned(view: Signed, contents: Contents, opened: Opened): Promise<Cosigned> {
    if (isCosigned(view)) return view;
    const least = this.checkpoint_?.size ?? opened.index + 1;
    const sizes = contents.entries
      .map((one) => one.index + 1)
      .filter((size) => size < view.size && size > opened.index)
      .reverse();
    for (const size of sizes.slice(0, OLDER_CHECKPOINTS)) {
      if (size < least) break;
      const older = await this.olderCheckpoint(size);
      const judged = older === undefined ? undefined : this.reader.judged(older, opened.policy);
      if (judged === undefined || !isCosigned(judged)) continue;
      await this.reader.demandContinues(judged, view);
      return judged;
    }
    return given(this.checkpoint_, 'no-quorum', `the checkpoint of ${view.size} entries`);
  }
  private async olderCheckpoint(size: number): Promise<Checkpoint | undefined> {
    const checkpoint = await this.reader.checkpoint(`checkpoints/${size}`);
    demand(checkpoint === undefined || checkpoint.size === size, 'bad-checkpoint', `checkpoints/${size}`);
    return checkpoint;
  }

  private async readAmendments(tree: Tree): Promise<void> {
    const changes: Change[] = [];
    for (const item of this.items(AMENDMENT, tree)) {
      const amendment = given(decodeAmendment((await this.entry(item)).body), 'altered', `entry ${item.index}`);
      demand(amendment.number === changes.length + 1, 'incomplete', `entry ${item.index}`);
      changes.push({index: item.index, amendment});
    }
    this.changes = changes;
  }
}

/** Opens an election from its board; throws BoardTrouble. Before the opening only the constitution is known, by its hash. */
export async function openElection(source: Source, trust: Trust): Promise<Election> {
  const reader = new BoardReader(source);
  const latest = given(await reader.checkpoint('checkpoint'), 'missing', 'the checkpoint');
  const first = await reader.unproved(0, latest.size);
  const constitution = first.type === CONSTITUTION ? decodeConstitution(first.body) : undefined;
  const founded = {ctx0: context0(first.body), constitution: given(constitution, 'altered', 'entry 0')};
  demand(trust.ctx0 === undefined || equal(trust.ctx0, founded.ctx0), 'other-election', 'entry 0');
  const item = {index: 0, type: CONSTITUTION, time: 0};
  demandSigned(founded, first, item, founded, false);
  const election = new Election(reader, founded, trust);
  await election.refresh();
  return election;
}
