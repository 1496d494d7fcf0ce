// SPDX-License-Identifier: Apache-2.0
// Addresses whose payload stays in the browser, behind '#'. [SPEC 12.2 LetterCode] [SPEC 10.8 CheckCode]
import {fromBase64url, toBase64url, utf8} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';

export type LinkRefusal = {readonly why: 'link' | 'version' | 'payload'};

const MOST_BEFORE_PAYLOAD = 512;

export function isOrigin(text: string): boolean {
  const parts = /^(https?):\/\/([a-z0-9.-]{1,253})(?::([1-9][0-9]{0,4}))?$/.exec(text);
  if (parts === null) return false;
  const [, scheme, host = '', port] = parts;
  if (scheme === 'http' && host !== 'localhost' && host !== '127.0.0.1') return false;
  return !/^[.-]|[.-]$|\.\./.test(host) && (port === undefined || Number(port) <= 65535);
}

/** Cuts at the first `mark`, which ends in '#'; then version 1 and base64url. */
export function parseLink(text: string, mark: string): {readonly origin: string; readonly payload: Bytes} | LinkRefusal {
  const at = text.indexOf(mark);
  const cut = at + mark.length;
  if (at < 0 || utf8(text.slice(0, cut)).length > MOST_BEFORE_PAYLOAD || !isOrigin(text.slice(0, at))) return {why: 'link'};
  if (!text.startsWith('1.', cut)) return {why: 'version'};
  const payload = fromBase64url(text.slice(cut + 2));
  return payload === undefined ? {why: 'payload'} : {origin: text.slice(0, at), payload};
}

export function link(origin: string, mark: string, payload: Bytes): string {
  return `${origin}${mark}1.${toBase64url(payload)}`;
}
