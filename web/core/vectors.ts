// SPDX-License-Identifier: Apache-2.0
// The vector files of tests/vectors, for tests only. [tests/vectors/README.md]
import {readFileSync} from 'node:fs';
import {fromHex} from './bytes.ts';
import type {Bytes} from './bytes.ts';
import type {Verdict} from './verdict.ts';

export type Fields = Readonly<Record<string, unknown>>;
export interface Case {
  readonly about: string;
  readonly in: Fields;
  readonly check: string;
  readonly reason?: string;
  readonly out?: Fields;
}

export function vectorCases(name: string): readonly Case[] {
  return (JSON.parse(readFileSync(`${SOURCE}/tests/vectors/${name}.json`, 'utf8')) as {cases: Case[]}).cases;
}

/** What the pages made themselves, for the C++: right and wrong ones. */
export function browserCases(section: string): readonly Case[] {
  return (vectorCases('browser') as readonly (Case & {section: string})[]).filter((one) => one.section === section);
}

/** Bytes that are no encoding of anything, where no numbered check is asked. */
export class Refused extends Error {}

export function orRefuse<T>(value: T | undefined): T {
  if (value === undefined) throw new Refused('refused');
  return value;
}

export class Input {
  constructor(private readonly fields: Fields) {}
  has(key: string): boolean {
    return key in this.fields;
  }
  text(key: string): string {
    const value = this.fields[key];
    if (typeof value !== 'string') throw new Error(`${key} is no text`);
    return value;
  }
  number(key: string): number {
    const value = this.fields[key];
    if (typeof value !== 'number') throw new Error(`${key} is no number`);
    return value;
  }
  bytes(key: string): Bytes {
    return hexBytes(this.text(key));
  }
  list(key: string): readonly unknown[] {
    const value = this.fields[key];
    if (!Array.isArray(value)) throw new Error(`${key} is no list`);
    return value as unknown[];
  }
  byteList(key: string): readonly Bytes[] {
    return this.list(key).map((item) => hexBytes(String(item)));
  }
}

function hexBytes(text: string): Bytes {
  const bytes = fromHex(text);
  if (bytes === undefined) throw new Error('a vector that is no hexadecimal');
  return bytes;
}

/** What code says about one case: the check, and with "pass" what comes out. */
export interface Answer {
  readonly check: string;
  readonly out?: Fields;
}

export function judged(judge: (input: Input) => Fields | Verdict, input: Fields): Answer {
  try {
    const said = judge(new Input(input));
    if ('ok' in said && said['ok'] === false) return {check: String((said as {check: string}).check)};
    return {check: 'pass', out: 'ok' in said ? {} : said};
  } catch (error) {
    if (error instanceof Refused) return {check: 'refused'};
    throw error;
  }
}
