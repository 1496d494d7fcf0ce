// SPDX-License-Identifier: Apache-2.0
// In the page of ballot.mjs: one ballot with mayor (2 options) and council (46 options), on the main thread.
import {FixedBase, hashToGroup, randomScalar, secretPower} from '../../web/core/group.ts';
import {randomBytes} from '../../web/core/bytes.ts';
import type {Ciphertext} from '../../web/core/ciphertext.ts';
import {OptionTable} from '../../web/core/options.ts';
import type {OfferedContest} from '../../web/core/options.ts';
import {newSigningKey} from '../../web/core/signature.ts';
import {buildCast} from '../../web/device/cast.ts';
import {randomSlotKey} from '../../web/device/slotKey.ts';

const numbers = (count: number): number[] => Array.from({length: count + 1}, (_, number) => number);
const [ctx, ctx0, point] = [randomBytes(32), randomBytes(32), hashToGroup('y', randomBytes(8))];
const [key, signing] = [randomSlotKey(), newSigningKey()];

/** Once per election, before the voter chooses: the elements of all options, the table of the election key. */
function prepare(): {y: FixedBase; contests: OfferedContest[]; previous: Ciphertext[]} {
  const [table, y] = [new OptionTable(ctx0), new FixedBase(point)];
  const contests = [table.offered('mayor', numbers(2)), table.offered('council', numbers(46))];
  y.power(randomScalar());
  return {y, contests, previous: contests.map(({id}) => table.beforeFirst(id))};
}

let ready: ReturnType<typeof prepare>;

/** From "seal" to the bytes that are sent; how many. */
function ballot(): number {
  const grant = {slot: 7n, nonce: ctx, K: signing.K, first: 1, last: 3, signature: new Uint8Array(64), bytes: new Uint8Array(128)};
  return buildCast({ctx, slot: 7, epoch: 1, X: key.X, ...ready}, key, [1, 17], grant, signing).bytes.length;
}

/** Of the library, with secret scalars and a point that has no table. */
function multiplications(count: number): void {
  for (let i = 0; i < count; i++) secretPower(point, randomScalar());
}

const timed = (work: () => void): number => {
  const start = performance.now();
  work();
  return performance.now() - start;
};

Object.assign(globalThis, {
  prepare: () => timed(() => (ready = prepare())), ballot: () => timed(ballot), multiplications: () => timed(() => multiplications(20)),
});
