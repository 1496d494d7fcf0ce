// SPDX-License-Identifier: Apache-2.0
// The words of which sample people and their addresses are made. [SPEC 15.1 VoterRoll]
#pragma once
#include <array>
#include <string_view>

namespace ippyo::roll::sample {

struct Word {
  std::string_view kanji, kana;
};

/// No family is called so: whoever reads one of these names sees a sample.
inline constexpr std::array kFamilies{Word{"見本", "ミホン"},   Word{"例示", "レイジ"},   Word{"試験", "シケン"},     Word{"仮名", "カメイ"},
                                      Word{"雛形", "ヒナガタ"}, Word{"模擬", "モギ"},     Word{"架空", "カクウ"},     Word{"練習", "レンシュウ"},
                                      Word{"標本", "ヒョウホン"}, Word{"下書", "シタガキ"}, Word{"模型", "モケイ"},     Word{"仮想", "カソウ"}};
inline constexpr std::array kMen{
    Word{"太郎", "タロウ"}, Word{"一郎", "イチロウ"}, Word{"次郎", "ジロウ"},   Word{"三郎", "サブロウ"}, Word{"健", "ケン"},
    Word{"誠", "マコト"},   Word{"実", "ミノル"},     Word{"茂", "シゲル"},     Word{"清", "キヨシ"},     Word{"進", "ススム"},
    Word{"勇", "イサム"},   Word{"学", "マナブ"},     Word{"翔太", "ショウタ"}, Word{"大輔", "ダイスケ"}, Word{"健一", "ケンイチ"},
    Word{"拓也", "タクヤ"}, Word{"直樹", "ナオキ"},   Word{"和夫", "カズオ"},   Word{"正雄", "マサオ"},   Word{"蓮", "レン"}};
inline constexpr std::array kWomen{
    Word{"花子", "ハナコ"},   Word{"幸子", "サチコ"},   Word{"和子", "カズコ"}, Word{"洋子", "ヨウコ"},   Word{"京子", "キョウコ"},
    Word{"恵子", "ケイコ"},   Word{"節子", "セツコ"},   Word{"文子", "フミコ"}, Word{"久美子", "クミコ"}, Word{"由美", "ユミ"},
    Word{"直美", "ナオミ"},   Word{"真由美", "マユミ"}, Word{"陽子", "ヨウコ"}, Word{"愛", "アイ"},       Word{"美咲", "ミサキ"},
    Word{"さくら", "サクラ"}, Word{"葵", "アオイ"},     Word{"ひな", "ヒナ"},   Word{"千代", "チヨ"},     Word{"春", "ハル"}};
inline constexpr std::array<Word, 10> kDigits{Word{"〇", "ゼロ"}, Word{"一", "イチ"},  Word{"二", "ニ"},   Word{"三", "サン"},
                                              Word{"四", "ヨン"}, Word{"五", "ゴ"},    Word{"六", "ロク"}, Word{"七", "ナナ"},
                                              Word{"八", "ハチ"}, Word{"九", "キュウ"}};

/// A town of Tsukuba and how many 丁目 it has; 0: none.
struct Town {
  std::string_view name;
  unsigned chome;
};
inline constexpr std::array kTowns{
    Town{"研究学園", 7}, Town{"吾妻", 4},   Town{"竹園", 3},     Town{"千現", 2},   Town{"二の宮", 4}, Town{"松代", 5},   Town{"春日", 4},
    Town{"天久保", 4},   Town{"並木", 4},   Town{"梅園", 2},     Town{"東新井", 0}, Town{"学園の森", 3}, Town{"学園南", 3}, Town{"みどりの", 3},
    Town{"東光台", 5},   Town{"観音台", 3}, Town{"高野台", 3},   Town{"稲荷前", 0}, Town{"小野崎", 0}, Town{"手代木", 0}, Town{"谷田部", 0},
    Town{"島名", 0},     Town{"真瀬", 0},   Town{"高見原", 5},   Town{"下岩崎", 0}, Town{"高崎", 0},   Town{"桜", 3},     Town{"花畑", 3},
    Town{"要", 0},       Town{"筑穂", 3},   Town{"吉沼", 0},     Town{"上郷", 0},   Town{"酒丸", 0},   Town{"沼崎", 0},   Town{"百家", 0},
    Town{"北条", 0},     Town{"小田", 0},   Town{"筑波", 0},     Town{"臼井", 0},   Town{"神郡", 0},   Town{"大角豆", 0}, Town{"倉掛", 0},
    Town{"上ノ室", 0},   Town{"花室", 0},   Town{"金田", 0},     Town{"栗原", 0},   Town{"玉取", 0},   Town{"大曽根", 0}, Town{"苅間", 0},
    Town{"御幸が丘", 0}};

}  // namespace ippyo::roll::sample
