// SPDX-License-Identifier: Apache-2.0
// The words of the second device.
import {catalogue} from '../ui/words.ts';

export const start = catalogue({
  title: {ja: '投票の中身を確かめる', easy: '投票の 中身を たしかめる', en: 'Check your ballot'},
  lead: {
    ja: '投票した機器とは別の、この機器で確かめます。えらんだとおりに投票されたか、記録されたかが分かります。',
    easy: '投票した 機器とは べつの、この機器で たしかめます。えらんだとおりか、記録されたかが わかります。',
    en: 'You use this second device to see whether your ballot holds what you chose, and whether it was recorded.'},
  camera: {ja: 'カメラで読み取る', easy: 'カメラで 読みとる', en: 'Read the code with the camera'},
  number: {ja: '8けたの番号を入れる', easy: '8けたの 番号を 入れる', en: 'Type the 8-digit number'},
  howTitle: {ja: '何を読み取りますか', easy: '何を 読みとりますか', en: 'What do I read?'},
  how: {
    ja: '投票した機器の画面に、四角いもよう（QRコード）が出ています。それを読み取ってください。カメラがないときは、投票した機器に出る8けたの番号を入れてください。',
    easy: '投票した 機器の 画面に、四角い もよう（QRコード）が 出ています。それを 読みとってください。カメラが ないときは、8けたの 番号を 入れてください。',
    en: 'The device you voted with shows a square code (QR code). Read that one. Without a camera, type the 8-digit number that it shows.'},
  home: {ja: 'はじめの画面へ', easy: 'はじめの 画面へ', en: 'To the first screen'},
  leave: {ja: '確認を終わる', easy: 'かくにんを おわる', en: 'End this check'},
  leaveHint: {
    ja: 'この機器に残っているものは、すべて消えます。', easy: 'この機器に のこっているものは、ぜんぶ 消えます。', en: 'Everything that this device still keeps is erased.'},
});

export const refusal = catalogue({
  'not-a-code': {
    ja: '確認のためのコードではありませんでした。投票した機器の画面のコードを、もう一度読み取ってください。',
    easy: 'かくにんの コードでは ありませんでした。投票した 機器の コードを、もう一度 読みとってください。',
    en: 'That was not a code for this check. Please read the code on the device you voted with again.'},
  'other-election': {
    ja: '別の選挙のコードでした。投票した機器の画面のコードを読み取ってください。', easy: 'べつの 選挙の コードでした。投票した 機器の コードを 読みとってください。',
    en: 'That code belongs to another election. Please read the code on the device you voted with.'},
  'no-such-slot': {
    ja: 'コードの番号が、この選挙にありません。選挙管理委員会に電話してください。', easy: 'コードの 番号が、この選挙に ありません。選挙管理委員会に 電話してください。',
    en: 'The number in the code does not exist in this election. Please telephone the election office.'},
  'other-contests': {
    ja: 'コードの中の投票の数が、この選挙と合いません。選挙管理委員会に電話してください。', easy: 'コードの 中の 投票の 数が 合いません。選挙管理委員会に 電話してください。',
    en: 'The code does not hold one ballot for each contest. Please telephone the election office.'},
  'too-early': {
    ja: '投票はまだ始まっていません。始まってから、もう一度確かめてください。', easy: '投票は まだ はじまっていません。あとで もう一度 たしかめてください。',
    en: 'Voting has not begun yet. Please check again once it has.'},
});

export const camera = catalogue({
  title: {ja: 'カメラで読み取る', easy: 'カメラで 読みとる', en: 'Read the code'},
  lead: {
    ja: '投票した機器の四角いもようを、わくの中に入れてください。読み取ると、すぐ次へ進みます。',
    easy: '投票した 機器の 四角い もようを、わくの 中に 入れてください。', en: 'Hold the square code of the other device inside the frame. The page goes on by itself.'},
  asked: {
    ja: 'カメラを使ってよいか聞かれたら、「許可」を選んでください。', easy: 'カメラを 使ってよいか 聞かれたら、「許可」を えらんでください。', en: 'When the browser asks for the camera, choose “Allow”.'},
  refused: {
    ja: 'カメラを使えませんでした。番号を入れる方法なら、カメラなしで確かめられます。', easy: 'カメラを 使えませんでした。番号を 入れる やりかたが あります。',
    en: 'The camera could not be used. You can check without it: type the number instead.'},
  view: {ja: 'カメラの画像', easy: 'カメラの 画像', en: 'Camera picture'},
});

