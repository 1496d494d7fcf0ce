// SPDX-License-Identifier: Apache-2.0
// A My Number Card in software: the same commands, states and refusals as the real one. [SPEC 14.3 VirtualCard]
#pragma once
#include <set>

#include "card/channel.hpp"
#include "virtual_card/card_data.hpp"

namespace ippyo::virtual_card {

class VirtualCard final : public card::Channel {
 public:
  explicit VirtualCard(CardData data);
  card::Answer<card::Response> transmit(ByteView command) override;
  void reset() override;
  /// Command in, answer with status out; for the wire.
  Bytes answer(ByteView command);
  /// From now on the card is out of the reader (in process only).
  void remove() { present_ = false; }
  void insert() { present_ = true, reset(); }
  const CardData& data() const { return data_; }  ///< with the tries as they stand
  /// Whether anybody selected the file of the individual number (個人番号), which this product never does.
  bool individual_number_touched() const { return touched_; }

 private:
  struct Command;
  enum class Application : std::uint8_t { none, keys, attributes, surface };
  CardData data_;
  bool present_ = true, touched_ = false;
  Application application_ = Application::none;
  std::optional<std::uint16_t> file_;
  std::set<std::uint16_t> shown_;  // PIN files of the current application that were verified

  Bytes select(const Command& c);
  Bytes read(const Command& c);
  Bytes verify(const Command& c);
  Bytes sign(const Command& c);
  PinState* pin(std::uint16_t file);
  const card::PinPolicy* policy(std::uint16_t file) const;
  std::optional<Bytes> content(std::uint16_t file) const;
  bool readable(std::uint16_t file) const;
  bool exists(std::uint16_t file) const;
};

}  // namespace ippyo::virtual_card
