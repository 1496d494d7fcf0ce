// SPDX-License-Identifier: Apache-2.0
// The scrutineers' look at everything behind the slot list. Reads, changes nothing, asks nobody, names nobody. [SPEC 15.7 ScrutineerAudit]
#pragma once
#include "office/scrutineer.hpp"
#include "registrar/context.hpp"

namespace ippyo::registrar {

/// What is wrong with a slot. Each has a word in the finding file.
enum class Fault : std::uint8_t {
  no_enrolment = 1,  ///< on the board, but nobody enrolled for it
  not_on_board,      ///< enrolled, but missing on the board
  differs,           ///< X, style, class or evidence hash is not the board's
  evidence,          ///< does not open, has another salted hash, or is no evidence of its class for this key
  possession,        ///< the holder never proved to have the key
  same_voter,        ///< another slot belongs to the same line of the roll
  same_person,       ///< another slot was enrolled with the same card, account or address
  other_person,      ///< the evidence names somebody else than the line of the roll
  not_approved,      ///< no clerk approved the application, or it has no line of the roll
};
std::string_view word(Fault fault);

struct SlotFault {
  std::uint64_t slot;
  Fault fault;
  auto operator<=>(const SlotFault&) const = default;
};
struct RegistrarAudit {
  std::uint64_t slots = 0, checked = 0;
  std::uint64_t of_class[4] = {};            ///< A to D, on the board
  std::vector<SlotFault> faults;             ///< ascending; those of enrolments that have no slot stand under kNoSlot
  std::vector<std::uint64_t> look;           ///< slots whose line of the roll does not allow to vote on the polling day, or is written otherwise
  std::uint64_t audit_lines = 0;
  Bytes32 audit_head{};                      ///< hash of the last line of the audit log
  bool audit_log_whole = true;
  std::optional<office::AuditReport> settlement;
  bool agrees() const { return faults.empty() && audit_log_whole && (!settlement || settlement->agrees()); }
};
inline constexpr std::uint64_t kNoSlot = ~std::uint64_t{0};

struct AuditSources {
  const std::string& store;                  ///< location, opened for reading only
  const StoreKeys& keys;
  const Config& config;
  const roll::Eligibility& eligibility;
  const Providers& providers;                ///< make_audit_providers
  const record::State& state;
  std::filesystem::path openings, poll_book; ///< both or none; poll_book: the overridden slots, one number a line
};
/// errors: the slot list is not on the board yet, the store does not open or is under another key, a file cannot be read.
base::Result<RegistrarAudit> audit_registrar(const AuditSources& sources);

/// The finding file and its signature by a scrutineer of the constitution, over H("registrar-audit", bytes of the file).
struct Finding {
  std::string json;
  base::Bytes64 signature;
};
Finding sign_finding(const RegistrarAudit& audit, const record::State& state, const std::string& scrutineer, const base::SigningKey& key,
                     base::UnixTime time);
base::Bytes64 finding_hash(std::string_view json);

}  // namespace ippyo::registrar
