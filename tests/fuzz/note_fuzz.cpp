// SPDX-License-Identifier: Apache-2.0
// Checkpoints and policies: texts from outside.
#include "board/policy.hpp"

using namespace ippyo;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (const auto checkpoint = board::SignedCheckpoint::parse(text); checkpoint.ok()) IPPYO_CHECK(checkpoint->note.serialize() == text);
  if (const auto note = board::Note::parse(text); note.ok()) IPPYO_CHECK(note->serialize() == text);
  (void)board::Policy::parse(text);
  return 0;
}
