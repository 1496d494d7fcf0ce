// SPDX-License-Identifier: Apache-2.0
// Figures without names, the audit log, and its head for the board. [SPEC 15.6 AuditLog]
#pragma once
#include <nlohmann/json_fwd.hpp>

#include "registrar/context.hpp"

namespace ippyo::registrar {

db::Outcome read_figures(db::Database& db, nlohmann::json& out);

struct AuditLine {
  std::uint64_t seq;
  base::UnixTime at;
  std::string staff, action, object;
  Bytes32 hash;
};
db::Outcome read_audit_log(db::Database& db, std::int64_t after, std::int64_t limit, std::vector<AuditLine>& out);

/// The line that says that the head is committed, and the folder's name: the line's number, so no two submissions have one name.
db::Outcome note_audit_head(Store& store, const Actor& actor, std::string& folder);
/// A submission for the board with the head of the audit log, every line of which was hashed again. The statement has the day in
/// Japan and the number of lines. errors: the chain is broken (the line is named), the folder cannot be written.
/// `folder` is from note_audit_head, below the submissions of registrar.toml.
base::Result<AuditHead> write_daily_audit_head(const Context& context, const std::filesystem::path& folder);

}  // namespace ippyo::registrar
