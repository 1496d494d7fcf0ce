// SPDX-License-Identifier: Apache-2.0
// Who may apply and on what evidence, from the same data file as the registrar's. Loaded with the application form only.
import text from '../../data/eligibility.toml';
import type {Entry} from '../ui/parts.ts';
import {tablesOf, type Row} from './tables.ts';

export interface Category {
  readonly id: string;
  readonly label: Entry;
  readonly evidence: readonly string[];
  /** Applicants abroad say where. */
  readonly region: boolean;
}
export interface Named {
  readonly id: string;
  readonly label: Entry;
}
export interface Eligibility {
  readonly categories: readonly Category[];
  readonly evidence: readonly Named[];
  readonly regions: readonly Named[];
}

const textOf = (row: Row, key: string) => String(row[key] ?? '');
const listOf = (row: Row, key: string) => (Array.isArray(row[key]) ? (row[key] as readonly string[]) : []);
const named = (row: Row): Named => ({id: textOf(row, 'id'), label: {ja: textOf(row, 'ja'), easy: textOf(row, 'easy'), en: textOf(row, 'en')}});

/** Categories of which no ballot is one of a city's are left out: nobody could be approved for them here. */
export function readEligibility(file: string = text): Eligibility {
  const tables = tablesOf(file);
  const rows = (tables.get('categories') ?? []).filter((row) => listOf(row, 'ballots').some((ballot) => ballot === 'city' || ballot === 'referendum'));
  return {
    categories: rows.map((row) => ({...named(row), evidence: listOf(row, 'evidence'), region: row['region'] === true})),
    evidence: (tables.get('evidence') ?? []).map(named),
    regions: (tables.get('regions') ?? []).map(named),
  };
}
