// SPDX-License-Identifier: Apache-2.0
// The panel of settings. Every choice works at once, so that one sees what it does.
import type {JSX} from 'preact';
import {useEffect, useState} from 'preact/hooks';
import {Button} from './button.tsx';
import {Choice, type Option} from './choice.tsx';
import {Dialog} from './dialog.tsx';
import {PARTS, SETTINGS} from './partWords.ts';
import {Say} from './say.tsx';
import {changeSettings, hasFurigana, RATES, resetSettings, SCALES, SECONDS, useSettings, type Settings} from './settings.ts';
import type {Phrase} from './words.ts';

const option = (value: string | number, label: Phrase, lang?: string): Option => ({value: String(value), label, ...(lang ? {lang} : {})});
const SWITCHED = [option('on', SETTINGS.on), option('off', SETTINGS.off)];

/** A choice among values of one setting. */
function Pick<K extends keyof Settings>({setting, legend, options, hint, values, tight = false}:
  {setting: K; legend: Phrase; options: readonly Option[]; hint?: Phrase; values: readonly Settings[K][]; tight?: boolean}): JSX.Element {
  const settings = useSettings();
  return <Choice name={`setting-${setting}`} legend={legend} options={options} tight={tight} {...(hint ? {hint} : {})} value={String(settings[setting])}
    onValue={(value) => changeSettings({[setting]: values.find((one) => String(one) === value)})} />;
}

export function SettingsPanel({onClose}: {onClose: () => void}): JSX.Element {
  const settings = useSettings();
  const actions = <><Button kind="primary" icon="done" label={PARTS.close} onPress={onClose} />
    <Button icon="again" label={SETTINGS.reset} onPress={resetSettings} /></>;
  return (
    <Dialog id="settings" title={SETTINGS.title} onClose={onClose} actions={actions}>
      <div class="settings">
        <Pick setting="language" legend={SETTINGS.language} values={['ja', 'easy', 'en']}
          options={[option('ja', '日本語', 'ja'), option('easy', 'やさしい日本語', 'ja'), option('en', 'English', 'en')]} />
        <Pick setting="scale" tight legend={SETTINGS.size} values={SCALES} options={SCALES.map((percent) => option(percent, SETTINGS.percent({percent})))} />
        <Pick setting="theme" legend={SETTINGS.colour} values={['auto', 'light', 'dark', 'clear', 'yellow']}
          options={(['auto', 'light', 'dark', 'clear', 'yellow'] as const).map((theme) => option(theme, SETTINGS[theme]))} />
        {settings.language !== 'en' && <Choice name="setting-furigana" legend={SETTINGS.furigana} tight options={SWITCHED}
          value={hasFurigana(settings) ? 'on' : 'off'} onValue={(value) => changeSettings({furigana: value === 'on'})} />}
        <Choice name="setting-audio" legend={SETTINGS.audio} hint={SETTINGS.audioHint} tight options={SWITCHED} value={settings.audio ? 'on' : 'off'}
          onValue={(value) => changeSettings({audio: value === 'on'})} />
        {settings.audio && <Pick setting="rate" tight legend={SETTINGS.rate} values={RATES}
          options={[option(0.7, SETTINGS.slow), option(1, SETTINGS.usual), option(1.3, SETTINGS.fast)]} />}
        <Pick setting="scan" legend={SETTINGS.scan} values={['off', 'one', 'two']}
          options={[option('off', SETTINGS.scanOff), option('one', SETTINGS.scanOne), option('two', SETTINGS.scanTwo)]} />
        {settings.scan !== 'off' && <Switches settings={settings} />}
      </div>
    </Dialog>
  );
}

function Switches({settings}: {settings: Settings}): JSX.Element {
  return (
    <div class="switches">
      {settings.scan === 'one' && <Pick setting="seconds" tight legend={SETTINGS.seconds} values={SECONDS}
        options={SECONDS.map((count) => option(count, SETTINGS.everySeconds({count})))} />}
      {settings.scan === 'two' && <KeyPick legend={SETTINGS.keyNext} value={settings.next} onKey={(next) => changeSettings({next})} />}
      <KeyPick legend={SETTINGS.keySelect} value={settings.select} onKey={(select) => changeSettings({select})} />
    </div>
  );
}

/** The next key that is pressed becomes the switch. Tab and Escape stay what they are. */
function KeyPick({legend, value, onKey}: {legend: Phrase; value: string; onKey: (code: string) => void}): JSX.Element {
  const [waits, setWaits] = useState(false);
  useEffect(() => {
    if (!waits) return;
    const onDown = (event: KeyboardEvent) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      setWaits(false);
      if (!['Tab', 'Escape', ''].includes(event.code)) onKey(event.code);
    };
    window.addEventListener('keydown', onDown, {capture: true, once: true});
    return () => window.removeEventListener('keydown', onDown, {capture: true});
  }, [waits]);
  return (
    <div class="key-pick">
      <p><strong><Say it={legend} /></strong> <Say it={SETTINGS.keyNow({key: value})} /></p>
      <Button icon="key" label={waits ? SETTINGS.pressKey : legend} pressed={waits} onPress={() => setWaits(true)} />
    </div>
  );
}
