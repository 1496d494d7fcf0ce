// SPDX-License-Identifier: Apache-2.0
// Which files the voter's page consists of, as the commission announced it. [SPEC 8.3 page announcement]
import {equal, fromHex, utf8} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import {sha256} from '../core/hash.ts';
import {decodeStatement} from './bodies.ts';
import type {Election} from './election.ts';
import {INCIDENT} from './entry.ts';
import {demand, given} from './trouble.ts';

const FIRST_LINE = "voter's page\n";

export interface Announcement {
  /** Index of the entry. */
  readonly index: number;
  /** SHA-256 of the manifest: what a page shows of itself. */
  readonly hash: Bytes;
  /** SHA-256 by path. */
  readonly files: ReadonlyMap<string, Bytes>;
}

function readManifest(manifest: string, where: string): Map<string, Bytes> {
  const lines = manifest.split('\n').filter((line) => line !== '');
  return new Map(
    lines.map((line) => {
      const [path, hash, ...more] = line.split(' ');
      const bytes = fromHex(hash ?? '');
      demand(path !== undefined && bytes?.length === 32 && more.length === 0, 'altered', where);
      return [path, bytes];
    }),
  );
}

/** The latest one under the quorum; undefined: none was made. */
export async function readAnnouncement(election: Election): Promise<Announcement | undefined> {
  const tree = given(election.checkpoint, 'missing', 'the checkpoint');
  for (const item of election.items(INCIDENT, tree).reverse()) {
    const where = `entry ${item.index}`;
    const {hash, text} = given(decodeStatement((await election.entry(item)).body), 'altered', where);
    if (!text.startsWith(FIRST_LINE)) continue;
    const manifest = text.slice(FIRST_LINE.length);
    demand(equal(hash, sha256(utf8(manifest))), 'altered', where);
    return {index: item.index, hash, files: readManifest(manifest, where)};
  }
  return undefined;
}

/** That a file of the page is the one announced. */
export function demandAnnounced(announcement: Announcement, path: string, file: Bytes): void {
  const hash = announcement.files.get(path);
  demand(hash !== undefined && equal(hash, sha256(file)), 'other-page', path);
}
