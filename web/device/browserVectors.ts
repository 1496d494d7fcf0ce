// SPDX-License-Identifier: Apache-2.0
// What the pages make, right and with one thing wrong, for the C++ to judge: run by web/vectors.mjs. [tests/vectors/README.md]
import {acknowledgementChallenge} from '../core/acknowledgement.ts';
import {concat, randomBytes, toHex, utf8, xor} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import {encrypt} from '../core/ciphertext.ts';
import {
  FixedBase, G, Q, decodePoint, decodeScalar, encodePoint, encodeScalar, hashToGroup, modQ, publicPower, randomScalar, secretPower,
} from '../core/group.ts';
import {challengeScalar, hash} from '../core/hash.ts';
import {proveMembership, slotLabel} from '../core/membership.ts';
import {OptionTable} from '../core/options.ts';
import {provePossession} from '../core/possession.ts';
import {newSigningKey, sign} from '../core/signature.ts';
import {buildCast, castHash, decodeCast, encodeCast} from './cast.ts';
import type {Cast, SlotView} from './cast.ts';
import {checkedHash, encodeCheckCode} from './checkCode.ts';
import {beginPossession, decodeGrant, grantRequest} from './grant.ts';
import type {Grant} from './grant.ts';
import {proveEnrolment, randomSlotKey} from './slotKey.ts';

type Json = string | number | null | readonly Json[] | {readonly [key: string]: Json};
type Fields = Readonly<Record<string, Json>>;
type Edit = (bytes: Bytes) => Bytes;
interface Made {
  readonly section: string;
  readonly about: string;
  readonly in: Fields;
  readonly check: string;
  readonly out?: Fields;
}

/** `change` gets the bytes at `at`. */
const edited = (at: number, length: number, change: Edit): Edit => (bytes) =>
  concat(bytes.slice(0, at), change(bytes.slice(at, at + length)), bytes.slice(at + length));
const bit = (at: number): Edit => edited(at, 1, (one) => one.map((byte) => byte ^ 1));
const timesG = (at: number): Edit => edited(at, 32, (one) => encodePoint((decodePoint(one) ?? G).add(G)));
const plusOne = (at: number): Edit => edited(at, 32, (one) => encodeScalar(modQ((decodeScalar(one) ?? 0n) + 1n)));
const respelled = (at: number): Edit => edited(at + 31, 1, (one) => one.map((byte) => byte | 0x80));
const plusOrder = (at: number): Edit => edited(at, 32, (one) => {
  let sum = (decodeScalar(one) ?? 0n) + Q;
  return one.map(() => {
    const byte = Number(sum & 0xffn);
    sum >>= 8n;
    return byte;
  });
});
const shorter: Edit = (bytes) => bytes.slice(0, -1);

/** Cases of one section that begin with a right one. */
class Section {
  readonly made: Made[] = [];
  constructor(
    private readonly section: string, private readonly honest: Readonly<Record<string, Bytes | Json>>, about: string, out: Fields = {},
  ) {
    this.made.push({section, about, in: this.fields({}), check: 'pass', out});
  }
  private fields(change: Readonly<Record<string, Bytes | Json>>): Fields {
    const plain = (value: Bytes | Json): Json => (value instanceof Uint8Array ? toHex(value) : value);
    return Object.fromEntries(Object.entries({...this.honest, ...change}).map(([key, value]) => [key, plain(value)]));
  }
  lie(about: string, check: string, change: Readonly<Record<string, Bytes | Json>>): this {
    this.made.push({section: this.section, about, in: this.fields(change), check});
    return this;
  }
  edit(about: string, check: string, key: string, change: Edit): this {
    return this.lie(about, check, {[key]: change(this.honest[key] as Bytes)});
  }
}

const [ctx, ctx0] = [randomBytes(32), randomBytes(32)];
const [key, signing, registrar] = [randomSlotKey(), newSigningKey(), newSigningKey()];
const y = new FixedBase(hashToGroup('y', randomBytes(32)));
const table = new OptionTable(ctx0);
const [mayor, council] = [table.offered('mayor', [0, 1, 2]), table.offered('council', [0, 1, 3])];
const contests = [mayor, council];

function viewAt(later: boolean): SlotView {
  const before = contests.map(({id}) => table.beforeFirst(id));
  const previous = later ? before.map((one) => encrypt(y, one.b, randomScalar())) : before;
  return {ctx, slot: 7, epoch: 3, y, X: key.X, contests, previous};
}

function granted(): Grant {
  const [nonce, head] = [randomBytes(16), new DataView(new ArrayBuffer(8))];
  head.setBigUint64(0, 7n);
  const epochs = Uint8Array.from([0, 0, 0, 3, 0, 0, 0, 5]);
  const signature = sign(registrar, hash('grant', ctx, 7, nonce, signing.K, 3, 5));
  const grant = decodeGrant(concat(new Uint8Array(head.buffer), nonce, signing.K, epochs, signature));
  if (grant === undefined) throw new Error('our own grant does not decode');
  return grant;
}

