// SPDX-License-Identifier: Apache-2.0
// A new roll: read, compared with the old one, looked at, and only then applied. [SPEC 15.1 VoterRoll]
#pragma once
#include <memory>
#include <mutex>
#include <unordered_map>

#include "registrar/voters.hpp"
#include "roll/difference.hpp"
#include "roll/import.hpp"

namespace ippyo::registrar {

inline constexpr base::UnixTime kPendingLife = 3600;

/// One file that waits for a manager. In memory only: whoever wants it later uploads it again.
struct PendingImport {
  std::int64_t id = 0;              ///< of roll_import
  std::int64_t imports_before = 0;  ///< applied ones, when the old roll was read
  base::UnixTime until = 0;
  std::uint64_t lines = 0;
  roll::Difference difference;
  std::vector<std::string> shown;   ///< roll::lines of the difference
  std::unordered_map<std::string, std::int64_t> rows;  ///< number -> row, of voters present before
};

class RollOffice {
  Store& store_;
  std::mutex mutex_;
  std::shared_ptr<const PendingImport> pending_;
  db::Outcome read_present(PendingImport& pending, std::vector<roll::Voter>& out);

 public:
  explicit RollOffice(Store& store) : store_(store) {}
  /// requires: the import is clean. Takes the place of another pending one. `out` is empty unless ok.
  db::Outcome propose(const roll::Import& import, ByteView file, const Actor& actor, std::shared_ptr<const PendingImport>& out);
  /// The pending one, if it has this number and its hour is not over.
  std::shared_ptr<const PendingImport> pending(std::int64_t id, base::UnixTime now);
  /// Everything or nothing. conflict: another import was applied since it was proposed.
  db::Outcome apply(const PendingImport& pending, const Actor& actor);
  void forget(std::int64_t id);
};

}  // namespace ippyo::registrar
