// SPDX-License-Identifier: Apache-2.0
// The words of the public page of an election.
import {catalogue} from '../ui/words.ts';

export const board = catalogue({
  kicker: {ja: '選挙の公開ページ', easy: 'みんなが 見られる ページ', en: 'Public page of the election'},
  opening: {ja: '掲示板を読み、連署を確かめています。', easy: '掲示板を 読んでいます。連署を たしかめています。', en: 'Reading the board and checking the cosignatures.'},
  lost: {ja: 'つながりません。自動でやり直しています。', easy: 'つながりません。自動で やりなおしています。', en: 'The line is lost. Trying again by itself.'},
  notYet: {ja: 'まだ何も公開されていません。', easy: 'まだ 何も ありません。', en: 'Nothing has been published yet.'},
  lead: {
    ja: 'この選挙の記録はすべて公開の掲示板にあり、あとから変えられません。名前はどこにもありません。', easy: 'この 選挙の 記録は ぜんぶ 掲示板に あります。あとから 変えられません。名前は ありません。',
    en: 'The whole record of this election stands on a public board and cannot be changed afterwards. It holds no names of voters.'},
  refreshed: {ja: '{time} 現在（自動で新しくなります）', easy: '{time}の ようすです（自動で 新しく なります）', en: 'As of {time} (updates by itself)'},
  contents: {ja: 'このページの内容', easy: 'この ページに あるもの', en: 'On this page'},
  stopTitle: {ja: '掲示板を確かめられませんでした', easy: '掲示板が 正しいか わかりません', en: 'The board could not be confirmed'},
  stopLead: {
    ja: '掲示板の内容が、連署や前に見た内容と合いません。数字は表示しません。選挙管理委員会に、下の言葉を伝えてください。',
    easy: '掲示板が 正しいか わかりません。選挙管理委員会に、下の ことばを 言って ください。',
    en: 'The board does not agree with its cosignatures or with what was seen before. No figures are shown. Please tell the election office the words below.'},
  again: {ja: 'もう一度読む', easy: 'もう一度 読む', en: 'Read again'},
});

export const phases = catalogue({
  title: {ja: 'いまの段階', easy: '今の ようす', en: 'Where the election stands'},
  constitution: {ja: '基本設定の公開', easy: '決まりの 公開', en: 'Constitution published'},
  ceremony: {ja: '選挙の鍵の作成', easy: '選挙の かぎを 作りました', en: 'Election key made'},
  slots: {ja: '登録者の番号の公開', easy: '登録した 人の 番号', en: 'Slot list published'},
  opening: {ja: '開始宣言', easy: '選挙の はじまり', en: 'Opening'},
  voting: {ja: 'ネット投票', easy: 'ネットの 投票', en: 'Internet voting'},
  internetClose: {ja: 'ネット投票の終わり', easy: 'ネットの 投票が おわりました', en: 'Internet voting closed'},
  pollsClose: {ja: '投票の終わり', easy: '投票が おわりました', en: 'Polls closed'},
  settlement: {ja: '紙投票の反映と検査', easy: '紙の 投票を 入れました', en: 'Paper votes settled and audited'},
  mixes: {ja: '票の混ぜ合わせ', easy: '票を まぜました', en: 'Ballots mixed'},
  decryption: {ja: '開票', easy: '開票', en: 'Decryption'},
  result: {ja: '結果', easy: '結果', en: 'Result'},
  done: {ja: '済み', easy: 'おわり', en: 'done'},
  now: {ja: '進行中', easy: '今', en: 'now'},
  later: {ja: 'これから', easy: 'これから', en: 'to come'},
});

export const numbers = catalogue({
  title: {ja: '人数・票の数', easy: '人の 数・票の 数', en: 'Numbers'},
  slots: {ja: '登録した人の数（番号の数）', easy: '登録した 人の 数', en: 'Enrolled voters (slots)'},
  epochs: {ja: '公開された区切り', easy: '出た 区切り', en: 'Epochs published'},
  voids: {ja: '無効になった区切り', easy: 'だめに なった 区切り', en: 'Void epochs'},
  entries: {ja: '掲示板の記録の数', easy: '記録の 数', en: 'Entries on the board'},
  mixes: {ja: '混ぜ合わせの回数', easy: 'まぜた 回数', en: 'Mixes done'},
  hidden: {
    ja: '区切りごとに、投票した人もしていない人も、全員の番号に新しい暗号文が載ります。だから、だれがいつ投票したかは、ここからは分かりません。',
    easy: '区切りごとに、全員の 番号に 新しい 暗号が のります。だから、だれが いつ 投票したかは わかりません。',
    en: 'In every epoch each slot gets a new ciphertext, voted or not. So nobody can see here who voted, or when.'},
});

