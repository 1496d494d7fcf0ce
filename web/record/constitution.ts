// SPDX-License-Identifier: Apache-2.0
// The first entry: who may sign what, and what holds for the whole election. [SPEC 7.1 Constitution]
import {decodeWhole} from '../core/bytes.ts';
import type {Bytes, Decoder} from '../core/bytes.ts';
import type {Point} from '../core/group.ts';
import {hash, hash32} from '../core/hash.ts';
import {ID_LENGTH} from './entry.ts';
import {readElement} from './fields.ts';

export const COMMISSION = 1;
export const REGISTRAR = 2;
export const BALLOT_BOX = 3;
export const TRUSTEE = 4;
export const SCRUTINEER = 5;
export const STATION = 6;
export const OBSERVER = 7;
export const REAL_CLOCK = 1;

export interface Signer {
  readonly id: string;
  readonly role: number;
  readonly name: string;
  readonly key: Bytes;
}
export interface BoxKey {
  readonly signer: string;
  readonly B: Point;
  readonly possession: Bytes;
}
export interface Constitution {
  readonly electionId: string;
  readonly title: string;
  readonly titleEn: string;
  readonly host: string;
  /** 1 real, 2 rehearsal. */
  readonly clock: number;
  readonly paper: boolean;
  readonly trustees: number;
  readonly threshold: number;
  readonly mixes: number;
  readonly minList: number;
  /** 1 A, 2 B, 3 C, 4 D. */
  readonly evidence: readonly number[];
  readonly factors: readonly string[];
  readonly penalties: string;
  readonly penaltiesEn: string;
  readonly Z: Point;
  readonly zPossession: Bytes;
  readonly signers: readonly Signer[];
  readonly boxes: readonly BoxKey[];
}

const readSigner = (from: Decoder): Signer => ({
  id: from.text(ID_LENGTH),
  role: from.kind(1, 7),
  name: from.text(),
  key: from.fixed(32),
});
const readBox = (from: Decoder): BoxKey => ({signer: from.text(ID_LENGTH), B: readElement(from), possession: from.bytes(64)});

// Properties of an object are evaluated in the order in which they are written: that of the bytes.
function readConstitution(from: Decoder): Constitution {
  return {
    electionId: from.text(64),
    title: from.text(),
    titleEn: from.text(),
    host: from.text(),
    clock: from.kind(1, 2),
    paper: from.flag(),
    trustees: from.u32(),
    threshold: from.u32(),
    mixes: from.u32(),
    minList: from.u32(),
    evidence: from.list((one) => one.kind(1, 4), 64),
    factors: from.list((one) => one.text(32), 64),
    penalties: from.text(),
    penaltiesEn: from.text(),
    Z: readElement(from),
    zPossession: from.bytes(64),
    signers: from.list(readSigner, 1024),
    boxes: from.list(readBox, 1024),
  };
}

export const decodeConstitution = (body: Bytes): Constitution | undefined => decodeWhole(body, readConstitution);

export const signerOf = (constitution: Constitution, id: string): Signer | undefined =>
  constitution.signers.find((one) => one.id === id);

/** Ids in the order of the constitution: trustee j is the j-th. */
export const idsOfRole = (constitution: Constitution, role: number): string[] =>
  constitution.signers.filter((one) => one.role === role).map((one) => one.id);

// Contexts. [SPEC 7.2]
export const context0 = (constitutionBody: Bytes): Bytes => hash32('ctx0', constitutionBody);
export const ceremonyHash = (ceremonyBody: Bytes): Bytes => hash('ceremony', ceremonyBody);
export const context = (ctx0: Bytes, ceremony: Bytes, openingBody: Bytes): Bytes => hash32('ctx', ctx0, ceremony, openingBody);
