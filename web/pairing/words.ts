// SPDX-License-Identifier: Apache-2.0
// The words with which the casting device offers the check.
import {catalogue} from '../ui/words.ts';

export const offer = catalogue({
  title: {ja: '第二の端末で確かめる', easy: 'べつの 機器で たしかめる', en: 'Check on a second device'},
  lead: {
    ja: '別のスマートフォンやタブレットのカメラで、下の四角いもようを読み取ってください。送られた投票の中身が、えらんだとおりか分かります。',
    easy: 'べつの スマートフォンや タブレットの カメラで、下の もようを 読みとって ください。投票の 中身が わかります。',
    en: 'Read the square code below with the camera of another phone or tablet. It shows what the ballot you sent really holds.'},
  picture: {
    ja: '確認用のQRコード。カメラで読めないときは、下のリンクか、番号でつなぐ方法を使えます。', easy: 'かくにんの QRコード。カメラが ないときは、番号で つなぎます。',
    en: 'QR code for the check. Without a camera use the link or the number below.'},
  secret: {
    ja: 'このもようを見た人は、投票の中身が分かります。自分の機器だけに読ませてください。', easy: 'この もようを 見た 人は、投票の 中身が わかります。ほかの 人に 見せないで ください。',
    en: 'Whoever reads this code learns your choice. Let only your own device read it.'},
  other: {ja: 'カメラがないとき', easy: 'カメラが ないとき', en: 'Without a camera'},
  byNumber: {ja: '番号でつなぐ', easy: '番号で つなぐ', en: 'Connect by number'},
  byNumberLead: {
    ja: '別の機器で {address} を開き、「8けたの番号を入れる」を選んでください。', easy: 'べつの 機器で {address} を ひらいて、「8けたの 番号を 入れる」を えらんで ください。',
    en: 'On the other device open {address} and choose “Type the 8-digit number”.'},
  link: {ja: 'この機器で開く（ほかの機器がないとき）', easy: 'この 機器で ひらく（ほかの 機器が ないとき）', en: 'Open on this device (if there is no other)'},
  linkHint: {
    ja: '同じ機器での確認は、機器そのものの誤りを見つけられません。できれば別の機器をお使いください。', easy: 'できれば べつの 機器を つかって ください。同じ 機器では 機器の まちがいが わかりません。',
    en: 'On the same device the check cannot find a fault of the device itself. Use another one if you can.'},
  making: {ja: '番号を用意しています…', easy: '番号を 用意しています…', en: 'Preparing a number…'},
  number: {ja: '別の機器に入れる番号', easy: 'べつの 機器に 入れる 番号', en: 'Number for the other device'},
  lasts: {ja: 'この番号は5分間、一度だけ使えます。', easy: 'この 番号は 5分、一度だけ 使えます。', en: 'It lasts five minutes and works once.'},
  newNumber: {ja: '新しい番号を出す', easy: '新しい 番号を 出す', en: 'Show a new number'},
  stop: {ja: '番号をやめて、もようを出す', easy: '番号を やめて、もようを 出す', en: 'Back to the square code'},
  given: {
    ja: '別の機器に渡しました。続きは、別の機器の画面を見てください。', easy: 'べつの 機器に わたしました。つぎは べつの 機器を 見て ください。', en: 'Handed over. Please go on with the other device.'},
  over: {ja: '5分たったので、この番号は使えなくなりました。', easy: '5分 たちました。この 番号は もう 使えません。', en: 'Five minutes are over. This number no longer works.'},
  wrong: {
    ja: '別の機器で、ちがう番号が入れられました。安全のため、この番号はもう使えません。新しい番号を出してください。', easy: 'ちがう 番号が 入りました。この 番号は もう 使えません。新しい 番号を 出して ください。',
    en: 'A wrong number was typed on the other device. For safety this one no longer works. Please show a new one.'},
  gone: {ja: '番号が使えなくなりました。新しい番号を出してください。', easy: '番号が 使えなく なりました。新しい 番号を 出して ください。', en: 'The number no longer works. Please show a new one.'},
  taken: {ja: '番号がもう使われました。新しい番号を出してください。', easy: '番号が もう 使われました。新しい 番号を 出して ください。', en: 'The number has been used. Please show a new one.'},
  busy: {ja: 'いま、こみあっています。少し待って、もう一度ためしてください。', easy: 'いま こんでいます。少し まって ください。', en: 'Many people are connecting. Please try again shortly.'},
  unreachable: {ja: 'つながりませんでした。電波を確かめて、もう一度ためしてください。', easy: 'つながりませんでした。電波を たしかめて ください。', en: 'No connection. Please check your network and try again.'},
});
