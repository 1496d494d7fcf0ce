// SPDX-License-Identifier: Apache-2.0
// What a card gave, or why it gave nothing: a word for programs, a sentence for the person. [SPEC 14.1 Card]
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "base/check.hpp"

namespace ippyo::card {

/// Every way in which a card can fail its holder; word() and SPEC 14.1 list the words.
enum class Trouble : std::uint8_t {
  reader_service = 1,  // "reader-service": the PC/SC service does not run
  no_reader,           // "no-reader"
  no_card,             // "no-card"
  several_cards,       // "several-cards": more than one reader holds a card
  card_busy,           // "card-busy": another program uses the card
  card_removed,        // "card-removed"
  not_my_number_card,  // "not-my-number-card"
  pin_format,          // "pin-format": not a PIN of that kind; the card was not asked
  pin_wrong,           // "pin-wrong", with the tries left
  pin_last_try,        // "pin-last-try": one try left and the holder did not confirm it; the card was not asked
  pin_blocked,         // "pin-blocked"
  no_certificate,      // "no-certificate": the card holds none of that kind
  card_answer,         // "card-answer": an answer that no such card gives
};
std::string_view word(Trouble trouble);

struct Refusal {
  Trouble trouble;
  std::optional<unsigned> tries;  ///< left, for the pin_ words
  std::string_view word() const { return card::word(trouble); }
  std::string sentence() const;  ///< English; says what to do next
};

/// A value or a Refusal. Reading the wrong side is our own bug and aborts. IPPYO_TRY works with it.
template <class T>
class [[nodiscard]] Answer {
  std::variant<T, Refusal> v_;

 public:
  Answer(T value) : v_(std::move(value)) {}
  Answer(Refusal refusal) : v_(std::move(refusal)) {}
  Answer(Trouble trouble) : v_(Refusal{trouble, {}}) {}
  bool ok() const { return v_.index() == 0; }
  T& operator*() & { return IPPYO_CHECK(ok()), std::get<0>(v_); }
  const T& operator*() const& { return IPPYO_CHECK(ok()), std::get<0>(v_); }
  T&& operator*() && { return IPPYO_CHECK(ok()), std::get<0>(std::move(v_)); }
  T* operator->() { return &**this; }
  const T* operator->() const { return &**this; }
  const Refusal& error() const { return IPPYO_CHECK(!ok()), std::get<1>(v_); }
};
struct Done {};

}  // namespace ippyo::card
