// SPDX-License-Identifier: Apache-2.0
// The relay of SPEC 16.1 in memory, without time: for unit tests. [SPEC 16.1 Relay]
import type {Bytes} from '../core/bytes.ts';
import {RelayTrouble} from './relay.ts';
import type {Box, Relay} from './relay.ts';

type Side = 0 | 1;

class MemoryBox {
  readonly messages: Map<number, Bytes>[] = [new Map(), new Map()];
  readonly waiting: (() => void)[] = [];
  joined = false;
  closed = false;

  wake(): void {
    for (const one of this.waiting.splice(0)) one();
  }
}

export class MemoryRelay implements Relay {
  readonly boxes = new Map<string, MemoryBox>();

  private side(number: string, box: MemoryBox, side: Side): Box {
    return {
      number,
      put: async (message, bytes) => {
        if (box.closed) throw new RelayTrouble('gone');
        if (box.messages[side]?.has(message)) throw new RelayTrouble('taken');
        box.messages[side]?.set(message, bytes.slice());
        box.wake();
      },
      get: async (message) => {
        for (;;) {
          if (box.closed) throw new RelayTrouble('gone');
          const found = box.messages[1 - side]?.get(message);
          if (found) return found.slice();
          await new Promise<void>((done) => box.waiting.push(done));
        }
      },
      close: async () => {
        box.closed = true;
        this.boxes.delete(number);
        box.wake();
      },
    };
  }

  async open(): Promise<Box> {
    const number = String(1000 + this.boxes.size);
    const box = new MemoryBox();
    this.boxes.set(number, box);
    return this.side(number, box, 0);
  }

  async join(number: string): Promise<Box> {
    const box = this.boxes.get(number);
    if (!box) throw new RelayTrouble('gone');
    if (box.joined) throw new RelayTrouble('taken');
    box.joined = true;
    return this.side(number, box, 1);
  }
}
