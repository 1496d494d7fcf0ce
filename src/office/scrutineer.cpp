// SPDX-License-Identifier: Apache-2.0
#include "office/scrutineer.hpp"

#include "base/rows.hpp"
#include "office/registrar.hpp"
#include "proof/settlement.hpp"

namespace ippyo::office {

std::string Difference::text() const {
  const auto name = "Slot " + std::to_string(slot);
  switch (kind) {
    case DifferenceKind::not_in_poll_book:
      return name + " is overridden in the settlement, but the poll book shows no paper or station vote.";
    case DifferenceKind::not_in_settlement:
      return name + " has a paper or station vote in the poll book, but its online ballot was kept.";
    case DifferenceKind::does_not_open:
      return name + ": the opening handed over does not fit the commitment on the board.";
    case DifferenceKind::unknown_slot:
      return name + " stands in the poll book, but no such slot exists.";
  }
  return name;
}

// What is wrong with one slot: its opening row against D and the poll book.
static std::optional<DifferenceKind> compare(const Element& D, ByteView opening, bool in_poll_book) {
  const auto d = proof::Scalar::parse(opening.subspan(1));
  if (opening[0] > 1 || !d || !proof::verify_settlement_opening(D, opening[0] == 1, *d).passed())
    return DifferenceKind::does_not_open;
  if (opening[0] == 1 && !in_poll_book) return DifferenceKind::not_in_poll_book;
  if (opening[0] == 0 && in_poll_book) return DifferenceKind::not_in_settlement;
  return std::nullopt;
}

base::Result<AuditReport> audit_settlement(const record::State& state, const PollBook& book,
                                           const std::filesystem::path& openings) {
  const auto& commitments = state.settlement_commitments();
  const auto n = state.slots().size();
  if (commitments.size() != n) return base::Error{"The board holds no settlement of every slot; wait until it is posted."};
  const auto rows = base::FileRows::open(openings, kOpeningRowSize);
  if (!rows) return rows.error();
  if ((*rows)->rows() != n)
    return base::Error{"The openings file does not have one row per slot; ask the registrar for the whole file."};

  AuditReport report;
  report.count_differs = count_poll_book(state, book).overridden != state.poll_book().overridden;
  for (std::uint64_t first = 0; first < n; first += base::kRowsPerStep) {
    const auto step = std::min<std::uint64_t>(base::kRowsPerStep, n - first);
    base::SecretVector<std::uint8_t> bytes(step * kOpeningRowSize);
    IPPYO_TRY((*rows)->read(first, bytes.expose_mutable()));
    for (std::uint64_t i = 0; i < step; ++i) {
      const auto slot = first + i;
      const auto opening = bytes.expose().subspan(i * kOpeningRowSize, kOpeningRowSize);
      const auto kind = compare(commitments[slot], opening, book.overridden.contains(slot));
      if (kind) report.differences.push_back({slot, *kind});
    }
  }
  for (auto slot = book.overridden.lower_bound(n); slot != book.overridden.end(); ++slot)
    report.differences.push_back({*slot, DifferenceKind::unknown_slot});
  return report;
}

base::Result<record::Entry> draft_audited(const record::State& state, std::uint64_t entries, const Bytes32& root,
                                          std::vector<std::string> scrutineers, base::UnixTime time, const std::string& statement) {
  if (state.phase() != record::Phase::settled)
    return base::Error{"The board has no settlement that waits for its audit; there is nothing to sign now."};
  const record::AuditedBody body{entries, root, statement};
  return draft_entry(state, record::EntryType::settlement_audited, body.encode(), std::move(scrutineers), time);
}

}  // namespace ippyo::office
