// SPDX-License-Identifier: Apache-2.0
// Whatever bytes come: a decoder refuses them or gives back exactly what it read; a changed entry never passes.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "record/cast.hpp"
#include "record/grant_request.hpp"
#include "world.hpp"

namespace ippyo::world {
namespace {

/// Some bytes of a valid encoding changed, cut off or added.
Bytes mutated(Bytes bytes) {
  const auto changes = *rc::gen::inRange(0, 4);
  for (int n = 0; n < changes && !bytes.empty(); ++n)
    bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] = *rc::gen::arbitrary<std::uint8_t>();
  switch (*rc::gen::inRange(0, 4)) {
    case 0: bytes.resize(*rc::gen::inRange<std::size_t>(0, bytes.size() + 1)); break;
    case 1: bytes.push_back(*rc::gen::arbitrary<std::uint8_t>()); break;
    default: break;
  }
  return bytes;
}

template <class T>
void one_encoding_per_value(const Bytes& valid) {
  rc::check([&] {
    const auto bytes = mutated(valid);
    const auto decoded = T::decode(bytes);
    if (decoded.ok()) RC_ASSERT(decoded->encode() == bytes);
  });
}

const Entry& entry_of(EntryType type) {
  const auto& b = the_world().board;
  return b.entries[b.find(type)];
}

TEST(RecordProperty, EveryBodyHasOneEncodingPerValue) {
  one_encoding_per_value<Entry>(entry_of(EntryType::tokens).encode());
  one_encoding_per_value<record::Chunk>(entry_of(EntryType::chunk).body);
  one_encoding_per_value<record::Closing>(entry_of(EntryType::settlement).body);
  one_encoding_per_value<record::CeremonyBody>(entry_of(EntryType::ceremony).body);
  one_encoding_per_value<record::TokensBody>(entry_of(EntryType::tokens).body);
  one_encoding_per_value<record::PollBookCount>(entry_of(EntryType::poll_book_count).body);
  one_encoding_per_value<record::AuditedBody>(entry_of(EntryType::settlement_audited).body);
  one_encoding_per_value<record::StatementBody>(entry_of(EntryType::internet_close).body);
  one_encoding_per_value<record::ResultBody>(entry_of(EntryType::result).body);
  const record::RehearsalBody rehearsal{"2028-10-01", 1, 2, Bytes(96, 1), Bytes(64, 2)};
  one_encoding_per_value<record::RehearsalBody>(rehearsal.encode());
}

TEST(RecordProperty, WhatDevicesSendHasOneEncodingPerValue) {
  const record::Grant grant{7, {1}, {2}, 3, 5, {4}};
  one_encoding_per_value<record::Grant>(grant.encode());
  const record::GrantRequest request{7, {2}, {3}};
  one_encoding_per_value<record::GrantRequest>(request.encode());
  const record::Cast cast{{9}, grant, 3, Bytes(304, 5), {Bytes(112, 6), Bytes(224, 7)}, {8}};
  one_encoding_per_value<record::Cast>(cast.encode());
}

TEST(RecordProperty, NoChangedEntryPasses) {
  const auto& w = the_world();
  rc::check([&] {
    const auto at = *rc::gen::inRange<std::size_t>(0, w.board.entries.size());
    auto bytes = w.board.entries[at].encode();
    bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] ^= static_cast<std::uint8_t>(1 << *rc::gen::inRange(0, 8));
    auto state = w.before[at];
    const auto verdict = state.apply(bytes, w.board.blobs, [](std::uint64_t) { return Bytes32{}; }, record::Depth::full);
    RC_ASSERT(verdict.ok());
    RC_ASSERT(!verdict->passed());
    RC_ASSERT(state.entries() == at);
  });
}

TEST(RecordProperty, RandomBytesNeverPassAndNeverCrash) {
  rc::check([&](const Bytes& bytes) {
    auto state = the_world().before[the_world().before.size() / 2];
    const auto verdict = state.apply(bytes, the_world().board.blobs, [](std::uint64_t) { return Bytes32{}; }, record::Depth::full);
    RC_ASSERT(verdict.ok() && !verdict->passed());
  });
}

}  // namespace
}  // namespace ippyo::world
