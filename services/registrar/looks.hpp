// SPDX-License-Identifier: Apache-2.0
// Attributes that need a look: kept as they were shown until a clerk has seen them beside the line of the roll. [SPEC 15.3 Enrolment]
#pragma once
#include <nlohmann/json_fwd.hpp>

#include "registrar/answers.hpp"
#include "registrar/factor_rows.hpp"

namespace ippyo::registrar {

/// How long a clerk's look counts.
inline constexpr base::UnixTime kSeenFor = 14 * 86'400;

/// The newest showing of one factor that needed a look. What a clerk saw counts for exactly these attributes beside exactly this line.
struct Look {
  Factor factor = Factor::card;
  base::UnixTime at = 0;
  roll::Attributes shown, line;
  Bytes16 mark{};        ///< keyed hash of application, factor, shown and line
  std::string seen_by;   ///< empty: nobody has looked
  base::UnixTime seen_at = 0;
  bool passes(base::UnixTime now) const { return !seen_by.empty() && now < seen_at + kSeenFor; }
};

roll::Attributes attributes_of(const roll::Voter& voter);

/// `passes` when a clerk has seen exactly this. Otherwise it takes the place of what this factor showed before, with an event `needs-look`.
/// requires: roll::compare says needs_look; inside a work
db::Outcome keep_look(db::Database& db, const Store& store, std::int64_t application, Look look, base::UnixTime now, bool& passes);
db::Outcome read_looks(db::Database& db, const StoreKeys& keys, std::int64_t application, std::vector<Look>& out);
db::Outcome forget_looks(db::Database& db, std::int64_t application);

/// For the clerk: what was shown beside the line of the roll. Looks at another line than `line` are left out: they count no more.
nlohmann::json shown(const std::vector<Look>& looks, const roll::Attributes& line);

/// A clerk's decision inside a work. A refusal becomes `answer`: 404 `not-found`; 403 `reason`; 409 `state`, `look-changed`.
db::Outcome let_pass(db::Database& db, const Context& context, std::int64_t application, const Bytes16& mark, const std::string& reason,
                     const Actor& actor, http::Response& answer);

}  // namespace ippyo::registrar
