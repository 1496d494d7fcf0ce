// SPDX-License-Identifier: Apache-2.0
// What a device has seen of the log: the largest tree that the log signed, and the largest one that enough cosigners signed. The
// first is enough to build the next ballot on; only the second makes a ballot recorded. [SPEC 10.6 Interface] [SPEC 10.7 SlotKey]
import type {Bytes} from '../core/bytes.ts';
import {equal} from '../core/bytes.ts';
import {parseCheckpoint} from '../log/checkpoint.ts';
import type {Checkpoint} from '../log/checkpoint.ts';
import {leafHash, verifyConsistency, verifyInclusion} from '../log/merkle.ts';
import {judgeCheckpoint} from '../log/policy.ts';
import type {Judged, Policy} from '../log/policy.ts';
import {TileMissing, Tiles} from '../log/tiles.ts';
import {decodeEntry} from './entry.ts';
import type {Entry} from './entry.ts';
import type {Source} from './source.ts';
import {BoardTrouble, demand, given} from './trouble.ts';

export interface Tree {
  readonly size: number;
  readonly root: Bytes;
}
/** Signed by the log. */
export interface Signed extends Tree {
  readonly quorum: boolean;
}
/** Signed by the log and by the quorum of the witness policy: the only view under which anything is recorded. */
export interface Cosigned extends Signed {
  readonly quorum: true;
  /** undefined under a policy without a quorum. */
  readonly time: number | undefined;
  /** Names of the cosigners' keys. */
  readonly cosigners: readonly string[];
}

export function asView(judged: Judged, policy: Policy): Signed | Cosigned {
  const {size, root} = judged.checkpoint;
  if (!judged.quorum) return {size, root, quorum: false};
  const cosigners = [...judged.cosigned.keys()].map((name) => policy.witnesses.get(name)?.name ?? name);
  return {size, root, quorum: true, time: judged.time === undefined ? undefined : Number(judged.time), cosigners};
}
export const isCosigned = (view: Signed): view is Cosigned => view.quorum;

/** Files of the board, proofs over them, and every entry that was proved. */
export class BoardReader {
  private readonly tiles: Tiles;
  private readonly proved = new Map<number, Entry>();

  constructor(readonly source: Source) {
    this.tiles = new Tiles((path) => source.get(`board/${path}`));
  }

  /** `name`: "checkpoint", or "checkpoints/<size>"; undefined where that is not there. */
  async checkpoint(name: string): Promise<Checkpoint | undefined> {
    const bytes = await this.source.get(`board/${name}`);
    if (bytes === undefined) return undefined;
    const checkpoint = given(parseCheckpoint(bytes), 'bad-checkpoint', name);
    this.tiles.sawSize(checkpoint.size);
    return checkpoint;
  }

  judged(checkpoint: Checkpoint, policy: Policy): Signed | Cosigned {
    const judged = judgeCheckpoint(checkpoint, policy);
    demand(judged.ok, 'bad-checkpoint', judged.ok ? '' : judged.check);
    return asView(judged, policy);
  }

  /** A missing file is asked for again by the caller; whatever was read and led nowhere is forgotten. */
  private async read<T>(step: Promise<T>, where: string): Promise<T> {
    try {
      return await step;
    } catch (error) {
      this.tiles.forget();
      throw error instanceof TileMissing ? new BoardTrouble('missing', where) : error;
    }
  }

  /** Refuses two trees that cannot be of one board. */
  async demandContinues(older: Tree, newer: Tree): Promise<void> {
    const where = `${older.size} and ${newer.size} entries`;
    demand(newer.size >= older.size, 'old-view', where);
    if (older.size === newer.size) return demand(equal(older.root, newer.root), 'split-view', where);
    if (older.size === 0) return;
    const proof = await this.read(this.tiles.consistencyProof(older.size, newer.size), where);
    if (verifyConsistency(older.size, newer.size, proof, older.root, newer.root).ok) return;
    this.tiles.forget();
    // Tiles that do not even give the newer root are wrong themselves; those that do show another history.
    const own = equal(await this.read(this.tiles.root(newer.size), where), newer.root);
    throw new BoardTrouble(own ? 'split-view' : 'altered', where);
  }

  /** An entry of a board that nobody has signed yet, for what is known by its hash. */
  async unproved(index: number, size: number): Promise<Entry> {
    const bytes = await this.read(this.tiles.entry(index, size), `entry ${index}`);
    return given(decodeEntry(bytes), 'altered', `entry ${index}`);
  }

  /** The entry at this index of the tree, proved; its signatures are not looked at. */
  async entry(index: number, tree: Tree): Promise<Entry> {
    const where = `entry ${index}`;
    demand(index < tree.size, 'missing', where);
    const known = this.proved.get(index);
    if (known !== undefined) return known;
    const bytes = await this.read(this.tiles.entry(index, tree.size), where);
    const proof = await this.read(this.tiles.inclusionProof(index, tree.size), where);
    const leads = verifyInclusion(index, tree.size, leafHash(bytes), proof, tree.root).ok;
    if (!leads) this.tiles.forget();
    demand(leads, 'altered', where);
    const entry = given(decodeEntry(bytes), 'altered', where);
    this.proved.set(index, entry);
    return entry;
  }
}
