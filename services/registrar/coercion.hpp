// SPDX-License-Identifier: Apache-2.0
// Somebody tells the office of pressure, bribery or watching. Nobody is asked who it is. [SPEC 15.11 CoercionReport]
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "registrar/store.hpp"

namespace ippyo::registrar {

enum class ReportKind : std::uint8_t { pressure = 1, bought, watched, other };
std::string_view name(ReportKind kind);
std::optional<ReportKind> report_kind_of(std::string_view name);

inline constexpr std::size_t kLongestReport = 2000, kLongestContact = 200;  ///< characters
inline constexpr std::uint32_t kReportsPerMinute = 60;  ///< of all callers together
struct CoercionReport {
  ReportKind kind;
  std::string text, contact;
};
/// `number`: six random digits, told to the reporter. A line of the audit log says that there is one, and nothing of it.
db::Outcome keep_report(db::Database& db, const Store& store, const CoercionReport& report, base::UnixTime now, base::Rng& rng, std::int64_t& number);
/// By number, which is random: {"number", "kind", "at", "text", "contact", "seen_at"?, "seen_by"?}.
db::Outcome read_reports(db::Database& db, const StoreKeys& keys, std::int64_t after, std::int64_t limit, nlohmann::json& out);
/// A member has read it; the first one stays. `known`: there is such a report.
db::Outcome mark_seen(db::Database& db, const Store& store, std::int64_t number, const Actor& actor, bool& known);

}  // namespace ippyo::registrar
