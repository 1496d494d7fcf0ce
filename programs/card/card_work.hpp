// SPDX-License-Identifier: Apache-2.0
// Everything that touches the card, on one thread: one request at a time, exclusive access, a reset after each. [SPEC 14.2 Agent]
#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "requests.hpp"

namespace ippyo::card_agent {

/// How the agent comes to a card: by PC/SC, or a virtual card in tests.
class Door {
 public:
  virtual ~Door() = default;
  virtual card::Answer<std::unique_ptr<card::Channel>> open() = 0;
};

/// What a page has to show before the voter types anything.
struct Look {
  std::optional<card::Refusal> trouble;
  unsigned key_tries = 0, attribute_tries = 0;  ///< of the PINs that the request needs
  unsigned number_tries = 0;                    ///< before the face: of what is printed on the card
};
/// With `face_due` what the step before the PIN needs.
Look look(Door& door, std::span<const card::CardType> types, const Asked& asked, bool face_due);
card::Answer<CardMark> mark_of(card::Client& client);

/// What the voter typed.
struct Typed {
  base::SecretVector<std::uint8_t> pin, attribute_pin;
  bool same = true;  ///< the attributes have the same number as the key
  card::LastTry last = card::LastTry::keep;
  std::optional<CardMark> only;  ///< refuse every other card as card_removed, before any PIN
};
/// The tries of every PIN are looked at before the first is shown: no PIN is used up for a request that another one stops.
card::Answer<Given> perform(Door& door, std::span<const card::CardType> types, const Asked& asked, const Typed& typed);

/// One thread, a short queue.
class Worker {
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> queue_;
  bool stopping_ = false;
  std::thread thread_;
  void run();

 public:
  static constexpr std::size_t kMaxQueue = 32;
  Worker();
  ~Worker();
  /// False, and nothing happens, when the queue is full.
  bool submit(std::function<void()> work);
};

}  // namespace ippyo::card_agent
