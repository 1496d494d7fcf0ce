// SPDX-License-Identifier: Apache-2.0
// A few questions after voting, all of them free to leave open; apart from every ballot. [SPEC 15.10 Questionnaire]
import type {JSX} from 'preact';
import {useEffect, useState} from 'preact/hooks';
import {Button, Choice, Field, Notice, Progress, Say, Screen, type Entry} from '../../ui/parts.ts';
import {Http, ServiceTrouble} from '../services/http.ts';
import {APPLY} from '../words/apply.ts';
import {QUESTIONS} from '../words/after.ts';
import type {Way} from './home.tsx';

interface Texts {
  ja: string;
  easy: string;
  en: string;
}
interface Question extends Texts {
  id: string;
  kind: 'scale' | 'choice' | 'text';
  choices?: (Texts & {id: string})[];
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.length < 2_000;
const areTexts = (value: unknown): value is Texts & {id: string} => {
  const {ja, easy, en, id} = (value ?? {}) as Record<string, unknown>;
  return [ja, easy, en, id].every(isText);
};
function isQuestion(value: unknown): value is Question {
  if (!areTexts(value)) return false;
  const {kind, choices} = value as Partial<Question>;
  return kind === 'scale' || kind === 'text' || (kind === 'choice' && Array.isArray(choices) && choices.every(areTexts));
}
/** An answer that is no list of questions is as if there were none. */
export const questionsOf = (answer: {questions?: unknown}): Question[] | 'none' =>
  (Array.isArray(answer.questions) && answer.questions.length > 0 && answer.questions.every(isQuestion) ? answer.questions : 'none');

/** Only the words of a text from outside: its braces are no places. */
const entryOf = ({ja, easy, en}: Texts): Entry => {
  const flat = (text: string) => text.replace(/[{}|]/g, ' ');
  return {ja: flat(ja), easy: flat(easy), en: flat(en)};
};
const SCALE = ['1', '2', '3', '4', '5'].map((value) => ({value, label: value}));

/** What is sent: only what was answered; scales as numbers. */
export function answersOf(questions: readonly Pick<Question, 'id' | 'kind'>[], given: Readonly<Record<string, string>>): Record<string, string | number> {
  const answered = questions.filter((one) => (given[one.id] ?? '').trim() !== '');
  return Object.fromEntries(answered.map((one) => [one.id, one.kind === 'scale' ? Number(given[one.id]) : (given[one.id] ?? '').trim()]));
}

export function Questionnaire({way, http = new Http('/registrar')}: {way: Way; http?: Http}): JSX.Element {
  const [questions, setQuestions] = useState<Question[] | 'none'>();
  const [given, setGiven] = useState<Record<string, string>>({});
  const [state, setState] = useState<'open' | 'busy' | 'failed' | 'done'>('open');
  useEffect(() => {
    http.json<{questions?: unknown}>('/questionnaire').then((answer) => setQuestions(questionsOf(answer)), () => setQuestions('none'));
  }, []);
  const home = () => way.go({screen: 'home'});
  if (state === 'done' || questions === 'none') {
    return <Screen title={state === 'done' ? QUESTIONS.done : QUESTIONS.title} of="answered" actions={<Button kind="primary" label={APPLY.toHome} onPress={home} />}>
      <Notice kind={state === 'done' ? 'ok' : 'info'} live="status"><p><Say it={state === 'done' ? QUESTIONS.doneText : QUESTIONS.none} /></p></Notice></Screen>;
  }
  if (!questions) return <Screen title={QUESTIONS.title} of="questions"><Progress label={QUESTIONS.loading} /></Screen>;
  const send = () => {
    setState('busy');
    http.json('/questionnaire', {method: 'POST', json: {answers: answersOf(questions, given)}}).then(() => setState('done'),
      (error: unknown) => setState(error instanceof ServiceTrouble && error.status === 404 ? 'done' : 'failed'));
  };
  return (
    <Screen title={QUESTIONS.title} of="questions" onBack={way.back} actions={<><Button kind="primary" label={QUESTIONS.send} busy={state === 'busy'} onPress={send} />
      <Button label={QUESTIONS.skip} onPress={home} /></>}>
      <p><Say it={QUESTIONS.lead} /></p>
      {questions.map((one) => <One key={one.id} question={one} value={given[one.id]} onValue={(value) => setGiven({...given, [one.id]: value})} />)}
      {state === 'failed' && <Notice kind="bad" live="alert"><p><Say it={QUESTIONS.failed} /></p></Notice>}
    </Screen>
  );
}

function One({question, value, onValue}: {question: Question; value: string | undefined; onValue: (value: string) => void}): JSX.Element {
  const legend = entryOf(question);
  if (question.kind === 'text') return <Field id={`q-${question.id}`} label={legend} hint={QUESTIONS.textHint} value={value ?? ''} onValue={onValue} optional lines={4} maxLength={500} />;
  const scale = question.kind === 'scale';
  const options = scale ? SCALE : (question.choices ?? []).map((one) => ({value: one.id, label: entryOf(one)}));
  return <Choice name={`q-${question.id}`} legend={legend} {...(scale ? {hint: QUESTIONS.scaleHint, tight: true} : {})} options={options} value={value} onValue={onValue} />;
}
