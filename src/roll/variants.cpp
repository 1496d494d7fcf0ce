// SPDX-License-Identifier: Apache-2.0
#include "roll/variants.hpp"

#include <unordered_map>

namespace ippyo::roll {

const std::u32string_view kOneCharacter =
    U"亜亞 悪惡 圧壓 囲圍 医醫 為爲 壱壹 隠隱 栄榮 営營 衛衞 駅驛 円圓 塩鹽 縁緣 艶艷 応應 欧歐 殴毆 桜櫻 奥奧 横橫 温溫 穏穩 仮假 価價 画畫 会會 絵繪 "
    U"壊壞 懐懷 概槪 拡擴 殻殼 覚覺 学學 岳嶽 楽樂 渇渴 缶罐 巻卷 陥陷 寛寬 関關 歓歡 観觀 館舘 気氣 帰歸 亀龜 偽僞 戯戲 犠犧 旧舊 拠據 挙擧 峡峽 挟挾 "
    U"狭狹 郷鄕 暁曉 区區 駆驅 薫薰 勲勳 径徑 恵惠 渓溪 経經 継繼 茎莖 蛍螢 軽輕 鶏鷄 芸藝 撃擊 欠缺 倹儉 剣劍 圏圈 検檢 権權 献獻 県縣 険險 顕顯 験驗 "
    U"厳嚴 広廣 効效 恒恆 黄黃 鉱鑛 号號 国國 黒黑 砕碎 済濟 斎齋 剤劑 桟棧 賛贊 残殘 糸絲 歯齒 児兒 辞辭 湿濕 実實 舎舍 写寫 釈釋 寿壽 収收 従從 渋澁 "
    U"獣獸 縦縱 粛肅 処處 緒緖 叙敍 奨奬 将將 焼燒 称稱 証證 乗乘 剰剩 壌壤 嬢孃 条條 浄淨 状狀 畳疊 穣穰 譲讓 醸釀 触觸 嘱囑 真眞 寝寢 慎愼 尽盡 図圖 "
    U"粋粹 酔醉 随隨 髄髓 枢樞 数數 瀬瀨 声聲 静靜 斉齊 摂攝 窃竊 専專 戦戰 浅淺 潜潛 繊纖 践踐 銭錢 禅禪 双雙 壮壯 捜搜 挿插 争爭 総總 聡聰 荘莊 装裝 "
    U"騒騷 増增 蔵藏 臓臟 続續 堕墮 体體 対對 帯帶 滞滯 台臺 滝瀧 択擇 沢澤 単單 担擔 胆膽 団團 弾彈 断斷 痴癡 遅遲 昼晝 虫蟲 鋳鑄 庁廳 徴徵 聴聽 鎮鎭 "
    U"逓遞 鉄鐵 転轉 点點 伝傳 灯燈 当當 党黨 盗盜 稲稻 闘鬪 徳德 独獨 読讀 届屆 弐貳 悩惱 脳腦 覇霸 拝拜 廃廢 売賣 麦麥 発發 髪髮 抜拔 蛮蠻 浜濱濵 "
    U"払拂 仏佛 並竝 変變 辺邊邉 宝寶 豊豐 翻飜 毎每 万萬 満滿 訳譯 薬藥 与與 揺搖 様樣 謡謠 来來 頼賴 乱亂 覧覽 竜龍 両兩 猟獵 緑綠 塁壘 励勵 礼禮 隷隸 "
    U"霊靈 齢齡 恋戀 炉爐 労勞 楼樓 録錄 湾灣 高髙 崎﨑 吉𠮷 島嶋嶌 富冨 渕淵 桑桒 柳栁 曽曾 巌巖 弥彌 尭堯 桧檜 槙槇 遥遙 瑶瑤 凜凛 穂穗 峰峯 鴎鷗 "
    U"籠篭 鋭銳 説說 税稅 脱脫 悦悅 閲閱 橋槗 船舩 土圡 姫姬 戸戶 戻戾 歩步 渉涉 芦蘆 薮藪 讃讚 頴穎 昂昻 彦彥 顔顏 産產 教敎 青靑 清淸 侠俠 蒋蔣 "
    U"カヵ ケヶ";

const std::u32string_view kTakenForAnother =
    U"斎斉 崎嵜碕埼 鶴靏靍 桝枡 亨享 祇祗 菅管 己巳已 萩荻 末未 治冶 藤籐 園薗 花華 湧涌 太大 土士 柿杮 祐佑裕";

namespace {

using Table = std::unordered_map<char32_t, char32_t>;

Table table_of(std::u32string_view groups) {
  Table table;
  char32_t first = 0;
  for (const char32_t c : groups) {
    if (c == U' ') {
      first = 0;
    } else if (first == 0) {
      first = c;
    } else {
      table.emplace(c, first);
    }
  }
  return table;
}

char32_t looked_up(const Table& table, char32_t c) {
  const auto found = table.find(c);
  return found == table.end() ? c : found->second;
}

}  // namespace

char32_t one_shape(char32_t c) {
  static const Table table = table_of(kOneCharacter);
  return looked_up(table, c);
}

char32_t large_katakana(char32_t c) {
  static const Table table = table_of(U"アァ イィ ウゥ エェ オォ ツッ ヤャ ユュ ヨョ ワヮ カヵ ケヶ");
  const bool hiragana = (c >= U'ぁ' && c <= U'ゖ') || c == U'ゝ' || c == U'ゞ';
  return looked_up(table, hiragana ? c + (U'ア' - U'あ') : c);
}

char32_t alike(char32_t c) {
  static const Table table = table_of(kTakenForAnother);
  return large_katakana(looked_up(table, one_shape(c)));
}

}  // namespace ippyo::roll
