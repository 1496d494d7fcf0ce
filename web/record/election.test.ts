// SPDX-License-Identifier: Apache-2.0
// A device reads an honest board, and stops at every lie of the one that shows it, however many of log and cosigners help.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Encoder, concat, equal, toHex, utf8} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import {encodePoint} from '../core/group.ts';
import {hash32} from '../core/hash.ts';
import {verifyRow} from '../core/slotProof.ts';
import {tilePath} from '../log/tiles.ts';
import {numbersOffered, optionsOffered} from './ballot.ts';
import {openElection} from './election.ts';
import type {Election, Trust} from './election.ts';
import {AMENDMENT, EPOCH, INCIDENT, OPENING, SLOTS, TOKENS} from './entry.ts';
import {epochState, lastSealedBefore, previousCiphertexts, sealedEpochs, sealedRow, sealedRun} from './epochs.ts';
import {decodeClosing} from './objects.ts';
import {SampleBoard, checkpointLine} from './sampleBoard.ts';
import type {SampleSource} from './sampleBoard.ts';
import {findSlot, slotRun} from './slots.ts';
import {BoardTrouble} from './trouble.ts';
import type {TroubleWord} from './trouble.ts';
import type {Tree} from './views.ts';

const honest = SampleBoard.honest();
const sealedAt = (epoch: number): number => honest.index(EPOCH, epoch) + 1;
const whole = honest.entries.length;
const openingBody = (honest.entries[honest.index(OPENING)] ?? assert.fail()).body;

async function stopsAt(word: TroubleWord, run: Promise<unknown>): Promise<void> {
  await assert.rejects(run, (error) => {
    assert.ok(error instanceof BoardTrouble, String(error));
    assert.equal(error.word, word, error.message);
    return true;
  });
}
const tree = (election: Election): Tree => election.checkpoint ?? assert.fail();
const opened = (source: SampleSource, trust: Trust = {}): Promise<Election> => openElection(source, trust);
const memory = (board: SampleBoard, size: number): Trust => ({remembered: {size, root: board.root(size)}});

test('an honest board is read: contexts, contests, slots, epochs, what each epoch offers', async () => {
  const election = await opened(honest.source());
  assert.equal(toHex(election.ctx0), toHex(hash32('ctx0', (honest.entries[0] ?? assert.fail()).body)));
  assert.deepEqual(
    election.checkpoint?.cosigners,
    [1, 2, 3].map((n) => `sample.example/cosigner-${n}`),
  );
  assert.equal(election.checkpoint?.time, 1053);
  assert.equal(election.constitution.title, '見本選挙');
  assert.deepEqual(sealedEpochs(election, tree(election)), [1, 2, 4, 5]);
  assert.equal(lastSealedBefore(election, tree(election), 4), 2);
  const numbers = (epoch: number): number[][] => election.offered(1, epoch).map((one) => numbersOffered(one.contest));
  assert.deepEqual(numbers(1), [
    [0, 1, 2, 3],
    [0, 1, 2, 3, 4],
  ]);
  assert.deepEqual(numbers(4), [
    [0, 1, 2, 3],
    [0, 1, 2, 3, 4],
  ]);
  assert.deepEqual(numbers(5), [
    [0, 1, 2, 3],
    [0, 1, 2, 3, 5],
  ]);
  assert.deepEqual(
    optionsOffered(election.offered(1, 5)[1]?.contest ?? assert.fail()).map((one) => one.name),
    ['見本 1', '見本 2', '見本 3', '見本 5'],
  );
});

test('every sealed row holds as a proof over the epoch before it', async () => {
  const election = await opened(honest.source());
  const y = encodePoint(election.open.opening.y);
  for (const epoch of [1, 2, 4, 5])
    for (const {slot, X, row} of await sealedRun(election, tree(election), epoch, 0)) {
      const previous = await previousCiphertexts(election, tree(election), slot, epoch);
      assert.deepEqual(verifyRow({ctx: election.open.ctx, slot, epoch, y, X, previous}, row), {ok: true});
    }
});

test("one's own slot is found by its key, and only whole runs are asked for", async () => {
  const source = honest.source();
  const election = await opened(source);
  const run = await slotRun(election, 0);
  assert.equal(run.length, 10);
  for (const one of run) assert.deepEqual(await findSlot(election, one.X), one);
  assert.equal(await findSlot(election, new Uint8Array(32)), undefined);
  assert.equal(await findSlot(election, new Uint8Array(32).fill(0xff)), undefined);
  await sealedRow(election, tree(election), 5, 7);
  assert.ok(source.asked.includes('run/5/0'));
  await stopsAt('missing', slotRun(election, 1));
});

