// SPDX-License-Identifier: Apache-2.0
// All parts on one page, for eyes and for tests; never part of what is built for voters.
import {render, type JSX} from 'preact';
import {useState} from 'preact/hooks';
import {keepLook} from '../../web/ui/look.ts';
import {Agree, BigNumber, Button, CardButton, CheckList, Choice, CodeInput, Countdown, Details, Dialog, Facts, Faults, Field, Frame, Link, Notice, Progress,
  Say, Screen, Steps, Table, catalogue} from '../../web/ui/parts.ts';

const WORDS = catalogue({
  title: {ja: '部品の見本', easy: '部品の 見本', en: 'Samples of the parts'},
  lead: {ja: 'これは部品の見本です。投票所へ行くことが難しい方も、ご自宅から投票できます。', easy: 'これは 部品の 見本です。家から 投票できます。',
    en: 'These are samples of the parts. You can vote from home if you cannot easily reach a polling place.'},
  name: {ja: '氏名', easy: '名前', en: 'Name'},
  hint: {ja: '住民票のとおりに書いてください。', easy: '住民票と 同じ 名前を 書いて ください。', en: 'As on your residence record.'},
  missing: {ja: '氏名を書いてください。', easy: '名前を 書いて ください。', en: 'Please write your name.'},
  who: {ja: '市長にふさわしいと思う人を選んでください', easy: '市長に なって ほしい 人を えらんで ください', en: 'Choose a mayor'},
  blank: {ja: 'だれも選ばない（白票）', easy: 'だれも えらばない（白票）', en: 'Nobody (blank)'},
  open: {ja: 'たずねる', easy: 'たずねる', en: 'Ask'},
  next: {ja: '次へ進む', easy: '次へ', en: 'Next'},
  code: {ja: '専用コード', easy: '専用コード', en: 'Dedicated code'},
  slot: {ja: 'スロット番号', easy: 'スロット番号', en: 'Slot number'},
});
const PEOPLE = [['見本 太郎', 'みほん たろう'], ['例示 花子', 'れいじ はなこ'], ['試験 次郎', 'しけん じろう']] as const;

function Gallery(): JSX.Element {
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<string>();
  const [several, setSeveral] = useState<string[]>([]);
  const [code, setCode] = useState('abcd-efgh');
  const [asks, setAsks] = useState(false);
  const [agreed, setAgreed] = useState(true);
  const [round, setRound] = useState(0);
  const people = PEOPLE.map(([label, kana], index) => ({value: String(index), label, kana, number: index + 1}));
  return (
    <Frame title="見本市 練習選挙" rehearsal foot={<p class="foot-text">見本市選挙管理委員会</p>}>
      <Screen title={WORDS.title} kicker={WORDS.who} onBack={() => setRound(0)} actions={<><Button kind="primary" label={WORDS.next} onPress={() => setRound(round + 1)} />
        <Button label={WORDS.open} onPress={() => setAsks(true)} /><Button kind="danger" icon="leave" label={WORDS.open} onPress={() => setAsks(true)} /></>}>
        <Steps names={[WORDS.name, WORDS.code, WORDS.slot]} at={1} />
        <p class="lead"><Say it={WORDS.lead} /></p>
        <Faults faults={name === '' ? [{field: 'name', message: WORDS.missing}] : []} round={round} />
        <CardButton strong icon="ballot" title={WORDS.next} text={WORDS.hint} onPress={() => setAsks(true)} />
        <CardButton icon="letter" title={WORDS.code} text={WORDS.hint} onPress={() => setAsks(true)} />
        <Field id="name" label={WORDS.name} hint={WORDS.hint} value={name} onValue={setName} error={round > 0 && name === '' ? WORDS.missing : undefined} />
        <Field id="mail" label={WORDS.name} value={name} onValue={setName} optional type="email" wide="middle" />
        <Choice name="mayor" legend={WORDS.who} hint={WORDS.hint} value={chosen} onValue={setChosen} options={[...people, {value: 'blank', label: WORDS.blank}]} />
        <CheckList name="several" legend={WORDS.who} values={several} onValues={setSeveral} most={2} options={people} />
        <Agree id="agree" label={WORDS.lead} checked={agreed} onChecked={setAgreed} />
        {(['info', 'ok', 'warning', 'bad'] as const).map((kind) => <Notice kind={kind}><p><Say it={WORDS.lead} /></p></Notice>)}
        <CodeInput id="code" label={WORDS.code} hint={WORDS.hint} value={code} onValue={setCode} />
        <BigNumber label={WORDS.slot} digits="1234567" />
        <BigNumber label={WORDS.code} digits="12345678" secret groups={['1234', '5678']} />
        <Details summary={WORDS.open}><p><Say it={WORDS.lead} /></p></Details>
        <Facts facts={[{name: WORDS.name, content: '見本 太郎', action: <Button kind="plain" label={WORDS.open} onPress={() => setAsks(true)} />}]} />
        <Table caption={WORDS.who} head={[WORDS.name, WORDS.slot]} numbers={[1]} rows={[['見本 太郎', '1,234'], ['例示 花子', '567']]} />
        <Progress label={WORDS.next} part={0.4} />
        <Progress label={WORDS.next} />
        <Countdown until={GALLERY_TIME + 300_000} now={() => GALLERY_TIME} onExtend={() => setRound(0)} />
        <Countdown until={GALLERY_TIME + 50_000} now={() => GALLERY_TIME} onExtend={() => setRound(0)} />
        <Link href="#next" label={WORDS.next} />
      </Screen>
      {asks && <Dialog id="ask" title={WORDS.open} onClose={() => setAsks(false)} actions={<Button kind="primary" label={WORDS.next} onPress={() => setAsks(false)} />}>
        <p><Say it={WORDS.lead} /></p>
      </Dialog>}
    </Frame>
  );
}

const GALLERY_TIME = 1_800_000_000_000;

keepLook();
render(<Gallery />, document.getElementById('page')!);
