// SPDX-License-Identifier: Apache-2.0
#include "letters/internal/letter_texts.hpp"

#include "letters/internal/local_time.hpp"

namespace ippyo::letters::internal {
namespace {

const std::string kJapan = "Asia/Tokyo";

std::string day_and_hour(const LocalTime& t) { return japanese_day(t) + japanese_hour(t); }
std::string short_day_and_hour(const LocalTime& t) { return japanese_day_of_year(t) + japanese_hour(t); }

/// One line for a reader in Japan; abroad the local time and Japan's.
base::Result<std::vector<std::string>> time_lines(base::UnixTime time, const Addressee& to, const std::string& after) {
  const auto japan = local_time(time, kJapan), there = local_time(time, to.zone);
  if (!japan.ok()) return japan.error();
  if (!there.ok()) return there.error();
  if (!to.overseas) return std::vector{day_and_hour(*japan) + after};
  return std::vector{short_day_and_hour(*there) + after + "（" + city_of(to.zone, "ja") + "時間）",
                     short_day_and_hour(*japan) + after + "（日本時間）"};
}

base::Result<std::string> english_text(const Letter& l) {
  const auto& zone = l.to.overseas ? l.to.zone : kJapan;
  const auto enrol = local_time(l.dates.enrol_until, zone), first = local_time(l.dates.vote_from, zone),
             last = local_time(l.dates.vote_until, zone);
  for (const auto* one : {&enrol, &first, &last})
    if (!one->ok()) return one->error();
  const auto telephone = l.to.overseas && !l.from.telephone_abroad.empty() ? l.from.telephone_abroad : l.from.telephone;
  return "This letter brings your personal code for online voting. Scan the QR code or type the code to register by " +
         english_time(*enrol) + ". Vote from " + english_time(*first) + " to " + english_time(*last) + " (" + city_of(zone, "en") +
         " time). Never tell the code to anyone. Questions: " + telephone +
         (l.to.overseas && !l.from.mail.empty() ? " or " + l.from.mail : "") + ".";
}

std::array<Step, 3> steps(const Letter& l) {
  return {Step{"準備する", l.identity + "と、スマートフォンかパソコンを用意します。"},
          Step{"登録する", "スマートフォンのカメラで、QRコードを読み取ります。パソコンでは " + l.code.origin +
                               "/booth/ を開き、専用コードを入力します。あとは画面の案内にそって、本人確認をします。"},
          Step{"投票する",
               "投票の期間になったら、登録したときと同じスマートフォンかパソコンで投票します。"
               "期間中は何度でもやり直せます。最後の投票が有効です。"}};
}

}  // namespace

std::string number_text(std::uint32_t number) {
  const auto digits = std::to_string(number);
  return "第 " + std::string(digits.size() < 6 ? 6 - digits.size() : 0, '0') + digits + " 号";
}

std::string address_text(const Addressee& to) {
  std::string out = to.overseas || to.postal_code.empty() ? "" : "〒" + to.postal_code;
  for (std::size_t i = 0; i < to.lines.size(); ++i) {
    if (!out.empty()) out += '\n';
    // Abroad the postal code stands in the line of the town, before the country.
    if (to.overseas && i + 1 == to.lines.size() && !to.postal_code.empty()) out += to.postal_code + "\n";
    out += to.lines[i];
  }
  return out;
}

std::string name_text(const Addressee& to) { return to.overseas ? to.name : to.name + "　様"; }

base::Result<LetterTexts> letter_texts(const Letter& l) {
  LetterTexts t;
  const auto issued = local_time(l.dates.issued, kJapan);
  if (!issued.ok()) return issued.error();
  auto enrol = time_lines(l.dates.enrol_until, l.to, "まで"), first = time_lines(l.dates.vote_from, l.to, "から"),
       last = time_lines(l.dates.vote_until, l.to, "まで");
  for (const auto* one : {&enrol, &first, &last})
    if (!one->ok()) return one->error();
  auto english = english_text(l);
  if (!english.ok()) return english.error();
  t.number = number_text(l.number);
  t.issued = japanese_day(*issued);
  t.heading = "インターネット投票の専用コード";
  t.lead =
      "事前申請を受け付けましたので、あなたの専用コードをお送りします。投票の前に、このコードで登録をしてください。"
      "投票が終わるまで、この手紙を大切に保管してください。";
  t.warning = "この番号を人に教えないでください";
  t.warning_more = "職員が、電話や訪問でおたずねすることはありません。";
  t.no_confusion = "数字のゼロと1（いち）、英字のO（オー）とI（アイ）は使っていません。";
  t.scan = "専用コードと同じ内容です";
  t.hole = "紙の右はしに丸い穴があります。穴のすぐ左がQRコードです。";
  t.paper = l.to.overseas ? "紙でも投票できます。そのときは紙の投票が有効です。"
                          : "投票所でも投票できます。そのときは投票所の投票が有効です。";
  t.lost = "手紙や端末をなくしたときは、すぐに電話をください。";
  t.steps = steps(l);
  t.dates = {{"登録の期限", *enrol}, {"投票の期間", *first}};
  t.dates[1].lines.insert(t.dates[1].lines.end(), last->begin(), last->end());
  t.easy =
      "インターネットで 投票（とうひょう）する ための 大切（たいせつ）な 手紙（てがみ）です。 "
      "番号（ばんごう）を ほかの 人（ひと）に 教（おし）えないで ください。 "
      "わからない ときは、 電話（でんわ）して ください。";
  t.english = *std::move(english);
  t.telephone = l.to.overseas && !l.from.telephone_abroad.empty() ? l.from.telephone_abroad : l.from.telephone;
  t.help =
      l.from.office + (l.from.hours.empty() ? "" : "\n" + l.from.hours) + (l.from.mail.empty() ? "" : "\nメール " + l.from.mail);
  return t;
}

}  // namespace ippyo::letters::internal
