// SPDX-License-Identifier: Apache-2.0
// Two devices agree on keys by four spoken digits: CPace, confirmation on both sides, channel. [SPEC 16.2 Pairing]
import {Encoder, concat, equal, randomBytes, unsigned, utf8} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import {decodePoint, encodePoint, fromUniform, randomScalar, secretPower} from '../core/group.ts';
import type {Point, Scalar} from '../core/group.ts';
import {hash32, sha512} from '../core/hash.ts';

const DSI = utf8('CPaceRistretto255');
const BLOCK = 128;
const [SID_BYTES, TAG_BYTES, GCM_TAG_BITS] = [16, 32, 128];

/** Length as LEB128, then the bytes. */
export function prependLength(bytes: Bytes): Bytes {
  const length: number[] = [];
  let rest = bytes.length;
  do {
    length.push((rest % 128) + (rest >= 128 ? 128 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return concat(Uint8Array.from(length), bytes);
}

const lengthValue = (...parts: readonly Bytes[]): Bytes => concat(...parts.map(prependLength));

export function generatorString(prs: Bytes, ci: Bytes, sid: Bytes): Bytes {
  const padding = Math.max(0, BLOCK - prependLength(prs).length - prependLength(DSI).length - 1);
  return lengthValue(DSI, prs, new Uint8Array(padding), ci, sid);
}

export function cpaceGenerator(prs: Bytes, ci: Bytes, sid: Bytes): Point {
  return fromUniform(sha512(generatorString(prs, ci, sid)));
}

/** y times the other side's share; undefined where the run must end: no element, or the identity. */
export function sharedPoint(y: Scalar, share: Bytes): Bytes | undefined {
  const point = decodePoint(share);
  if (point === undefined || point.is0()) return undefined;
  return encodePoint(secretPower(point, y));
}

export interface Transcript {
  readonly Ya: Bytes;
  readonly ADa: Bytes;
  readonly Yb: Bytes;
  readonly ADb: Bytes;
}

/** The intermediate session key of initiator and responder, 64 bytes. */
export function sessionKey(sid: Bytes, K: Bytes, {Ya, ADa, Yb, ADb}: Transcript): Bytes {
  return sha512(concat(lengthValue(concat(DSI, utf8('_ISK')), sid, K), lengthValue(Ya, ADa), lengthValue(Yb, ADb)));
}

const CASTING = utf8('casting device');
const SECOND = utf8('second device');

/** What both devices know: where they are, and the eight digits that were spoken. */
export interface Meeting {
  readonly origin: string;
  readonly box: string;
  readonly secret: string;
}

/** undefined: not eight digits. Spaces and hyphens between them are left out. */
export function meeting(origin: string, spoken: string): Meeting | undefined {
  const digits = spoken.normalize('NFKC').replace(/[\s-]/g, '');
  return /^[0-9]{8}$/.test(digits) ? {origin, box: digits.slice(0, 4), secret: digits.slice(4)} : undefined;
}

/** Four digits, each of the 10,000 equally likely. */
export function newSecret(): string {
  for (;;) {
    const [high = 0, low = 0] = randomBytes(2);
    const value = high * 256 + low;
    if (value < 60_000) return String(value % 10_000).padStart(4, '0');
  }
}

function shareOf({origin, box, secret}: Meeting, sid: Bytes): {y: Scalar; Y: Bytes} {
  const ci = new Encoder().text('ippyo-pair').text(origin).text(box).finish();
  const y = randomScalar();
  return {y, Y: encodePoint(secretPower(cpaceGenerator(utf8(secret), ci, sid), y))};
}

/** One direction counts its messages; nobody else holds its key. */
export class Channel {
  private sent = 0;
  private received = 0;
  private broken = false;
  constructor(private readonly mine: Bytes, private readonly theirs: Bytes) {}

  async seal(message: Bytes): Promise<Bytes> {
    const [key, parameters] = [await gcmKey(this.mine, 'encrypt'), gcm(this.sent++)];
    return new Uint8Array(await crypto.subtle.encrypt(parameters, key, message as BufferSource));
  }
  /** undefined: forged, repeated or out of order; from then on nothing opens. */
  async open(sealed: Bytes): Promise<Bytes | undefined> {
    if (this.broken) return undefined;
    const [key, parameters] = [await gcmKey(this.theirs, 'decrypt'), gcm(this.received++)];
    try {
      return new Uint8Array(await crypto.subtle.decrypt(parameters, key, sealed as BufferSource));
    } catch {
      this.broken = true;
      return undefined;
    }
  }
}

const gcm = (counter: number): AesGcmParams =>
  ({name: 'AES-GCM', iv: unsigned(counter, 12) as BufferSource, tagLength: GCM_TAG_BITS});
const gcmKey = (key: Bytes, use: 'encrypt' | 'decrypt'): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', key as BufferSource, 'AES-GCM', false, [use]);

interface Keys {
  readonly casting: {readonly tag: Bytes; readonly key: Bytes};
  readonly second: {readonly tag: Bytes; readonly key: Bytes};
}

function keysOf(sid: Bytes, K: Bytes, Ya: Bytes, Yb: Bytes): Keys {
  const isk = sessionKey(sid, K, {Ya, ADa: CASTING, Yb, ADb: SECOND});
  const side = (name: string): {tag: Bytes; key: Bytes} =>
    ({tag: hash32('pair-confirm', isk, name), key: hash32('pair-key', isk, name)});
  const keys = {casting: side('casting'), second: side('second')};
  isk.fill(0);
  return keys;
}

/** The casting device: `first` goes out, and one answer decides. undefined: other digits; the box must be closed. */
export class CastingSide {
  private readonly sid = randomBytes(SID_BYTES);
  private readonly share: {y: Scalar; Y: Bytes};
  private answered = false;
  readonly first: Bytes;

  constructor(where: Meeting) {
    this.share = shareOf(where, this.sid);
    this.first = concat(this.sid, this.share.Y);
  }
  answer(message: Bytes): {readonly confirmation: Bytes; readonly channel: Channel} | undefined {
    if (this.answered || message.length !== 32 + TAG_BYTES) return undefined;
    this.answered = true;
    const Yb = message.slice(0, 32);
    const K = sharedPoint(this.share.y, Yb);
    if (K === undefined) return undefined;
    const {casting, second} = keysOf(this.sid, K, this.share.Y, Yb);
    if (!equal(message.slice(32), second.tag)) return undefined;
    return {confirmation: casting.tag, channel: new Channel(casting.key, second.key)};
  }
}

/** The second device: `answer` goes out, and one confirmation decides. */
export class SecondSide {
  private confirmed = false;
  private constructor(readonly answer: Bytes, private readonly keys: Keys) {}

  /** undefined: the first message is none; the box must be closed. */
  static meet(where: Meeting, first: Bytes): SecondSide | undefined {
    if (first.length !== SID_BYTES + 32) return undefined;
    const [sid, Ya] = [first.slice(0, SID_BYTES), first.slice(SID_BYTES)];
    const share = shareOf(where, sid);
    const K = sharedPoint(share.y, Ya);
    if (K === undefined) return undefined;
    const keys = keysOf(sid, K, Ya, share.Y);
    return new SecondSide(concat(share.Y, keys.second.tag), keys);
  }
  /** undefined: the other device did not know the digits. */
  confirm(confirmation: Bytes): Channel | undefined {
    const again = this.confirmed;
    this.confirmed = true;
    if (again || !equal(confirmation, this.keys.casting.tag)) return undefined;
    return new Channel(this.keys.second.key, this.keys.casting.key);
  }
}