export const number = catalogue({
  title: {ja: '8けたの番号を入れる', easy: '8けたの 番号を 入れる', en: 'Type the 8-digit number'},
  lead: {
    ja: '投票した機器で「番号でつなぐ」を選ぶと、8けたの番号が出ます。その番号を入れてください。',
    easy: '投票した 機器で 「番号でつなぐ」を えらぶと、8けたの 番号が 出ます。それを 入れてください。',
    en: 'On the device you voted with choose “Connect by number”. It shows 8 digits. Type them here.'},
  label: {ja: '8けたの番号', easy: '8けたの 番号', en: '8-digit number'},
  hint: {ja: '例: 1234 5678', easy: 'れい: 1234 5678', en: 'For example: 1234 5678'},
  go: {ja: 'つなぐ', easy: 'つなぐ', en: 'Connect'},
  connecting: {ja: 'つないでいます…', easy: 'つないでいます…', en: 'Connecting…'},
  digits: {ja: '数字を8つ入れてください。', easy: '数字を 8つ 入れてください。', en: 'Please type 8 digits.'},
});

export const pairingTrouble = catalogue({
  wrong: {
    ja: '番号がちがいました。安全のため、この番号はもう使えません。投票した機器で新しい番号を出してください。',
    easy: '番号が ちがいました。この番号は もう 使えません。投票した 機器で 新しい 番号を 出してください。',
    en: 'The number was not right. For safety it cannot be used again. Let the other device show a new one.'},
  gone: {
    ja: 'その番号は見つかりません。番号をもう一度見るか、投票した機器で新しい番号を出してください（5分で使えなくなります）。',
    easy: 'その 番号は ありません。番号を もう一度 見てください。5分 たったら、新しい 番号を 出してください。',
    en: 'There is no such number. Look at it again, or let the other device show a new one (it lasts five minutes).'},
  taken: {
    ja: 'その番号は、もう使われました。投票した機器で新しい番号を出してください。', easy: 'その 番号は もう 使われました。投票した 機器で 新しい 番号を 出してください。',
    en: 'That number has been used. Let the other device show a new one.'},
  busy: {ja: 'いま、こみあっています。少し待って、もう一度ためしてください。', easy: 'いま こんでいます。少し まって、もう一度 ためしてください。', en: 'Many people are connecting. Please try again shortly.'},
  unreachable: {
    ja: 'つながりませんでした。電波を確かめて、もう一度ためしてください。', easy: 'つながりませんでした。電波を たしかめて、もう一度 ためしてください。', en: 'No connection. Please check your network and try again.'},
});

export const opening = catalogue({
  title: {ja: '確かめています', easy: 'たしかめています', en: 'Checking'},
  lead: {ja: '公開の掲示板と照らし合わせて、投票の中身を開いています。', easy: 'みんなが 見られる 掲示板と くらべて、投票の 中身を ひらいています。', en: 'Comparing with the public board and opening the ballot.'},
  lost: {ja: 'つながりません。自動でやり直しています。', easy: 'つながりません。自動で やりなおしています。', en: 'The line is lost. Trying again by itself.'},
});

