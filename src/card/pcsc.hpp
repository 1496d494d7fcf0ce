// SPDX-License-Identifier: Apache-2.0
// Cards in readers of this computer, by PC/SC alone (pcsclite here; the same calls exist on Windows and macOS). [SPEC 14.1 Card]
#pragma once
#include <memory>
#include <vector>

#include "card/channel.hpp"

namespace ippyo::card {

struct Reader {
  std::string name;
  bool holds_card = false;
};
/// errors: reader_service, no_reader.
Answer<std::vector<Reader>> readers();

/// One card, held alone: no other program may talk to it until this is destroyed, and then it is reset.
class PcscChannel final : public Channel {
 public:
  /// `reader` empty: the only reader that holds a card. errors: reader_service, no_reader, no_card, several_cards, card_busy.
  static Answer<std::unique_ptr<PcscChannel>> open(std::string_view reader = {});
  ~PcscChannel() override;
  Answer<Response> transmit(ByteView command) override;
  void reset() override;
  const std::string& reader() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
  explicit PcscChannel(std::unique_ptr<Impl> impl);
};

}  // namespace ippyo::card
