// SPDX-License-Identifier: Apache-2.0
#include "office/registrar.hpp"

#include <algorithm>
#include <numeric>

#include "base/codec.hpp"
#include "base/hash.hpp"

namespace ippyo::office {

using record::EntryType;

Bytes32 evidence_hash(const Bytes32& salt, ByteView evidence) { return base::hash32("evidence", ByteView(salt), evidence); }

// Indices of the enrolments, ascending by X.
static std::vector<std::size_t> by_rank(std::span<const Enrolment> enrolments) {
  std::vector<std::size_t> order(enrolments.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) -> const Bytes32& { return enrolments[i].X.bytes; });
  return order;
}

std::vector<std::uint64_t> slot_numbers(std::span<const Enrolment> enrolments) {
  std::vector<std::uint64_t> out(enrolments.size());
  const auto order = by_rank(enrolments);
  for (std::size_t rank = 0; rank < order.size(); ++rank) out[order[rank]] = rank;
  return out;
}

// One submission of one object whose rows all have the size `row_size`.
static base::Result<void> write_list(const Desk& desk, EntryType kind, std::size_t row_size, ByteView rows) {
  auto writer = record::SubmissionWriter::create(desk.folder, desk.state, desk.by, desk.time);
  if (!writer) return writer.error();
  auto sink = writer->begin_object({kind, "", 0, 0}, row_size, row_size);
  if (!sink) return sink.error();
  IPPYO_TRY((*sink)->append(rows));
  IPPYO_TRY(writer->close_object({}));
  return writer->finish();
}

base::Result<void> write_evidence(const Desk& desk, std::span<const Enrolment> enrolments) {
  std::vector<std::array<std::uint8_t, record::kEvidenceRowSize>> rows;
  for (const auto& e : enrolments) {
    auto& row = rows.emplace_back();
    std::ranges::copy(e.evidence, row.begin());
    row.back() = static_cast<std::uint8_t>(e.evidence_class);
  }
  std::ranges::sort(rows);
  Bytes bytes;
  for (const auto& row : rows) bytes.insert(bytes.end(), row.begin(), row.end());
  return write_list(desk, EntryType::evidence, record::kEvidenceRowSize, bytes);
}

base::Result<void> write_slots(const Desk& desk, std::span<const Enrolment> enrolments) {
  base::Writer rows;
  for (const auto i : by_rank(enrolments)) {
    const auto& e = enrolments[i];
    if (e.possession.size() != 64)
      return base::Error{"An enrolment has no possession proof of 64 bytes; have the voter enrol again."};
    rows.raw(e.X.bytes).u16(e.style).raw(e.evidence).u8(static_cast<std::uint8_t>(e.evidence_class)).raw(e.possession);
  }
  return write_list(desk, EntryType::slots, record::kSlotListRowSize, rows.data());
}

base::Result<void> write_audit_head(const Desk& desk, const Bytes32& head, const std::string& statement) {
  return write_entry(desk, EntryType::audit_head, record::StatementBody{head, statement}.encode());
}

base::Result<void> write_poll_book_count(const Desk& desk, const PollBook& book) {
  if (!book.overridden.empty() && *book.overridden.rbegin() >= desk.state.slots().size())
    return base::Error{"The poll book names slot " + std::to_string(*book.overridden.rbegin()) +
                       ", which does not exist; correct it."};
  return write_entry(desk, EntryType::poll_book_count, count_poll_book(desk.state, book).encode());
}

}  // namespace ippyo::office
