// SPDX-License-Identifier: Apache-2.0
// The page's own camera reader, for who did not use the phone's camera app.
import {useEffect, useRef, useState} from 'preact/hooks';
import {readCodes} from '../../pairing/camera.ts';
import {Button, Notice, Say, Screen, useSay} from '../../ui/parts.ts';
import type {Event} from '../session.ts';
import {camera, start} from '../words.ts';

/** `onText` says whether this was a check link. */
export function Camera({onText, tell}: {onText: (text: string) => boolean; tell: (event: Event) => void}) {
  const say = useSay();
  const video = useRef<HTMLVideoElement>(null);
  const [refused, setRefused] = useState(false);
  useEffect(() => {
    const course = new AbortController();
    if (video.current) void readCodes(video.current, onText, course.signal)
      .then((trouble) => trouble && !course.signal.aborted && setRefused(true));
    return () => course.abort();
  }, []);
  const typed = <Button kind={refused ? 'primary' : 'second'} icon="pen" label={start.number}
    onPress={() => tell({type: 'go', to: 'number'})} />;
  return (
    <Screen title={camera.title} onBack={() => tell({type: 'go', to: 'start'})} actions={typed}>
      {refused ? <Notice kind="warning" live="alert"><p><Say it={camera.refused} /></p></Notice> : (
        <>
          <p><Say it={camera.lead} /></p>
          <p class="hint"><Say it={camera.asked} /></p>
        </>
      )}
      <video ref={video} class={refused ? 'camera off' : 'camera'} muted playsInline aria-label={say(camera.view)} />
    </Screen>
  );
}
