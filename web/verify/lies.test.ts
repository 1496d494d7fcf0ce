// SPDX-License-Identifier: Apache-2.0
// The honest election passes, entry by entry; every lie of tests/tamper is stopped by the same check at the same entry as by the
// other verifiers. IPPYO_LIES names what `write_world DIR --lies FILE` wrote; IPPYO_LIES_PART="0/12" takes one of twelve parts.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {fromHex, toHex} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import {sha256} from '../core/hash.ts';
import {CHUNK, decodeEntry} from '../record/entry.ts';
import {decodeChunk} from '../record/objects.ts';
import {SampleBoard} from '../record/sampleBoard.ts';
import {apply} from './apply.ts';
import {Refused} from './refused.ts';
import {State} from './state.ts';

interface Lie {
  readonly name: string;
  readonly first: number;
  readonly entries: readonly string[];
  readonly blobs: readonly string[];
  readonly check: string;
  readonly entry: number;
}
const honest = SampleBoard.honest();
const hex = (text: string): Bytes => fromHex(text) ?? assert.fail('no hexadecimal');

function step(state: State, bytes: Bytes, blobs: ReadonlyMap<string, Bytes>): State {
  const entry = decodeEntry(bytes);
  const chunk = entry?.type === CHUNK ? decodeChunk(entry.body) : undefined;
  return apply(state, bytes, chunk === undefined ? undefined : blobs.get(toHex(chunk.sha256)));
}

const before: State[] = [];
let end = new State();
for (const bytes of honest.encoded()) {
  before.push(end);
  end = step(end, bytes, honest.blobs);
}
before.push(end);

/** Check and entry at which it is stopped. */
function told(lie: Lie): readonly [string, number] {
  const blobs = new Map([...honest.blobs, ...lie.blobs.map(hex).map((blob) => [toHex(sha256(blob)), blob] as const)]);
  let state = before[lie.first] ?? assert.fail(lie.name);
  for (const [i, text] of lie.entries.entries())
    try {
      state = step(state, hex(text), blobs);
    } catch (error) {
      if (error instanceof Refused) return [error.check, lie.first + i];
      throw error;
    }
  return ['nothing', lie.first + lie.entries.length];
}

test('the honest election is verified to its result', () => {
  assert.equal(end.phase, 'result');
  assert.equal(end.leaves.length, honest.entries.length);
});

test('every lie is stopped by its check at its entry, and what is true passes', (context) => {
  const file = process.env['IPPYO_LIES'];
  if (file === undefined) return context.skip('IPPYO_LIES names no file');
  const [part = 0, parts = 1] = (process.env['IPPYO_LIES_PART'] ?? '0/1').split('/').map(Number);
  const lies = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line, i) => line !== '' && i % parts === part)
    .map((line) => JSON.parse(line) as Lie);
  assert.ok(lies.length > 0);
  const wrong = lies
    .map((lie) => ({lie, found: told(lie)}))
    .filter(({lie, found}) => found[0] !== lie.check || found[1] !== lie.entry);
  assert.deepEqual(
    wrong.map(({lie, found}) => `${lie.name}: ${lie.check} at entry ${lie.entry}, here ${found.join(' at entry ')}`),
    [],
  );
});
