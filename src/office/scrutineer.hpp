// SPDX-License-Identifier: Apache-2.0
// Scrutineers compare the settlement with the closed poll book, both ways, before anything is decrypted. [SPEC 4.5 Settlement]
#pragma once
#include "office/poll_book.hpp"

namespace ippyo::office {

enum class DifferenceKind {
  not_in_poll_book,   ///< overridden in the settlement, not in the poll book
  not_in_settlement,  ///< in the poll book, but carried over
  does_not_open,      ///< the opening does not fit D_i on the board
  unknown_slot,       ///< the poll book names a slot that does not exist
};
struct Difference {
  std::uint64_t slot;
  DifferenceKind kind;
  std::string text() const;
  friend bool operator==(const Difference&, const Difference&) = default;
};
/// What scrutineers see in the closed room; never leaves it. Empty: they may sign.
struct AuditReport {
  std::vector<Difference> differences;  ///< ascending by slot
  bool count_differs = false;           ///< the poll book's n_S are not the signed ones
  bool agrees() const { return differences.empty() && !count_differs; }
};
/// requires: settled. errors: the openings file is missing or not one row per slot.
base::Result<AuditReport> audit_settlement(const record::State& state, const PollBook& book, const std::filesystem::path& openings);

/// The entry before any signature: the root over the first `entries` entries, which end with the settlement's closing entry.
/// Sign it with sign_entry(.., state.ctx(), ..), one scrutineer after the other, then write_signed.
/// errors: the state has no settlement to audit.
base::Result<record::Entry> draft_audited(const record::State& state, std::uint64_t entries, const Bytes32& root,
                                          std::vector<std::string> scrutineers, base::UnixTime time, const std::string& statement);

}  // namespace ippyo::office
