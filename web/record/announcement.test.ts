// SPDX-License-Identifier: Apache-2.0
// The announcement of the voter's page, and pages that are not the announced one. [SPEC 8.3]
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Encoder, toHex, utf8} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import {sha256} from '../core/hash.ts';
import {demandAnnounced, readAnnouncement} from './announcement.ts';
import type {Announcement} from './announcement.ts';
import {openElection} from './election.ts';
import {EPOCH, INCIDENT} from './entry.ts';
import {SampleBoard} from './sampleBoard.ts';

const page = utf8('<!doctype html>');
const manifest = `booth/index.html ${toHex(sha256(page))}\ncheck/index.html ${toHex(sha256(utf8('check')))}\n`;
const incident = (hash: Bytes, text: string): Bytes => new Encoder().fixed(hash).text(text).finish();
const announcing = incident(sha256(utf8(manifest)), `voter's page\n${manifest}`);

/** An honest board up to epoch 2 with these incidents after it. */
function boardWith(incidents: readonly {body: Bytes; signer?: string}[]): SampleBoard {
  const honest = SampleBoard.honest();
  const board = new SampleBoard(honest.entries.slice(0, honest.index(EPOCH, 2) + 1), honest.blobs);
  for (const {body, signer = 'commission'} of incidents) board.insert(board.entries.length, INCIDENT, body, [signer]);
  return board.signAgain();
}
const read = async (...incidents: {body: Bytes; signer?: string}[]): Promise<Announcement | undefined> =>
  readAnnouncement(await openElection(boardWith(incidents).source(), {}));
const word = (expected: string) => (error: unknown) => (error as {word: string}).word === expected;

test('the latest announcement names the files of the page; other incidents are passed over', async () => {
  const older = incident(sha256(utf8('x')), "voter's page\nx");
  const found = (await read({body: older}, {body: announcing}, {body: incident(new Uint8Array(32), '見本')})) ?? assert.fail();
  assert.equal(toHex(found.hash), toHex(sha256(utf8(manifest))));
  demandAnnounced(found, 'booth/index.html', page);
  assert.equal(await read({body: incident(new Uint8Array(32), '見本')}), undefined);
});

test('a page that was not announced, or is another: other-page', async () => {
  const found = (await read({body: announcing})) ?? assert.fail();
  assert.throws(() => demandAnnounced(found, 'booth/index.html', utf8('<!doctype html> ')), word('other-page'));
  assert.throws(() => demandAnnounced(found, 'booth/more.js', page), word('other-page'));
});

test('an announcement of somebody else: bad-signature; with another hash, or a line that is none: altered', async () => {
  await assert.rejects(read({body: announcing, signer: 'registrar'}), word('bad-signature'));
  await assert.rejects(read({body: incident(new Uint8Array(32), `voter's page\n${manifest}`)}), word('altered'));
  await assert.rejects(read({body: incident(sha256(utf8('a b c')), "voter's page\na b c")}), word('altered'));
});
