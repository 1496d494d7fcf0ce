// SPDX-License-Identifier: Apache-2.0
// Signed notes and the keys that sign them. [SPEC 6.2 SignedNote]
import {concat, equal, fromBase64, fromHex, fromUtf8, toBase64, toHex, utf8} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import {sha256} from '../core/hash.ts';
import {verifySignature} from '../core/signature.ts';

export const ED25519 = 1;
export const COSIGNATURE = 4;
const MAX_NOTE = 1_048_576;
const DASH = '\u2014';

export interface NoteLine {
  readonly name: string;
  readonly id: Bytes;
  readonly signature: Bytes;
}
export interface Note {
  readonly text: string;
  readonly lines: readonly NoteLine[];
}
export interface VerifierKey {
  readonly name: string;
  readonly type: number;
  readonly key: Bytes;
  readonly id: Bytes;
}

export function isKeyName(name: string): boolean {
  return name !== '' && !/[\p{White_Space}+\u0000-\u001f\u007f]/u.test(name);
}

export function keyId(name: string, type: number, key: Bytes): Bytes {
  return sha256(concat(utf8(name), Uint8Array.of(0x0a, type), key)).slice(0, 4);
}

export function parseVerifierKey(vkey: string): VerifierKey | undefined {
  const [name, spelledId, ...spelledKey] = vkey.split('+');
  if (name === undefined || spelledId === undefined || spelledKey.length === 0 || !isKeyName(name)) return undefined;
  const id = fromHex(spelledId);
  const data = fromBase64(spelledKey.join('+'));
  const type = data?.[0];
  if (id === undefined || data === undefined || type === undefined || data.length < 2) return undefined;
  if ((type === ED25519 || type === COSIGNATURE) && data.length !== 33) return undefined;
  const key = data.slice(1);
  return equal(id, keyId(name, type, key)) ? {name, type, key, id} : undefined;
}

export function showVerifierKey(key: VerifierKey): string {
  return `${key.name}+${toHex(key.id)}+${toBase64(concat(Uint8Array.of(key.type), key.key))}`;
}

function parseLine(spelled: string): NoteLine | undefined {
  const [dash, name, value, ...more] = spelled.split(' ');
  if (dash !== DASH || name === undefined || value === undefined || more.length > 0 || !isKeyName(name)) return undefined;
  const bytes = fromBase64(value);
  return bytes === undefined || bytes.length < 5 ? undefined : {name, id: bytes.slice(0, 4), signature: bytes.slice(4)};
}

export function parseNote(bytes: Bytes): Note | undefined {
  const whole = bytes.length <= MAX_NOTE ? fromUtf8(bytes) : undefined;
  const at = whole?.lastIndexOf('\n\n') ?? -1;
  if (whole === undefined || at < 0 || !whole.endsWith('\n')) return undefined;
  const lines = whole
    .slice(at + 2)
    .split('\n')
    .slice(0, -1)
    .map(parseLine);
  const good = lines.filter((line) => line !== undefined);
  return lines.length === 0 || good.length !== lines.length ? undefined : {text: whole.slice(0, at + 1), lines: good};
}

export function serializeNote(note: Note): Bytes {
  const lines = note.lines.map((line) => `${DASH} ${line.name} ${toBase64(concat(line.id, line.signature))}\n`);
  return utf8(`${note.text}\n${lines.join('')}`);
}

export const isBy = (line: NoteLine, key: VerifierKey): boolean => line.name === key.name && equal(line.id, key.id);

/** What a cosigner states: the time of a cosignature line, or undefined where there is none. */
export function cosignatureTime(line: NoteLine): bigint | undefined {
  if (line.signature.length !== 72) return undefined;
  const time = new DataView(line.signature.buffer, line.signature.byteOffset).getBigUint64(0);
  return time < 1n << 63n ? time : undefined;
}

export function cosignedMessage(time: bigint, text: string): Bytes {
  return utf8(`cosignature/v1\ntime ${time}\n${text}`);
}

/** V17.3: the line is by this key and its signature is one over the text. */
export function signatureHolds(line: NoteLine, key: VerifierKey, text: string): boolean {
  if (!isBy(line, key)) return false;
  if (key.type === ED25519) return line.signature.length === 64 && verifySignature(key.key, utf8(text), line.signature);
  const time = key.type === COSIGNATURE ? cosignatureTime(line) : undefined;
  return time !== undefined && verifySignature(key.key, cosignedMessage(time, text), line.signature.slice(8));
}
