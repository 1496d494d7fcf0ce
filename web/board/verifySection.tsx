// SPDX-License-Identifier: Apache-2.0
// "Verify this election yourself": two commands for any size, a button for small elections.
import {useEffect, useRef, useState} from 'preact/hooks';
import {Button, Notice, Progress, Say} from '../ui/parts.ts';
import {Section} from './sections.tsx';
import {canVerify, startVerifying} from './verifier.ts';
import type {VerifyAnswer, VerifyProgress} from './verifier.ts';
import {verifying as words} from './words.ts';

function Answered({answer}: {answer: VerifyAnswer}) {
  if (answer.kind === 'verified') return <Notice kind="ok">
    <p><Say it={(answer.finished ? words.ok : words.okSoFar)({entries: answer.entries})} /></p></Notice>;
  if (answer.kind === 'failed') return <Notice kind="bad">
    <p><Say it={answer.entry === undefined ? words.badFiles(answer) : words.bad({...answer, entry: answer.entry})} /></p></Notice>;
  return <Notice kind="warning"><p><Say it={answer.kind === 'large' ? words.large : words.lost} /></p></Notice>;
}

function InBrowser() {
  const [progress, setProgress] = useState<VerifyProgress>();
  const [answer, setAnswer] = useState<VerifyAnswer>();
  const running = useRef<{stop: () => void}>(undefined);
  useEffect(() => () => running.current?.stop(), []);
  const start = () => {
    setAnswer(undefined);
    setProgress({done: 0, of: 0});
    running.current = startVerifying((message) => {
      if (message.kind === 'progress') return setProgress(message.progress);
      setProgress(undefined);
      setAnswer(message.answer);
    });
  };
  const stop = () => {
    running.current?.stop();
    setProgress(undefined);
  };
  return (
    <>
      <p><Say it={words.browserLead} /></p>
      {progress ? <Button label={words.stop} icon="stop" onPress={stop} />
        : <Button label={words.browser} icon="shield" onPress={start} />}
      {progress && <Progress label={words.running({done: progress.done, of: progress.of})}
        part={progress.of === 0 ? 0 : progress.done / progress.of} />}
      <div role="status">{answer && <Answered answer={answer} />}</div>
    </>
  );
}

export function Verify({origin}: {origin: string}) {
  return (
    <Section id="verify" title={words.title}>
      <p><Say it={words.lead} /></p>
      <p><Say it={words.first} /></p>
      <code class="command">{`python3 scripts/fetch_board.py ${origin}/ballot-box/board/ board`}</code>
      <p><Say it={words.second} /></p>
      <code class="command">ippyo-verify board</code>
      <p><Say it={words.after} /></p>
      {canVerify() && <InBrowser />}
    </Section>
  );
}
