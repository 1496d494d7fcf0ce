// SPDX-License-Identifier: Apache-2.0
// Every published probe of inclusion and consistency. [SPEC 6.1 MerkleTree]
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {fromHex, toHex, utf8} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import type {Verdict} from '../core/verdict.ts';
import {emptyRoot, leafHash, treeRoot, verifyConsistency, verifyInclusion, verifySubtreeConsistency} from './merkle.ts';

interface Probe {
  readonly about: string;
  readonly holds: boolean;
  readonly proof: readonly string[];
  readonly [field: string]: unknown;
}
const probes = JSON.parse(readFileSync(`${SOURCE}/tests/vectors/merkle_probes.json`, 'utf8')) as Record<string, Probe[]>;
const hex = (value: unknown): Bytes => fromHex(String(value)) ?? new Uint8Array(0);
const number = (value: unknown): number => Number(value);

function judgeAll(list: string, count: number, check: string, judge: (probe: Probe, proof: Bytes[]) => Verdict): void {
  assert.equal(probes[list]?.length, count);
  for (const probe of probes[list] ?? []) {
    const verdict = judge(probe, probe.proof.map(hex));
    assert.equal(verdict.ok, probe.holds, probe.about);
    if (!verdict.ok) assert.equal(verdict.check, check, probe.about);
  }
}

test('every published inclusion probe is judged as published: V17.1', () => {
  judgeAll('inclusion', 98, 'V17.1', (p, proof) =>
    verifyInclusion(number(p['index']), number(p['size']), hex(p['leaf']), proof, hex(p['root'])),
  );
});

test('every published consistency probe is judged as published: V17.2', () => {
  judgeAll('consistency', 98, 'V17.2', (p, proof) =>
    verifyConsistency(number(p['older']), number(p['newer']), proof, hex(p['older_root']), hex(p['newer_root'])),
  );
});

test('every published subtree probe is judged as published: V17.2', () => {
  judgeAll('subtree_consistency', 285, 'V17.2', (p, proof) =>
    verifySubtreeConsistency(
      number(p['start']),
      number(p['end']),
      number(p['size']),
      proof,
      hex(p['subtree_root']),
      hex(p['root']),
    ),
  );
});

test('the root of three entries is what the formula gives', () => {
  assert.equal(toHex(treeRoot([])), toHex(emptyRoot()));
  assert.equal(toHex(leafHash(new Uint8Array(0))), '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
  const leaves = ['a', 'b', 'c'].map((text) => leafHash(utf8(text)));
  assert.equal(verifyInclusion(2, 3, leaves[2] ?? leafHash(utf8('')), [treeRoot(leaves, 0, 2)], treeRoot(leaves)).ok, true);
});
