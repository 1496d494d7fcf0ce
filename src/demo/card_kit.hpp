// SPDX-License-Identifier: Apache-2.0
// Cards in readers: a PC/SC service of our own, and ippyo-card as the booth's page and a voter with a keyboard use it. [SPEC 14.2 Agent]
#pragma once
#include <atomic>
#include <chrono>
#include <mutex>

#include "demo/card_holder.hpp"
#include "demo/process.hpp"
#include "http/client.hpp"
#include "virtual_card/vpcd.hpp"

namespace ippyo::demo {

/// pcscd with two virtual readers, in a user namespace: no root, and nobody else's readers are touched.
class PrivateReaders {
  Process service_;
  std::uint16_t port_;
  PrivateReaders(Process service, std::uint16_t port) : service_(std::move(service)), port_(port) {}

 public:
  static constexpr unsigned kReaders = 2;
  /// Configuration and log go into `folder`. errors: why this machine cannot run it.
  static base::Result<PrivateReaders> start(const std::filesystem::path& folder);
  static std::string name(unsigned reader);
  /// For everything that uses the readers.
  std::string environment() const;
  base::Result<std::unique_ptr<virtual_card::InsertedCard>> insert(virtual_card::CardData card, unsigned reader) const;
};

/// Whose page asks, and for which election.
struct BoothPage {
  std::string origin, title;
};

/// A computer with ippyo-card. Not thread-safe: one voter sits before it.
class CardKit {
  Process agent_;
  http::Client http_;
  std::string own_, pairing_;
  BoothPage booth_;
  CardKit(Process agent, const http::Url& where, std::string own, std::string pairing, BoothPage booth)
      : agent_(std::move(agent)), http_({where}), own_(std::move(own)), pairing_(std::move(pairing)), booth_(std::move(booth)) {}
  base::Result<http::Response> booth(const std::string& method, const std::string& target, const nlohmann::json& body = {});

 public:
  /// `reader`: uses this one only; empty: the one that holds a card. `name`: of its files in `folder`. `port` 0: any free one.
  static base::Result<CardKit> start(const PrivateReaders& readers, const std::string& reader, BoothPage booth, const std::filesystem::path& folder,
                                     const std::string& name, std::uint16_t port = 0);
  const std::string& address() const { return own_; }
  const std::string& pairing() const { return pairing_; }
  /// A question that waits in the kit: the booth's name for it and the address of the page.
  struct Question {
    std::string id, page;
  };
  base::Result<Question> ask(const nlohmann::json& asked);
  /// What the kit's page says now: a word of 14.1, "pin", "done", "refused".
  base::Result<std::string> state(const Question& q);
  /// errors: it does not say so in time.
  base::Result<void> wait_for(const Question& q, std::string_view state, std::chrono::milliseconds patience = std::chrono::seconds(10));
  /// Puts the card in and waits until the page asks for the PIN. A card that the reader does not notice is taken out and put in again.
  base::Result<std::unique_ptr<virtual_card::InsertedCard>> put_in(const Question& q, const PrivateReaders& readers, unsigned reader, virtual_card::CardData card);
  base::Result<std::string> page(const Question& q);
  /// The tries that the page shows before the number is typed.
  base::Result<unsigned> tries(const Question& q);
  /// Fills in the form and sends it; `last` confirms the last try.
  base::Result<void> type(const Question& q, std::string_view pin, bool last = false);
  /// As the button says; the question is over.
  base::Result<void> cancel(const Question& q);
  /// What the booth's page gets: {"state"}, with what the card gave or the word of the refusal.
  base::Result<nlohmann::json> collect(const Question& q);

 private:
  base::Result<void> submit(const Question& q, const std::string& fields);
};

/// Both readers, a kit at each; whoever comes takes the one that is free. Thread-safe.
class CardRoom final : public CardHolder {
  struct Seat {
    std::mutex mutex;
    CardKit kit;
    explicit Seat(CardKit k) : kit(std::move(k)) {}
  };
  PrivateReaders readers_;
  std::vector<std::unique_ptr<Seat>> seats_;
  std::atomic<unsigned> visitors_{0};
  explicit CardRoom(PrivateReaders readers) : readers_(std::move(readers)) {}

 public:
  /// errors: why this machine cannot run it.
  static base::Result<std::unique_ptr<CardRoom>> open(const BoothPage& booth, const std::filesystem::path& folder);
  const PrivateReaders& readers() const { return readers_; }
  /// requires: nobody else sits there.
  CardKit& kit(unsigned reader) { return seats_[reader]->kit; }
  base::Result<nlohmann::json> answer(virtual_card::CardData& card, const nlohmann::json& asked) override;
  /// At this reader and its kit.
  base::Result<nlohmann::json> answer_at(unsigned reader, virtual_card::CardData& card, const nlohmann::json& asked);
};

/// What the card gave, as `finish` takes it. errors: it gave nothing; the word.
base::Result<nlohmann::json> given(const base::Result<nlohmann::json>& collected);

}  // namespace ippyo::demo
