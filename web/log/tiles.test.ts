// SPDX-License-Identifier: Apache-2.0
// Proofs from tiles of boards of many sizes, while the board grows. [SPEC 6.5 Directory]
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {concat, toHex, unsigned, utf8} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import {leafHash, treeRoot, verifyConsistency, verifyInclusion} from './merkle.ts';
import {TILE_WIDTH, TileMissing, Tiles, numberPath, splitBundle, tilePath} from './tiles.ts';

const entries = Array.from({length: 600}, (_, i) => utf8(`entry ${i}`));
const leaves = entries.map(leafHash);

/** All files of a board of this size. */
function board(size: number): Map<string, Bytes> {
  const files = new Map<string, Bytes>();
  const put = (level: number | 'entries', items: readonly Bytes[]): void => {
    for (let n = 0; n * TILE_WIDTH < items.length; n++) {
      const part = items.slice(n * TILE_WIDTH, (n + 1) * TILE_WIDTH);
      files.set(tilePath(level, n, part.length), concat(...part));
    }
  };
  put(
    'entries',
    entries.slice(0, size).map((entry) => concat(unsigned(entry.length, 2), entry)),
  );
  put(0, leaves.slice(0, size));
  put(
    1,
    Array.from({length: Math.floor(size / TILE_WIDTH)}, (_, n) => treeRoot(leaves, n * TILE_WIDTH, (n + 1) * TILE_WIDTH)),
  );
  return files;
}
const reader = (files: ReadonlyMap<string, Bytes>): Tiles => new Tiles((path) => Promise.resolve(files.get(path)));

test('tiles give the root, and proofs that hold, for every entry and every size', async () => {
  for (const size of [1, 2, 3, 7, 255, 256, 257, 511, 512, 513, 600]) {
    const tiles = reader(board(size));
    const root = treeRoot(leaves, 0, size);
    assert.equal(toHex(await tiles.root(size)), toHex(root));
    for (const index of [0, 1, size >> 1, size - 2, size - 1].filter((i) => i >= 0 && i < size)) {
      const leaf = leafHash(await tiles.entry(index, size));
      assert.equal(
        verifyInclusion(index, size, leaf, await tiles.inclusionProof(index, size), root).ok,
        true,
        `${index} of ${size}`,
      );
    }
    for (const older of [1, 2, 5, 128, 255, 256, 300, 512, size].filter((m) => m <= size)) {
      const proof = await tiles.consistencyProof(older, size);
      assert.equal(verifyConsistency(older, size, proof, treeRoot(leaves, 0, older), root).ok, true, `${older} to ${size}`);
    }
  }
});

test('a tile that a growing board replaced is read from the wider one', async () => {
  const grown = reader(board(590));
  await assert.rejects(grown.root(550), TileMissing);
  grown.sawSize(590);
  assert.equal(toHex(await grown.root(550)), toHex(treeRoot(leaves, 0, 550)));
  assert.deepEqual(await grown.entry(549, 550), entries[549]);
  const full = reader(board(512));
  assert.deepEqual(await full.entry(299, 300), entries[299]);
});

test('entries of another board do not lead to the root: V17.1', async () => {
  const files = board(300);
  files.set(tilePath(0, 1, 44), concat(...leaves.slice(257, 301)));
  const verdict = verifyInclusion(
    3,
    300,
    leafHash(utf8('entry 3')),
    await reader(files).inclusionProof(3, 300),
    treeRoot(leaves, 0, 300),
  );
  assert.deepEqual(verdict, {ok: false, check: 'V17.1', where: 'entry 3'});
});

test('a board that was replaced is not consistent: V17.2', async () => {
  const proof = await reader(board(300)).consistencyProof(200, 300);
  const verdict = verifyConsistency(200, 300, proof, treeRoot(leaves, 1, 201), treeRoot(leaves, 0, 300));
  assert.deepEqual(verdict, {ok: false, check: 'V17.2'});
});

test('a bundle or tile that is too short is missing, and is asked for again', async () => {
  const files = board(10);
  const whole = files.get(tilePath('entries', 0, 10)) ?? assert.fail();
  files.set(tilePath('entries', 0, 10), whole.slice(0, -1));
  const tiles = reader(files);
  await assert.rejects(tiles.entry(9, 10), TileMissing);
  assert.deepEqual(await tiles.entry(8, 10), entries[8]);
  assert.equal(splitBundle(Uint8Array.of(0), 1), undefined);
  files.set(tilePath(0, 0, 10), new Uint8Array(300));
  await assert.rejects(tiles.root(10), TileMissing);
  files.set(tilePath('entries', 0, 10), whole);
  tiles.forget();
  assert.deepEqual(await tiles.entry(9, 10), entries[9]);
});

test('numbers of tiles are cut into groups of three', () => {
  assert.equal(numberPath(1_234_067), 'x001/x234/067');
  assert.equal(tilePath('entries', 5, 256), 'tile/entries/005');
  assert.equal(tilePath(1, 1000, 7), 'tile/1/x001/000.p/7');
});
