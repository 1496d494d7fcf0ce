// SPDX-License-Identifier: Apache-2.0
// Hashes and entries of a board read from its files; proofs computed from them. Nothing read here is believed: whoever asks for a
// proof verifies it against a root that was signed. [SPEC 6.5 Directory]
import type {Bytes} from '../core/bytes.ts';
import {HASH_SIZE, emptyRoot, nodeHash, splitAt} from './merkle.ts';

export const TILE_WIDTH = 256;
const TILE_HEIGHT = 8;

/** A file of the board directory; undefined: it is not there. */
export type ReadFile = (path: string) => Promise<Bytes | undefined>;

/** A file that a tree of this size must have is missing, or too short. */
export class TileMissing extends Error {
  override name = 'TileMissing';
  constructor(readonly path: string) {
    super(`the board does not give ${path}`);
  }
}

/** 1234067 is x001/x234/067. */
export function numberPath(n: number): string {
  const groups = [String(n % 1000).padStart(3, '0')];
  for (let rest = Math.floor(n / 1000); rest > 0; rest = Math.floor(rest / 1000))
    groups.unshift(`x${String(rest % 1000).padStart(3, '0')}`);
  return groups.join('/');
}

export function tilePath(level: number | 'entries', n: number, width: number): string {
  const path = `tile/${level}/${numberPath(n)}`;
  return width === TILE_WIDTH ? path : `${path}.p/${width}`;
}

/** How many hashes tile n of a level has that counts `count` of them. */
const widthOf = (n: number, count: number): number => Math.min(TILE_WIDTH, count - n * TILE_WIDTH);

/** The bytes of each of the `width` entries at the beginning of a bundle. */
export function splitBundle(bundle: Bytes, width: number): Bytes[] | undefined {
  const out: Bytes[] = [];
  let at = 0;
  while (out.length < width) {
    if (at + 2 > bundle.length) return undefined;
    const length = (bundle[at] ?? 0) * 256 + (bundle[at + 1] ?? 0);
    if (at + 2 + length > bundle.length) return undefined;
    out.push(bundle.slice(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return out;
}

/** Reads tiles of a board that grows: a partial tile may have been replaced by a wider one, whose beginning is the same. */
export class Tiles {
  private readonly cache = new Map<string, Promise<Bytes>>();
  private largest = 0;
  constructor(private readonly read: ReadFile) {}

  /** The size of any checkpoint that was seen; it need not be believed. */
  sawSize(size: number): void {
    this.largest = Math.max(this.largest, size);
  }

  /** What did not lead to the root is asked for anew. */
  forget(): void {
    this.cache.clear();
  }

  private async firstThatIs(paths: readonly string[]): Promise<Bytes> {
    for (const path of paths) {
      const bytes = await this.read(path);
      if (bytes !== undefined) return bytes;
    }
    throw new TileMissing(paths[0] ?? '');
  }

  private file(level: number | 'entries', n: number, size: number): Promise<Bytes> {
    const perHash = level === 'entries' ? 1 : TILE_WIDTH ** level;
    const widths = [size, this.largest].map((one) => widthOf(n, Math.floor(one / perHash)));
    const paths = [...new Set([...widths, TILE_WIDTH])].filter((width) => width > 0).map((width) => tilePath(level, n, width));
    const known = paths[0] ?? '';
    const found = this.cache.get(known) ?? this.firstThatIs(paths);
    this.cache.set(known, found);
    found.catch(() => this.cache.delete(known));
    return found;
  }

  /** The hash of all entries from i·2^height on, 2^height of them. */
  private async node(height: number, i: number, size: number): Promise<Bytes> {
    const [level, above] = [Math.floor(height / TILE_HEIGHT), height % TILE_HEIGHT];
    const first = i * 2 ** above;
    const n = Math.floor(first / TILE_WIDTH);
    const tile = await this.file(level, n, size);
    const hashAt = (at: number, wide: number): Bytes => {
      if (wide > 1) return nodeHash(hashAt(at, wide / 2), hashAt(at + wide / 2, wide / 2));
      const hash = tile.slice(at * HASH_SIZE, (at + 1) * HASH_SIZE);
      if (hash.length !== HASH_SIZE) throw new TileMissing(tilePath(level, n, widthOf(n, Math.floor(size / TILE_WIDTH ** level))));
      return hash;
    };
    return hashAt(first - n * TILE_WIDTH, 2 ** above);
  }

  /** MTH of the entries from first up to but not including end, as a tree of `size` cuts them. */
  private async rootOf(first: number, end: number, size: number): Promise<Bytes> {
    if (first === end) return emptyRoot();
    const width = end - first;
    const height = Math.round(Math.log2(width));
    if (2 ** height === width) return this.node(height, first / width, size);
    const middle = first + splitAt(width);
    return nodeHash(await this.rootOf(first, middle, size), await this.rootOf(middle, end, size));
  }

  /** What the files give for the root of the first `size` entries. */
  root(size: number): Promise<Bytes> {
    return this.rootOf(0, size, size);
  }

  async inclusionProof(index: number, size: number): Promise<Bytes[]> {
    const proof: Bytes[] = [];
    let [first, end] = [0, size];
    while (end - first > 1) {
      const middle = first + splitAt(end - first);
      if (index < middle) {
        proof.unshift(await this.rootOf(middle, end, size));
        end = middle;
      } else {
        proof.unshift(await this.rootOf(first, middle, size));
        first = middle;
      }
    }
    return proof;
  }

  async consistencyProof(older: number, newer: number): Promise<Bytes[]> {
    const proof: Bytes[] = [];
    let [first, end, m, whole] = [0, newer, older, true];
    while (m !== end - first) {
      const k = splitAt(end - first);
      if (m <= k) {
        proof.unshift(await this.rootOf(first + k, end, newer));
        end = first + k;
      } else {
        proof.unshift(await this.rootOf(first, first + k, newer));
        [first, m, whole] = [first + k, m - k, false];
      }
    }
    return whole ? proof : [await this.rootOf(first, end, newer), ...proof];
  }

  /** The entries of bundle n that a tree of this size has, without any proof. */
  async bundle(n: number, size: number): Promise<Bytes[]> {
    const entries = splitBundle(await this.file('entries', n, size), widthOf(n, size));
    if (entries === undefined) throw new TileMissing(tilePath('entries', n, widthOf(n, size)));
    return entries;
  }

  /** Entry `index` as the files give it, without any proof. */
  async entry(index: number, size: number): Promise<Bytes> {
    const n = Math.floor(index / TILE_WIDTH);
    const at = index % TILE_WIDTH;
    const entry = splitBundle(await this.file('entries', n, size), at + 1)?.[at];
    if (entry === undefined) throw new TileMissing(tilePath('entries', n, widthOf(n, size)));
    return entry;
  }
}
