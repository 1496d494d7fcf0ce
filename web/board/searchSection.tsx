// SPDX-License-Identifier: Apache-2.0
// Search for one's own ciphertext.
import {useState} from 'preact/hooks';
import {BoardTrouble} from '../record/trouble.ts';
import {Button, Field, Notice, Progress, Say} from '../ui/parts.ts';
import {search, wantedOf} from './search.ts';
import type {Epochs, Found, Searched} from './search.ts';
import {Section} from './sections.tsx';
import {finding as words} from './words.ts';

type Answer = {at: 'idle'} | {at: 'unread'} | {at: 'running'; progress: Searched} | {at: 'found'; found: Found} | {at: 'none'}
  | {at: 'lost'};

const megabytes = (bytes: number) => (bytes / 1_000_000).toFixed(1);

function Answered({answer}: {answer: Answer}) {
  if (answer.at === 'found') return <Notice kind="ok"><p><Say it={words.found(answer.found)} /></p></Notice>;
  if (answer.at === 'none') return <Notice kind="warning"><p><Say it={words.notFound} /></p></Notice>;
  if (answer.at === 'lost') return <Notice kind="warning"><p><Say it={words.lost} /></p></Notice>;
  if (answer.at !== 'running') return null;
  const {done, of, bytes} = answer.progress;
  return <Progress label={words.running({done, of, mb: megabytes(bytes)})} part={of === 0 ? 0 : done / of} />;
}

export function Search({epochs}: {epochs: Epochs}) {
  const [pasted, setPasted] = useState('');
  const [answer, setAnswer] = useState<Answer>({at: 'idle'});
  const last = epochs.numbers[0];
  const go = () => {
    const wanted = wantedOf(pasted);
    if (!wanted) return setAnswer({at: 'unread'});
    setPasted('');
    void search(epochs, wanted, (progress) => setAnswer({at: 'running', progress}))
      .then((found) => setAnswer(found ? {at: 'found', found} : {at: 'none'}), (trouble: unknown) => {
        if (!(trouble instanceof BoardTrouble)) throw trouble;
        setAnswer({at: 'lost'});
      });
  };
  return (
    <Section id="search" title={words.title}>
      <p><Say it={words.lead} /></p>
      {last === undefined ? <p><Say it={words.none} /></p> : (
        <>
          <p class="hint"><Say it={words.range({first: epochs.numbers[epochs.numbers.length - 1] ?? last, last})} /></p>
          <Notice kind="warning"><p><Say it={words.care} /></p></Notice>
          <Field id="wanted" label={words.label} value={pasted} onValue={setPasted} lines={3} secret
            error={answer.at === 'unread' ? words.notRead : undefined} />
          <Button label={words.go} icon="next" busy={answer.at === 'running'} onPress={go} />
          <div role="status"><Answered answer={answer} /></div>
        </>
      )}
    </Section>
  );
}
