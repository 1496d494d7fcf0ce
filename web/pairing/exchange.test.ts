// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Bytes} from '../core/bytes.ts';
import {offerThrough, receiveThrough} from './exchange.ts';
import type {ExchangeWord} from './exchange.ts';
import {MemoryRelay} from './memoryRelay.ts';
import {RelayTrouble} from './relay.ts';
import type {Box, Relay} from './relay.ts';

const origin = 'https://vote.example.jp';
const code = new Uint8Array(240).map((_, i) => i);

interface Offered {
  digits: Promise<string>;
  end: Promise<ExchangeWord | undefined>;
  course: AbortController;
}
function offered(relay: Relay, where = origin): Offered {
  const course = new AbortController();
  let end: Promise<ExchangeWord | undefined> = Promise.resolve(undefined);
  const digits = new Promise<string>((shown) => {
    end = offerThrough(relay, where, code, shown, course.signal);
  });
  return {digits, end, course};
}
const other = (digits: string) => digits.slice(0, 4) + String((Number(digits.slice(4)) + 1) % 10_000).padStart(4, '0');

/** A relay that changes messages of the second device's box on their way. */
class Meddler implements Relay {
  constructor(private readonly inner: Relay, private readonly change: (message: number, bytes: Bytes) => Bytes) {}
  open = () => this.inner.open();
  async join(number: string): Promise<Box> {
    const box = await this.inner.join(number);
    return {...box, get: async (message) => this.change(message, await box.get(message))};
  }
}

test('the second device gets the code, the first hears that it arrived, and the box is closed', async () => {
  const relay = new MemoryRelay();
  const first = offered(relay);
  assert.deepEqual(await receiveThrough(relay, origin, await first.digits), code);
  assert.equal(await first.end, undefined);
  assert.equal(relay.boxes.size, 0);
});

test('digits may be typed with spaces', async () => {
  const relay = new MemoryRelay();
  const first = offered(relay);
  const digits = await first.digits;
  assert.deepEqual(await receiveThrough(relay, origin, `${digits.slice(0, 4)} ${digits.slice(4)}`), code);
});

test('a wrong number is told on both devices, the box is closed, and the right number no longer works', async () => {
  const relay = new MemoryRelay();
  const first = offered(relay);
  const digits = await first.digits;
  assert.equal(await receiveThrough(relay, origin, other(digits)), 'wrong');
  assert.equal(await first.end, 'wrong');
  assert.equal(relay.boxes.size, 0);
  assert.equal(await receiveThrough(relay, origin, digits), 'gone');
});

test('a number of nobody is gone, a second device that comes late finds the box taken or gone', async () => {
  const relay = new MemoryRelay();
  assert.equal(await receiveThrough(relay, origin, '99990000'), 'gone');
  const first = offered(relay);
  const digits = await first.digits;
  const both = await Promise.all([receiveThrough(relay, origin, digits), receiveThrough(relay, origin, digits)]);
  assert.deepEqual(both.map((one) => (typeof one === 'string' ? one : 'code')), ['code', 'taken']);
});

test('a page of another origin does not pair', async () => {
  const relay = new MemoryRelay();
  const first = offered(relay);
  assert.equal(await receiveThrough(relay, 'https://vote.example.net', await first.digits), 'wrong');
  assert.equal(await first.end, 'wrong');
});

test('a relay that changes any message gets nothing through', async () => {
  for (const which of [0, 1, 2]) {
    const relay = new MemoryRelay();
    const first = offered(relay);
    const flipped = new Meddler(relay,
      (message, bytes) => (message === which ? bytes.map((byte, i) => (i === 20 ? byte ^ 1 : byte)) : bytes));
    assert.equal(await receiveThrough(flipped, origin, await first.digits), 'wrong', `message ${which}`);
    assert.ok(['wrong', 'gone'].includes((await first.end) ?? 'given'), `message ${which}`);
  }
});

test('what passes the relay does not hold the code', async () => {
  const relay = new MemoryRelay();
  const seen: Bytes[] = [];
  const first = offered(relay);
  await receiveThrough(new Meddler(relay, (_, bytes) => (seen.push(bytes), bytes)), origin, await first.digits);
  assert.equal(seen.length, 3);
  for (const bytes of seen) assert.ok(!Buffer.from(bytes).includes(Buffer.from(code.slice(0, 8))));
});

test('who stops offering closes the box', async () => {
  const relay = new MemoryRelay();
  const first = offered(relay);
  const digits = await first.digits;
  first.course.abort();
  assert.equal(await first.end, 'gone');
  assert.equal(await receiveThrough(relay, origin, digits), 'gone');
});

test('trouble of the relay is told by its word', async () => {
  for (const word of ['busy', 'unreachable'] as const) {
    const relay: Relay = {open: () => Promise.reject(new RelayTrouble(word)), join: () => Promise.reject(new RelayTrouble(word))};
    assert.equal(await offerThrough(relay, origin, code, () => undefined, new AbortController().signal), word);
    assert.equal(await receiveThrough(relay, origin, '12345678'), word);
  }
});
