// SPDX-License-Identifier: Apache-2.0
// What a log signs: its size and its root. [SPEC 6.3 Checkpoint]
import {fromBase64, toBase64} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import {HASH_SIZE} from './merkle.ts';
import {parseNote} from './note.ts';
import type {Note} from './note.ts';

export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Bytes;
  readonly note: Note;
}

/** A size of 2^53 or more is a size that no reader here could count to: it is refused too. */
export function parseCheckpoint(bytes: Bytes): Checkpoint | undefined {
  const note = parseNote(bytes);
  const [origin, size, root, end, ...more] = note?.text.split('\n') ?? [];
  if (note === undefined || !origin || size === undefined || root === undefined || end !== '' || more.length > 0) return undefined;
  const rootBytes = fromBase64(root);
  if (!/^(0|[1-9][0-9]{0,15})$/.test(size) || !Number.isSafeInteger(Number(size))) return undefined;
  return rootBytes?.length === HASH_SIZE ? {origin, size: Number(size), root: rootBytes, note} : undefined;
}

export function checkpointText(origin: string, size: number, root: Bytes): string {
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}
