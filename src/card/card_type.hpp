// SPDX-License-Identifier: Apache-2.0
// What differs between generations of the card, as one row per generation. [SPEC 14.1 Card]
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/bytes.hpp"

namespace ippyo::card {

using base::ByteView;

enum class Key : std::uint8_t { auth = 1, sign };  ///< 利用者証明用 and 署名用
enum class Algorithm : std::uint8_t { rsa2048_sha256 = 1, ecdsa_p384_sha384 };

enum class PinAlphabet : std::uint8_t { digits = 1, digits_and_capitals };
struct PinPolicy {
  std::uint16_t file;
  std::uint8_t min, max, tries;
  PinAlphabet alphabet = PinAlphabet::digits;
};

struct KeyFiles {
  std::uint16_t key, certificate, ca;
  PinPolicy pin;
  bool certificate_needs_pin;
};

/// An application that gives one record after a PIN: the four attributes, or what is printed on the card.
struct RecordFiles {
  ByteView aid;
  std::uint16_t record;  ///< never the file of the individual number (個人番号)
  PinPolicy pin;
};

struct CardType {
  std::string_view name;
  ByteView aid;  ///< of the application with the two keys; the type is recognised by it
  Algorithm algorithm;
  KeyFiles auth, sign;
  RecordFiles attributes;  ///< 券面事項入力補助AP
  RecordFiles surface;     ///< 券面事項確認AP, opened by 照合番号B
  const KeyFiles& files(Key key) const { return key == Key::auth ? auth : sign; }
};

/// The cards in use.
std::span<const CardType> present_cards();
/// As above, and a stand-in for the next generation (P-384) whose application ids are not published: for rehearsals and tests only.
std::span<const CardType> rehearsal_cards();

}  // namespace ippyo::card
