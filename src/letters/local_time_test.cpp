// SPDX-License-Identifier: Apache-2.0
#include "letters/internal/local_time.hpp"

#include <gtest/gtest.h>

namespace ippyo::letters::internal {
namespace {

LocalTime tokyo(base::UnixTime t) { return *local_time(t, "Asia/Tokyo"); }

TEST(LocalTime, IsSaidAsPeopleInJapanSayIt) {
  const auto t = tokyo(1795161600);
  EXPECT_EQ(japanese_day(t), "令和8年11月20日（金曜日）");
  EXPECT_EQ(japanese_hour(t), "午後5時");
  EXPECT_EQ(english_time(t), "Fri 20 Nov 2026, 17:00");
  EXPECT_EQ(braille_time(t), "2026ねん 11がつ はつか きんよーび ごご 5じ");
}

TEST(LocalTime, MidnightNoonAndMinutes) {
  EXPECT_EQ(japanese_hour({2026, 1, 1, 0, 0, 0}), "午前0時");
  EXPECT_EQ(japanese_hour({2026, 1, 1, 0, 0, 30}), "午前0時30分");
  EXPECT_EQ(japanese_hour({2026, 1, 1, 0, 12, 0}), "正午");
  EXPECT_EQ(japanese_hour({2026, 1, 1, 0, 12, 5}), "午後0時5分");
  EXPECT_EQ(japanese_hour({2026, 1, 1, 0, 23, 59}), "午後11時59分");
  EXPECT_EQ(english_time({2026, 1, 1, 0, 0, 5}), "Sun 1 Jan 2026, 0:05");
}

TEST(LocalTime, TheEraChangedInMay2019) {
  EXPECT_EQ(japanese_day({2019, 4, 30, 2, 0, 0}), "平成31年4月30日（火曜日）");
  EXPECT_EQ(japanese_day({2019, 5, 1, 3, 0, 0}), "令和元年5月1日（水曜日）");
}

TEST(LocalTime, BrailleWritesOutDaysThatHaveNames) {
  EXPECT_EQ(braille_time({2026, 4, 1, 3, 7, 30}), "2026ねん 4がつ ついたち すいよーび ごぜん 7じ 30ぷん");
  EXPECT_EQ(braille_time({2026, 4, 14, 2, 7, 5}), "2026ねん 4がつ 14か かよーび ごぜん 7じ 5ふん");
  EXPECT_EQ(braille_time({2026, 4, 11, 6, 12, 0}), "2026ねん 4がつ 11にち どよーび ごご 0じ");
}

TEST(LocalTime, KnowsOtherPlacesAndTheirSummer) {
  EXPECT_EQ(local_time(1795161600, "Europe/Berlin")->hour, 9);
  EXPECT_EQ(local_time(1784620800, "Europe/Berlin")->hour, 10);  // 2026-07-21 08:00 UTC
  EXPECT_EQ(city_of("Europe/Berlin", "en"), "Berlin");
  EXPECT_EQ(city_of("Europe/Berlin", "ja"), "ベルリン");
  EXPECT_EQ(city_of("Asia/Tokyo", "en"), "Tokyo");
}

TEST(LocalTime, RefusesUnknownZonesAndEndlessYears) {
  EXPECT_NE(local_time(0, "Mars/Olympus").error().message.find("time zone"), std::string::npos);
  EXPECT_FALSE(local_time(0, "").ok());
  EXPECT_FALSE(local_time(0, "Europe/Berl\xff").ok());
  EXPECT_NE(local_time(~std::uint64_t{0}, "Asia/Tokyo").error().message.find("9999"), std::string::npos);
}

}  // namespace
}  // namespace ippyo::letters::internal
