// SPDX-License-Identifier: Apache-2.0
// A virtual card in a virtual reader: the card's side of vpcd's protocol. [SPEC 14.3 VirtualCard]
#pragma once
#include <memory>
#include <mutex>
#include <thread>

#include "virtual_card/virtual_card.hpp"

namespace ippyo::virtual_card {

/// Connected = inserted. One thread answers the reader until remove() or destruction.
class InsertedCard {
  VirtualCard card_;
  int socket_;
  std::mutex mutex_;
  Bytes remove_at_;
  std::thread thread_;  // last: it uses the others
  InsertedCard(CardData data, int socket);
  void serve();

 public:
  /// `port`: 35963 is the first slot of the usual vpcd, 35964 the second. errors: nobody listens there.
  static base::Result<std::unique_ptr<InsertedCard>> insert(CardData data, std::uint16_t port);
  ~InsertedCard();
  /// Pulls the card out, also in the middle of a command; returns it as it is then.
  CardData remove();
  /// Pulls the card out instead of answering the next command that begins with these bytes.
  void remove_at(Bytes beginning);
};

}  // namespace ippyo::virtual_card
