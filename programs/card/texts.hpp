// SPDX-License-Identifier: Apache-2.0
// Every sentence of the agent's page: Japanese, plain Japanese, English. [SPEC 14.2 Agent]
#pragma once
#include <string_view>

#include "requests.hpp"

namespace ippyo::card_agent {

struct Text {
  std::string_view japanese, easy, english;
  std::string_view in(Language l) const { return l == Language::japanese ? japanese : l == Language::easy ? easy : english; }
};

namespace texts {
constexpr Text kProduct{"マイナンバーカード読み取り", "マイナンバーカードを読みます", "My Number Card"};
constexpr Text kWhoAsks{"この画面を呼び出したところ", "このがめんを よんだ ところ", "Who asks"};
constexpr Text kElection{"選挙", "せんきょ", "Election"};
constexpr Text kWebPage{"ページ", "ページ", "Web page"};
constexpr Text kSignTitle{"マイナンバーカードで署名する", "カードで しょめいします", "Sign with your card"};
constexpr Text kClaimTitle{"マイナンバーカードで本人を確認する", "カードで あなたを たしかめます", "Identify yourself with your card"};
constexpr Text kReadTitle{"マイナンバーカードを読み取る", "カードを 読みます", "Read your card"};
constexpr Text kWhatStatement{"署名する文", "あなたが しょめいする ぶん", "The text that you sign"};
constexpr Text kWhatStatementHelp{
    "下の文を読み、同意できるときだけ暗証番号を入れてください。この文がそのまま、署名用の電子証明書で署名されます。",
    "下の ぶんを 読んでください。「はい、そのとおり」と 思うときだけ、ばんごうを 入れてください。",
    "Read the text. Type the password only if you agree: exactly this text is signed with your signing certificate."};
constexpr Text kWhatClaim{"カードですること", "カードで すること", "What the card does"};
constexpr Text kWhatClaimHelp{"カードの利用者証明用の電子証明書で、この一回だけ使える数字に署名します。投票の内容は含まれません。",
                              "カードが、1回だけ 使える 数字に しるしを つけます。だれに 投票するかは、入っていません。",
                              "Your card signs a number that is used only this once. It says nothing about your vote."};
constexpr Text kNumber{"一回だけの数字", "1回だけの 数字", "One-time number"};
constexpr Text kReadsAttributes{"カードから、氏名・住所・生年月日・性別も読み取ります。個人番号(マイナンバー)は読み取りません。",
                                "カードの 名前・住所・生まれた日・性別も 読みます。マイナンバー(12けたの 番号)は 読みません。",
                                "Name, address, birth date and sex are read from the card too; the individual number never."};
constexpr Text kAuthPin{"利用者証明用の暗証番号(数字4けた)", "カードの あんしょうばんごう(数字4つ)", "PIN for authentication (4 digits)"};
constexpr Text kSignPin{"署名用の暗証番号(英数字6〜16文字)", "しょめいようの あんしょうばんごう(文字と数字 6〜16)",
                        "Password for signing (6 to 16 letters and digits)"};
constexpr Text kChipPin{"券面事項入力補助用の暗証番号(数字4けた)", "もう一つの あんしょうばんごう(数字4つ)",
                        "PIN for reading name and address (4 digits)"};
constexpr Text kSamePin{"氏名・住所などの読み取りにも、同じ数字4けたを使う", "名前や 住所を 読むときも、おなじ 数字を 使う",
                        "Use the same 4 digits for reading name and address"};
constexpr Text kSamePinHelp{"市役所で別の番号にした方は、しるしを外してください。", "ちがう 番号に した人は、しるしを 消してください。",
                            "Clear this if you chose another number at the city office."};
constexpr Text kPinHelp{"貼り付けもできます。全角で入れてもかまいません。", "コピーした ものを はりつけても いいです。",
                        "Pasting is allowed. Full-width digits are fine."};
constexpr Text kLetterHelp{"貼り付けもできます。小文字や全角で入れてもかまいません。", "コピーした ものを はりつけても いいです。",
                           "Pasting is allowed. Small or full-width letters are fine."};
constexpr Text kShowPin{"入れた番号を表示する", "入れた 番号を 見る", "Show what I type"};
constexpr Text kTries{"あと何回入力できるか", "あと 何回 入れられるか", "Tries left"};
constexpr Text kTriesUnit{"回", "回", ""};
constexpr Text kTriesHelp{"間違えるたびに1回減ります。0回になると番号が使えなくなり、市の窓口でしか直せません。",
                          "0回に なると 使えません。市の まどぐちで なおします。",
                          "At 0 the number is blocked; only the city counter can reset it."};
constexpr Text kLastTry{"残り1回です。次に間違えると使えなくなります。", "あと 1回だけです。まちがえると 使えなくなります。",
                        "One try is left. A mistake now blocks the number."};
constexpr Text kLastTryConfirm{"番号を確かめました。最後の1回を使います。", "番号を たしかめました。さいごの 1回を 使います。",
                               "I have checked the number and use the last try."};
constexpr Text kLastTryNeeded{"最後の1回を使うには、確認のしるしを付けてください。", "さいごの 1回を 使うときは、しるしを つけてください。",
                              "Tick the confirmation to use the last try."};
constexpr Text kSubmitSign{"この文に署名する", "しょめいする", "Sign this text"};
constexpr Text kSubmitClaim{"本人であることを示す", "わたしだと しめす", "Show that it is me"};
constexpr Text kSubmitRead{"カードを読み取る", "カードを 読む", "Read the card"};
constexpr Text kCancel{"やめる", "やめる", "Cancel"};
constexpr Text kAgain{"もう一度確認する", "もう一度 たしかめる", "Check again"};
constexpr Text kWorking{"カードを読み取っています。カードを動かさないでください。", "カードを 読んでいます。うごかさないで ください。",
                        "Reading the card. Do not move it."};
constexpr Text kDone{"終わりました", "おわりました", "Done"};
constexpr Text kDoneHelp{"カードを取って、投票のページに戻ってください。この画面は閉じてかまいません。",
                         "カードを とってください。投票の ページに もどってください。",
                         "Take your card and go back to the voting page. You may close this page."};
constexpr Text kStopped{"中止しました", "やめました", "Stopped"};
constexpr Text kStoppedHelp{"カードには何もしていません。投票のページに戻ってください。", "投票の ページに もどってください。",
                            "Go back to the voting page."};
constexpr Text kExpired{"時間が過ぎました", "時間が すぎました", "Time has run out"};
constexpr Text kGone{"この画面はもう使えません", "この がめんは もう 使えません", "This page is not in use any more"};
constexpr Text kGoneHelp{"投票のページに戻り、最初からやり直してください。", "投票の ページに もどって、もう一度 はじめてください。",
                         "Go back to the voting page and start again."};
constexpr Text kClose{"この画面を閉じる", "この がめんを とじる", "Close this page"};
constexpr Text kKeypad{"画面の番号ボタン", "がめんの ボタン", "On-screen keys"};
constexpr Text kDelete{"1文字消す", "1つ 消す", "Delete one"};
constexpr Text kClear{"全部消す", "ぜんぶ 消す", "Clear"};
constexpr Text kPrivacy{"入れた番号は、このコンピュータからカードへ送るだけです。投票のページにも市にも送りません。",
                        "入れた 番号は、カードにだけ 送ります。ほかには 送りません。",
                        "What you type goes from this computer to the card only, never to the voting page or the city."};
constexpr Text kTime{"10分以内に終えてください。過ぎたら投票のページからやり直せます。", "10分までに おわってください。すぎたら、もう一度 できます。",
                     "Please finish within 10 minutes; after that you can start again from the voting page."};
constexpr Text kFaceTitle{"カードの写真と顔を比べる", "カードの しゃしんと かおを くらべます", "Compare your face with the card"};
constexpr Text kFaceHelp{"このコンピュータのカメラで、カードの中の写真とあなたの顔を比べます。明るい所で、一人でカメラを見てください。マスクや帽子は外してください。",
                         "カメラで、カードの しゃしんと あなたの かおを くらべます。あかるい ところで、ひとりで カメラを 見てください。マスクと ぼうしを とってください。",
                         "A camera of this computer compares your face with the photo in the card. Look into it alone, in good light, without mask or hat."};
constexpr Text kFacePrivacy{"写真はこのコンピュータの中だけで使い、比べたらすぐに消します。どこにも送りません。",
                            "しゃしんは、この コンピュータの 中だけで つかいます。すぐに 消します。",
                            "The pictures stay in this computer and are erased at once. They are sent nowhere."};
constexpr Text kFaceWorking{"カメラを見てください。顔を比べています。", "カメラを 見てください。", "Look into the camera. Comparing."};
constexpr Text kNumberHelp{"写真を読むために、カードの表に印刷された数字を入れてください。暗証番号ではありません。",
                           "カードに 書いてある 数字を 入れてください。あんしょうばんごうでは ありません。",
                           "To read the photo, type what is printed on the front of the card. This is not a PIN."};
constexpr Text kNumberBirth{"生年月日(元号の年・月・日を2けたずつ、6けた)", "生まれた日(年・月・日を 2つずつ、数字6つ)",
                            "Birth date: year of the era, month, day (6 digits)"};
constexpr Text kNumberExpiry{"有効期限の西暦(4けた)", "いつまで 使えるか(西暦、数字4つ)", "Year in which the card expires (4 digits)"};
constexpr Text kNumberCode{"セキュリティコード(4けた)", "セキュリティコード(数字4つ)", "Security code (4 digits)"};
constexpr Text kSubmitFace{"カメラで比べる", "カメラで くらべる", "Compare with the camera"};
constexpr Text kFaceFound{"カードの写真と顔が合いました。次に進みます。", "かおが 合いました。つぎに すすみます。", "Your face fits the card. Go on."};
constexpr Text kFaceEnded{"ここでは顔を比べられませんでした", "かおを くらべられませんでした", "The face could not be compared here"};
constexpr Text kFaceEndedHelp{"あなたのせいではありません。係の人に目で確かめてもらうか、投票所で紙の投票をしてください。",
                              "だいじょうぶです。係の人に 見てもらうか、紙で 投票してください。",
                              "It is not your fault. Let the staff compare by eye, or vote on paper at a polling place."};
constexpr Text kSkip{"本文へ", "本文へ", "Skip to content"};
constexpr Text kLanguages{"ことば", "ことば", "Language"};
}  // namespace texts

/// Heading and what to do next, for a trouble with the card.
struct TroubleText {
  Text heading, help;
};
const TroubleText& trouble_text(card::Trouble trouble);
const TroubleText& face_text(card::FaceTrouble trouble);

}  // namespace ippyo::card_agent
