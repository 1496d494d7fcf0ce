// SPDX-License-Identifier: Apache-2.0
#include "ballot_box/contents.hpp"

#include <algorithm>

#include "election/opening.hpp"
#include "record/objects.hpp"

namespace ippyo::ballot_box {
namespace {

std::optional<std::uint32_t> number_of(const record::Entry& entry) {
  if (entry.type == record::EntryType::epoch) {
    const auto closing = record::Closing::decode(entry.body);
    if (closing.ok()) return closing->key.number;
  }
  if (entry.type == record::EntryType::amendment) {
    const auto amendment = election::Amendment::decode(entry.body);
    if (amendment.ok()) return amendment->number;
  }
  return std::nullopt;
}

}  // namespace

void Contents::note(std::span<const base::Bytes> entries) {
  for (const auto& bytes : entries) {
    const auto index = size_++;
    const auto entry = record::Entry::decode(bytes);
    if (entry.ok() && entry->type != record::EntryType::chunk) lines_.push_back({index, entry->type, entry->time, number_of(*entry)});
  }
}

std::string Contents::page(std::uint64_t from) const {
  std::string out = "{\"size\":" + std::to_string(size_) + ",\"entries\":[";
  const auto first = std::ranges::lower_bound(lines_, from, {}, &Line::index);
  for (auto line = first; line != lines_.end(); ++line) {
    if (line != first) out += ',';
    out += "{\"index\":" + std::to_string(line->index) + ",\"type\":" + std::to_string(static_cast<unsigned>(line->type)) +
           ",\"time\":" + std::to_string(line->time);
    if (line->number) out += ",\"number\":" + std::to_string(*line->number);
    out += '}';
  }
  return out + "]}";
}

}  // namespace ippyo::ballot_box
