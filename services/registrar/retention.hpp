// SPDX-License-Identifier: Apache-2.0
// After the legal period nothing personal is left: what goes, and what stays. [docs/operations/retention.md]
#pragma once
#include "registrar/store.hpp"

namespace ippyo::registrar {

/// What is, or would be, erased.
struct Erasure {
  std::uint64_t forms = 0, reasons = 0, factors = 0, looks = 0, evidence = 0, voters = 0;
  std::uint64_t texts = 0, reports = 0;  ///< of the questionnaire; of coercion
};

/// Of applications whose last change lies before `before`: forms, reasons, factors, attributes that needed a look, evidence with
/// its salt; and, when no roll was applied since, every line of the roll on which no later application stands. Rows stay where figures
/// need them, with empty columns; the audit log stays.
db::Outcome count_personal_data(db::Database& db, base::UnixTime before, Erasure& out);
/// Some hundred rows at a time; repeat it after an interruption. The erasure itself is a line of the audit log.
base::Result<Erasure> erase_personal_data(Store& store, base::UnixTime before, const Actor& actor);
/// What was erased goes from the engine's own files too. requires: no Store is open on it.
base::Result<void> forget_erased(const std::string& location);

}  // namespace ippyo::registrar
