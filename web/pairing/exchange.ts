// SPDX-License-Identifier: Apache-2.0
// One ballot's check code goes from the casting device to the second one through a box of the relay, sealed. One try. [SPEC 16.3
// Handing over]
import {utf8} from '../core/bytes.ts';
import type {Bytes} from '../core/bytes.ts';
import {CastingSide, SecondSide, meeting, newSecret} from './cpace.ts';
import {RelayTrouble, httpRelay} from './relay.ts';
import type {Box, Relay, RelayWord} from './relay.ts';

/** wrong: the other device was given other digits; the box is closed for both. */
export type ExchangeWord = RelayWord | 'wrong';

class Wrong extends Error {}

const RECEIPT = utf8('received');

/** What went wrong, as a word; errors of our own go on. */
function wordOf(trouble: unknown): ExchangeWord {
  if (trouble instanceof Wrong) return 'wrong';
  if (trouble instanceof RelayTrouble) return trouble.word;
  throw trouble;
}

function demand<T>(value: T | undefined): T {
  if (value === undefined) throw new Wrong();
  return value;
}

async function handOver(box: Box, origin: string, code: Bytes, show: (digits: string) => void): Promise<void> {
  const secret = newSecret();
  const side = new CastingSide({origin, box: box.number, secret});
  await box.put(0, side.first);
  show(box.number + secret);
  const {confirmation, channel} = demand(side.answer(await box.get(0)));
  await box.put(1, confirmation);
  await box.put(2, await channel.seal(code));
  demand(await channel.open(await box.get(1)));
}

/** The casting device. `show` gets the eight digits. undefined: the other device has the code. */
export async function offerThrough(relay: Relay, origin: string, code: Bytes, show: (digits: string) => void,
  signal: AbortSignal): Promise<ExchangeWord | undefined> {
  let box: Box | undefined;
  const leave = () => void box?.close();
  signal.addEventListener('abort', leave);
  try {
    box = await relay.open();
    if (!signal.aborted) await handOver(box, origin, code, show);
    return signal.aborted ? 'gone' : undefined;
  } catch (trouble) {
    return wordOf(trouble);
  } finally {
    signal.removeEventListener('abort', leave);
    await box?.close();
  }
}

/** Between our answer and the confirmation nobody but the casting device closes a box, and it does so for wrong digits. */
async function confirmationOf(box: Box): Promise<Bytes> {
  try {
    return await box.get(1);
  } catch (trouble) {
    throw trouble instanceof RelayTrouble && trouble.word === 'gone' ? new Wrong() : trouble;
  }
}

/** The second device. */
export async function receiveThrough(relay: Relay, origin: string, digits: string): Promise<Bytes | ExchangeWord> {
  const where = meeting(origin, digits);
  if (!where) return 'wrong';
  let box: Box | undefined;
  try {
    box = await relay.join(where.box);
    const side = demand(SecondSide.meet(where, await box.get(0)));
    await box.put(0, side.answer);
    const channel = demand(side.confirm(await confirmationOf(box)));
    const code = demand(await channel.open(await box.get(2)));
    // The code is here; whether the other device hears of it is its own matter.
    await box.put(1, await channel.seal(RECEIPT)).catch(() => undefined);
    return code;
  } catch (trouble) {
    await box?.close();
    return wordOf(trouble);
  }
}

const RELAY = '/relay';

export const offer = (code: Bytes, show: (digits: string) => void, signal: AbortSignal): Promise<ExchangeWord | undefined> =>
  offerThrough(httpRelay(RELAY), location.origin, code, show, signal);
export const receive = (digits: string): Promise<Bytes | ExchangeWord> => receiveThrough(httpRelay(RELAY), location.origin, digits);
