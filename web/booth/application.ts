// SPDX-License-Identifier: Apache-2.0
// The application as it is being written: what is missing, and the form that is sent. [SPEC 15.2 Form]
import type {Entry, Fault} from '../ui/parts.ts';
import type {Eligibility} from './eligibility.ts';
import {APPLY} from './words/apply.ts';

export const ERAS = ['ad', 'showa', 'taisho', 'heisei', 'reiwa', 'meiji'] as const;
export type Era = (typeof ERAS)[number];

export interface Birth {
  era: Era;
  year: string;
  month: string;
  day: string;
}
export interface Draft {
  name: string;
  kana: string;
  birth: Birth;
  address: string;
  phone: string;
  email: string;
  category: string;
  region: string;
  ground: string;
  evidence: readonly string[];
  letter: 'print' | 'large-print' | 'braille';
  elsewhere: boolean;
  delivery: string;
  postal: string;
  country: string;
  declared: boolean;
}

export const EMPTY: Draft = {name: '', kana: '', birth: {era: 'showa', year: '', month: '', day: ''}, address: '', phone: '', email: '', category: '', region: '',
  ground: '', evidence: [], letter: 'print', elsewhere: false, delivery: '', postal: '', country: '', declared: false};

/** First day and year 1 of an era; an era ends where the next begins. */
const BEGINS: Record<Exclude<Era, 'ad'>, readonly [first: string, year: number, last: string]> = {
  meiji: ['1873-01-01', 1868, '1912-07-30'], taisho: ['1912-07-30', 1912, '1926-12-25'], showa: ['1926-12-25', 1926, '1989-01-07'],
  heisei: ['1989-01-08', 1989, '2019-04-30'], reiwa: ['2019-05-01', 2019, '2199-12-31'],
};

const figures = (text: string) => {
  const half = text.normalize('NFKC').trim();
  return half === '元' ? 1 : /^[0-9]{1,4}$/.test(half) ? Number(half) : undefined;
};

/** The day as 1940-03-02; undefined if there is no such day, or not in that era. [SPEC 15.1 Day] */
export function birthDay(birth: Birth): string | undefined {
  const year = figures(birth.year), month = figures(birth.month), day = figures(birth.day);
  if (year === undefined || month === undefined || day === undefined || year < 1) return undefined;
  const full = birth.era === 'ad' ? year : BEGINS[birth.era][1] + year - 1;
  const date = new Date(Date.UTC(full, month - 1, day));
  if (full < 1873 || date.getUTCFullYear() !== full || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  const text = date.toISOString().slice(0, 10);
  if (birth.era !== 'ad' && (text < BEGINS[birth.era][0] || text > BEGINS[birth.era][2])) return undefined;
  return text;
}

const KANA = /^[\u3041-\u3096\u30a1-\u30fa\u30fb\u30fc\u30fd\u30fe\s\u3000]+$/;
const postalCode = (text: string) => /^([0-9]{3})-?([0-9]{4})$/.exec(text.normalize('NFKC').replace(/[\s\u2010-\u2015\u2212\u30fc]/g, '-').trim())?.slice(1).join('-');
const abroad = (draft: Draft, data: Eligibility) => data.categories.find((one) => one.id === draft.category)?.region === true;

const needed = (draft: Draft, fields: readonly (readonly [keyof Draft, Entry])[]): Fault[] =>
  fields.filter(([field]) => String(draft[field]).trim() === '').map(([field, label]) => ({field, message: APPLY.missing({field: label})}));

export type Step = 'who' | 'why' | 'post' | 'review';
export const STEPS: readonly Step[] = ['who', 'why', 'post', 'review'];

/** What keeps a step from being left, in the order of the screen. */
export function faultsOf(step: Step, draft: Draft, data: Eligibility): Fault[] {
  switch (step) {
    case 'who': {
      const faults = needed(draft, [['name', APPLY.name], ['kana', APPLY.kana]]);
      if (draft.kana.trim() !== '' && !KANA.test(draft.kana.normalize('NFKC'))) faults.push({field: 'kana', message: APPLY.badKana});
      if (birthDay(draft.birth) === undefined) faults.push({field: 'birth-year', message: APPLY.badBirth});
      return [...faults, ...needed(draft, [['address', APPLY.address]])];
    }
    case 'why': {
      const faults: Fault[] = data.categories.some((one) => one.id === draft.category) ? [] : [{field: 'category', message: APPLY.pick({field: APPLY.category})}];
      if (abroad(draft, data) && draft.region === '') faults.push({field: 'region', message: APPLY.pick({field: APPLY.region})});
      return [...faults, ...needed(draft, [['ground', APPLY.ground]])];
    }
    case 'post': {
      if (abroad(draft, data)) return needed(draft, [['delivery', APPLY.delivery], ['country', APPLY.country]]);
      const faults = draft.elsewhere ? needed(draft, [['delivery', APPLY.delivery]]) : [];
      return postalCode(draft.postal) === undefined ? [...faults, {field: 'postal', message: APPLY.badPostal}] : faults;
    }
    case 'review':
      return draft.declared ? [] : [{field: 'declared', message: APPLY.mustDeclare}];
  }
}
/** The JSON of POST /applications; empty members are left out. */
export function formOf(draft: Draft, data: Eligibility): Record<string, string | true> {
  const far = abroad(draft, data);
  const papers = data.evidence.filter((one) => draft.evidence.includes(one.id)).map((one) => one.label.ja).join('、');
  const members: Record<string, string> = {
    name: draft.name, kana: draft.kana, birth: birthDay(draft.birth) ?? '', address: draft.address, category: draft.category, ground: draft.ground,
    letter: draft.letter, evidence: papers, phone: draft.phone, email: draft.email, region: far ? draft.region : '', country: far ? draft.country : '',
    delivery: far || draft.elsewhere ? draft.delivery : '', postal_code: far ? '' : postalCode(draft.postal) ?? '',
  };
  const filled = Object.entries(members).map(([key, value]) => [key, value.trim()] as const).filter(([, value]) => value !== '');
  return {...Object.fromEntries(filled), declaration: true};
}

const STORED_AS = 'ippyo.application';
let inMemory: Draft | undefined;

/** The draft lasts as long as the browser's tab, so that a reload loses nothing; it goes when it has been sent or given up. */
export function keepDraft(draft: Draft | undefined): void {
  inMemory = draft;
  try {
    if (draft) sessionStorage.setItem(STORED_AS, JSON.stringify(draft));
    else sessionStorage.removeItem(STORED_AS);
  } catch { /* forbidden by the browser: the draft lasts as long as the page */ }
}

export function keptDraft(): Draft {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(STORED_AS) ?? 'null');
    return {...EMPTY, ...inMemory, ...(stored as Partial<Draft> | null), declared: false};
  } catch {
    return {...EMPTY, ...inMemory, declared: false};
  }
}