export const signatures = catalogue({
  title: {ja: '記録を確かめた団体', easy: '記録を たしかめた 団体', en: 'Who has checked the record'},
  lead: {
    ja: '次の団体は、それぞれ自分で全部の記録を検査してから、連署しています。', easy: 'つぎの 団体は、自分で ぜんぶ たしかめて、連署しました。', en: 'Each of these organisations checked every entry itself before it cosigned.'},
  needed: {ja: '必要な連署の数: {k}', easy: 'ひつような 連署: {k}', en: 'Cosignatures needed: {k}'},
  caption: {ja: 'いちばん新しい時点署名への連署', easy: '一番 新しい 連署', en: 'Cosignatures of the latest checkpoint'},
  yes: {ja: 'あり（{time}）', easy: 'あり（{time}）', en: 'yes ({time})'},
  no: {ja: 'まだ', easy: 'まだ', en: 'not yet'},
  checkpoint: {ja: '時点署名: {size}件まで、{time}', easy: '{size}件まで、{time}', en: 'Checkpoint: {size} entries, {time}'},
});

export const calendar = catalogue({
  title: {ja: '日程', easy: '日程', en: 'Calendar'},
  announcement: {ja: '告示', easy: '告示', en: 'Announcement'},
  internet: {ja: 'ネットで投票できる時間', easy: 'ネットで 投票できる とき', en: 'Internet voting'},
  pollingDay: {ja: '投票所で投票できる時間（投票日）', easy: '投票所で 投票できる とき（投票日）', en: 'Polling places (polling day)'},
  paper: {ja: '紙の投票で置きかえられる期限', easy: '紙で 変えられる 最後の とき', en: 'Paper replaces online votes until'},
  range: {ja: '{from} から {until} まで', easy: '{from} から {until} まで', en: '{from} to {until}'},
});

export const contests = catalogue({
  title: {ja: '投票するもの', easy: '投票する もの', en: 'Contests'},
  many: {ja: '{title}（{n}）', easy: '{title}（{n}）', en: '{title} ({n})'},
  seats: {ja: '定数 {n}', easy: 'えらばれる 数 {n}', en: '{n} to be elected'},
  number: {ja: '番号', easy: '番号', en: 'No.'},
  name: {ja: '名前', easy: '名前', en: 'Name'},
  kana: {ja: 'かな', easy: 'かな', en: 'Kana'},
  withdrawn: {ja: '{name}（とりやめ）', easy: '{name}（やめました）', en: '{name} (withdrawn)'},
});

export const result = catalogue({
  title: {ja: '結果', easy: '結果', en: 'Result'},
  notYet: {ja: '開票は、投票がすべて終わってから行われます。', easy: '開票は 投票が おわってからです。', en: 'Ballots are counted after all voting has ended.'},
  votes: {ja: '票数', easy: '票の 数', en: 'Votes'},
  elected: {ja: '当選', easy: '当選', en: 'elected'},
  tied: {ja: '同数（抽選）', easy: '同じ 数（くじ）', en: 'tied (lot)'},
  byLot: {ja: '抽選で当選', easy: 'くじで 当選', en: 'elected by lot'},
  blank: {ja: '白票', easy: '白票', en: 'Blank'},
  abstain: {ja: '投票しなかった', easy: '投票しなかった', en: 'Not cast'},
  replacedOnPaper: {ja: '紙の投票で置きかえ', easy: '紙の 投票に 変えた', en: 'Replaced by paper'},
  unused: {ja: '使われなかった投票券', easy: '使われなかった 投票券', en: 'Unused tokens'},
  invalid: {ja: '無効', easy: '無効', en: 'Invalid'},
  withdrawnMark: {ja: 'とりやめ', easy: 'やめました', en: 'withdrawn'},
  others: {ja: '{title}: そのほか', easy: '{title}: そのほか', en: '{title}: other ballots'},
  open: {ja: '決まらなかった席: {n}', easy: '決まらなかった 席: {n}', en: 'Seats still open: {n}'},
  lot: {ja: '抽選の記録', easy: 'くじの 記録', en: 'Record of the lot'},
  state: {ja: '結果', easy: '結果', en: 'Outcome'},
  kind: {ja: '種類', easy: 'しゅるい', en: 'Kind'},
  print: {ja: '結果を印刷する', easy: '結果を 印刷する', en: 'Print the result'},
  online: {
    ja: 'この掲示板で数えた票の結果です。投票所の紙の票は、ふくまれていません。', easy: 'この 掲示板で 数えた 票です。紙の 票は 入っていません。', en: 'These are the ballots counted on this board. Paper ballots are not among them.'},
});

