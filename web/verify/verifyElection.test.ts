// SPDX-License-Identifier: Apache-2.0
// A board verified as a browser gets it; what is wrong is named by entry, check and place. [SPEC 9.1 Verification]
// IPPYO_FOLDER names the folder of any other board that must verify.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {toHex, utf8} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import {parseCheckpoint} from '../log/checkpoint.ts';
import {tilePath} from '../log/tiles.ts';
import {EPOCH, INTERNET_CLOSE, RESULT} from '../record/entry.ts';
import {blobPath, decodeClosing} from '../record/objects.ts';
import {SampleBoard, checkpointLine} from '../record/sampleBoard.ts';
import {BoardTrouble} from '../record/trouble.ts';
import type {Source} from '../record/source.ts';
import {checkHistory} from './checkpoints.ts';
import {foundingOf} from './state.ts';
import type {State} from './state.ts';
import {MOST_ENTRIES, TooLarge, verifyElection} from './verifyElection.ts';
import type {Verification} from './verifyElection.ts';

const honest = SampleBoard.honest();
const whole = honest.entries.length;
const verify = (source: Source): Promise<Verification> => verifyElection(source, () => undefined);

async function failsAt(entry: number | undefined, check: string, source: Source): Promise<void> {
  const found = await verify(source);
  assert.deepEqual(found.ok ? ['verified'] : [found.entry, found.check], [entry, check], found.ok ? '' : found.place);
}
async function honestState(): Promise<State> {
  const verified = await verify(honest.source());
  return verified.ok ? verified.state : assert.fail();
}

test('an honest board is verified to its result, and every entry is told', async () => {
  const told: number[] = [];
  const verified = await verifyElection(honest.source(), ({done}) => told.push(done));
  assert.ok(verified.ok && verified.finished);
  assert.deepEqual(
    told,
    honest.entries.map((_, i) => i + 1),
  );
});

test('a board without a result is verified as far as it goes', async () => {
  const verified = await verify(honest.source(honest.index(INTERNET_CLOSE)));
  assert.ok(verified.ok && !verified.finished && verified.entries === honest.index(INTERNET_CLOSE));
});

test('a changed byte of an entry: V17.9; a bundle that is cut off: V17.80', async () => {
  const path = `board/${tilePath('entries', 0, whole)}`;
  await failsAt(
    undefined,
    'V17.9',
    honest.source().change(path, (bundle) => bundle.fill(7, 900, 901)),
  );
  await failsAt(
    undefined,
    'V17.80',
    honest.source().change(path, (bundle) => bundle.slice(0, -1)),
  );
});

test('a changed or missing blob: V18.4 at its chunk', async () => {
  const closing = honest.index(EPOCH, 4);
  const hash = toHex(decodeClosing((honest.entries[closing] ?? assert.fail()).body)?.chunks[0] ?? assert.fail());
  await failsAt(
    closing - 1,
    'V18.4',
    honest.source().change(`board/${blobPath(hash)}`, (rows) => rows.fill(0, 5, 9)),
  );
  const source = honest.source();
  source.answers.delete(`board/${blobPath(hash)}`);
  await failsAt(closing - 1, 'V18.4', source);
});

test('what log and cosigners signed together is judged all the same: another result, V16.50', async () => {
  const at = honest.index(RESULT);
  const body = (honest.entries[at] ?? assert.fail()).body.map((byte, i) => (i === 20 ? byte ^ 1 : byte));
  await failsAt(at, 'V16.50', honest.copy().set(at, {body}).signAgain().source());
});

test('the quorum may come while the board is verified, not later: V17.6; no stranger signs: V17.7', async () => {
  const source = honest.source();
  source.answers.set('board/checkpoint', honest.checkpoint(whole, [0]));
  assert.ok((await verify(source)).ok);
  await failsAt(undefined, 'V17.6', honest.source(whole, [0, 1]));
  const stranger = honest.source();
  for (const name of ['checkpoint', `checkpoints/${whole}`])
    stranger.answers.set(`board/${name}`, honest.checkpoint(whole, [0, 1, 2, 3], [checkpointLine(9, 'x\n', 1, 'stranger')]));
  await failsAt(undefined, 'V17.7', stranger);
});

