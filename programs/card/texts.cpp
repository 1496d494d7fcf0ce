// SPDX-License-Identifier: Apache-2.0
#include "texts.hpp"

#include <array>

namespace ippyo::card_agent {

static constexpr std::array<TroubleText, 13> kTroubles{{
    {{"読み取りの仕組みが動いていません", "カードを 読む しくみが うごいていません", "The card service does not run"},
     {"このコンピュータを再起動するか、係の人を呼んでください。", "コンピュータを もう一度 つけるか、係の人を よんでください。",
      "Restart this computer or ask the staff."}},
    {{"カードリーダーがありません", "カードリーダーが ありません", "No card reader"},
     {"カードリーダーをつないでください。つなぐと、この画面が自動で変わります。", "カードリーダーを つないでください。",
      "Plug in a card reader. This page changes by itself."}},
    {{"カードを置いてください", "カードを おいてください", "Put your card in the reader"},
     {"マイナンバーカードをカードリーダーに置くか、差し込んでください。この画面が自動で変わります。",
      "マイナンバーカードを リーダーに おくか、さしこんでください。", "Put your My Number Card on or into the reader. This page changes by itself."}},
    {{"カードが2枚あります", "カードが 2まい あります", "More than one card"},
     {"ご自分のカードだけを残して、ほかのカードを取ってください。", "自分の カードだけに してください。", "Leave only your own card in a reader."}},
    {{"ほかのプログラムがカードを使っています", "ほかの プログラムが カードを 使っています", "Another program uses the card"},
     {"そのプログラムを終えてから、もう一度確認してください。", "ほかの プログラムを おわらせてください。", "Close it, then check again."}},
    {{"途中でカードが離れました", "とちゅうで カードが はなれました", "The card was taken away"},
     {"カードを置き直して、最初から番号を入れてください。まだ何も送っていません。", "カードを もう一度 おいてください。まだ 何も 送っていません。",
      "Put it back and type the number again. Nothing was sent."}},
    {{"マイナンバーカードではありません", "マイナンバーカードでは ありません", "This is not a My Number Card"},
     {"ほかのカードが置かれています。ご自分のマイナンバーカードに替えてください。", "ちがう カードです。マイナンバーカードを おいてください。",
      "Another card is in the reader. Replace it by your My Number Card."}},
    {{"番号の形が違います", "番号の 形が ちがいます", "Not the right form"},
     {"文字の数を確かめて、もう一度入れてください。カードには送っていないので、回数は減っていません。",
      "数字の 数を たしかめて、もう一度 入れてください。回数は へっていません。",
      "Check how many characters there are and type again. The card was not asked; no try was used."}},
    {{"番号が違います", "番号が ちがいます", "Wrong number"},
     {"残りの回数を確かめてから、もう一度入れてください。", "のこりの 回数を 見てから、もう一度 入れてください。",
      "Look at the tries left before you type again."}},
    {{"残り1回です", "あと 1回です", "One try is left"},
     {"番号に自信がなければ、ここでやめて、市の窓口か紙の投票をご利用ください。",
      "番号が わからないときは、やめてください。市の まどぐちか、紙の 投票を 使えます。",
      "If you are not sure, stop here and use the city counter, or vote on paper."}},
    {{"この番号は使えなくなっています", "この 番号は 使えません", "The number is blocked"},
     {"市の窓口で、カードを持って番号の再設定をしてください。投票所で紙の投票もできます。",
      "カードを もって、市の まどぐちに 行ってください。番号を なおせます。紙で 投票することも できます。",
      "Have it reset at the counter of your city with your card. You can also vote on paper at a polling place."}},
    {{"電子証明書が入っていません", "カードに しょうめいしょが ありません", "The certificate is missing"},
     {"このカードには、必要な電子証明書がありません。市の窓口で発行を受けるか、紙の投票をご利用ください。",
      "市の まどぐちで 入れてもらうか、紙で 投票してください。", "Have it issued at the counter of your city, or vote on paper."}},
    {{"カードを正しく読めませんでした", "カードを よく 読めませんでした", "The card could not be read"},
     {"カードの向きを直し、置き直してください。続くときは係の人を呼んでください。", "カードを おきなおしてください。だめなときは、係の人を よんでください。",
      "Put it in again. If this goes on, use another reader or ask the staff."}},
}};

static constexpr std::array<TroubleText, 6> kFaces{{
    {{"カメラがありません", "カメラが ありません", "No camera"},
     {"カメラをつなぎ、ほかのプログラムが使っていないことを確かめて、もう一度押してください。", "カメラを つないで、もう一度 おしてください。",
      "Plug in the camera, close other programs that use it, and press again."}},
    {{"顔が見えません", "かおが 見えません", "No face is seen"},
     {"明るい所でカメラの正面を見て、もう一度押してください。", "あかるい ところで カメラを 見て、もう一度 おしてください。",
      "Look straight into the camera in good light, and press again."}},
    {{"ほかの人も映っています", "ほかの 人も うつっています", "More than one face is seen"},
     {"一人でカメラの前に座り、もう一度押してください。", "ひとりで カメラの 前に すわって、もう一度 おしてください。",
      "Sit alone before the camera, and press again."}},
    {{"写真と合いませんでした", "しゃしんと 合いませんでした", "It did not fit the photo"},
     {"眼鏡やマスクを外し、正面を見て、もう一度押してください。3回までできます。", "めがねと マスクを とって、もう一度 おしてください。3回まで できます。",
      "Take off glasses or mask, look straight ahead, and press again. There are three tries."}},
    {texts::kFaceEnded, texts::kFaceEndedHelp},
    {texts::kFaceEnded, texts::kFaceEndedHelp},
}};

const TroubleText& face_text(card::FaceTrouble trouble) { return kFaces[static_cast<std::size_t>(trouble) - 1]; }

const TroubleText& trouble_text(card::Trouble trouble) { return kTroubles[static_cast<std::size_t>(trouble) - 1]; }

}  // namespace ippyo::card_agent
