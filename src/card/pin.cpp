// SPDX-License-Identifier: Apache-2.0
#include "card/pin.hpp"

#include <algorithm>

namespace ippyo::card {
namespace {

/// The narrow form of the character at the front of `typed`, which it shortens; 0 for anything else.
/// Full-width ASCII is U+FF01..U+FF5E: EF BC 81..BF and EF BD 80..9E. Typing it is the commonest mistake with a Japanese keyboard.
std::uint8_t next_character(std::span<const std::uint8_t>& typed) {
  std::uint8_t c = typed[0];
  std::size_t used = 1;
  if (c == 0xEF && typed.size() >= 3) {
    const int code = (typed[1] - 0xBC) * 64 + (typed[2] - 0x80);
    c = typed[1] >= 0xBC && typed[1] <= 0xBD && code >= 1 && code <= 0x5E ? static_cast<std::uint8_t>(0x20 + code) : 0;
    used = 3;
  }
  typed = typed.subspan(used);
  return c >= 'a' && c <= 'z' ? static_cast<std::uint8_t>(c - 'a' + 'A') : c;
}

bool allowed(PinAlphabet alphabet, std::uint8_t c) {
  return (c >= '0' && c <= '9') || (alphabet == PinAlphabet::digits_and_capitals && c >= 'A' && c <= 'Z');
}

}  // namespace

Answer<Pin> Pin::parse(const PinPolicy& policy, std::span<const std::uint8_t> typed) {
  base::SecretVector<std::uint8_t> narrow(policy.max);
  std::size_t n = 0;
  while (!typed.empty()) {
    const auto c = next_character(typed);
    if (n == policy.max || !allowed(policy.alphabet, c)) return Trouble::pin_format;
    narrow.expose_mutable()[n++] = c;
  }
  if (n < policy.min) return Trouble::pin_format;
  Pin pin(n);
  std::copy_n(narrow.expose().begin(), n, pin.digits_.expose_mutable().begin());
  return pin;
}

Pin Pin::clone() const {
  Pin copy(digits_.size());
  std::copy(expose().begin(), expose().end(), copy.digits_.expose_mutable().begin());
  return copy;
}

}  // namespace ippyo::card
