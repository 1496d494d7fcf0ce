// SPDX-License-Identifier: Apache-2.0
// What went wrong, in words of a person: what it is, and what to do next. Keys are the words of services, worker and browser.
import {catalogue, type Entry} from '../../ui/words.ts';

export const ERRORS = catalogue({
  title: {ja: '先へ進めませんでした', easy: '先へ 行けませんでした', en: 'We could not go on'},
  again: {ja: 'もう一度ためす', easy: 'もう 一度', en: 'Try again'},
  home: {ja: '最初の画面へ', easy: 'はじめの 画面へ', en: 'To the start'},
  help: {ja: '困ったときは', easy: 'こまった とき', en: 'Help'},
  fault: {ja: 'あなたのせいではありません。ここまでにしたことは消えていません。', easy: 'あなたは 悪く ありません。今までの ことは 消えて いません。',
    en: 'This is not your fault. What you have done so far is not lost.'},
  ask: {ja: 'うまくいかないときは、通知書にある電話番号へおたずねください。紙での投票もできます。', easy: 'できない ときは、通知書の 番号に 電話して ください。紙で 投票する ことも できます。',
    en: 'If it does not work, call the number on your letter. You can also vote on paper.'},
  waiting: {ja: 'つながりません。自動でやり直しています。このままお待ちください。', easy: 'つながりません。自動で もう一度 やって います。まって ください。',
    en: 'No connection. Trying again by itself. Please wait.'},
  clock: {ja: 'この端末の時計がずれています。画面の時刻は、投票サーバーの時刻（日本時間）です。端末の時計は「設定」から「自動」にすると直ります。',
    easy: 'この 機械の 時計が ちがいます。画面の 時間が 正しいです。機械の 「設定」で 時計を 「自動」に して ください。',
    en: 'The clock of this device is wrong. Times on this page are those of the voting server, in Japan. Set the device’s clock to automatic.'},
  notLasting: {ja: 'この画面では、端末に何も残せません（プライベートモードなど）。登録から投票まで、画面を閉じずに続けるか、ふつうの画面で開き直してください。',
    easy: 'この 画面では、機械に 何も のこりません。ふつうの 画面で 開いて ください。',
    en: 'This window keeps nothing on the device (private mode). Open the page in an ordinary window, or do not close it until you have finished.'},
});

