// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {OneTab} from './oneTab.ts';

/** Locks as browsers have them, with one name. */
class SampleLocks {
  private broken: ((error: Error) => void) | undefined;
  request(_name: string, options: {ifAvailable?: boolean; steal?: boolean}, held: (lock: unknown) => Promise<void>): Promise<void> {
    if (options.steal) this.broken?.(new Error('AbortError'));
    else if (this.broken) return held(null);
    return new Promise((done, failed) => {
      this.broken = failed;
      void held({}).then(done);
    });
  }
}

test('the first tab has the voting, the second one is told so, and may take it over', async () => {
  const locks = new SampleLocks();
  const told: string[] = [];
  const first = new OneTab((hold) => told.push(`first ${hold}`), locks), second = new OneTab((hold) => told.push(`second ${hold}`), locks);
  await first.take();
  await second.take();
  assert.deepEqual([first.hold, second.hold], ['here', 'elsewhere']);
  await second.takeOver();
  await new Promise((done) => setImmediate(done));
  assert.deepEqual([first.hold, second.hold], ['elsewhere', 'here']);
  assert.deepEqual(told, ['second elsewhere', 'second here', 'first elsewhere'].sort((a, b) => told.indexOf(a) - told.indexOf(b)));
});

test('a browser without locks lets every tab vote', async () => {
  const alone = new OneTab(() => assert.fail(), undefined);
  await alone.take();
  assert.equal(alone.hold, 'here');
});
