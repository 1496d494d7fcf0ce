// SPDX-License-Identifier: Apache-2.0
// The fields of the application, by step.
import type {JSX} from 'preact';
import {CheckList, Choice, Field, Say, Select, type Fault} from '../../ui/parts.ts';
import {ERAS, type Birth, type Draft, type Era} from '../application.ts';
import type {Eligibility} from '../eligibility.ts';
import {APPLY} from '../words/apply.ts';

interface FormProps {
  draft: Draft;
  change: (change: Partial<Draft>) => void;
  faults: readonly Fault[];
  data: Eligibility;
}

const errorOf = (faults: readonly Fault[], field: string) => faults.find((one) => one.field === field)?.message;

/** Year as people count it: of an era, or of the western calendar. */
export function BirthFields({birth, onBirth, faults}: {birth: Birth; onBirth: (birth: Birth) => void; faults: readonly Fault[]}): JSX.Element {
  const part = (key: 'year' | 'month' | 'day') => (
    <Field id={`birth-${key}`} label={APPLY[key]} value={birth[key]} onValue={(value) => onBirth({...birth, [key]: value})} inputMode="numeric" wide="short" maxLength={4}
      error={key === 'year' ? errorOf(faults, 'birth-year') : undefined} />
  );
  return (
    <fieldset class="choice" data-scan-group="birth">
      <legend><Say it={APPLY.birth} /></legend>
      <div class="content">
        <Select id="birth-era" label={APPLY.era} value={birth.era} onValue={(era) => onBirth({...birth, era: era as Era})}
          options={ERAS.map((era) => ({value: era, label: APPLY[era]}))} />
        <div class="field-row">{part('year')}{part('month')}{part('day')}</div>
      </div>
    </fieldset>
  );
}

export function Who({draft, change, faults}: FormProps): JSX.Element {
  return (
    <>
      <Field id="name" label={APPLY.name} hint={APPLY.nameHint} value={draft.name} onValue={(name) => change({name})} error={errorOf(faults, 'name')} autoComplete="name" maxLength={40} />
      <Field id="kana" label={APPLY.kana} hint={APPLY.kanaHint} value={draft.kana} onValue={(kana) => change({kana})} error={errorOf(faults, 'kana')} maxLength={80} />
      <BirthFields birth={draft.birth} onBirth={(birth) => change({birth})} faults={faults} />
      <Field id="address" label={APPLY.address} hint={APPLY.addressHint} value={draft.address} onValue={(address) => change({address: address.replace(/\n/g, ' ')})}
        error={errorOf(faults, 'address')} autoComplete="street-address" lines={2} maxLength={200} />
      <Field id="phone" label={APPLY.phone} hint={APPLY.phoneHint} value={draft.phone} onValue={(phone) => change({phone})} type="tel" inputMode="tel" autoComplete="tel" optional
        wide="middle" maxLength={40} />
      <Field id="email" label={APPLY.email} value={draft.email} onValue={(email) => change({email})} type="email" inputMode="email" autoComplete="email" optional maxLength={200} />
    </>
  );
}

export function Why({draft, change, faults, data}: FormProps): JSX.Element {
  const category = data.categories.find((one) => one.id === draft.category);
  const papers = data.evidence.filter((one) => category?.evidence.includes(one.id));
  return (
    <>
      <Choice name="category" legend={APPLY.category} value={draft.category || undefined} error={errorOf(faults, 'category')}
        onValue={(chosen) => change({category: chosen, evidence: [], region: ''})} options={data.categories.map((one) => ({value: one.id, label: one.label}))} />
      {category?.region && <Select id="region" label={APPLY.region} value={draft.region} onValue={(region) => change({region})} error={errorOf(faults, 'region')}
        options={[{value: '', label: APPLY.choose}, ...data.regions.map((one) => ({value: one.id, label: one.label}))]} />}
      {papers.length > 0 && <CheckList name="evidence" legend={APPLY.evidence} hint={APPLY.evidenceHint} values={draft.evidence}
        onValues={(evidence) => change({evidence})} options={papers.map((one) => ({value: one.id, label: one.label}))} />}
      <Field id="ground" label={APPLY.ground} hint={APPLY.groundHint} value={draft.ground} onValue={(ground) => change({ground})} error={errorOf(faults, 'ground')} lines={4}
        maxLength={1300} />
    </>
  );
}

export function Post({draft, change, faults, data}: FormProps): JSX.Element {
  const abroad = data.categories.find((one) => one.id === draft.category)?.region === true;
  return (
    <>
      <Choice name="letter" legend={APPLY.letter} value={draft.letter} onValue={(letter) => change({letter: letter as Draft['letter']})}
        options={[{value: 'print', label: APPLY.print}, {value: 'large-print', label: APPLY.large}, {value: 'braille', label: APPLY.braille}]} />
      {!abroad && <Choice name="elsewhere" legend={APPLY.elsewhere} value={draft.elsewhere ? 'other' : 'home'} onValue={(where) => change({elsewhere: where === 'other'})}
        options={[{value: 'home', label: APPLY.home}, {value: 'other', label: APPLY.other}]} />}
      {!abroad && <Field id="postal" label={APPLY.postal} value={draft.postal} onValue={(postal) => change({postal})} error={errorOf(faults, 'postal')} inputMode="numeric"
        autoComplete="postal-code" wide="short" maxLength={12} />}
      {(abroad || draft.elsewhere) && <Field id="delivery" label={APPLY.delivery} value={draft.delivery} onValue={(delivery) => change({delivery})}
        error={errorOf(faults, 'delivery')} lines={3} maxLength={240} />}
      {abroad && <Field id="country" label={APPLY.country} value={draft.country} onValue={(country) => change({country})} error={errorOf(faults, 'country')} maxLength={60} />}
    </>
  );
}
