// SPDX-License-Identifier: Apache-2.0
// Byte strings, their spellings as text, and the one encoding for everything on the board. [SPEC 1.1 Bytes] [SPEC 1.2 Encoding]

export type Bytes = Uint8Array;

export function concat(...parts: readonly Bytes[]): Bytes {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Looks at every byte, whatever the first ones are. */
export function equal(a: Bytes, b: Bytes): boolean {
  let different = a.length ^ b.length;
  for (let i = 0; i < a.length && i < b.length; i++) different |= (a[i] ?? 0) ^ (b[i] ?? 0);
  return different === 0;
}

/** x ⊕ y of equally long strings. */
export function xor(a: Bytes, b: Bytes): Bytes {
  if (a.length !== b.length) throw new RangeError('xor of different lengths');
  return a.map((byte, i) => byte ^ (b[i] ?? 0));
}

/** Overwrites secrets that are not needed any more. Values of type bigint cannot be overwritten. */
export function wipe(...all: readonly Bytes[]): void {
  for (const one of all) one.fill(0);
}

export function randomBytes(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length));
}

export function utf8(text: string): Bytes {
  return new TextEncoder().encode(text);
}

/** A text of SPEC 1.1, or undefined: UTF-8, well formed, no control character but LF. */
export function fromUtf8(bytes: Bytes): string | undefined {
  if (bytes.some((byte) => (byte < 0x20 && byte !== 0x0a) || byte === 0x7f)) return undefined;
  try {
    return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes);
  } catch {
    return undefined;
  }
}

export function toHex(bytes: Bytes): string {
  let out = '';
  for (const byte of bytes) out += byte.toString(16).padStart(2, '0');
  return out;
}

/** Lower case only. */
export function fromHex(text: string): Bytes | undefined {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) return undefined;
  const out = new Uint8Array(text.length / 2);
  for (let i = 0; i < out.length; i++) out[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return out;
}

export function toBase64(bytes: Bytes): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** The one spelling of a value: padded, the trailing bits zero. */
export function fromBase64(text: string): Bytes | undefined {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  return toBase64(bytes) === text ? bytes : undefined;
}

export function toBase64url(bytes: Bytes): string {
  return toBase64(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** Without padding, the trailing bits zero. */
export function fromBase64url(text: string): Bytes | undefined {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return undefined;
  return fromBase64(text.replace(/-/g, '+').replace(/_/g, '/') + '='.repeat((4 - (text.length % 4)) % 4));
}

/** Bytes that are no encoding of what was asked for. */
export class DecodeError extends Error {
  override name = 'DecodeError';
}

/** An unsigned integer of a fixed width, big-endian. */
export function unsigned(value: bigint | number, width: number): Bytes {
  let rest = BigInt(value);
  if (rest < 0n || rest >> BigInt(8 * width) !== 0n) throw new RangeError(`${value} does not fit into ${width} bytes`);
  const out = new Uint8Array(width);
  for (let i = width - 1; i >= 0; i--) {
    out[i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return out;
}

export class Encoder {
  private readonly parts: Bytes[] = [];

  private put(bytes: Bytes): this {
    this.parts.push(bytes);
    return this;
  }
  u8(value: number): this {
    return this.put(unsigned(value, 1));
  }
  u16(value: number): this {
    return this.put(unsigned(value, 2));
  }
  u32(value: number): this {
    return this.put(unsigned(value, 4));
  }
  u64(value: bigint | number): this {
    return this.put(unsigned(value, 8));
  }
  flag(value: boolean): this {
    return this.u8(value ? 1 : 0);
  }
  /** The bytes alone; whoever reads them knows the length. */
  fixed(bytes: Bytes): this {
    return this.put(bytes);
  }
  bytes(bytes: Bytes): this {
    return this.u32(bytes.length).put(bytes);
  }
  text(text: string): this {
    return this.bytes(utf8(text));
  }
  list<T>(items: readonly T[], each: (to: this, item: T) => void): this {
    this.u32(items.length);
    for (const item of items) each(this, item);
    return this;
  }
  finish(): Bytes {
    return concat(...this.parts);
  }
}

export class Decoder {
  private at = 0;
  constructor(private readonly from: Bytes) {}

  get left(): number {
    return this.from.length - this.at;
  }
  /** A copy: what is decoded does not change with the input. */
  fixed(length: number): Bytes {
    if (length > this.left) throw new DecodeError('the input is too short');
    this.at += length;
    return this.from.slice(this.at - length, this.at);
  }
  private unsigned(width: number): bigint {
    return this.fixed(width).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  }
  u8(): number {
    return Number(this.unsigned(1));
  }
  u16(): number {
    return Number(this.unsigned(2));
  }
  u32(): number {
    return Number(this.unsigned(4));
  }
  u64(): bigint {
    return this.unsigned(8);
  }
  flag(): boolean {
    return this.kind(0, 1) === 1;
  }
  /** A u8 from a range. */
  kind(first: number, last: number): number {
    const value = this.u8();
    if (value < first || value > last) throw new DecodeError('a value is out of range');
    return value;
  }
  bytes(most = 0xffffffff): Bytes {
    const length = this.u32();
    if (length > most) throw new DecodeError('a part is longer than allowed');
    return this.fixed(length);
  }
  text(most = 0xffffffff): string {
    const text = fromUtf8(this.bytes(most));
    if (text === undefined) throw new DecodeError('a text is not clean UTF-8');
    return text;
  }
  /** Every item has at least one byte, so a count beyond what is left is refused before anything is read. */
  list<T>(each: (from: this) => T, most = 0xffffffff): T[] {
    const count = this.u32();
    if (count > most || count > this.left) throw new DecodeError('a list is longer than allowed');
    return Array.from({length: count}, () => each(this));
  }
  done(): void {
    if (this.left !== 0) throw new DecodeError('bytes are left over');
  }
}

/** The value of the whole input, or undefined where the bytes are no encoding. */
export function decodeWhole<T>(bytes: Bytes, read: (from: Decoder) => T): T | undefined {
  const from = new Decoder(bytes);
  try {
    const value = read(from);
    from.done();
    return value;
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}