test('rows are taken in one piece where the box gives it, and only if they are those of the closing entry', async () => {
  const run = (await sealedRun(await opened(honest.source()), memory(honest, whole).remembered ?? assert.fail(), 5, 0)).map(
    (one) => one.row,
  );
  const source = honest.source();
  source.answers.set('run/5/0', concat(...run));
  const election = await opened(source);
  assert.ok(equal((await sealedRow(election, tree(election), 5, 3)).row, run[3] ?? assert.fail()));
  assert.ok(
    !source.asked.some((path) =>
      path.includes(toHex(decodeClosing((honest.entries[sealedAt(5) - 1] ?? assert.fail()).body)?.chunks[0] ?? new Uint8Array(0))),
    ),
  );
  const lying = honest.source();
  lying.answers.set('run/5/0', concat(...run).fill(7, 0, 64));
  const other = await opened(lying);
  assert.ok(equal((await sealedRow(other, tree(other), 5, 3)).row, run[3] ?? assert.fail()));
});

test('before the opening only the constitution is known', async () => {
  const early = honest.source(honest.index(OPENING));
  const election = await opened(early, {ctx0: context0Of(honest)});
  assert.equal(election.opening, undefined);
  assert.equal(election.checkpoint, undefined);
  await stopsAt('missing', slotRun(election, 0));
});
const context0Of = (board: SampleBoard): Bytes => hash32('ctx0', (board.entries[0] ?? assert.fail()).body);

test('reading on continues what was seen', async () => {
  const source = honest.source(sealedAt(2));
  const election = await opened(source);
  assert.equal(epochState(election, tree(election), 4), 'waiting');
  for (const [path, bytes] of honest.source(sealedAt(4)).answers) source.answers.set(path, bytes);
  await election.refresh();
  assert.equal(epochState(election, tree(election), 4), 'sealed');
  assert.equal(epochState(election, tree(election), 3), 'void');
  assert.equal(election.amendments.length, 2);
});

test('the letter names another election, or another policy: other-election, other-policy', async () => {
  await stopsAt('other-election', opened(honest.source(), {ctx0: new Uint8Array(32)}));
  await stopsAt('other-policy', opened(honest.source(), {policyHash: hash32('policy', 'quorum none\n')}));
});

test('fewer cosigners than the quorum, or a stranger among them: no-quorum', async () => {
  await stopsAt('no-quorum', opened(honest.source(whole, [0, 1])));
  const source = honest.source(sealedAt(1));
  const stranger = checkpointLine(9, 'anything', 1, 'sample.example/cosigner-9');
  source.answers.set('board/checkpoint', honest.checkpoint(sealedAt(1), [0, 1], [stranger]));
  source.answers.delete(`board/checkpoints/${sealedAt(1)}`);
  await stopsAt('no-quorum', opened(source));
});

test('a checkpoint without the log, or with a cosignature over something else: bad-checkpoint', async () => {
  await stopsAt('bad-checkpoint', opened(honest.source(whole, [1, 2, 3])));
  const source = honest.source(whole, [0, 1, 2]);
  source.answers.set('board/checkpoint', honest.checkpoint(whole, [0, 1, 2], [checkpointLine(3, 'else\n')]));
  await stopsAt('bad-checkpoint', opened(source));
});

test('the log alone has signed the newest epoch: it is ahead, and what is under the quorum is an older tree', async () => {
  const source = honest.source(sealedAt(5), [0]);
  source.answers.set(`board/checkpoints/${sealedAt(4)}`, honest.checkpoint(sealedAt(4), [0, 2, 3]));
  const election = await opened(source);
  assert.equal(election.ahead?.size, sealedAt(5));
  assert.equal(election.ahead?.quorum, false);
  assert.equal(election.checkpoint?.size, sealedAt(4));
  assert.equal(epochState(election, election.ahead ?? assert.fail(), 5), 'sealed');
  assert.equal(epochState(election, tree(election), 5), 'waiting');
  await stopsAt('missing', sealedRow(election, tree(election), 5, 0));
});

test('a board that is shorter than the one seen last: old-view', async () => {
  await stopsAt('old-view', opened(honest.source(sealedAt(4)), memory(honest, sealedAt(5))));
});

test('two boards under valid checkpoints: split-view, of the same size and of another', async () => {
  const other = honest
    .copy()
    .set(sealedAt(2) - 1, {time: 1203n})
    .set(sealedAt(2), {time: 1203n})
    .set(sealedAt(2) + 1, {time: 1203n})
    .signAgain();
  await stopsAt('split-view', opened(other.source(), memory(honest, whole)));
  await stopsAt('split-view', opened(other.source(sealedAt(5)), memory(honest, sealedAt(4))));
  await opened(other.source(sealedAt(5)), memory(honest, honest.index(OPENING)));
  const source = honest.source(sealedAt(4));
  const election = await opened(source);
  for (const [path, bytes] of other.source(sealedAt(5)).answers) source.answers.set(path, bytes);
  await stopsAt('split-view', election.refresh());
});

test('tiles that do not give the signed root: altered', async () => {
  const source = honest.source().change(`board/${tilePath(0, 0, whole)}`, (tile) => tile.fill(1, 32, 64));
  await stopsAt('altered', opened(source));
  await stopsAt('altered', opened(source, memory(honest, sealedAt(4))));
});

