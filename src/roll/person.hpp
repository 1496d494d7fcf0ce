// SPDX-License-Identifier: Apache-2.0
// A person as a city's voter roll and as a card names one. Private: never on the board, never in a log. [SPEC 15.1 VoterRoll]
#pragma once
#include <array>
#include <compare>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

namespace ippyo::roll {

/// A day of the Gregorian calendar, as written on documents.
struct Day {
  std::int16_t year = 0;
  std::uint8_t month = 0, day = 0;
  auto operator<=>(const Day&) const = default;
};

enum class Sex : std::uint8_t { unknown = 0, male, female, other };

/// The four attributes of the card (基本4情報), as written there.
struct Attributes {
  std::string name;  ///< family name, full-width space, given name
  std::string address;
  Day birth;
  Sex sex = Sex::unknown;
};

/// Words that may stand in the column 表示 of a line. The list is closed: an import refuses every other word.
inline constexpr std::string_view kStruckOff = "抹消", kDeceased = "死亡", kNoFranchise = "失権", kSuspended = "停止", kMovedOut = "転出表示",
                                  kOverseas = "在外", kBraille = "点字", kLargePrint = "拡大文字", kProxyVote = "代理投票",
                                  kPostalCertificate = "郵便等投票証明書", kProxyWriting = "代理記載", kSeafarer = "船員証明書",
                                  kAntarctic = "南極選挙人証", kAddressProtected = "支援措置";
inline constexpr std::array kFlags{kStruckOff,    kDeceased, kNoFranchise, kSuspended,       kMovedOut,
                                   kOverseas,     kBraille,  kLargePrint,  kProxyVote,       kPostalCertificate,
                                   kProxyWriting, kSeafarer, kAntarctic,   kAddressProtected};
using Flags = std::set<std::string, std::less<>>;

/// One line of the voter roll.
struct Voter {
  std::string number;  ///< 選挙人名簿番号: a text, unique in the roll
  std::string name;    ///< family name, full-width space, given name
  std::string kana;
  Day birth;
  Sex sex = Sex::unknown;
  std::string address;
  std::string district;  ///< 投票区
  Flags flags;
  bool has(std::string_view flag) const { return flags.contains(flag); }
  bool operator==(const Voter&) const = default;
};

}  // namespace ippyo::roll
