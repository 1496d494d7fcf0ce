// SPDX-License-Identifier: Apache-2.0
// What stands around every screen: settings first, the ribbon of a rehearsal, the bars of speech and switches, the foot.
import './theme.css';
import './frame.css';
import './parts.css';
import type {ComponentChildren, JSX} from 'preact';
import {useEffect, useState} from 'preact/hooks';
import {Button} from './button.tsx';
import {Icon} from './icons.tsx';
import {applyLook} from './look.ts';
import {PARTS, SETTINGS} from './partWords.ts';
import {Say, useSay} from './say.tsx';
import {Scanner} from './scanning.ts';
import {changeSettings, useSettings} from './settings.ts';
import {SettingsPanel} from './settingsPanel.tsx';
import {readFocus, reader, readScreen, type Voice} from './speech.ts';
import type {Phrase} from './words.ts';

interface FrameProps {
  /** Whose page it is, as on the board: the election's title. */
  title: Phrase;
  rehearsal?: boolean;
  foot?: ComponentChildren;
  children: ComponentChildren;
}

export function Frame({title, rehearsal = false, foot, children}: FrameProps): JSX.Element {
  const settings = useSettings();
  const [panel, setPanel] = useState(false);
  useEffect(() => applyLook(settings), [settings]);
  useEffect(() => {
    const onFocus = (event: FocusEvent) => readFocus(event.target);
    document.addEventListener('focusin', onFocus);
    return () => document.removeEventListener('focusin', onFocus);
  }, []);
  return (
    <>
      <header class="head" data-scan-group="head">
        <div class="head-row">
          <button type="button" class="button plain settings-button" aria-haspopup="dialog" onClick={() => setPanel(true)}>
            <Icon name="look" /><span><Say it={SETTINGS.open} /></span>{settings.language !== 'en' && <span lang="en" class="also">Language</span>}
          </button>
          <p class="head-title"><Say it={title} /></p>
        </div>
        {rehearsal && <p class="ribbon"><Icon name="info" /><span><Say it={PARTS.rehearsal} /></span></p>}
      </header>
      {settings.audio && <AudioBar />}
      {settings.scan !== 'off' && <ScanBar />}
      <main>{children}</main>
      {foot && <footer class="foot" data-scan-group="foot">{foot}</footer>}
      {panel && <SettingsPanel onClose={() => setPanel(false)} />}
    </>
  );
}

/** Whether this device can speak; voices may come a moment later. */
function useVoice(): Voice {
  const [voice, set] = useState(reader.voice());
  const {language} = useSettings();
  useEffect(() => {
    const look = () => set(reader.voice());
    look();
    if (typeof speechSynthesis === 'undefined') return;
    speechSynthesis.addEventListener?.('voiceschanged', look);
    return () => speechSynthesis.removeEventListener?.('voiceschanged', look);
  }, [language]);
  return voice;
}

function AudioBar(): JSX.Element {
  const say = useSay();
  const voice = useVoice();
  useEffect(() => {
    readScreen();
    return () => reader.stop();
  }, []);
  return (
    <div class="bar audio-bar" role="region" aria-label={say(SETTINGS.audio)} data-scan-group="audio">
      {voice === 'ready'
        ? <><Button kind="plain" icon="sound" label={SETTINGS.repeat} onPress={readScreen} />
            <Button kind="plain" icon="stop" label={SETTINGS.stop} onPress={() => reader.stop()} /></>
        : <p role="status"><Icon name="warning" /><span><Say it={SETTINGS.noVoice} /></span></p>}
    </div>
  );
}

function ScanBar(): JSX.Element {
  const settings = useSettings();
  const say = useSay();
  useEffect(() => {
    const scanner = new Scanner(settings);
    return () => scanner.stop();
  }, [settings.scan, settings.seconds, settings.next, settings.select]);
  return (
    <div class="bar scan-bar" role="region" aria-label={say(SETTINGS.scan)} data-scan-group="scan">
      <p><Icon name="key" /><span><Say it={SETTINGS.scanRuns} /></span></p>
      <Button kind="plain" icon="stop" label={SETTINGS.scanStop} onPress={() => changeSettings({scan: 'off'})} />
    </div>
  );
}
