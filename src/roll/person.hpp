// SPDX-License-Identifier: Apache-2.0
// A person as a city's voter roll and as a card names one. Private: never on the board, never in a log. [SPEC 15.1 VoterRoll]
#pragma once
#include <compare>
#include <cstdint>
#include <string>

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

}  // namespace ippyo::roll
