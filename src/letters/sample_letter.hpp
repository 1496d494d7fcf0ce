// SPDX-License-Identifier: Apache-2.0
// Letters to nobody: for tests, for looking at, for trying envelopes and printers.
#pragma once
#include "base/hash.hpp"
#include "letters/braille.hpp"
#include "letters/polling_card.hpp"

namespace ippyo::letters {

inline Sender sample_sender() {
  return {.office = "見本市選挙管理委員会事務局",
          .postal_code = "305-0000",
          .address = "茨城県見本市見本一丁目1番地1",
          .telephone = "029-000-0000",
          .hours = "平日 午前8時30分から午後5時15分",
          .mail = "senkyo@city.example",
          .office_latin = "Election Commission, City of Mihon",
          .telephone_abroad = "+81 29 000 0000"};
}
/// 2026-10-20 9:00, 2026-11-20 17:00, 2026-11-23 8:30, 2026-11-28 20:00, all in Japan.
inline Dates sample_dates() { return {1792454400, 1795161600, 1795390200, 1795863600}; }

inline DedicatedCode sample_code(std::uint32_t number) {
  base::KeyedRng rng(base::Secret(base::hash32("sample code", base::view(std::to_string(number)))));
  return DedicatedCode::draw(rng);
}

inline Letter sample_letter(std::uint32_t number = 123, Kind kind = Kind::normal) {
  return {.kind = kind,
          .to = {.postal_code = "305-0031", .lines = {"茨城県見本市吾妻一丁目10番地1", "見本ハイツ203号"}, .name = "見本　花子"},
          .from = sample_sender(),
          .election_title = "令和8年11月29日執行　見本市長選挙および見本市議会議員一般選挙",
          .number = number,
          .reference = "A-" + std::to_string(10000 + number),
          .dates = sample_dates(),
          .code = {"https://vote.city.example", base::hash32("sample", std::string_view("ctx0")), policy_hash("quorum none\n"),
                   sample_code(number)}};
}

inline PollingCard sample_card(std::uint32_t number = 7) {
  const auto letter = sample_letter(number);
  return {.number = number,
          .slot = 1000u + number,
          .to = letter.to,
          .election_title = letter.election_title,
          .polling_place = "見本市立見本小学校 体育館\n見本市見本二丁目2番地",
          .voting_hours = "令和8年11月29日（日曜日）午前7時から午後8時",
          .from = letter.from,
          .dates = letter.dates};
}

inline BrailleTexts sample_braille_texts() {
  return {.name = "みほん　はなこ",
          .election_title = "みほん しちょー せんきょ",
          .office = "みほんし せんきょ かんり いいんかい",
          .telephone = "029-000-0000"};
}

inline Letter sample_overseas(std::uint32_t number = 124, Kind kind = Kind::normal) {
  auto letter = sample_letter(number, kind);
  letter.to = {.postal_code = "10115 Berlin",
               .lines = {"Musterstrasse 12", "GERMANY"},
               .name = "Hanako MIHON",
               .overseas = true,
               .zone = "Europe/Berlin"};
  return letter;
}

}  // namespace ippyo::letters