const TROUBLES = catalogue({
  line: {ja: 'つながりませんでした。電波やWi-Fiを確かめて、もう一度ためしてください。', easy: 'つながりません。電波か Wi-Fiを 見て、もう一度 やって ください。', en: 'There was no connection. Check the network and try again.'},
  busy: {ja: 'いま、たいへん混み合っています。少し待って、もう一度ためしてください。', easy: '今、とても こんで います。少し まって、もう一度 やって ください。', en: 'The service is very busy. Wait a little and try again.'},
  'too-many': {ja: '短い時間に何度もためしたため、いったん止まっています。10分ほど待って、もう一度ためしてください。', easy: '何度も やったので、止まって います。10分 まって ください。', en: 'There were too many attempts. Wait about ten minutes and try again.'},
  unknown: {ja: '届いたかどうか、わかりませんでした。もう一度ためしてください。二重になることはありません。', easy: 'とどいたか わかりません。もう一度 やって ください。2回に なる ことは ありません。', en: 'We do not know whether it arrived. Try again; nothing is counted twice.'},
  unexpected: {ja: '思わぬことが起きました。もう一度ためしてください。', easy: '何か おかしいです。もう一度 やって ください。', en: 'Something unexpected happened. Try again.'},
  worker: {ja: 'この端末での計算がうまくいきませんでした。ほかの画面を閉じて、もう一度ためしてください。', easy: '機械の 計算が できませんでした。ほかの 画面を 閉じて、もう一度 やって ください。', en: 'The calculation on this device failed. Close other windows and try again.'},
  'once-more': {ja: '答えが届きませんでした。この手順をもう一度お願いします。', easy: '答えが とどきませんでした。もう一度 おねがいします。', en: 'The answer did not arrive. Please do this step once more.'},
  'sign-in': {ja: '時間がたったため、手続きがいったん終わりました。もう一度始めてください。', easy: '時間が すぎました。もう一度 はじめて ください。', en: 'Time ran out. Please begin again.'},
  'code-wrong': {ja: 'この専用コードは使えません。新しい通知書が届いていれば、新しいほうのコードをお使いください。', easy: 'この コードは 使えません。新しい 通知書が あれば、新しい コードを 使って ください。',
    en: 'This code cannot be used. If you have a newer letter, use the code on that one.'},
  'no-way': {ja: 'いま使える登録の方法がありません。通知書の電話番号へおたずねください。', easy: '今、登録が できません。通知書の 番号に 電話して ください。', en: 'There is no way to register now. Call the number on your letter.'},
  'not-approved': {ja: 'この申請では登録できなくなりました。通知書の電話番号へおたずねください。', easy: 'この 申請では 登録できません。通知書の 番号に 電話して ください。', en: 'This application can no longer be used to register. Call the number on your letter.'},
  'used-by-another': {ja: 'このカードや端末は、ほかの方の登録に使われています。ご自分のものか、確かめてください。', easy: 'この カードや 機械は、ほかの 人が 使って います。あなたの ものか 見て ください。', en: 'This card or device is registered for another person. Check that it is your own.'},
  'other-person': {ja: 'カードの氏名などが、名簿の方と違います。ご自分のカードと、ご自分の通知書をお使いください。', easy: 'カードの 名前が、名簿の 人と ちがいます。あなたの カードと 通知書を 使って ください。',
    en: 'The card does not match the person on the voter roll. Use your own card and your own letter.'},
  'needs-look': {ja: '氏名や住所の書き方が名簿と少し違うため、職員が確かめます。1日ほど待って、もう一度ためしてください。', easy: '名前や 住所が 少し ちがいます。職員が 見ます。1日 まって、もう一度 やって ください。',
    en: 'Your name or address is written a little differently on the roll. Staff will look at it. Try again in about a day.'},
  'key-used': {ja: 'この鍵はもう登録されています。最初からもう一度ためしてください。', easy: 'この かぎは もう あります。はじめから もう一度 やって ください。', en: 'This key is registered already. Please start again.'},
  'not-on-file': {ja: '登録したときと違う方法です。登録したときのカードや端末をお使いください。', easy: '登録した ときと ちがいます。同じ カードや 機械を 使って ください。', en: 'This is not what you registered with. Use the same card or device.'},
  'not-open': {ja: 'いまはインターネット投票の時間ではありません。', easy: '今は インターネット投票の 時間では ありません。', en: 'Online voting is not open now.'},
  possession: {ja: 'この端末の鍵が、登録した鍵と違います。登録した端末か、同じパスキーをお使いください。端末をなくしたときは、紙で投票できます。', easy: 'この 機械の かぎが ちがいます。登録した 機械を 使って ください。なくした ときは、紙で 投票できます。',
    en: 'This device does not hold the registered key. Use the device you registered with. If it is lost, you can vote on paper.'},
  'no-slot': {ja: 'この鍵は名簿にありません。登録した端末か、同じパスキーをお使いください。端末をなくしたときは、紙で投票できます。', easy: 'この かぎは 名簿に ありません。登録した 機械を 使って ください。なくした ときは、紙で 投票できます。',
    en: 'This key is not on the list. Use the device you registered with. If it is lost, you can vote on paper.'},
  'other-key': {ja: '登録したときと違うパスキーか、違うコードです。登録したときのものをお使いください。', easy: '登録した ときと ちがう パスキーか コードです。同じ ものを 使って ください。', en: 'This passkey or code is not the one you registered with. Use the same one.'},
  'no-vote': {ja: '名簿では、インターネット投票ができなくなっています。通知書の電話番号へおたずねください。', easy: '名簿では、インターネット投票が できません。通知書の 番号に 電話して ください。', en: 'By the voter roll you can no longer vote online. Call the number on your letter.'},
  'passkey-missing': {ja: 'このブラウザではパスキーが使えません。iPhoneはSafari、AndroidはChrome、パソコンはEdgeかChromeの新しいもので開いてください。', easy: 'この ブラウザは 使えません。新しい Safari、Chrome、Edgeで 開いて ください。',
    en: 'This browser has no passkeys. Open this page in a current Safari, Chrome or Edge.'},
  'passkey-refused': {ja: '指紋や顔、端末の暗証番号での確認が終わりませんでした。画面ロックが設定してあるか確かめて、もう一度ためしてください。', easy: '指紋や 顔の 確認が できませんでした。もう一度 やって ください。',
    en: 'The check by fingerprint, face or screen lock did not finish. Make sure a screen lock is set, then try again.'},
  'passkey-known': {ja: 'この端末には、もうパスキーがあります。「もう一度ためす」を押すと続けられます。', easy: 'この 機械には もう パスキーが あります。「もう 一度」を おして ください。', en: 'This device has a passkey already. Press “Try again” to go on.'},
  'passkey-insecure': {ja: 'アドレスが正しくないようです。通知書のアドレスから開き直してください。', easy: 'アドレスが ちがいます。通知書の アドレスから 開いて ください。', en: 'The address seems wrong. Open the page from the address on your letter.'},
  'passkey-failed': {ja: 'パスキーの確認ができませんでした。登録したときの端末で、もう一度ためしてください。', easy: 'パスキーが 合いません。登録した 機械で もう一度 やって ください。', en: 'The passkey was not accepted. Try again on the device you registered with.'},
  'prf-missing': {ja: 'この端末やブラウザでは、登録したときの鍵をつくり直せません。登録した端末で開くか、紙で投票してください。', easy: 'この 機械では かぎを 作れません。登録した 機械で 開くか、紙で 投票して ください。',
    en: 'This device or browser cannot rebuild your key. Use the one you registered with, or vote on paper.'},
  'agent-missing': {ja: 'カードを読むプログラムが動いていません。このパソコンで「一票カード」を起動して、もう一度ためしてください。', easy: 'カードの プログラムが 動いて いません。「一票カード」を 動かして ください。',
    en: 'The card program is not running. Start “ippyo card” on this computer and try again.'},
  'card-cancelled': {ja: 'カードの画面で「やめる」が押されました。続けるときは、もう一度ためしてください。', easy: 'カードの 画面で 「やめる」を おしました。つづける ときは もう一度 やって ください。', en: 'You cancelled on the card page. Try again to go on.'},
  'card-expired': {ja: '時間がたったため、カードの手続きが終わりました。もう一度ためしてください。', easy: '時間が すぎました。もう一度 やって ください。', en: 'The card step ran out of time. Try again.'},
  'pin-blocked': {ja: '暗証番号のまちがいが続き、カードがロックされました。市役所の窓口のほか、コンビニの端末（署名用で解除できるとき）で直せます。急ぐときは、紙で投票できます。',
    easy: '番号を 何度も まちがえたので、カードが 止まりました。市役所で 直せます。紙で 投票する ことも できます。',
    en: 'The PIN was wrong too often and the card is locked. City hall can reset it (sometimes a convenience store). You can also vote on paper.'},
  'no-certificate': {ja: 'このカードには電子証明書が入っていません。市役所で入れてもらえます。ほかの方法か、紙でも投票できます。', easy: 'カードに 電子証明書が ありません。市役所で 入れて もらえます。紙でも 投票できます。', en: 'This card has no certificate. City hall can add one. You can also use another way, or paper.'},
  expired: {ja: 'カードの電子証明書の期限が切れています。市役所で更新できます。紙での投票もできます。', easy: 'カードの 電子証明書の 期限が すぎました。市役所で 新しく できます。紙でも 投票できます。', en: 'The certificate on your card has expired. City hall can renew it. You can also vote on paper.'},
  revoked: {ja: 'このカードの電子証明書は、いまは使えません（失効）。市役所へおたずねください。紙での投票もできます。', easy: 'この カードの 電子証明書は 使えません。市役所に 聞いて ください。紙でも 投票できます。', en: 'The certificate on your card is no longer valid. Ask city hall. You can also vote on paper.'},
  'revocation-unknown': {ja: 'カードが有効かどうかを、いま確かめられません。少し待って、もう一度ためしてください。', easy: 'カードが 使えるか、今 わかりません。少し まって、もう一度 やって ください。', en: 'We cannot check your card just now. Wait a little and try again.'},
  renewed: {ja: 'カードが新しくなっています。もう一度カードで確認すると、新しいカードに切り替わります。', easy: 'カードが 新しく なりました。もう一度 カードを 使って ください。', en: 'Your card has been renewed. Show it once more; the new card then replaces the old one.'},
  card: {ja: 'このカードでは確認できませんでした。マイナンバーカードか確かめて、もう一度ためしてください。', easy: 'この カードは 使えません。マイナンバーカードか 見て、もう一度 やって ください。', en: 'This card was not accepted. Check that it is your My Number Card and try again.'},
  'oidc-denied': {ja: '本人確認のアプリで、取りやめになりました。続けるときは、もう一度ためしてください。', easy: '本人確認を やめました。つづける ときは もう一度 やって ください。', en: 'You cancelled in the identity app. Try again to go on.'},
  oidc: {ja: '本人確認のアプリとのやりとりがうまくいきませんでした。もう一度ためしてください。', easy: '本人確認の アプリと うまく いきませんでした。もう一度 やって ください。', en: 'The identity service did not work this time. Try again.'},
  'email-not-sent': {ja: 'メールを送れませんでした。少し待って、もう一度ためしてください。', easy: 'メールが おくれませんでした。少し まって、もう一度 やって ください。', en: 'The mail could not be sent. Wait a little and try again.'},
  email: {ja: 'このコードはもう使えません。「もう一度ためす」を押すと、新しいコードをメールで送ります。', easy: 'この コードは もう 使えません。「もう 一度」を おすと、新しい コードを メールで おくります。', en: 'This code is used up. Press “Try again” and a new one is mailed.'},
  refused: {ja: '投票サーバーが受け取りませんでした。あなたの票はまだ入っていません。もう一度、最初から投票してください。', easy: 'サーバーが うけとりませんでした。票は まだ 入って いません。もう一度 投票して ください。', en: 'The ballot box refused. Your vote is not in yet. Please vote again from the start.'},
  'false-grant': {ja: '投票の許可が正しくありません。別のサーバーかもしれません。票はまだ送っていません。通知書の電話番号へ知らせ、紙で投票してください。', easy: '許可が おかしいです。票は まだ おくって いません。通知書の 番号に 電話して ください。紙で 投票して ください。',
    en: 'The permission to vote is not genuine. Your vote has not been sent. Report it by the number on your letter, and vote on paper.'},
  acknowledgement: {ja: '投票サーバーの返事が正しくありません。別のサーバーかもしれません。通知書の電話番号へ知らせ、紙で投票してください。', easy: 'サーバーの 返事が おかしいです。通知書の 番号に 電話して ください。紙で 投票して ください。',
    en: 'The answer of the ballot box is not genuine. Report it by the number on your letter, and vote on paper.'},
  board: {ja: '掲示板の内容が、署名と合いません。だれかが書きかえたか、偽のサーバーです。ここで止めます。通知書の電話番号へ知らせてください。', easy: '掲示板が おかしいです。にせものかも しれません。ここで 止めます。通知書の 番号に 電話して ください。',
    en: 'The board does not match its signatures. It was altered, or this is a false server. The page stops here. Report it by the number on your letter.'},
  'board-other-election': {ja: 'この通知書は、いま開いている選挙のものではありません。通知書のアドレスを確かめてください。', easy: 'この 通知書は、ちがう 選挙の ものです。通知書の アドレスを 見て ください。', en: 'This letter is for another election than the one shown here. Check the address on the letter.'},
  'board-no-quorum': {ja: '掲示板に、見張り役の連署がまだそろっていません。少し待って、もう一度ためしてください。', easy: '掲示板の サインが まだ そろって いません。少し まって、もう一度 やって ください。', en: 'The board does not have enough cosignatures yet. Wait a little and try again.'},
  'board-split-view': {ja: '掲示板が、前に見たものと食い違っています。二つの掲示板を見せられているおそれがあります。ここで止めます。通知書の電話番号へ知らせてください。', easy: '掲示板が 前と ちがいます。おかしいです。ここで 止めます。通知書の 番号に 電話して ください。',
    en: 'The board contradicts what this device saw before. Somebody may be showing two boards. The page stops here. Report it.'},
  'board-old-view': {ja: '掲示板が、前に見たときより古くなっています。少し待っても同じなら、通知書の電話番号へ知らせてください。', easy: '掲示板が 前より 古いです。まっても 同じなら、通知書の 番号に 電話して ください。', en: 'The board is older than what this device saw before. If it stays so, report it.'},
  'camera-refused': {ja: 'カメラを使う許可がありません。アドレスの横の印から許可するか、コードを手で入れてください。', easy: 'カメラが 使えません。ゆるすか、コードを 手で 入れて ください。', en: 'The camera may not be used. Allow it beside the address, or type the code.'},
  'camera-missing': {ja: 'カメラが見つかりません。コードを手で入れてください。', easy: 'カメラが ありません。コードを 手で 入れて ください。', en: 'There is no camera. Type the code instead.'},
  'storage-full': {ja: '端末に空きがないため、続けられません。空きを作って、もう一度ためしてください。', easy: '機械が いっぱいです。空きを 作って、もう一度 やって ください。', en: 'There is no room left on this device. Make room and try again.'},
});

