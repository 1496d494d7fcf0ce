// SPDX-License-Identifier: Apache-2.0
// Everything that computes: board, slot key, grant request, cast, checks. One object of this lives in the worker and holds the key. [SPEC 10]
import {equal, fromHex, toHex, wipe, type Bytes} from '../../core/bytes.ts';
import {FixedBase, encodePoint} from '../../core/group.ts';
import {newSigningKey, signingKey} from '../../core/signature.ts';
import type {Verdict} from '../../core/verdict.ts';
import {checkAcknowledgement} from '../../device/acknowledgement.ts';
import {buildCast, CastTrouble, type KeptBallot} from '../../device/cast.ts';
import {checkLink, encodeCheckCode} from '../../device/checkCode.ts';
import {enrolProof} from '../../device/codes.ts';
import {beginPossession, decodeGrant, grantRequest, verifyGrant, type Grant} from '../../device/grant.ts';
import {confirmRecorded} from '../../device/recorded.ts';
import {deriveSlotKey, prfSalt, proveEnrolment, randomSlotKey, type SlotKey} from '../../device/slotKey.ts';
import {idsOfRole, REGISTRAR, signerOf} from '../../record/constitution.ts';
import {openElection, type Election, type Offered} from '../../record/election.ts';
import {lastSealedBefore, previousCiphertexts} from '../../record/epochs.ts';
import {readAnnouncement} from '../../record/announcement.ts';
import {readResult, type ElectionResult} from '../../record/result.ts';
import {findSlot, RUN, slotRun, type RunSlot} from '../../record/slots.ts';
import type {Source} from '../../record/source.ts';
import {BoardTrouble, given} from '../../record/trouble.ts';
import {boardView, contestView} from './boardView.ts';
import {WorkTrouble, type BoardView, type Built, type GrantBegin, type Recorded, type SlotFound, type Trust, type Work} from './calls.ts';
import {openSealedKey, sealKey} from './deviceKey.ts';

const wordOf = (error: unknown): unknown => {
  if (error instanceof BoardTrouble) return new WorkTrouble(error.word === 'missing' ? 'line' : `board-${error.word}`, error.where);
  return error instanceof CastTrouble ? new WorkTrouble(error.word === 'key' ? 'other-key' : error.word) : error;
};

export class DeviceWork implements Work {
  private election: Election | undefined;
  private key: SlotKey | undefined;
  private y: FixedBase | undefined;

  constructor(private readonly source: Source) {}

  private get board(): Election {
    if (!this.election) throw new WorkTrouble('line', 'board');
    return this.election;
  }
  private get held(): SlotKey {
    if (!this.key) throw new WorkTrouble('other-key');
    return this.key;
  }
  private async read<T>(step: () => Promise<T>): Promise<T> {
    try {
      return await step();
    } catch (error) {
      throw wordOf(error);
    }
  }

  /** An election that is open already is read on; another trust opens it anew. */
  async openBoard({ctx0, policy, remembered}: Trust): Promise<BoardView> {
    return this.read(async () => {
      this.election = await openElection(this.source, {ctx0, policyHash: policy, remembered});
      return boardView(this.election);
    });
  }
  async refreshBoard(): Promise<BoardView> {
    return this.read(async () => {
      await this.board.refresh();
      return boardView(this.board);
    });
  }

  async enrolProof(code: string, ctx0: Bytes): Promise<string> {
    return toHex(enrolProof(code, ctx0));
  }
  async prfSalt(ctx0: Bytes): Promise<Bytes> {
    return prfSalt(ctx0);
  }
  async useKey(prf: Bytes, code: string, ctx0: Bytes): Promise<string> {
    this.key = deriveSlotKey(prf, code, ctx0);
    wipe(prf);
    return toHex(this.key.X);
  }
  async makeKey(code: string, ctx0: Bytes): Promise<{X: string; sealed: Bytes}> {
    this.key = randomSlotKey();
    return {X: toHex(this.key.X), sealed: await sealKey(this.key, code, ctx0)};
  }
  async openKey(sealed: Bytes, code: string, ctx0: Bytes): Promise<string> {
    this.key = await openSealedKey(sealed, code, ctx0);
    return toHex(this.key.X);
  }
  async forgetKey(): Promise<void> {
    this.key = undefined;
  }
  async proveEnrolment(ctx0: Bytes, evidenceHash: string): Promise<string> {
    const hash = fromHex(evidenceHash);
    if (hash?.length !== 32) throw new WorkTrouble('unreadable');
    return toHex(proveEnrolment(this.held, ctx0, hash));
  }