test('a swapped candidate list: altered; signed by log and cosigners but not by the commission: bad-signature', async () => {
  const swapped = (body: Bytes): Bytes => {
    const text = toHex(body);
    const [one, two] = ['見本 1', '見本 2'].map((name) => toHex(utf8(name)));
    return hexBytes(
      text
        .replace(one ?? '', '?')
        .replace(two ?? '', one ?? '')
        .replace('?', two ?? ''),
    );
  };
  const at = honest.index(OPENING);
  const other = honest.copy().set(at, {body: swapped(openingBody)});
  const source = honest.source();
  source.answers.set(
    `board/${tilePath('entries', 0, whole)}`,
    other.source().answers.get(`board/${tilePath('entries', 0, whole)}`) ?? assert.fail(),
  );
  await stopsAt('altered', opened(source));
  await stopsAt('bad-signature', opened(other.source()));
});
const hexBytes = (text: string): Bytes => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

test('an entry at another index than listed: wrong-entry', async () => {
  const [tokens, opening] = [honest.index(TOKENS), honest.index(OPENING)];
  const types: Record<number, number> = {[tokens]: OPENING, [opening]: TOKENS};
  await stopsAt('wrong-entry', opened(honest.source().list((item) => ({...item, type: types[item.index] ?? item.type}))));
  const disguised = honest.source(sealedAt(4)).list((item) => (item.type === AMENDMENT ? {...item, type: INCIDENT} : item));
  await stopsAt('wrong-entry', opened(disguised));
});

test('an old epoch shown as the new one: wrong-entry', async () => {
  const other: Record<number, number> = {4: 5, 5: 4};
  const source = honest
    .source(sealedAt(5))
    .list((item) => (item.type === EPOCH ? {...item, number: other[item.number ?? 0] ?? item.number ?? 0} : item));
  const election = await opened(source);
  await stopsAt('wrong-entry', sealedRun(election, tree(election), 5, 0));
});

test('an amendment or a sealed epoch that is left out, in the middle or at the end: incomplete', async () => {
  for (const [size, left] of [
    [whole, honest.index(AMENDMENT)],
    [honest.index(AMENDMENT) + 1, honest.index(AMENDMENT)],
    [sealedAt(5), sealedAt(5) - 1],
    [sealedAt(5), sealedAt(4) - 1],
  ])
    await stopsAt('incomplete', opened(honest.source(size).list((item) => (item.index === left ? undefined : item))));
});

test('an amendment that hides behind a chunk of its own making: incomplete', async () => {
  const chunk = honest.entries[sealedAt(5) - 2] ?? assert.fail();
  const amendment = honest.entries[honest.index(AMENDMENT)] ?? assert.fail();
  const board = honest.copy();
  board
    .insert(sealedAt(5) - 1, AMENDMENT, amendment.body, ['commission'])
    .insert(sealedAt(5) - 1, INCIDENT, new Encoder().fixed(new Uint8Array(32)).text('見本').finish(), ['commission']);
  board.signAgain();
  assert.equal(board.entries[sealedAt(5) - 2]?.type, chunk.type);
  const hidden = sealedAt(5);
  assert.equal(board.entries[hidden]?.type, AMENDMENT);
  await stopsAt('incomplete', opened(board.source(hidden + 2).list((item) => (item.index === hidden ? undefined : item))));
});

test('a bundle that is cut off: missing', async () => {
  await stopsAt(
    'missing',
    opened(honest.source().change(`board/${tilePath('entries', 0, whole)}`, (bundle) => bundle.slice(0, -1))),
  );
});

test('a slot list with a changed style, a row of another slot, another C of the epoch before: altered', async () => {
  const blobOf = (closing: number): string => {
    const hash = toHex(decodeClosing((honest.entries[closing] ?? assert.fail()).body)?.chunks[0] ?? assert.fail());
    return `board/blob/${hash.slice(0, 2)}/${hash}`;
  };
  const restyled = await opened(
    honest.source().change(blobOf(honest.index(SLOTS)), (list) => list.map((byte, i) => (i === 33 ? byte ^ 1 : byte))),
  );
  await stopsAt('altered', slotRun(restyled, 0));
  const swapped = await opened(
    honest.source().change(blobOf(sealedAt(4) - 1), (rows) => concat(rows.slice(304, 608), rows.slice(0, 304), rows.slice(608))),
  );
  await stopsAt('altered', sealedRow(swapped, tree(swapped), 4, 0));
  await stopsAt('altered', previousCiphertexts(swapped, tree(swapped), 0, 5));
});

test('an epoch that the registrar signed, or the other box: bad-signature', async () => {
  for (const signer of ['registrar', 'box-2']) {
    const board = honest
      .copy()
      .set(sealedAt(5) - 1, {signers: [signer]})
      .signAgain();
    const open = opened(board.source(sealedAt(5))).then((election) => sealedRun(election, tree(election), 5, 0));
    await stopsAt('bad-signature', open);
  }
});