export const changes = catalogue({
  title: {ja: '変更とお知らせ', easy: '変わった こと・お知らせ', en: 'Changes and incidents'},
  none: {ja: 'ありません。', easy: 'ありません。', en: 'None.'},
  add: {ja: '候補の追加: {name}', easy: '候補が ふえました: {name}', en: 'Option added: {name}'},
  withdraw: {ja: '候補のとりやめ: {name}', easy: '候補が やめました: {name}', en: 'Option withdrawn: {name}'},
  extend: {ja: '投票時間の延長: {until} まで', easy: '投票の 時間が のびました: {until} まで', en: 'Voting extended until {until}'},
  suspend: {ja: '投票の休止: {from} から {until} まで', easy: '投票を 休みます: {from} から {until} まで', en: 'Voting suspended from {from} to {until}'},
  reason: {ja: '理由: {reason}', easy: '理由: {reason}', en: 'Reason: {reason}'},
});

export const files = catalogue({
  title: {ja: '投票ページの控え', easy: '投票ページの ひかえ', en: 'Files of the voter’s page'},
  lead: {
    ja: '選挙管理委員会が公開した、投票ページのファイルの控え（ハッシュ値）です。投票ページの「この画面について」と同じなら、書きかえられていません。',
    easy: '投票ページの ファイルの ひかえです。投票ページの「この画面について」と 同じなら 正しいです。',
    en: 'What the commission announced as the files of the voter’s page. If “About this page” there shows the same, nobody has changed it.'},
  none: {ja: 'まだ公開されていません。', easy: 'まだ ありません。', en: 'Not announced yet.'},
  list: {ja: 'ファイルの一覧', easy: 'ファイルの 一覧', en: 'List of files'},
});

export const finding = catalogue({
  title: {ja: '自分の投票を探す', easy: '自分の 投票を さがす', en: 'Find your own ballot'},
  lead: {
    ja: '確認用のリンクかコード、または暗号文の値を貼ると、掲示板の全員分を手もとにダウンロードして、この画面の中でくらべます。どの番号を探しているかは、サーバーには伝わりません。',
    easy: 'かくにんの リンクか コードを はって ください。みんなの 分を ダウンロードして、この 画面の 中で くらべます。どの 番号かは サーバーに つたわりません。',
    en: 'Paste the check link, the code or the ciphertext. The page downloads everybody’s rows and compares them here. No server learns which slot you look for.'},
  care: {
    ja: '確認用のリンクには、投票の中身を開く鍵が入っています。ほかの人のいるところや、借りた機器では貼らないでください。', easy: 'リンクには 投票の 中身が 入っています。ほかの 人の 機器では はらないで ください。',
    en: 'A check link can open your ballot. Do not paste it where others see it or on a borrowed device.'},
  label: {ja: 'リンク、コード、または暗号文', easy: 'リンクか コード', en: 'Link, code or ciphertext'},
  go: {ja: '探す', easy: 'さがす', en: 'Search'},
  notRead: {ja: '確認用のリンク、コード、暗号文のどれとしても読めませんでした。', easy: '読めませんでした。もう一度 はって ください。', en: 'This is neither a check link nor a code nor a ciphertext.'},
  running: {ja: '{of}のうち{done}を読みました（{mb} MB）', easy: '{of}の うち {done} 読みました（{mb} MB）', en: 'Read {done} of {of} ({mb} MB)'},
  found: {ja: '見つかりました。区切り {epoch}、番号 {slot} の記録です。', easy: '見つかりました。区切り {epoch}、番号 {slot}です。', en: 'Found: epoch {epoch}, number {slot}.'},
  notFound: {
    ja: '探した区切りにはありませんでした。区切りがまだ終わっていないか、もっと前の区切りかもしれません。', easy: 'ありませんでした。まだ 区切りが おわって いないかも しれません。',
    en: 'Not in the epochs that were searched. The epoch may not have ended yet, or it is older.'},
  range: {ja: '探す区切り: {first} から {last} まで', easy: 'さがす 区切り: {first} から {last}', en: 'Epochs searched: {first} to {last}'},
  none: {ja: '公開された区切りは、まだありません。', easy: '区切りは まだ ありません。', en: 'No epoch has been published yet.'},
  lost: {ja: 'つながりませんでした。もう一度「探す」を押してください。', easy: 'つながりませんでした。もう一度 おして ください。', en: 'The line was lost. Please press “Search” again.'},
});

