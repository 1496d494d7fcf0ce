// SPDX-License-Identifier: Apache-2.0
// The ballot box's table of contents: where which entry stands. A hint, and treated as one. [SPEC 10.6 Interface]
import type {Source} from './source.ts';
import {demand} from './trouble.ts';

export interface Item {
  readonly index: number;
  readonly type: number;
  readonly time: number;
  /** Of an epoch or amendment. */
  readonly number?: number;
}
export interface Contents {
  readonly size: number;
  /** All entries but chunks, ascending. */
  readonly entries: readonly Item[];
}

const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

function isItem(value: unknown): value is Item {
  if (typeof value !== 'object' || value === null) return false;
  const {index, type, time, number} = value as Record<string, unknown>;
  return isCount(index) && isCount(type) && isCount(time) && (number === undefined || isCount(number));
}

export async function readContents(source: Source): Promise<Contents> {
  const json = await source.json('contents');
  demand(typeof json === 'object' && json !== null, 'missing', 'contents');
  const {size, entries} = json as Record<string, unknown>;
  demand(isCount(size) && Array.isArray(entries) && entries.every(isItem), 'missing', 'contents');
  const items = entries as Item[];
  demand(
    items.every((one, i) => one.index < size && (i === 0 || one.index > (items[i - 1]?.index ?? 0))),
    'wrong-entry',
    'contents',
  );
  return {size, entries: items};
}
