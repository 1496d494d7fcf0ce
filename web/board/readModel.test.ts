// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {toHex} from '../core/bytes.ts';
import {openElection} from '../record/election.ts';
import {EPOCH, INCIDENT, RESULT} from '../record/entry.ts';
import {SampleBoard} from '../record/sampleBoard.ts';
import {epochsOf, readModel} from './readModel.ts';
import {ciphertextsOf, search} from './search.ts';

const honest = SampleBoard.honest();
const modelOf = async (board = honest, size = board.entries.length, signers = [0, 1, 2, 3]) =>
  readModel(await openElection(board.source(size, signers), {}));

test('a finished election is shown: phases, numbers, cosigners, calendar, contests, result', async () => {
  const model = await modelOf();
  assert.ok(model.steps.every((one) => one.state === 'past'));
  assert.deepEqual([model.title, model.figures.epochs, model.voids, model.signed?.cosigners.length, model.signed?.size],
    ['見本選挙', 4, 1, 3, honest.entries.length]);
  assert.ok(model.signed?.cosigners.every((one) => one.time !== undefined));
  assert.ok((model.calendar?.internet.length ?? 0) > 0);
  assert.ok(model.contests.length > 0 && (model.result?.contests.length ?? 0) === model.contests.length);
  assert.ok(model.changes.some((one) => one.what.kind === 'amendment' && one.what.name !== ''));
});

test('who has not cosigned the latest checkpoint is named without a time', async () => {
  const model = await modelOf(honest, honest.entries.length, [0, 1, 2]);
  assert.deepEqual(model.signed?.cosigners.map((one) => one.time !== undefined), [true, true, false]);
});

test('before the opening there are phases and nothing else', async () => {
  const model = await modelOf(honest, 2, [0]);
  assert.equal(model.signed, undefined);
  assert.equal(model.steps.find((one) => one.state === 'now')?.name, 'slots');
});

test('a result that the quorum has not signed is not shown', async () => {
  const model = await modelOf(honest, honest.index(RESULT), [0, 1, 2, 3]);
  assert.equal(model.result, undefined);
});

test('incidents are told in the words of the commission, files of the page are not among them', async () => {
  const model = await modelOf();
  const texts = model.changes.flatMap((one) => (one.what.kind === 'text' ? [one.what.text] : []));
  assert.ok(texts.every((text) => !text.startsWith("voter's page")));
  assert.equal(texts.length + (model.page ? 1 : 0), honest.entries.filter((one) => one.type === INCIDENT).length);
});

test('a ciphertext of the board is found in the verified rows of its epoch', async () => {
  const election = await openElection(honest.source(), {});
  const epochs = epochsOf(election) ?? assert.fail();
  assert.equal(epochs.numbers.length, honest.entries.filter((one) => one.type === EPOCH).length);
  const rows = await epochs.run(4, 0);
  const {slot, bytes} = rows[1] ?? assert.fail();
  assert.deepEqual(await search(epochs, {kind: 'ciphertexts', bytes: ciphertextsOf(bytes)}, () => undefined), {epoch: 4, slot});
  assert.equal(toHex(epochs.ctx), toHex(election.ctx ?? assert.fail()));
});
