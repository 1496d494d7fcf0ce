// SPDX-License-Identifier: Apache-2.0
// What a server answers, read no further than to a limit: whoever lies may also never stop sending. [SPEC 10.6 Interface]
import {concat} from './bytes.ts';
import type {Bytes} from './bytes.ts';

export class TooLong extends Error {
  override readonly name = 'TooLong';
}

export async function readLimited(answer: Response, most: number): Promise<Bytes> {
  const reader = answer.body?.getReader();
  const pieces: Bytes[] = [];
  for (let length = 0; reader; ) {
    const {done, value} = await reader.read();
    if (done) break;
    length += value.length;
    if (length > most) {
      void reader.cancel().catch(() => undefined);
      throw new TooLong(`more than ${most} bytes`);
    }
    pieces.push(value);
  }
  return concat(...pieces);
}