export const choice = catalogue({
  title: {ja: 'えらんだとおりですか', easy: 'えらんだ とおりですか', en: 'Is this what you chose?'},
  lead: {ja: '送られた投票の中身は、次のとおりです。', easy: '送られた 投票の 中身は、つぎの とおりです。', en: 'The ballot that was sent holds this:'},
  blank: {ja: '白票（だれにも入れない）', easy: '白票（だれにも 入れない）', en: 'Blank (nobody)'},
  optionNumber: {ja: '{n}番', easy: '{n}番', en: 'No. {n}'},
  slot: {ja: 'あなたの番号', easy: 'あなたの 番号', en: 'Your number'},
  yes: {ja: 'はい、このとおりです', easy: 'はい、この とおりです', en: 'Yes, this is it'},
  no: {ja: 'ちがいます', easy: 'ちがいます', en: 'No, it is not'},
  listen: {ja: '声で聞く', easy: '声で 聞く', en: 'Hear it'},
  alone: {
    ja: 'まわりに人がいないところで見てください。2分たつと画面から消えます。', easy: 'まわりに 人が いない ところで 見てください。2分で 画面から 消えます。',
    en: 'Look at it alone. It leaves the screen after two minutes.'},
});

export const slot = catalogue({
  title: {ja: '番号は同じですか', easy: '番号は 同じですか', en: 'Is the number the same?'},
  lead: {
    ja: '郵便で届いた入場券の番号と、下の番号をくらべてください。投票した機器の画面とは、くらべないでください。',
    easy: '手紙で とどいた 入場券の 番号と くらべてください。投票した 機器の 画面とは くらべません。',
    en: 'Compare this number with the one on the polling card that came by post, not with the screen of the other device.'},
  yes: {ja: '入場券と同じです', easy: '入場券と 同じです', en: 'It is the same'},
  no: {ja: 'ちがいます', easy: 'ちがいます', en: 'It is different'},
  later: {ja: '入場券が手もとにない', easy: '入場券が ここに ない', en: 'I do not have the card here'},
});

export const progress = catalogue({
  title: {ja: '確認の途中です', easy: 'かくにんの とちゅうです', en: 'The check is under way'},
  doneTitle: {ja: '確かめられました', easy: 'たしかめられました', en: 'Checked'},
  doneLead: {
    ja: '中身も番号も合っていて、この投票は掲示板に記録されています。これで確認は終わりです。',
    easy: '中身も 番号も 合っています。この 投票は 掲示板に 記録されています。これで おわりです。',
    en: 'Choice and number are right, and this ballot is recorded on the public board. You are done.'},
  lead: {ja: '次の3つがそろうと、確かめたことになります。', easy: 'つぎの 3つが そろうと、たしかめた ことに なります。', en: 'The ballot is checked when all three are so:'},
  choice: {ja: '中身がえらんだとおり', easy: '中身が えらんだ とおり', en: 'It holds what you chose'},
  number: {ja: '番号が入場券と同じ', easy: '番号が 入場券と 同じ', en: 'The number is that of your polling card'},
  record: {ja: '掲示板に記録された', easy: '掲示板に 記録された', en: 'It is recorded on the board'},
  yes: {ja: '合っています', easy: '合っています', en: 'Yes'},
  recorded: {ja: '記録されています', easy: '記録されています', en: 'Recorded'},
  notSeen: {ja: 'まだ見ていません', easy: 'まだ 見ていません', en: 'Not looked at yet'},
  notCompared: {ja: 'まだくらべていません', easy: 'まだ くらべていません', en: 'Not compared yet'},
  waiting: {ja: 'まだです。{time}ごろまでに分かります', easy: 'まだです。{time}ごろまでに わかります', en: 'Not yet; by about {time}'},
  wait: {
    ja: 'このページを開いたままお待ちください。自動で確かめます。', easy: 'このページを ひらいたまま、まってください。自動で たしかめます。', en: 'Leave this page open. It looks by itself.'},
  expired: {
    ja: '時間がたったので、えらんだ内容を画面から消しました。もう一度見るには、投票した機器のコードを読み取ってください。',
    easy: '時間が たったので、画面から 消しました。もう一度 見るには、投票した 機器の コードを 読みとってください。',
    en: 'Time was up, so your choice left the screen. To see it again, read the code of the other device again.'},
  readAgain: {ja: 'もう一度読み取る', easy: 'もう一度 読みとる', en: 'Read the code again'},
  compare: {ja: '番号をくらべる', easy: '番号を くらべる', en: 'Compare the number'},
  notLast: {
    ja: 'この確認は、いま読み取った投票についてのものです。あとでもう一度投票したかどうかは、この画面には出ません。',
    easy: 'これは いま 読みとった 投票の かくにんです。あとで もう一度 投票したかは わかりません。',
    en: 'This check is about the ballot that you just read. It does not tell whether it was your last one.'},
  lost: {ja: 'つながりません。自動でやり直しています。', easy: 'つながりません。自動で やりなおしています。', en: 'The line is lost. Trying again by itself.'},
  said: {ja: '記録が確かめられました。', easy: '記録が たしかめられました。', en: 'The record is confirmed.'},
});