  private async slotOf(slot: number): Promise<RunSlot> {
    return given((await slotRun(this.board, Math.floor(slot / RUN)))[slot % RUN], 'altered', 'the slot list');
  }

  async findSlot(X: string): Promise<SlotFound | undefined> {
    return this.read(async () => {
      const found = await findSlot(this.board, fromHex(X) ?? new Uint8Array(0));
      if (!found) return undefined;
      const contests = this.board.offered(found.style, Number.MAX_SAFE_INTEGER).map((one) => contestView(one.contest));
      return {slot: found.slot, contests};
    });
  }

  async beginGrant(slot: number): Promise<GrantBegin> {
    const K = newSigningKey();
    return {slot, K: toHex(K.K), possession: toHex(beginPossession(this.held, this.board.open.ctx, slot, K.K)), seed: K.seed};
  }
  async grantRequest(slot: number, seed: Bytes): Promise<Bytes> {
    return grantRequest(this.held, this.board.open.ctx, slot, signingKey(seed).K);
  }
  async acceptGrant(bytes: Bytes, slot: number, seed: Bytes): Promise<{first: number; last: number}> {
    const {first, last} = this.grantOf(bytes, slot, seed);
    return {first, last};
  }
  private grantOf(bytes: Bytes, slot: number, seed: Bytes): Grant {
    const {constitution} = this.board;
    const registrar = signerOf(constitution, idsOfRole(constitution, REGISTRAR)[0] ?? '');
    const grant = decodeGrant(bytes);
    const fits = grant && registrar && grant.slot === BigInt(slot) && equal(grant.K, signingKey(seed).K) && verifyGrant(grant, this.board.open.ctx, registrar.key);
    if (!fits) throw new WorkTrouble('false-grant');
    return grant;
  }

  async build(slot: number, epoch: number, sealed: number, choices: number[], grant: Bytes, seed: Bytes, onProgress: (done: number, of: number) => void): Promise<Built> {
    return this.read(async () => {
      const {contests, view} = await this.viewOf(slot, epoch, sealed);
      const of = contests.reduce((sum, one) => sum + one.plaintexts.options.length, 0);
      let done = 0;
      const {bytes, kept} = buildCast(view, this.held, choices, this.grantOf(grant, slot, seed), signingKey(seed), () => onProgress(++done, of));
      return {epoch, bytes, kept};
    });
  }

  /** What the cast builds on. The board must have the epoch that the box says it sealed last; until it does, it is asked again. */
  private async viewOf(slot: number, epoch: number, sealed: number): Promise<{contests: Offered[]; view: Parameters<typeof buildCast>[0]}> {
    const {board} = this;
    await board.refresh();
    const tree = given(board.ahead, 'missing', 'the checkpoint');
    if (lastSealedBefore(board, tree, epoch) !== sealed) throw new WorkTrouble('line', `epoch ${sealed}`);
    const {X, style} = await this.slotOf(slot);
    const contests = board.offered(style, epoch);
    this.y ??= new FixedBase(board.open.opening.y);
    const previous = await previousCiphertexts(board, tree, slot, epoch);
    return {contests, view: {ctx: board.open.ctx, slot, epoch, y: this.y, X, contests: contests.map((one) => one.plaintexts), previous}};
  }

  async checkAcknowledgement(kept: KeptBallot, acknowledgement: Bytes): Promise<Verdict> {
    return this.read(async () => {
      const box = this.board.ballot.schedule.get(kept.epoch)?.box;
      const key = this.board.constitution.boxes.find((one) => one.signer === box);
      return checkAcknowledgement(kept, encodePoint(given(key, 'altered', 'the schedule').B), (await this.slotOf(kept.slot)).X, acknowledgement);
    });
  }

  async recorded(kept: KeptBallot): Promise<Recorded> {
    return this.read(async () => {
      await this.board.refresh();
      const found = await confirmRecorded(this.board, kept);
      return typeof found === 'string' ? {state: found} : {state: 'lost', why: found.lost};
    });
  }

  async result(): Promise<ElectionResult | undefined> {
    return this.read(async () => (this.board.opened ? readResult(this.board) : undefined));
  }
  async announced(): Promise<Bytes | undefined> {
    return this.read(async () => (this.board.opened ? (await readAnnouncement(this.board))?.hash : undefined));
  }

  async checkLink(kept: KeptBallot, origin: string): Promise<{link: string; code: Bytes}> {
    const code = encodeCheckCode(kept);
    return {link: checkLink(origin, code), code};
  }
}
