// SPDX-License-Identifier: Apache-2.0
// Words of the questionnaire, the result and the page about this page.
import {catalogue} from '../../ui/words.ts';

export const QUESTIONS = catalogue({
  title: {ja: 'アンケート', easy: 'アンケート', en: 'Questionnaire'},
  lead: {ja: '答えても答えなくてもかまいません。投票とは別の所に、だれの答えか分からない形で集めます。', easy: '答えなくても いいです。投票とは べつに 集めます。だれの 答えか わかりません。', en: 'Answer as you like, or not at all. Answers are kept apart from votes and nobody knows whose they are.'},
  scaleHint: {ja: '1 は「そう思わない」、5 は「そう思う」です。', easy: '1は「ちがう」、5は「そう思う」です。', en: '1 is “not at all”, 5 is “very much”.'},
  textHint: {ja: 'お名前や、だれを選んだかは書かないでください。', easy: '名前や、だれを えらんだかは 書かないで ください。', en: 'Please write neither your name nor whom you voted for.'},
  send: {ja: '答えを送る', easy: '答えを 送る', en: 'Send answers'},
  skip: {ja: '答えずに終わる', easy: '答えないで おわる', en: 'Finish without answering'},
  done: {ja: 'ありがとうございました', easy: 'ありがとう ございました', en: 'Thank you'},
  doneText: {ja: '答えを受け取りました。', easy: '答えが とどきました。', en: 'Your answers have arrived.'},
  none: {ja: '今は、アンケートはありません。', easy: 'いま、アンケートは ありません。', en: 'There is no questionnaire now.'},
  failed: {ja: '今は届きませんでした。少し待って、もう一度押してください。', easy: 'とどきませんでした。少し まって、もう一度 おして ください。', en: 'It did not get through. Please press again in a little while.'},
  loading: {ja: '質問を読み込んでいます', easy: 'まって ください', en: 'Loading the questions'},
});

export const RESULT = catalogue({
  title: {ja: '結果', easy: '結果', en: 'Result'},
  online: {ja: 'インターネット投票の結果です。紙の投票は、開票所で数えて足します。', easy: 'インターネットの 投票の 結果です。紙の 投票は、あとで 足します。', en: 'These are the votes cast on the Internet. Paper votes are counted at the counting place and added.'},
  waiting: {ja: 'まだ結果は出ていません', easy: 'まだ 結果は ありません', en: 'There is no result yet'},
  waitingText: {ja: '投票が終わり、開票が済むと、ここに結果が出ます。', easy: '投票が おわって、票を 数えたら、ここに 出ます。', en: 'It will be here when voting is over and the count is done.'},
  elected: {ja: '当選', easy: '当選（えらばれました）', en: 'elected'},
  lot: {ja: '抽選', easy: 'くじ', en: 'by lot'},
  lotText: {ja: '同じ票数のため、抽選で決まりました：{names}', easy: '同じ 数だったので、くじで きめました：{names}', en: 'Equal votes, decided by lot: {names}'},
  what: {ja: '内訳', easy: '何の 数', en: 'What'},
  votes: {ja: '票', easy: '票', en: 'Votes'},
  seats: {ja: '定数 {count}', easy: 'えらばれる 人は {count}人', en: 'Seats: {count}'},
  blank: {ja: '白票', easy: '白票（だれも えらばない）', en: 'Blank'},
  withdrawn: {ja: '取り下げた選択肢への票', easy: 'やめた 人への 票', en: 'For withdrawn options'},
  abstain: {ja: 'インターネットで投票しなかった登録者', easy: '投票しなかった 人', en: 'Enrolled but did not vote online'},
  replaced: {ja: '紙の投票に替わったもの', easy: '紙の 投票に かわった もの', en: 'Replaced by a paper vote'},
  invalid: {ja: '無効', easy: '無効', en: 'Invalid'},
  other: {ja: 'そのほかの数', easy: 'ほかの 数', en: 'Other numbers'},
  verify: {ja: 'この結果を自分で確かめる', easy: '結果を 自分で たしかめる', en: 'Verify this result yourself'},
});

export const INFORMATION = catalogue({
  title: {ja: 'このページについて', easy: 'この ページの こと', en: 'About this page'},
  lead: {ja: 'このページは、開いた機器の中で投票を暗号にします。暗号になる前の投票は、どこにも送られません。', easy: 'この ページは、あなたの スマホの 中で 投票を ひみつに します。そのあとで 送ります。', en: 'This page encrypts your vote on your own device. Nothing readable leaves it.'},
  same: {ja: '届いたページは、公開の記録で発表されたものと同じです', easy: 'この ページは、発表された ページと 同じです', en: 'This page is the one announced on the public record'},
  differs: {ja: '届いたページは、発表されたものと違います', easy: 'この ページは、発表された ものと ちがいます', en: 'This page is not the one that was announced'},
  differsText: {ja: '投票せずに、選挙管理委員会にお電話ください。', easy: '投票しないで、選挙管理委員会に 電話して ください。', en: 'Do not vote with it. Please call the election office.'},
  notAnnounced: {ja: 'この選挙では、ページはまだ発表されていません', easy: 'ページは まだ 発表されて いません', en: 'The page has not been announced for this election'},
  looking: {ja: '調べています', easy: 'しらべて います', en: 'Looking'},
  fingerprint: {ja: 'ページの指紋（ハッシュ値）', easy: 'ページの 番号（ハッシュ）', en: 'Fingerprint of the page (hash)'},
  explain: {ja: '指紋は、ページの全ファイルから計算した数字です。1文字でも変わると、まったく別の数字になります。選挙管理委員会や第三者が発表したものと見比べられます。ただし、悪意のあるページは、うそを表示することもできます。別の機器での確認が、いちばん確かな方法です。',
    easy: 'この 番号は、ページ全部から 計算します。1つの 文字が かわると、番号も かわります。でも、にせの ページは うそを 言う ことが できます。ほかの スマホで たしかめるのが いちばん 安全です。',
    en: 'It is computed from all files of the page and changes if one letter changes; compare it with what the election office and others announce. A hostile page could lie about it, so checking with a second device is the surest way.'},
  stored: {ja: 'この機器に残すもの', easy: 'この スマホに のこす もの', en: 'What stays on this device'},
  storedText: {ja: '見やすさの設定と、登録や投票の受け付けに要る記録だけです。記録は暗号になっていて、投票の回数にかかわらず同じ大きさです。', easy: '見やすさの 設定と、登録や 投票に 必要な 記録だけです。', en: 'Display settings, and the records that enrolment and the receipt of your vote need. They are encrypted and have the same size however often you vote.'},
  outside: {ja: 'このページは、ほかの会社のサーバーには何も送りません。広告もありません。', easy: 'ほかの 会社には 何も 送りません。広告も ありません。', en: 'This page sends nothing to other companies and has no advertisements.'},
  record: {ja: '公開の記録を見る', easy: 'みんなが 見られる 記録', en: 'See the public record'},
});
