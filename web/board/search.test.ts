// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {toBase64url, toHex} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import {G, encodePoint, encodeScalar} from '../core/group.ts';
import {checkLink, checkedHash, encodeCheckCode} from '../device/checkCode.ts';
import {search, wantedOf} from './search.ts';
import type {Epochs, Row} from './search.ts';

const ctx = new Uint8Array(32).fill(5);
const point = (n: bigint): Bytes => encodePoint(G.multiply(n));

/** A row of two contests whose ciphertexts are powers of g from n on. */
function row(n: number): Bytes {
  const bytes = new Uint8Array(80 + 2 * 224);
  for (let i = 0; i < 4; i++) bytes.set(point(BigInt(n + i + 1)), 32 * i);
  return bytes;
}
const rows = [2, 1].map((epoch) => [0, 1, 2].map((slot): Row => ({slot, bytes: row(100 * epoch + 10 * slot)})));
const board = (asked: string[] = []): Epochs => ({
  ctx, numbers: [2, 1], runs: 3,
  run: async (epoch, k) => {
    asked.push(`${epoch}/${k}`);
    const one = rows[2 - epoch]?.[k];
    return one ? [one] : [];
  },
});
const mine = row(110);
const code = encodeCheckCode({ctx, slot: 1, epoch: 1, row: mine, r: [encodeScalar(7n), encodeScalar(8n)], choices: [1, 2]});
const quiet = () => undefined;

test('a check link, a check code, ciphertexts and the kept hash all find the row', async () => {
  for (const text of [
    checkLink('https://vote.example.jp', code), toBase64url(code), `1.${toBase64url(code)}`, toHex(mine.slice(0, 128)),
    toHex(mine.slice(0, 128)).toUpperCase().replace(/(.{8})/g, '$1 \n'), toHex(checkedHash(ctx, 1, 1, mine.slice(0, 128))),
  ]) {
    const wanted = wantedOf(text);
    assert.ok(wanted, text.slice(0, 30));
    assert.deepEqual(await search(board(), wanted, quiet), {epoch: 1, slot: 1});
  }
});

test('whole epochs are downloaded, also when the row stands at the beginning', async () => {
  const asked: string[] = [];
  await search(board(asked), {kind: 'ciphertexts', bytes: row(200).slice(0, 128)}, quiet);
  assert.deepEqual(asked, ['2/0', '2/1', '2/2']);
});

test('what is not there is not found, and the progress reaches its end', async () => {
  const last: number[] = [];
  assert.equal(await search(board(), {kind: 'ciphertexts', bytes: row(7).slice(0, 128)}, ({done, of}) => last.push(done, of)),
    undefined);
  assert.deepEqual(last.slice(-2), [6, 6]);
});

test('one changed byte, another slot or another epoch is another ballot', async () => {
  const changed = mine.slice(0, 128);
  changed[127] = (changed[127] ?? 0) ^ 1;
  assert.equal(await search(board(), {kind: 'ciphertexts', bytes: changed}, quiet), undefined);
  for (const [slot, epoch] of [[2, 1], [1, 2]] as const) {
    assert.equal(await search(board(), {kind: 'hash', hash: checkedHash(ctx, slot, epoch, mine.slice(0, 128))}, quiet), undefined);
  }
});

test('other texts are not searched for', () => {
  for (const text of ['', 'こんにちは', 'ab', 'ab'.repeat(33), 'https://vote.example.jp/check/#1.AAAA',
    toBase64url(code.slice(0, -1))]) {
    assert.equal(wantedOf(text), undefined, text);
  }
});
