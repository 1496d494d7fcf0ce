// SPDX-License-Identifier: Apache-2.0
// The voting goes on in one tab of a browser. Another one says where, and may take it over; then the first one stops.

export type Hold = 'here' | 'elsewhere';

interface Locks {
  request(name: string, options: {ifAvailable?: boolean; steal?: boolean}, held: (lock: unknown) => Promise<void>): Promise<void>;
}

const NAME = 'ippyo-booth';

export class OneTab {
  hold: Hold = 'here';
  constructor(private readonly changed: (hold: Hold) => void, private readonly locks: Locks | undefined = globalThis.navigator?.locks as Locks | undefined) {}

  private set(hold: Hold): void {
    if (hold === this.hold) return;
    this.hold = hold;
    this.changed(hold);
  }

  /** Resolves when it is known who holds it. A browser without locks cannot tell; then every tab is alone. */
  private request(options: {ifAvailable?: boolean; steal?: boolean}): Promise<void> {
    const {locks} = this;
    if (!locks) return Promise.resolve();
    return new Promise((known) => {
      locks.request(NAME, options, (lock) => {
        this.set(lock ? 'here' : 'elsewhere');
        known();
        return lock ? new Promise<void>(() => undefined) : Promise.resolve();
      }).catch(() => {
        // Another tab took it over.
        this.set('elsewhere');
        known();
      });
    });
  }

  take(): Promise<void> {
    return this.request({ifAvailable: true});
  }
  takeOver(): Promise<void> {
    return this.request({steal: true});
  }
}
