// SPDX-License-Identifier: Apache-2.0
// A PIN on its way to the card: checked for its form, wiped afterwards. [SPEC 14.1 Card]
#pragma once
#include "base/secret.hpp"
#include "card/answer.hpp"
#include "card/card_type.hpp"

namespace ippyo::card {

class Pin {
  base::SecretVector<std::uint8_t> digits_;
  explicit Pin(std::size_t n) : digits_(n) {}

 public:
  /// Full-width digits and letters count as their narrow forms, small letters as capitals. timing: variable in the length only.
  /// errors: pin_format.
  static Answer<Pin> parse(const PinPolicy& policy, std::span<const std::uint8_t> typed);
  std::span<const std::uint8_t> expose() const { return digits_.expose(); }
  Pin clone() const;
};

}  // namespace ippyo::card
