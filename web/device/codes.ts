// SPDX-License-Identifier: Apache-2.0
// The dedicated code as it is typed, the letter's QR code as it is read. [SPEC 12.1 DedicatedCode] [SPEC 12.2 LetterCode]
import {hkdf} from '@noble/hashes/hkdf.js';
import {sha256} from '@noble/hashes/sha2.js';
import {concat, utf8} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import {link, parseLink} from './links.ts';

const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const DATA = 16;
const ALL = 18;
const MOST_TYPED = 1024;

/** `never`: it was 0, O, 1 or I. `count`: so many characters of a code were typed. */
export type CodeRefusal =
  | {readonly ok: false; readonly why: 'character'; readonly never: boolean}
  | {readonly ok: false; readonly why: 'length'; readonly count?: number}
  | {readonly ok: false; readonly why: 'check'};
export type ParsedCode = {readonly ok: true; readonly code: Bytes; readonly text: string} | CodeRefusal;

/** a b in GF(2)[x]/(x^5 + x^2 + 1). */
function times(a: number, b: number): number {
  let product = 0;
  for (let bit = 4; bit >= 0; bit--) {
    product <<= 1;
    if (product & 32) product ^= 0b100101;
    if ((b >> bit) & 1) product ^= a;
  }
  return product;
}

/** Σ c_i x^(17 - i) over the first of the 18 values. */
const weighted = (values: readonly number[]): number =>
  values.reduce((sum, value) => times(sum, 2) ^ value, 0);
const sum = (values: readonly number[]): number => values.reduce((all, value) => all ^ value, 0);

const INVERSE_OF_X_PLUS_1 = 28;

function withChecks(data: readonly number[]): number[] {
  const d0 = sum(data);
  const d1 = weighted([...data, 0, 0]);
  const c16 = times(d0 ^ d1, INVERSE_OF_X_PLUS_1);
  return [...data, c16, d0 ^ c16];
}

/** The canonical text of ten bytes. */
export function codeText(code: Bytes): string {
  const bits = Array.from(code, (byte) => byte.toString(2).padStart(8, '0')).join('');
  const data = Array.from({length: DATA}, (_, i) => Number.parseInt(bits.slice(5 * i, 5 * i + 5), 2));
  return withChecks(data).map((value) => ALPHABET[value] ?? '').join('');
}

const SPACES = /^[\t-\r \u00a0\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff]$/;
const HYPHENS = /^[-\u00ad\u2010-\u2015\u2043\u2212\u2500\u2501\u30fc\ufe58\ufe63\uff0d\uff70]$/;
const FULL_WIDTH = /^[\uff01-\uff5e]$/;

/** Values of the characters; undefined at the first that is none, with what it was. */
function valuesOf(typed: string): number[] | CodeRefusal {
  const values: number[] = [];
  for (let character of typed) {
    if (SPACES.test(character) || HYPHENS.test(character)) continue;
    if (FULL_WIDTH.test(character)) character = String.fromCharCode(character.charCodeAt(0) - 0xfee0);
    if (/^[a-z]$/.test(character)) character = character.toUpperCase();
    if (/^[0O1I]$/.test(character)) return {ok: false, why: 'character', never: true};
    const value = ALPHABET.indexOf(character);
    if (value < 0) return {ok: false, why: 'character', never: false};
    values.push(value);
  }
  return values;
}

export function parseDedicatedCode(typed: string): ParsedCode {
  if (utf8(typed).length > MOST_TYPED) return {ok: false, why: 'length'};
  const values = valuesOf(typed);
  if (!Array.isArray(values)) return values;
  if (values.length !== ALL) return {ok: false, why: 'length', count: values.length};
  if (sum(values) !== 0 || weighted(values) !== 0) return {ok: false, why: 'check'};
  const bits = values.slice(0, DATA).map((value) => value.toString(2).padStart(5, '0')).join('');
  const code = Uint8Array.from({length: 10}, (_, i) => Number.parseInt(bits.slice(8 * i, 8 * i + 8), 2));
  return {ok: true, code, text: values.map((value) => ALPHABET[value] ?? '').join('')};
}

/** In groups of four, as on the letter. */
export function shown(text: string): string {
  return text.match(/.{1,4}/g)?.join('-') ?? '';
}

/** What leaves the device instead of the code. */
export function enrolProof(text: string, ctx0: Bytes): Bytes {
  return hkdf(sha256, utf8(text), ctx0, utf8('enrol'), 32);
}

export type LetterRefusal = {readonly why: 'letter' | 'version' | 'payload'};
export interface Letter {
  readonly origin: string;
  readonly ctx0: Bytes;
  readonly policy: Bytes;
  readonly code: Bytes;
}
const LETTER_BYTES = 74;
const LETTER_MARK = '/booth/#';

export function parseLetter(url: string): Letter | LetterRefusal {
  const parsed = parseLink(url, LETTER_MARK);
  if ('why' in parsed) return {why: parsed.why === 'link' ? 'letter' : parsed.why};
  const {origin, payload} = parsed;
  if (payload.length !== LETTER_BYTES) return {why: 'payload'};
  return {origin, ctx0: payload.slice(0, 32), policy: payload.slice(32, 64), code: payload.slice(64)};
}

export function letterUrl(letter: Letter): string {
  return link(letter.origin, LETTER_MARK, concat(letter.ctx0, letter.policy, letter.code));
}

/** A slot number as on the polling card: groups of three from the right. */
export function slotNumber(slot: bigint | number): string {
  return String(slot).replace(/\B(?=(\d{3})+$)/g, ' ');
}