export const voided = catalogue({
  title: {ja: 'もう一度送られます', easy: 'もう一度 送られます', en: 'It will be sent again'},
  lead: {
    ja: 'この時間の投票は、掲示板に載りませんでした。あなたの投票は、投票した機器からもう一度送られます。',
    easy: 'この 時間の 投票は 掲示板に のりませんでした。投票した 機器から もう一度 送られます。',
    en: 'The ballots of that time did not reach the board. The device you voted with sends yours again.'},
  next: {
    ja: '投票した機器を開いてください。新しいコードが出たら、それを読み取ってください。', easy: '投票した 機器を ひらいてください。新しい コードを 読みとってください。',
    en: 'Open the device you voted with. When it shows a new code, read that one.'},
});

export const alarm = catalogue({
  choice: {ja: '中身がちがいます', easy: '中身が ちがいます', en: 'The choice is different'},
  number: {ja: '番号がちがいます', easy: '番号が ちがいます', en: 'The number is different'},
  contest: {ja: '投票の中身を開けませんでした', easy: '投票の 中身が ひらきません', en: 'The ballot does not open'},
  bytes: {ja: '掲示板の記録がちがいます', easy: '掲示板の 記録が ちがいます', en: 'Another ballot is on the board'},
  proof: {ja: '掲示板の記録に証明がありません', easy: '掲示板の 記録が 正しくありません', en: 'The record on the board is not proven'},
  why: {
    ja: '投票した機器が正しく動いていないおそれがあります。あなたのせいではありません。', easy: '投票した 機器が こわれているかも しれません。あなたの せいでは ありません。',
    en: 'The device you voted with may not work correctly. You did nothing wrong.'},
  bytesWhy: {
    ja: '確かめた投票とちがうものが、あなたの番号に記録されています。そのあいだにもう一度投票した場合は、新しいコードで確かめてください。',
    easy: 'たしかめた 投票と ちがう ものが 記録されています。もう一度 投票した ときは、新しい コードで たしかめてください。',
    en: 'Your number holds something else than the ballot you checked. If you voted again meanwhile, check with the new code.'},
  doTitle: {ja: 'こうしてください', easy: 'こうして ください', en: 'What to do'},
  call: {
    ja: '選挙管理委員会に電話して、この画面の題名を伝えてください。電話番号は、通知書と入場券に書いてあります。',
    easy: '選挙管理委員会に 電話して ください。電話番号は 通知書と 入場券に あります。この 画面の 題名を 言ってください。',
    en: 'Telephone the election office and read them the title of this screen. The number is on your letter and your polling card.'},
  again: {ja: '別の機器で、もう一度投票できます。あとの投票だけが数えられます。', easy: 'べつの 機器で もう一度 投票できます。あとの 投票だけを 数えます。', en: 'You can vote again on another device. Only the later ballot counts.'},
  paper: {ja: '紙で投票すれば、ネットの投票はすべて取り消されます。', easy: '紙で 投票すると、ネットの 投票は ぜんぶ 取り消されます。', en: 'A vote on paper replaces every online ballot.'},
  keep: {ja: 'この画面は、電話が終わるまで開いたままにしてください。', easy: '電話が おわるまで、この 画面を ひらいたままに してください。', en: 'Leave this screen open until you have telephoned.'},
  reference: {ja: '電話で聞かれたら: 区切り {epoch}、番号 {slot}', easy: '電話で 聞かれたら: 区切り {epoch}、番号 {slot}', en: 'If they ask: epoch {epoch}, number {slot}'},
});

