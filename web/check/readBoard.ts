// SPDX-License-Identifier: Apache-2.0
// The check against the real board: opens a code, and confirms later under the quorum of the cosigners. [SPEC 10.8 CheckCode]
import {fromHex, toHex} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import {FixedBase} from '../core/group.ts';
import {confirmRow, decodeCheckCode, readCheckCode} from '../device/checkCode.ts';
import type {CheckCode} from '../device/checkCode.ts';
import {optionsOf} from '../record/ballot.ts';
import {REAL_CLOCK} from '../record/constitution.ts';
import {openElection} from '../record/election.ts';
import type {Election, Offered} from '../record/election.ts';
import {epochState, previousCiphertexts, sealedRow} from '../record/epochs.ts';
import {RUN, slotRun} from '../record/slots.ts';
import type {RunSlot} from '../record/slots.ts';
import type {Source} from '../record/source.ts';
import {demand, given} from '../record/trouble.ts';
import type {Tree} from '../record/views.ts';
import {CodeRefused} from './driver.ts';
import type {CheckBoard, Look} from './driver.ts';
import type {Choice, Kept, ShownContest} from './session.ts';

const SEEN = 'ippyo-check-seen';

type Shelf = Pick<Storage, 'getItem' | 'setItem'>;

function remembered(shelf: Shelf): Tree | undefined {
  const [size = '', root = ''] = (shelf.getItem(SEEN) ?? '').split(' ');
  const bytes = fromHex(root);
  return /^[1-9][0-9]{0,15}$/.test(size) && bytes?.length === 32 ? {size: Number(size), root: bytes} : undefined;
}

function choiceOf({contest}: Offered, number: number | undefined): Choice {
  if (number === undefined) return {kind: 'nothing'};
  const options = optionsOf(contest, number).map(({number: shown, name, kana, nameEn}) => ({number: shown, name, kana, nameEn}));
  return options.length === 0 ? {kind: 'blank'} : {kind: 'options', options};
}

export class ReadBoard implements CheckBoard {
  private opening: Election | undefined;

  constructor(private readonly source: Source, private readonly shelf: Shelf) {}

  get facts(): {title: string; titleEn: string; rehearsal: boolean} | undefined {
    const constitution = this.opening?.constitution;
    return constitution && {title: constitution.title, titleEn: constitution.titleEn, rehearsal: constitution.clock !== REAL_CLOCK};
  }

  private async election(): Promise<Election> {
    if (this.opening) await this.opening.refresh();
    else this.opening = await openElection(this.source, {remembered: remembered(this.shelf)});
    const tree = this.opening.memory;
    if (tree) this.shelf.setItem(SEEN, `${tree.size} ${toHex(tree.root)}`);
    return this.opening;
  }

  async read(bytes: Bytes): Promise<{kept: Kept; shown: ShownContest[]}> {
    const code = decodeCheckCode(bytes);
    if (!code) throw new CodeRefused('not-a-code');
    const election = await this.election();
    if (!election.opened) throw new CodeRefused('too-early');
    const {ctx, opening} = election.opened;
    const slot = code.slot < opening.slots ? await slotOf(election, Number(code.slot)) : undefined;
    const offered = slot ? election.offered(slot.style, code.epoch) : [];
    const view = slot && {ctx, slot: slot.slot, y: new FixedBase(opening.y), contests: offered.map((one) => one.plaintexts)};
    const reading = readCheckCode(ctx, view, code);
    if ('why' in reading) throw new CodeRefused(reading.why);
    const shown = offered.map((one, c) =>
      ({title: one.contest.title, titleEn: one.contest.titleEn, choice: choiceOf(one, reading.choices[c])}));
    return {kept: keptOf(election, code, reading.hash), shown};
  }

  async look(kept: Kept): Promise<Look> {
    const election = await this.election();
    const {ctx, opening} = election.open;
    demand(kept.ctx === toHex(ctx), 'other-election', 'the check');
    const tree = given(election.checkpoint, 'no-quorum', 'the checkpoint');
    const state = epochState(election, tree, kept.epoch);
    if (state !== 'sealed') return state;
    const {slot, style, X} = await slotOf(election, Number(kept.slot));
    const {row} = await sealedRow(election, tree, kept.epoch, slot);
    const previous = await previousCiphertexts(election, tree, slot, kept.epoch);
    const contests = election.offered(style, kept.epoch).map((one) => one.plaintexts);
    const view = {ctx, slot, epoch: kept.epoch, y: new FixedBase(opening.y), X, contests, previous};
    const verdict = confirmRow(given(fromHex(kept.hash), 'altered', 'the check'), view, row);
    if (verdict.ok) return 'recorded';
    return verdict.check === 'V3.80' ? 'bytes' : 'proof';
  }
}

/** Whole runs are read, so that nobody learns which slot is looked at. */
async function slotOf(election: Election, slot: number): Promise<RunSlot> {
  return given((await slotRun(election, Math.floor(slot / RUN)))[slot % RUN], 'altered', `slot ${slot}`);
}

function keptOf(election: Election, code: CheckCode, hash: Bytes): Kept {
  const close = Number(election.ballot.schedule.get(code.epoch)?.close ?? 0n);
  return {
    ctx: toHex(code.ctx), slot: String(code.slot), epoch: code.epoch, hash: toHex(hash), choice: 'open', number: 'open',
      record: 'waiting',
    due: close + election.open.opening.calendar.graceSeconds,
  };
}
