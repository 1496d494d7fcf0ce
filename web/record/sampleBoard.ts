// SPDX-License-Identifier: Apache-2.0
// For tests only: the board that tests/world writes, with every key of it, so that tests can lie like a box, a log and cosigners
// together. sample-board.json.gz holds the files of `write_world DIR` (JSON, path to base64, compressed); the environment variable
// IPPYO_BOARD names a newer DIR.
import {ed25519} from '@noble/curves/ed25519.js';
import assert from 'node:assert/strict';
import {readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {gunzipSync} from 'node:zlib';
import {concat, fromBase64, toHex, unsigned, utf8} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import {sha256} from '../core/hash.ts';
import {checkpointText} from '../log/checkpoint.ts';
import {leafHash, treeRoot} from '../log/merkle.ts';
import {COSIGNATURE, ED25519, cosignedMessage, keyId, serializeNote} from '../log/note.ts';
import type {NoteLine} from '../log/note.ts';
import {TILE_WIDTH, splitBundle, tilePath} from '../log/tiles.ts';
import {ceremonyHash, context, context0} from './constitution.ts';
import {
  AMENDMENT,
  CEREMONY,
  CHUNK,
  CONSTITUTION,
  EPOCH,
  NO_CONTEXT,
  OPENING,
  decodeEntry,
  encodeEntry,
  entryContext,
  signingHash,
} from './entry.ts';
import type {Contexts, Entry} from './entry.ts';
import {blobPath, decodeChunk, decodeClosing} from './objects.ts';
import type {Source} from './source.ts';

const BODIES = [
  'commission',
  'registrar',
  'box-1',
  'box-2',
  'trustee-1',
  'trustee-2',
  'trustee-3',
  'scrutineer-1',
  'scrutineer-2',
  'station-1',
  'observer-1',
];
const LOG_SEED = 200;
export const seedOf = (n: number): Bytes => concat(Uint8Array.of(n, 1, 2, 3), new Uint8Array(28));
const signAs = (id: string, message: Bytes): Bytes => ed25519.sign(message, seedOf(BODIES.indexOf(id) + 1));

function filesOf(folder: string, below = ''): Map<string, Bytes> {
  const files = new Map<string, Bytes>();
  for (const one of readdirSync(join(folder, below), {withFileTypes: true})) {
    const path = below === '' ? one.name : `${below}/${one.name}`;
    if (one.isDirectory()) for (const [inside, bytes] of filesOf(folder, path)) files.set(inside, bytes);
    else files.set(path, Uint8Array.from(readFileSync(join(folder, path))));
  }
  return files;
}

function packedFiles(): Map<string, Bytes> {
  const json = new TextDecoder().decode(gunzipSync(Uint8Array.from(readFileSync(`${SOURCE}/web/record/sample-board.json.gz`))));
  return new Map(
    Object.entries(JSON.parse(json) as Record<string, string>).map(([path, text]) => [path, fromBase64(text) ?? assert.fail(path)]),
  );
}

export function boardFiles(): Map<string, Bytes> {
  const folder = process.env['IPPYO_BOARD'];
  return folder === undefined ? packedFiles() : filesOf(folder);
}

/** The line of cosigner n, from 1; 0 is the log. */
export function checkpointLine(
  n: number,
  text: string,
  time = 1051 + n,
  name = n === 0 ? 'sample.example/board' : `sample.example/cosigner-${n}`,
): NoteLine {
  const seed = seedOf(LOG_SEED + n);
  const id = keyId(name, n === 0 ? ED25519 : COSIGNATURE, ed25519.getPublicKey(seed));
  if (n === 0) return {name, id, signature: ed25519.sign(utf8(text), seed)};
  return {name, id, signature: concat(unsigned(time, 8), ed25519.sign(cosignedMessage(BigInt(time), text), seed))};
}

/** Files and answers of a ballot box; tests change them. */
export class SampleSource implements Source {
  readonly answers = new Map<string, Bytes>();
  readonly asked: string[] = [];
  get(path: string): Promise<Bytes | undefined> {
    this.asked.push(path);
    return Promise.resolve(this.answers.get(path));
  }
  json(path: string): Promise<unknown> {
    return Promise.resolve(JSON.parse(new TextDecoder().decode(this.answers.get(path))));
  }
  change(path: string, change: (bytes: Bytes) => Bytes): this {
    this.answers.set(path, change((this.answers.get(path) ?? assert.fail(path)).slice()));
    return this;
  }
  /** Drops items of the table of contents, or replaces them. */
  list(change: (item: Listed) => Listed | undefined): this {
    return this.change('contents', (bytes) => {
      const contents = JSON.parse(new TextDecoder().decode(bytes)) as {size: number; entries: Listed[]};
      return utf8(JSON.stringify({...contents, entries: contents.entries.map(change).filter((one) => one !== undefined)}));
    });
  }
}
export interface Listed {
  index: number;
  type: number;
  time: number;
  number?: number;
}

export class SampleBoard {
  constructor(
    readonly entries: Entry[],
    readonly blobs: Map<string, Bytes>,
  ) {}

  static honest(): SampleBoard {
    const files = boardFiles();
    const size = Number(new TextDecoder().decode(files.get('checkpoint')).split('\n')[1]);
    const entries = splitBundle(files.get(tilePath('entries', 0, size)) ?? assert.fail(), size) ?? assert.fail();
    const blobs = [...files].filter(([path]) => path.startsWith('blob/')).map(([path, bytes]) => [path.slice(-64), bytes] as const);
    return new SampleBoard(
      entries.map((bytes) => decodeEntry(bytes) ?? assert.fail()),
      new Map(blobs),
    );
  }

  copy(): SampleBoard {
    return new SampleBoard([...this.entries], new Map(this.blobs));
  }
  index(type: number, number = 0): number {
    const found = this.entries.findIndex((one) => one.type === type && (number === 0 || this.numberOf(one) === number));
    return found >= 0 ? found : assert.fail(`no entry of type ${type}`);
  }
  numberOf(entry: Entry): number | undefined {
    if (entry.type === EPOCH) return decodeClosing(entry.body)?.key.number;
    return entry.type === AMENDMENT ? new DataView(entry.body.buffer, entry.body.byteOffset).getUint32(0) : undefined;
  }
  set(index: number, change: Partial<Entry>): this {
    this.entries[index] = {...(this.entries[index] ?? assert.fail()), ...change};
    return this;
  }
  /** Puts an entry in; it is signed by `signAgain`. */
  insert(index: number, type: number, body: Bytes, signers: readonly string[]): this {
    this.entries.splice(index, 0, {type, time: this.entries[index - 1]?.time ?? 0n, seq: 0n, signers, body, signatures: []});
    return this;
  }
  /** Everybody signs whatever stands there. */
  signAgain(): this {
    const seq = new Map<string, bigint>();
    let contexts: Contexts = {ctx0: NO_CONTEXT};
    let ceremony: Bytes = NO_CONTEXT;
    for (const [i, old] of this.entries.entries()) {
      if (old.type === CONSTITUTION) contexts = {ctx0: context0(old.body)};
      if (old.type === CEREMONY) ceremony = ceremonyHash(old.body);
      const first = old.signers[0] ?? '';
      const entry = {...old, seq: seq.get(first) ?? 0n};
      seq.set(first, entry.seq + 1n);
      const kind = entry.type === CHUNK ? (decodeChunk(entry.body)?.key.kind ?? 0) : entry.type;
      const message = signingHash(entry, entryContext(kind, contexts, contexts.ctx !== undefined));
      this.entries[i] = {...entry, signatures: entry.signers.map((id) => signAs(id, message))};
      if (old.type === OPENING) contexts = {...contexts, ctx: context(contexts.ctx0, ceremony, old.body)};
    }
    return this;
  }
  encoded(size = this.entries.length): Bytes[] {
    return this.entries.slice(0, size).map(encodeEntry);
  }
  root(size: number): Bytes {
    return treeRoot(this.encoded(size).map(leafHash));
  }
  checkpoint(size: number, signers: readonly number[], strangers: readonly NoteLine[] = []): Bytes {
    const text = checkpointText('sample.example/board', size, this.root(size));
    return serializeNote({text, lines: [...signers.map((n) => checkpointLine(n, text)), ...strangers]});
  }
  private listed(size: number): Listed[] {
    return this.entries
      .slice(0, size)
      .map((entry, index) => ({index, type: entry.type, time: Number(entry.time), number: this.numberOf(entry)}))
      .filter((one) => one.type !== CHUNK)
      .map(({number, ...one}) => (number === undefined ? one : {...one, number}));
  }
  /** What a ballot box gives of the first entries under a checkpoint with these lines: 0 is the log, 1 to 3 the cosigners. */
  source(size = this.entries.length, signers: readonly number[] = [0, 1, 2, 3]): SampleSource {
    const out = new SampleSource();
    const encoded = this.encoded(size);
    assert.ok(size < TILE_WIDTH);
    out.answers.set(
      `board/${tilePath('entries', 0, size)}`,
      concat(...encoded.map((entry) => concat(unsigned(entry.length, 2), entry))),
    );
    out.answers.set(`board/${tilePath(0, 0, size)}`, concat(...encoded.map(leafHash)));
    for (const name of ['checkpoint', `checkpoints/${size}`]) out.answers.set(`board/${name}`, this.checkpoint(size, signers));
    for (const [hash, blob] of this.blobs) out.answers.set(`board/${blobPath(hash)}`, blob);
    out.answers.set('contents', utf8(JSON.stringify({size, entries: this.listed(size)})));
    return out;
  }
  /** Replaces a chunk's blob everywhere: the chunk entry and the closing entry that lists it. */
  replaceBlob(chunkIndex: number, closingIndex: number, blob: Bytes): this {
    const [chunk, closing] = [this.entries[chunkIndex] ?? assert.fail(), this.entries[closingIndex] ?? assert.fail()];
    const [old, name] = [(decodeChunk(chunk.body) ?? assert.fail()).sha256, sha256(blob)];
    const swapped = (body: Bytes): Bytes => {
      const at = toHex(body).indexOf(toHex(old)) / 2;
      return concat(body.slice(0, at), name, body.slice(at + 32));
    };
    this.blobs.set(toHex(name), blob);
    return this.set(chunkIndex, {body: swapped(chunk.body)}).set(closingIndex, {body: swapped(closing.body)});
  }
}