export const stopped = catalogue({
  title: {ja: 'ここで止めました', easy: 'ここで 止めました', en: 'Stopped here'},
  lead: {
    ja: '公開の掲示板が、正しいと確かめられませんでした。この画面の言うことは信用しないでください。',
    easy: '掲示板が 正しいか わかりませんでした。この 画面を 信じないで ください。', en: 'The public board could not be confirmed. Do not trust what this page would say.'},
  call: {
    ja: '選挙管理委員会に電話して、下の言葉を伝えてください。紙で投票することもできます。', easy: '選挙管理委員会に 電話して、下の ことばを 言ってください。紙でも 投票できます。',
    en: 'Telephone the election office and read them the words below. You can also vote on paper.'},
  again: {ja: 'もう一度ためす', easy: 'もう一度 ためす', en: 'Try again'},
});

export const page = catalogue({
  name: {ja: '一票 確認', easy: '一票 かくにん', en: 'ippyo check'},
  contents: {ja: '第二の端末での確認', easy: 'べつの 機器での かくにん', en: 'Check on a second device'},
});

export const help = catalogue({
  title: {ja: '第二の端末での確認', easy: 'べつの 機器での かくにん', en: 'Checking on a second device'},
  print: {ja: 'この説明を印刷する', easy: 'この 説明を 印刷する', en: 'Print this explanation'},
  lead: {
    ja: '投票した機器が、えらんだとおりに投票を送ったか。それを、もう一台の機器で確かめます。しなくても投票は数えられますが、全員のために、できるだけ確かめてください。',
    easy: 'えらんだ とおりに 投票が 送られたか、もう 一台の 機器で たしかめます。しなくても 投票は 数えます。でも、できるだけ たしかめて ください。',
    en: 'Did the device send what you chose? A second device tells. Your ballot counts without this check, but everybody gains when many people check.'},
  stepsTitle: {ja: 'やり方', easy: 'やりかた', en: 'How to do it'},
  step1: {
    ja: '投票した機器で「第二の端末で確かめる」を開きます。四角いもよう（QRコード）が出ます。', easy: '投票した 機器で 「第二の端末で確かめる」を ひらきます。四角い もようが 出ます。',
    en: 'On the device you voted with, open “Check on a second device”. A square code (QR code) appears.'},
  step2: {
    ja: '別のスマートフォンやタブレットのカメラで、そのもようを読み取ります。', easy: 'べつの スマートフォンや タブレットの カメラで 読みとります。', en: 'Read the code with the camera of another phone or tablet.'},
  step3: {
    ja: '出てきた中身が、えらんだとおりかを見ます。声で聞くこともできます。', easy: '中身が えらんだ とおりか 見ます。声で 聞くことも できます。', en: 'See, or hear, whether it is what you chose.'},
  step4: {
    ja: '出てきた番号を、郵便で届いた入場券の番号とくらべます。', easy: '番号を、手紙で とどいた 入場券の 番号と くらべます。', en: 'Compare the number with the one on the polling card that came by post.'},
  step5: {
    ja: '「記録されています」と出るまで待ちます。3つがそろうと「確かめられました」と出ます。', easy: '「記録されています」が 出るまで まちます。3つ そろうと おわりです。',
    en: 'Wait for “Recorded”. When all three are so, the page says “Checked”.'},
  noCamera: {
    ja: 'カメラがないとき: 投票した機器で「番号でつなぐ」を選び、出てきた8けたの番号を別の機器に入れます。番号は5分間、一度だけ使えます。',
    easy: 'カメラが ないとき: 「番号でつなぐ」を えらびます。8けたの 番号を べつの 機器に 入れます。5分、一度だけ 使えます。',
    en: 'Without a camera: choose “Connect by number” on the device you voted with and type its 8 digits here. The number lasts five minutes and works once.'},
  answersTitle: {ja: '画面に出る答え', easy: '画面の 答え', en: 'What the screen may say'},
  headScreen: {ja: '画面', easy: '画面', en: 'Screen'},
  headDo: {ja: 'すること', easy: 'すること', en: 'What to do'},
  seenDone: {ja: '確かめられました', easy: 'たしかめられました', en: 'Checked'},
  seenDoneDo: {ja: '終わりです。', easy: 'おわりです。', en: 'Nothing more.'},
  seenAgain: {ja: 'もう一度送られます', easy: 'もう一度 送られます', en: 'It will be sent again'},
  seenAgainDo: {ja: '投票した機器を開き、新しいコードを読み取ります。', easy: '投票した 機器を ひらいて、新しい コードを 読みとります。', en: 'Open the device you voted with and read the new code.'},
  seenDifferent: {ja: '中身がちがう・番号がちがう・開けない・記録がちがう', easy: 'ちがいます・ひらきません', en: 'Different, does not open, another ballot on the board'},
  seenDifferentDo: {
    ja: '画面を開いたまま、選挙管理委員会に電話します。別の機器でもう一度投票するか、紙で投票できます。',
    easy: '画面を ひらいたまま、選挙管理委員会に 電話します。べつの 機器で もう一度、または 紙で 投票できます。',
    en: 'Leave the screen open and telephone the election office. You can vote again on another device, or on paper.'},
  seenStopped: {ja: 'ここで止めました', easy: 'ここで 止めました', en: 'Stopped here'},
  seenStoppedDo: {ja: '別の回線でためし、それでも出るときは電話します。', easy: 'べつの ネットで ためします。だめなら 電話します。', en: 'Try another network; if it stays, telephone.'},
  honestTitle: {ja: '知っておいてほしいこと', easy: '知っておいて ください', en: 'Good to know'},
  honest1: {
    ja: 'コードを見た人は、その投票の中身が分かります。自分の機器だけに読ませ、写真をとらせないでください。', easy: 'コードを 見た 人は、投票の 中身が わかります。ほかの 人に 見せないで ください。',
    en: 'Whoever reads the code learns what that ballot holds. Show it to your own device only and let nobody photograph it.'},
  honest2: {
    ja: 'この確認は、その投票についてのものです。あとでもう一度投票したかどうかは出ません。', easy: 'その 投票だけの かくにんです。あとで もう一度 投票したかは 出ません。',
    en: 'The check is about that ballot. It does not tell whether you voted again later.'},
  honest3: {
    ja: 'だれかに見られたり、おどされたりしたときは、あとで一人のときにもう一度投票するか、紙で投票してください。あとの投票が数えられます。',
    easy: 'だれかに 見られた ときは、あとで 一人で もう一度、または 紙で 投票して ください。あとの 投票を 数えます。',
    en: 'If somebody watched or pressed you, vote again later when you are alone, or on paper. The later vote counts.'},
  deskTitle: {ja: '窓口の方へ', easy: '窓口の 人へ', en: 'For support desks'},
  desk: {
    ja: '機器を渡したら、画面を見ないでください。えらんだ内容は聞かないでください。貸した機器では、終わりに「確認を終わる」を押してください。コードや画面を写真に残さないでください。',
    easy: '機器を わたしたら、画面を 見ないで ください。えらんだ ことを 聞かないで ください。おわったら「かくにんを おわる」を おして ください。',
    en: 'Hand over the device and look away. Never ask for the choice. On a lent device press “End this check” afterwards. Keep no picture of code or screen.'},
  telephone: {ja: '選挙管理委員会の電話: ＿＿＿＿＿＿＿＿＿＿', easy: '選挙管理委員会の 電話: ＿＿＿＿＿＿＿＿＿＿', en: 'Election office, telephone: ____________________'},
});
