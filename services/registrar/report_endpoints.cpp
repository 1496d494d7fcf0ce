// SPDX-License-Identifier: Apache-2.0
// Figures and audit log through the interface. [SPEC 15.6 AuditLog]
#include <nlohmann/json.hpp>

#include "registrar/answers.hpp"
#include "registrar/endpoint_lists.hpp"
#include "registrar/reports.hpp"

namespace ippyo::registrar {
namespace {

using http::Response;
using nlohmann::json;

constexpr std::uint64_t kSmall = 4096;

Response figures(const Context& context) {
  return stored(context.store, [](db::Database& db, Response& answer) -> db::Outcome {
    json found;
    IPPYO_DB_TRY(read_figures(db, found));
    answer = ok_json(found);
    return {};
  });
}

Response audit_log(const Context& context, const Call& call) {
  const auto page = page_of(call.request);
  if (!page) return malformed("'after' is a number and 'limit' one from 1 to 500.");
  return stored(context.store, [&](db::Database& db, Response& answer) -> db::Outcome {
    std::vector<AuditLine> lines;
    IPPYO_DB_TRY(read_audit_log(db, page->after, page->limit, lines));
    auto list = json::array();
    for (const auto& l : lines)
      list.push_back({{"seq", l.seq}, {"at", l.at}, {"staff", l.staff}, {"action", l.action}, {"object", l.object}, {"hash", base::to_hex(l.hash)}});
    answer = ok_json({{"lines", std::move(list)}});
    return {};
  });
}

Response commit_head(const Context& context, const Call& call) {
  auto body = read_object(call.request.body, {});
  if (auto* answer = std::get_if<Response>(&body)) return std::move(*answer);
  std::string folder;
  if (const auto noted = note_audit_head(context.store, actor_of(call), folder); !noted.ok()) return answer_of(noted);
  const auto head = write_daily_audit_head(context, context.config.submissions / folder);
  if (!head.ok()) return http::problem(500, "audit-head", "No submission", head.error().message);
  return ok_json({{"lines", head->lines}, {"hash", base::to_hex(head->hash)}, {"submission", folder}}, 201);
}

}  // namespace

void add_report_endpoints(Endpoints& out, const Context& context) {
  out.push_back({"GET", "/staff/figures", Access::staff, 0, [&context](Call&) { return figures(context); }});
  out.push_back({"GET", "/staff/audit-log", Access::auditor, 0, [&context](Call& call) { return audit_log(context, call); }});
  out.push_back({"POST", "/staff/audit-head", Access::manager, kSmall, [&context](Call& call) { return commit_head(context, call); }});
}

}  // namespace ippyo::registrar
