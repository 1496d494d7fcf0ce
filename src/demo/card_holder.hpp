// SPDX-License-Identifier: Apache-2.0
// A voter with a card and its PIN, who is asked something by a page.
#pragma once
#include <nlohmann/json.hpp>

#include "virtual_card/card_data.hpp"

namespace ippyo::demo {

class CardHolder {
 public:
  virtual ~CardHolder() = default;
  /// `asked`: one kind of question of 13.2. What `finish` takes; `card` keeps the tries that it cost. errors: also a refusal of the card.
  virtual base::Result<nlohmann::json> answer(virtual_card::CardData& card, const nlohmann::json& asked) = 0;
};

/// Asks the card's code directly: the crowd of a rehearsal has no readers. Thread-safe.
class ChipInProcess final : public CardHolder {
 public:
  base::Result<nlohmann::json> answer(virtual_card::CardData& card, const nlohmann::json& asked) override;
};

}  // namespace ippyo::demo