export const verifying = catalogue({
  title: {ja: 'この選挙を自分で確かめる', easy: 'この 選挙を 自分で たしかめる', en: 'Verify this election yourself'},
  lead: {
    ja: 'だれでも、掲示板の全部の記録をダウンロードして、最初の1件から結果まで計算し直せます。信じる必要のある相手はいません。',
    easy: 'だれでも ぜんぶの 記録を ダウンロードして、はじめから 計算しなおせます。', en: 'Anybody can download the whole record and recompute it from the first entry to the result. Nobody has to be trusted.'},
  first: {ja: '1. 掲示板の記録をダウンロードします（つづきからもできます）。', easy: '1. 記録を ダウンロードします。', en: '1. Download the record (can be continued later).'},
  second: {ja: '2. 検証プログラムを動かします。', easy: '2. たしかめる プログラムを 動かします。', en: '2. Run the verifier.'},
  after: {
    ja: '「検証しました」と出れば、すべて正しい記録です。そうでなければ、最初に合わない記録と規則が出ます。', easy: '「検証しました」が 出れば 正しいです。ちがえば、どこが ちがうか 出ます。',
    en: 'It says that the election verifies, or names the first entry and the rule that fail.'},
  browser: {ja: 'このブラウザーで確かめる', easy: 'この ブラウザーで たしかめる', en: 'Verify in this browser'},
  browserLead: {
    ja: '小さな選挙なら、この画面の中で確かめられます。時間がかかり、電池を使います。', easy: '小さい 選挙なら、ここで できます。時間が かかります。', en: 'A small election can be verified right here. It takes time and battery.'},
  stop: {ja: '中止する', easy: 'やめる', en: 'Stop'},
  running: {ja: '{of}件のうち{done}件を確かめました', easy: '{of}件の うち {done}件', en: 'Verified {done} of {of} entries'},
  ok: {ja: '検証しました。{entries}件すべての記録と結果が正しいことを、この機器で計算して確かめました。', easy: '正しいです。{entries}件 ぜんぶ この 機器で たしかめました。', en: 'Verified: all {entries} entries and the result, computed on this device.'},
  okSoFar: {ja: 'ここまでの{entries}件の記録が正しいことを、この機器で計算して確かめました。結果はまだありません。', easy: 'ここまでの {entries}件は 正しいです。結果は まだです。', en: 'The {entries} entries so far are verified on this device. There is no result yet.'},
  bad: {ja: '記録 {entry} が規則 {check} に合いません: {place}', easy: '記録 {entry} が 規則 {check} に 合いません: {place}', en: 'Entry {entry} fails rule {check}: {place}'},
  badFiles: {ja: '掲示板が規則 {check} に合いません: {place}', easy: '掲示板が 規則 {check} に 合いません: {place}', en: 'The board fails rule {check}: {place}'},
  large: {
    ja: 'この選挙は大きいので、ブラウザーでは確かめられません。上の2つの命令を使ってください。', easy: 'この 選挙は 大きいです。上の 命令を 使って ください。', en: 'This election is too large for a browser. Please use the two commands above.'},
  lost: {ja: 'つながりませんでした。もう一度押してください。', easy: 'つながりませんでした。もう一度 おして ください。', en: 'The line was lost. Please try again.'},
});
