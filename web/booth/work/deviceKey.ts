// SPDX-License-Identifier: Apache-2.0
// A slot key that only this device has, for passkeys without PRF: sealed under the code of the letter, which the device does not keep. [SPEC 10.10]
import {argon2idAsync} from '@noble/hashes/argon2.js';
import {concat, randomBytes, utf8, wipe, type Bytes} from '../../core/bytes.ts';
import {decodeScalar, encodeScalar} from '../../core/group.ts';
import {slotKeyOf, type SlotKey} from '../../device/slotKey.ts';
import {WorkTrouble} from './calls.ts';

const SALT = 16, IV = 12;
/** What an old phone bears in about two seconds; the code has 80 random bits of its own. */
const COST = {t: 2, m: 8192, p: 1, dkLen: 32};

async function keyOf(code: string, salt: Bytes): Promise<CryptoKey> {
  const raw = await argon2idAsync(utf8(code), salt, COST);
  const key = await crypto.subtle.importKey('raw', raw.slice(), 'AES-GCM', false, ['encrypt', 'decrypt']);
  wipe(raw);
  return key;
}

export async function sealKey(key: SlotKey, code: string, ctx0: Bytes): Promise<Bytes> {
  const salt = randomBytes(SALT), iv = randomBytes(IV), x = encodeScalar(key.x);
  const sealed = await crypto.subtle.encrypt({name: 'AES-GCM', iv: iv.slice(), additionalData: ctx0.slice()}, await keyOf(code, salt), x.slice());
  wipe(x);
  return concat(salt, iv, new Uint8Array(sealed));
}

export async function openSealedKey(sealed: Bytes, code: string, ctx0: Bytes): Promise<SlotKey> {
  const iv = sealed.slice(SALT, SALT + IV);
  const opened = await crypto.subtle.decrypt({name: 'AES-GCM', iv, additionalData: ctx0.slice()}, await keyOf(code, sealed.slice(0, SALT)), sealed.slice(SALT + IV))
    .catch(() => undefined);
  const x = opened && decodeScalar(new Uint8Array(opened));
  if (x === undefined) throw new WorkTrouble('other-key');
  wipe(new Uint8Array(opened as ArrayBuffer));
  return slotKeyOf(x);
}
