// SPDX-License-Identifier: Apache-2.0
// What a new import would change, shown to a clerk before it does. [SPEC 15.1 VoterRoll]
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "roll/normalise.hpp"
#include "roll/person.hpp"

namespace ippyo::roll {

struct Change {
  enum class Kind : std::uint8_t { added = 1, removed, changed };
  Kind kind;
  std::optional<Voter> before, after;      ///< as the kind says
  std::vector<std::string_view> fields;    ///< changed: names of kColumns, in their order
};

struct Difference {
  std::vector<Change> changes;  ///< added, removed, changed; inside a kind by number
  std::uint64_t added = 0, removed = 0, changed = 0, unchanged = 0;
  bool empty() const { return changes.empty(); }
};

/// requires: no number twice on either side (import_roll refuses that). A number that passes to another person (name key and birth
/// date both differ) is one removed and one added; a person whose number alone is new (same name key, birth, address key, and only
/// one such) is changed in 選挙人名簿番号.
Difference difference(std::span<const Voter> before, std::span<const Voter> after, const AddressRules& rules = {});

/// The first line are the counts; then one line for every person added or removed and for every field changed. Japanese, for the
/// clerk's screen or printer; private.
std::vector<std::string> lines(const Difference& difference);

}  // namespace ippyo::roll
