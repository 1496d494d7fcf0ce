// SPDX-License-Identifier: Apache-2.0
// The way to one card: command out, answer back. [SPEC 14.1 Card]
#pragma once
#include "base/bytes.hpp"
#include "card/answer.hpp"

namespace ippyo::card {

using base::Bytes;
using base::ByteView;

struct Response {
  Bytes data;
  std::uint16_t status = 0;  ///< SW1 SW2
};

class Channel {
 public:
  virtual ~Channel() = default;
  /// errors: card_removed, card_answer (shorter than a status), card_busy.
  virtual Answer<Response> transmit(ByteView command) = 0;
  /// Forgets every PIN that the card was shown. Best effort: a card that is gone has forgotten too.
  virtual void reset() = 0;
};

}  // namespace ippyo::card