function possession(): Section {
  const [label, x] = [utf8('label'), randomScalar()];
  const X = encodePoint(secretPower(G, x));
  return new Section('4.1-Possession', {tag: 'pop', label, X, proof: provePossession('pop', label, x, X)}, 'made in the browser')
    .edit('another label', 'V3.1', 'label', bit(0)).edit('another X', 'V3.1', 'X', timesG(0))
    .edit('another T', 'V3.1', 'proof', timesG(0))
    .edit('another z', 'V3.1', 'proof', plusOne(32)).edit('T in another spelling', 'V2.1', 'proof', respelled(0))
    .edit('z plus the order', 'V2.1', 'proof', plusOrder(32)).edit('a byte too few', 'V2.1', 'proof', shorter);
}

function slotRow(view: SlotView, about: string): Section {
  const {row} = buildCast(view, key, [1, 3], granted(), signing).kept;
  const previous = concat(...view.previous.map((one) => one.bytes));
  const honest = {ctx, slot: 7, epoch: 3, y: encodePoint(y.point), X: key.X, previous, row};
  return new Section('4.2-SlotProof', honest, about, {current: toHex(row.slice(0, 128))})
    .lie('another slot', 'V5.1', {slot: 8}).lie('another epoch', 'V5.1', {epoch: 4}).edit('another ctx', 'V5.1', 'ctx', bit(0))
    .edit('another X', 'V5.1', 'X', timesG(0)).edit('another b\'', 'V5.1', 'row', timesG(32))
    .edit('another e_V', 'V5.1', 'row', bit(128))
    .edit('another T_4', 'V5.1', 'row', timesG(128 + 16 + 32 + 64)).edit('another z_s', 'V5.1', 'row', plusOne(row.length - 32))
    .edit('a\' in another spelling', 'V2.2', 'row', respelled(0))
    .edit('z_x plus the order', 'V2.2', 'row', plusOrder(128 + 16 + 32 + 192))
    .edit('a byte too few', 'V2.3', 'row', shorter)
    .lie('as before', 'V6.1', {previous: concat(row.slice(0, 64), previous.slice(64))});
}

function membership(): Section {
  const [r, label] = [randomScalar(), slotLabel(ctx, 'mayor', 7, 3)];
  const [first, second] = [mayor.options[0], mayor.options[2]];
  if (first === undefined || second === undefined) throw new Error('the sample contest has three options');
  const encrypted = encrypt(y, second.point, r);
  const options = mayor.options.map((one) => toHex(one.bytes));
  const proof = proveMembership(label, y, mayor.options, encrypted, 2, r, () => undefined);
  const lie = proveMembership(label, y, mayor.options, encrypted, 1, r, () => undefined);
  const honest = {label, y: encodePoint(y.point), options, ciphertext: encrypted.bytes, proof};
  return new Section('4.3-Membership', honest, 'made in the browser')
    .edit('another label', 'V3.2', 'label', bit(40)).edit('another a', 'V3.2', 'ciphertext', timesG(0))
    .edit('another T', 'V3.2', 'proof', timesG(32))
    .edit('another part of the challenge', 'V3.2', 'proof', bit(192)).edit('another z', 'V3.2', 'proof', plusOne(240))
    .lie('a proof for another option than the one inside', 'V3.2', {proof: lie})
    .lie('an option fewer', 'V2.4', {options: options.slice(1)})
    .edit('T in another spelling', 'V2.4', 'proof', respelled(0)).edit('z plus the order', 'V2.4', 'proof', plusOrder(240));
}

/** The voter can write the acknowledgement as well as the box: it proves nothing to others. */
function acknowledgement(): Section {
  const [B, row, k] = [randomSlotKey().X, randomBytes(304), randomScalar()];
  const [part0, z0] = [randomBytes(16), randomScalar()];
  const box = decodePoint(B) ?? G;
  const T0 = encodePoint(publicPower(G, z0).subtract(publicPower(box, challengeScalar(part0))));
  const T1 = encodePoint(secretPower(G, k));
  const part1 = xor(acknowledgementChallenge({ctx, slot: 7, epoch: 3, row, B, X: key.X}, T0, T1), part0);
  const proof = concat(T0, T1, part0, part1, encodeScalar(z0), encodeScalar(modQ(k + challengeScalar(part1) * key.x)));
  return new Section('4.4-Acknowledgement', {ctx, slot: 7, epoch: 3, row, B, X: key.X, proof}, 'by the voter, in the browser')
    .edit('of another row', 'V3.3', 'row', bit(0)).lie('another epoch', 'V3.3', {epoch: 4})
    .edit('another B', 'V3.3', 'B', timesG(0))
    .edit('another X', 'V3.3', 'X', timesG(0)).edit('another part', 'V3.3', 'proof', bit(64))
    .edit('another z', 'V3.3', 'proof', plusOne(128))
    .edit('T in another spelling', 'V2.5', 'proof', respelled(32)).edit('a byte too few', 'V2.5', 'proof', shorter);
}

