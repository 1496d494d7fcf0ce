// SPDX-License-Identifier: Apache-2.0
// Words for the letter: scan it, open its link, or type its code.
import {catalogue} from '../../ui/words.ts';

export const LETTER = catalogue({
  title: {ja: '通知書を読み取る', easy: '通知書を 読みます', en: 'Read your letter'},
  lead: {ja: '郵便で届いた「インターネット投票の通知書」をご用意ください。', easy: 'ゆうびんで とどいた 「通知書」を 出して ください。', en: 'Have the letter at hand that came by post.'},
  scan: {ja: 'カメラでQRコードを読む', easy: 'カメラで QRコードを 読む', en: 'Scan the QR code'},
  scanning: {ja: '四角い模様（QRコード）を、画面の中に写してください', easy: '四角い もよう（QRコード）を 写して ください', en: 'Hold the square pattern (QR code) in front of the camera'},
  stop: {ja: 'カメラをとめる', easy: 'カメラを とめる', en: 'Stop the camera'},
  type: {ja: 'コードを手で入れる', easy: 'コードを 手で 入れる', en: 'Type the code'},
  label: {ja: '専用コード（18文字）', easy: '専用コード（18文字）', en: 'Dedicated code (18 characters)'},
  hint: {ja: '大文字でも小文字でもかまいません。ハイフンは入れなくてもかまいません。', easy: '大きい 字でも 小さい 字でも いいです。「-」は なくても いいです。', en: 'Capital or small letters, with or without hyphens.'},
  go: {ja: 'このコードで進む', easy: 'この コードで 進む', en: 'Go on with this code'},
  never: {ja: '数字の0と1、英字のOとIは使われていません。似た字を見直してください。', easy: '0、1、O、I は ありません。字を もう一度 見て ください。', en: '0, 1, O and I do not occur. Look at similar characters again.'},
  character: {ja: '使えない文字が入っています。英字と数字だけを入れてください。', easy: '使えない 字が あります。英語の 字と 数字だけです。', en: 'There is a character that does not belong. Only letters and digits.'},
  length: {ja: 'いま{count}文字です。18文字を入れてください。', easy: '今 {count}文字です。18文字 入れて ください。', en: 'There are {count} characters now. The code has 18.'},
  check: {ja: 'どこか1、2文字が違うようです。通知書と見比べてください。', easy: '字が ちがいます。通知書を もう一度 見て ください。', en: 'One or two characters seem wrong. Compare with the letter.'},
  notLetter: {ja: 'これは通知書のQRコードではありません。通知書のものを写してください。', easy: 'これは 通知書の QRコードでは ありません。', en: 'This is not the QR code of the letter.'},
  otherOrigin: {ja: 'この通知書は、ほかのアドレスのものです。通知書に書いてあるアドレスを開いてください：{origin}', easy: 'この 通知書の アドレスは ちがいます。ここを 開いて ください：{origin}', en: 'This letter belongs to another address. Open the one on the letter: {origin}'},
  typedNote: {ja: 'QRコードを読むと、正しい選挙の画面かどうかも確かめられます。手で入れるときは、アドレスが通知書と同じか見てください。',
    easy: 'QRコードを 読むと、正しい 画面か わかります。手で 入れる ときは、アドレスを 通知書と くらべて ください。', en: 'The QR code also proves that this is the right election. When typing, compare the address with the letter.'},
  again: {ja: 'この端末は専用コードを覚えていません。通知書のコードをもう一度入れてください。', easy: 'もう一度、通知書の コードを 入れて ください。', en: 'This device does not keep the code. Please enter it once more from your letter.'},
  read: {ja: '通知書を読み取りました', easy: '通知書を 読みました', en: 'The letter was read'},
});
