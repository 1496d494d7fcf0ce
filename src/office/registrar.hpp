// SPDX-License-Identifier: Apache-2.0
// The registrar's lists, the count of the poll book, and the settlement. [SPEC 8.3 Bodies, SPEC 4.5 Settlement]
#pragma once
#include "office/poll_book.hpp"

namespace ippyo::office {

/// H32("evidence", salt, evidence): what the board shows of a voter's evidence.
Bytes32 evidence_hash(const Bytes32& salt, ByteView evidence);

struct Enrolment {
  Element X;
  std::uint16_t style;
  election::EvidenceClass evidence_class;
  Bytes32 evidence;
  Bytes possession;  ///< 64 bytes, label ctx0, X, evidence
};
/// Rank (= slot number) of every enrolment: ascending by the bytes of X.
std::vector<std::uint64_t> slot_numbers(std::span<const Enrolment> enrolments);
base::Result<void> write_evidence(const Desk& desk, std::span<const Enrolment> enrolments);
base::Result<void> write_slots(const Desk& desk, std::span<const Enrolment> enrolments);

/// Hash of the private evidence log, so that it cannot be rewritten.
base::Result<void> write_audit_head(const Desk& desk, const Bytes32& head, const std::string& statement);
base::Result<void> write_poll_book_count(const Desk& desk, const PollBook& book);

/// Opening of slot i for the scrutineers: overridden u8, d (32); row i of a private file (mode 0600).
inline constexpr std::size_t kOpeningRowSize = 33;
/// Settles every slot with the registrar's secret z. The openings are durable before the submission is complete.
/// timing: the poll book is looked up in variable time; this runs on the registrar's own machine, which holds it anyway
base::Result<void> write_settlement(const Desk& desk, const PollBook& book, const group::SecretScalar& z,
                                    const std::filesystem::path& openings);
/// Overwrites and removes the openings, once 'settlement audited' stands on the board. errors: it does not stand there yet.
base::Result<void> erase_openings(const record::State& state, const std::filesystem::path& openings);

}  // namespace ippyo::office