const offered = contests.map(({id, numbers, options}) => ({id, numbers, options: options.map((one) => toHex(one.bytes))}));

function cast(view: SlotView, about: string): Section {
  const {bytes} = buildCast(view, key, [2, 0], granted(), signing);
  const whole = decodeCast(bytes);
  if (whole === undefined) throw new Error('our own cast does not decode');
  const resigned = (change: Partial<Cast>): Bytes => {
    const next = {...whole, ...change};
    return encodeCast({...next, signature: sign(signing, castHash(ctx, next.request, next.grant, next.epoch, next.row))});
  };
  const [first, second] = whole.membership;
  if (first === undefined || second === undefined) throw new Error('the sample style has two contests');
  const previous = concat(...view.previous.map((one) => one.bytes));
  const honest = {ctx, registrar: registrar.K, y: encodePoint(y.point), X: key.X, previous, contests: offered, cast: bytes};
  return new Section('10.2-Cast', honest, about, {request: toHex(whole.request), slot: 7, epoch: 3})
    .edit('another request', 'refused', 'cast', bit(0)).edit('another grant', 'refused', 'cast', bit(16 + 8))
    .edit('a byte too few', 'refused', 'cast', shorter)
    .lie('an epoch outside the grant', 'refused', {cast: resigned({epoch: 6})})
    .lie('another epoch of the grant', 'V5.1', {cast: resigned({epoch: 4})})
    .lie('a row of another length', 'V2.3', {cast: resigned({row: shorter(whole.row)})})
    .lie('a proof too few', 'V2.4', {cast: resigned({membership: [first]})})
    .lie('proofs exchanged', 'V3.2', {cast: resigned({membership: [second, first]})})
    .lie('another a\'', 'V5.1', {cast: resigned({row: timesG(0)(whole.row)})});
}

function requests(): Section[] {
  const [K, evidence] = [signing.K, randomBytes(32)];
  const [X, about] = [key.X, 'made in the browser'];
  const request = new Section('10.3-GrantRequest', {ctx, X, request: grantRequest(key, ctx, 7, K)}, about, {slot: 7, K: toHex(K)})
    .edit('another slot', 'V3.1', 'request', bit(7)).edit('another key', 'V3.1', 'request', bit(8))
    .edit('another ctx', 'V3.1', 'ctx', bit(0))
    .edit('z plus the order', 'V2.1', 'request', plusOrder(72)).edit('a byte too few', 'refused', 'request', shorter);
  const begin = new Section('15.4-GrantBegin', {ctx, X, slot: 7, K, possession: beginPossession(key, ctx, 7, K)}, about)
    .lie('another slot', 'V3.1', {slot: 8}).edit('another key', 'V3.1', 'K', bit(0))
    .lie('that of a request', 'V3.1', {possession: grantRequest(key, ctx, 7, K).slice(40)});
  const enrolment = new Section('10.7-SlotKey', {ctx0, X, evidence, possession: proveEnrolment(key, ctx0, evidence)}, about)
    .edit('other evidence', 'V3.1', 'evidence', bit(0)).edit('another election', 'V3.1', 'ctx0', bit(0))
    .edit('T in another spelling', 'V2.1', 'possession', respelled(0));
  return [request, begin, enrolment];
}

function checkCodes(view: SlotView): Section[] {
  const {kept} = buildCast(view, key, [2, 3], granted(), signing);
  const honest = {ctx, slot: 7, y: encodePoint(y.point), contests: offered, code: encodeCheckCode(kept)};
  const out = {epoch: 3, choices: [2, 3], hash: toHex(checkedHash(ctx, 7, 3, kept.row.slice(0, 128)))};
  const shown = new Section('10.8-CheckCode', honest, 'made in the browser', out)
    .edit('another election', 'refused', 'code', bit(0)).edit('another slot', 'refused', 'code', bit(39))
    .edit('b in another spelling', 'refused', 'code', respelled(80))
    .edit('r plus the order', 'refused', 'code', plusOrder(112)).edit('a byte too few', 'refused', 'code', shorter);
  const previous = concat(...view.previous.map((one) => one.bytes));
  const confirmed = new Section('10.8-CheckCode', {...honest, X: key.X, previous, row: kept.row}, 'the sealed row holds it')
    .edit('other ciphertexts', 'V3.80', 'row', timesG(64)).edit('another e_V', 'V5.1', 'row', bit(128))
    .edit('a byte too few', 'V2.3', 'row', shorter);
  return [shown, confirmed];
}

export function browserVectors(): Made[] {
  const [first, later] = [viewAt(false), viewAt(true)];
  return [
    possession(), slotRow(first, 'in the first epoch'), slotRow(later, 'in a later epoch'), membership(), acknowledgement(),
    cast(first, 'in the first epoch'), cast(later, 'in a later epoch'), ...requests(), ...checkCodes(later),
  ].flatMap((section) => section.made);
}
