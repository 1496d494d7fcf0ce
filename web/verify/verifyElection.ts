// SPDX-License-Identifier: Apache-2.0
// A whole small election verified from the first entry to the result, over the public interface of the ballot box. What a folder of
// files shows besides (unknown files, tiles that nobody asked for) only a verifier that has the folder can see. [SPEC 9.1
// Verification]
import {equal, toHex} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import {parseCheckpoint} from '../log/checkpoint.ts';
import type {Checkpoint} from '../log/checkpoint.ts';
import {TILE_WIDTH, TileMissing, Tiles} from '../log/tiles.ts';
import {leafHash, treeRoot} from '../log/merkle.ts';
import {readContents} from '../record/contents.ts';
import {CHUNK, EPOCH, OPENING, decodeEntry} from '../record/entry.ts';
import {blobPath, decodeChunk} from '../record/objects.ts';
import type {Source} from '../record/source.ts';
import {BoardTrouble} from '../record/trouble.ts';
import {apply} from './apply.ts';
import {checkHistory, checkLatest} from './checkpoints.ts';
import {Refused, rule} from './refused.ts';
import {State, openOf} from './state.ts';

export interface Progress {
  readonly done: number;
  readonly of: number;
}
export type Verification =
  | {
      readonly ok: true;
      readonly entries: number;
      /** The result stands on the board. */ readonly finished: boolean;
      readonly state: State;
    }
  | {readonly ok: false; readonly entry: number | undefined; readonly check: string; readonly place: string};

/** Rows of epochs beyond which a browser is the wrong place. */
export const MOST_ROWS = 30_000;
export const MOST_ENTRIES = 20_000;

/** Too large for a browser: fetch the board and run ippyo-verify. */
export class TooLarge extends Error {
  override name = 'TooLarge';
}

class Board {
  private readonly tiles: Tiles;
  constructor(readonly source: Source) {
    this.tiles = new Tiles((path) => source.get(`board/${path}`));
  }
  async checkpoint(name: string): Promise<Checkpoint | undefined> {
    const bytes = await this.source.get(`board/${name}`);
    const checkpoint = bytes === undefined ? undefined : parseCheckpoint(bytes);
    rule(bytes === undefined || checkpoint !== undefined, 'V17.11', name);
    this.tiles.sawSize(checkpoint?.size ?? 0);
    return checkpoint;
  }
  /** A partial bundle may have been replaced while the board grew: then the newest size tells its name. */
  async bundle(n: number, size: number): Promise<Bytes[]> {
    try {
      return await this.tiles.bundle(n, size);
    } catch (error) {
      if (!(error instanceof TileMissing)) throw error;
      await this.checkpoint('checkpoint');
    }
    try {
      return await this.tiles.bundle(n, size);
    } catch (error) {
      throw error instanceof TileMissing ? new Refused('V17.80', `entry ${n * TILE_WIDTH}`) : error;
    }
  }
  async blobOf(entry: Bytes): Promise<Bytes | undefined> {
    const decoded = entry[0] === CHUNK ? decodeEntry(entry) : undefined;
    const chunk = decoded === undefined ? undefined : decodeChunk(decoded.body);
    return chunk === undefined ? undefined : this.source.get(`board/${blobPath(toHex(chunk.sha256))}`);
  }
}

async function demandSmall(board: Board, state: State): Promise<void> {
  const epochs = (await readContents(board.source)).entries.filter((one) => one.type === EPOCH).length;
  const widest = Math.max(...openOf(state).opening.styles.map((one) => one.contests.length));
  if (state.slots.length * epochs * widest > MOST_ROWS) throw new TooLarge(`${state.slots.length} slots in ${epochs} epochs`);
}

interface Run {
  state: State;
  done: number;
  /** Sizes after every entry that is no chunk. */
  ends: number[];
}

/** Bundle by bundle; the run is where it was when something is refused. */
async function applyAll(board: Board, size: number, run: Run, tell: (progress: Progress) => void): Promise<void> {
  for (let n = 0; n * TILE_WIDTH < size; n++)
    for (const bytes of await board.bundle(n, size)) {
      run.state = apply(run.state, bytes, await board.blobOf(bytes));
      run.done += 1;
      if (bytes[0] !== CHUNK) run.ends.push(run.done);
      if (bytes[0] === OPENING) await demandSmall(board, run.state);
      tell({done: run.done, of: size});
    }
}

/** The root first: an entry that is not under it is nobody's. */
async function checkRoot(board: Board, checkpoint: Checkpoint): Promise<void> {
  const leaves: Bytes[] = [];
  for (let n = 0; n * TILE_WIDTH < checkpoint.size; n++) leaves.push(...(await board.bundle(n, checkpoint.size)).map(leafHash));
  rule(equal(treeRoot(leaves), checkpoint.root), 'V17.9', 'checkpoint');
}

/**
 * Throws BoardTrouble when there is no line and TooLarge when another place is better. A record without a result is judged as far
 * as it goes; `finished` says so (V16.80 of a verifier that is asked for the result).
 */
export async function verifyElection(source: Source, tell: (progress: Progress) => void): Promise<Verification> {
  const board = new Board(source);
  const run: Run = {state: new State(), done: 0, ends: []};
  let entry: number | undefined;
  try {
    const latest = await board.checkpoint('checkpoint');
    if (latest === undefined) throw new BoardTrouble('missing', 'the checkpoint');
    if (latest.size > MOST_ENTRIES) throw new TooLarge(`${latest.size} entries`);
    await checkRoot(board, latest);
    entry = 0;
    await applyAll(board, latest.size, run, (progress) => {
      entry = progress.done;
      tell(progress);
    });
    entry = undefined;
    if (run.state.open !== undefined) {
      await checkLatest((name) => board.checkpoint(name), latest, run.state);
      await checkHistory((name) => board.checkpoint(name), run.state, run.ends);
    }
    return {ok: true, entries: latest.size, finished: run.state.phase === 'result', state: run.state};
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return {ok: false, entry, check: error.check, place: error.where};
  }
}