test('another checkpoint of the same size: V17.10; none that can be read: V17.11; none at all: missing', async () => {
  const source = honest.source();
  source.answers.set(`board/checkpoints/${whole}`, honest.copy().set(3, {time: 501n}).checkpoint(whole, [0, 1, 2, 3]));
  await failsAt(undefined, 'V17.10', source);
  await failsAt(
    undefined,
    'V17.11',
    honest.source().change('board/checkpoint', () => utf8('none')),
  );
  const nothing: Source = {get: () => Promise.resolve(undefined), json: () => Promise.reject(new BoardTrouble('missing', ''))};
  await assert.rejects(verify(nothing), (error) => error instanceof BoardTrouble && error.word === 'missing');
});

test('a board with more entries or rows than a browser should take: TooLarge', async () => {
  const source = honest.source();
  source.answers.set(
    'board/checkpoint',
    utf8(new TextDecoder().decode(honest.checkpoint(whole, [0])).replace(`\n${whole}\n`, `\n${MOST_ENTRIES + 1}\n`)),
  );
  await assert.rejects(verify(source), TooLarge);
  const epochs = Array.from({length: 2000}, (_, i) => ({index: i, type: EPOCH, time: 1, number: i + 1}));
  await assert.rejects(
    verify(honest.source().change('contents', () => utf8(JSON.stringify({size: 2000, entries: epochs})))),
    TooLarge,
  );
});

test('with real clocks: an entry dated after the quorum, V17.83; an epoch cosigned after the polls opened, V17.82', async () => {
  const state = await honestState();
  const founding = foundingOf(state);
  const real = Object.assign(state.copy(), {founding: {...founding, constitution: {...founding.constitution, clock: 1}}});
  const history = (time: number) => (name: string) => {
    const size = Number(name.split('/')[1]);
    return Promise.resolve(parseCheckpoint(honest.checkpoint(size, [0], [])) ?? assert.fail()).then((checkpoint) => {
      const lines = [...checkpoint.note.lines, ...[1, 2].map((n) => checkpointLine(n, checkpoint.note.text, time))];
      return {...checkpoint, note: {...checkpoint.note, lines}};
    });
  };
  const word = (check: string) => (error: unknown) => (error as {check: string}).check === check;
  const voted = honest.index(EPOCH, 5) + 1;
  const both = (early: number, late: number) => (name: string) => history(name.endsWith(`/${whole}`) ? late : early)(name);
  await checkHistory(both(5000, 8880), real, [voted, whole]);
  await assert.rejects(checkHistory(both(5000, 8879), real, [voted, whole]), word('V17.83'));
  await assert.rejects(checkHistory(both(6001, 9000), real, [voted, whole]), word('V17.82'));
  await assert.rejects(checkHistory(both(5000, 9000), real, [whole]), word('V17.82'));
  await checkHistory(both(1, 1), state, [voted, whole]);
});

test('another board verifies', {skip: process.env['IPPYO_FOLDER'] === undefined}, async () => {
  const folder = process.env['IPPYO_FOLDER'] ?? '';
  const read = (path: string): Bytes | undefined => {
    try {
      return Uint8Array.from(readFileSync(`${folder}/${path.replace(/^board\//, '')}`));
    } catch {
      return undefined;
    }
  };
  const source: Source = {get: (path) => Promise.resolve(read(path)), json: () => Promise.resolve({size: 0, entries: []})};
  const verified = await verify(source);
  assert.ok(
    verified.ok && verified.finished,
    JSON.stringify(verified, (key, value: unknown) => (key === 'state' ? undefined : value)),
  );
});
