// SPDX-License-Identifier: Apache-2.0
// Entries and bodies as anybody may send them: refused, or read into exactly one value.
#include "record/bodies.hpp"
#include "record/entry.hpp"

using namespace ippyo;

template <class T>
static void same_again(base::ByteView bytes) {
  if (const auto value = T::decode(bytes); value.ok()) IPPYO_CHECK(value->encode() == base::to_bytes(bytes));
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const base::ByteView bytes(data, size);
  same_again<record::Entry>(bytes);
  same_again<record::Chunk>(bytes);
  same_again<record::Closing>(bytes);
  same_again<record::CeremonyBody>(bytes);
  same_again<record::PollBookCount>(bytes);
  same_again<record::ResultBody>(bytes);
  same_again<record::StationBallotRow>(bytes);
  same_again<election::Constitution>(bytes);
  same_again<election::Opening>(bytes);
  same_again<election::Amendment>(bytes);
  return 0;
}