const SAME: Record<string, keyof typeof TROUBLES> = {unreadable: 'busy', 'no-answer': 'busy', style: 'not-approved', 'no-letter': 'code-wrong', state: 'not-approved',
  'key-first': 'sign-in', 'factors-first': 'sign-in', 'other-request': 'sign-in', late: 'card-expired', grant: 'refused', proof: 'refused',
  'request-reused': 'refused', signature: 'refused'};
/** The sentence for a word; for one that nobody knows, the general one. */
export function troubleText(word: string): Entry {
  const table: Readonly<Record<string, Entry>> = TROUBLES;
  const own = Object.hasOwn(table, word) ? table[word] : undefined;
  if (own) return own;
  const same = Object.hasOwn(SAME, word) ? SAME[word] : undefined;
  if (same) return TROUBLES[same];
  if (word.startsWith('oidc-')) return TROUBLES.oidc;
  if (word.startsWith('email-')) return TROUBLES.email;
  return word.startsWith('board-') ? TROUBLES.board : TROUBLES.unexpected;
}

/** Troubles after which the page must not go on by itself: somebody is lying. */
export const isAlarm = (word: string): boolean =>
  word === 'acknowledgement' || word === 'false-grant' || (word.startsWith('board-') && !['board-no-quorum', 'board-other-election'].includes(word));
