// SPDX-License-Identifier: Apache-2.0
// Whether the table of contents leaves an entry out: an amendment or a sealed epoch that is hidden from one device. Every index
// must be that of a listed entry of the type listed, or of a chunk of the object that the next listed entry closes.
import {CHUNK, EPOCH} from './entry.ts';
import type {Item} from './contents.ts';
import {OBJECT_KINDS, decodeClosing} from './objects.ts';
import type {BoardReader, Tree} from './views.ts';
import {demand, given} from './trouble.ts';

/** Closing entries of larger epochs are believed to be what they are listed as until their rows are needed. */
const SMALL_EPOCH = 32;

export class Completeness {
  private next = 0;
  private orderly = true;
  constructor(
    private readonly reader: BoardReader,
    private readonly chunksOfEpoch: () => number | undefined,
  ) {}

  private async chunksBefore(item: Item, tree: Tree): Promise<number> {
    const expected = item.type === EPOCH ? this.chunksOfEpoch() : undefined;
    if (expected !== undefined && expected > SMALL_EPOCH) return expected;
    const entry = await this.reader.entry(item.index, tree);
    demand(entry.type === item.type, 'wrong-entry', `entry ${item.index}`);
    if (!OBJECT_KINDS.includes(item.type)) return 0;
    return given(decodeClosing(entry.body), 'altered', `entry ${item.index}`).chunks.length;
  }

  private async demandChunks(until: number, tree: Tree): Promise<void> {
    for (let index = this.next; index < until; index++)
      demand((await this.reader.entry(index, tree)).type === CHUNK, 'incomplete', `entry ${index}`);
  }

  /** All items of the contents, those that were looked at before included. */
  async check(items: readonly Item[], tree: Tree): Promise<void> {
    for (const item of items.filter((one) => one.index >= this.next && one.index < tree.size)) {
      const chunks = await this.chunksBefore(item, tree);
      // Once a chunk stands where none is expected, another entry could take the place of an expected one: then all are looked at.
      this.orderly = this.orderly && item.index - this.next === chunks;
      if (!this.orderly) await this.demandChunks(item.index, tree);
      this.next = item.index + 1;
    }
    if (this.next < tree.size) this.orderly = false;
    await this.demandChunks(tree.size, tree);
    this.next = Math.max(this.next, tree.size);
  }
}
