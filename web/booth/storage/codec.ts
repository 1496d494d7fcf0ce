// SPDX-License-Identifier: Apache-2.0
// Values of the booth's records as text and back: JSON, in which bytes and big integers are spelled as texts with a mark. [SPEC 10.10]
import {fromBase64url, toBase64url} from '../../core/bytes.ts';

const BYTES = ' b', INTEGER = ' n', TEXT = ' t';

function spelled(value: unknown): unknown {
  if (value instanceof Uint8Array) return BYTES + toBase64url(value);
  if (typeof value === 'bigint') return INTEGER + value.toString(16);
  if (typeof value === 'string') return value.startsWith(' ') ? TEXT + value : value;
  if (Array.isArray(value)) return value.map(spelled);
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, spelled(one)]));
  return value;
}

function read(value: unknown): unknown {
  if (typeof value === 'string') {
    if (value.startsWith(BYTES)) return fromBase64url(value.slice(2));
    if (value.startsWith(INTEGER)) return BigInt('0x' + value.slice(2));
    return value.startsWith(TEXT) ? value.slice(2) : value;
  }
  if (Array.isArray(value)) return value.map(read);
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, read(one)]));
  return value;
}

export const toText = (value: unknown): string => JSON.stringify(spelled(value));
export const fromText = (text: string): unknown => read(JSON.parse(text));
