// SPDX-License-Identifier: Apache-2.0
// Reads data files of the repository, which are a small part of TOML: [[tables]] of one-line keys with texts, numbers, truths and lists of texts.

export type Cell = string | number | boolean | readonly string[];
export type Row = Readonly<Record<string, Cell>>;

function cellOf(text: string): Cell {
  const value: unknown = JSON.parse(text); // the one-line values of these files are JSON too
  const fits = ['string', 'number', 'boolean'].includes(typeof value) || (Array.isArray(value) && value.every((one) => typeof one === 'string'));
  if (!fits) throw new Error(`tables: ${text}`);
  return value as Cell;
}

/** Rows by the name of their table; keys before the first table belong to ''. */
export function tablesOf(text: string): Map<string, Row[]> {
  const tables = new Map<string, Record<string, Cell>[]>([['', [{}]]]);
  let row: Record<string, Cell> = tables.get('')?.[0] ?? {};
  for (const line of text.split('\n').map((one) => one.trim())) {
    if (line === '' || line.startsWith('#')) continue;
    const head = /^\[\[([a-z_]+)\]\]$/.exec(line)?.[1];
    const pair = /^([a-z_]+) = (.+)$/.exec(line);
    if (head) {
      row = {};
      tables.set(head, [...(tables.get(head) ?? []), row]);
    } else if (pair?.[1] && pair[2]) {
      row[pair[1]] = cellOf(pair[2]);
    } else {
      throw new Error(`tables: ${line}`);
    }
  }
  return tables;
}
