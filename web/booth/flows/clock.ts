// SPDX-License-Identifier: Apache-2.0
// The time is the ballot box's, in Japan. The device's own clock only carries it on between two answers, and is told when it is wrong.

const TOLERATED = 120;

export class Clock {
  private offset = 0;
  private known = false;
  constructor(private readonly device: () => number = () => Date.now() / 1000) {}

  /** What a service said it was, just now. */
  set(now: number): void {
    this.offset = now - this.device();
    this.known = true;
  }
  now(): number {
    return Math.floor(this.device() + this.offset);
  }
  /** The device's clock is off by more than two minutes. Of a rehearsal's clock, which may be moved by hand, nothing follows. */
  wrong(rehearsal: boolean): boolean {
    return this.known && !rehearsal && Math.abs(this.offset) > TOLERATED;
  }
}
