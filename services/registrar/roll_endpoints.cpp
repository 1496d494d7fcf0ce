// SPDX-License-Identifier: Apache-2.0
// The roll through the interface. [SPEC 15.1 VoterRoll]
#include <nlohmann/json.hpp>
#include <sstream>

#include "registrar/answers.hpp"
#include "registrar/endpoint_lists.hpp"
#include "registrar/roll_office.hpp"

namespace ippyo::registrar {
namespace {

using http::Response;
using nlohmann::json;

constexpr std::uint64_t kLargestRoll = 64u << 20, kSmall = 4096;

/// Line, column and what to do: never the content of a cell.
Response with_faults(const roll::Import& import) {
  auto list = json::array();
  for (const auto& f : import.faults) list.push_back({{"line", f.line}, {"column", f.column}, {"word", f.word}, {"message", f.message}});
  const json body{{"type", "urn:ippyo:problem:faults"},
                  {"title", "Faults in the file"},
                  {"status", 422},
                  {"detail", "Nothing was taken over; mend these lines in the city's system and upload the file again."},
                  {"all_faults", import.all_faults},
                  {"faults", std::move(list)}};
  auto answer = ok_json(body, 422);
  answer.content_type = "application/problem+json";
  return answer;
}

json counts(const PendingImport& pending) {
  const auto& d = pending.difference;
  return {{"id", pending.id},       {"lines", pending.lines},       {"added", d.added},        {"removed", d.removed},
          {"changed", d.changed},   {"unchanged", d.unchanged},     {"until", pending.until}};
}

class RollDesk {
  RollOffice office_;

  std::shared_ptr<const PendingImport> named(const Call& call) {
    const auto id = call.part.empty() ? std::nullopt : number_of(call.part[0]);
    return id ? office_.pending(*id, call.now) : nullptr;
  }
  static Response gone() { return not_found("There is no such import waiting (they wait for one hour); upload the file again."); }

 public:
  explicit RollDesk(Store& store) : office_(store) {}

  Response upload(Call& call) {
    std::istringstream in(base::to_string(call.request.body));
    const auto import = roll::import_roll(in);
    if (!import.ok()) return http::problem(422, "unreadable", "This is no roll", import.error().message);
    if (!import->clean()) return with_faults(*import);
    std::shared_ptr<const PendingImport> pending;
    if (const auto done = office_.propose(*import, call.request.body, actor_of(call), pending); !done.ok()) return answer_of(done);
    return ok_json(counts(*pending), 201);
  }

  Response differences(Call& call) {
    if (call.part.size() != 2 || call.part[1] != "differences") return not_found("There is no such page of an import.");
    const auto pending = named(call);
    if (!pending) return gone();
    const auto page = page_of(call.request);
    if (!page) return malformed("'after' is a number and 'limit' one from 1 to 500.");
    std::string lines;
    for (auto i = static_cast<std::size_t>(page->after); i < pending->shown.size() && i < static_cast<std::size_t>(page->after + page->limit); ++i)
      lines += json{{"line", i + 1}, {"text", pending->shown[i]}}.dump() + "\n";
    return http::text(200, "application/x-ndjson", lines);
  }

  Response decide(Call& call) {
    const bool apply = call.part.size() == 2 && call.part[1] == "apply", discard = call.part.size() == 2 && call.part[1] == "discard";
    if (!apply && !discard) return not_found("There is no such thing to do with an import.");
    const auto pending = named(call);
    if (!pending) return gone();
    if (discard) return office_.forget(pending->id), no_content();
    const auto done = office_.apply(*pending, actor_of(call));
    if (done.code == db::Code::conflict) return conflict("roll-changed", "Nothing was taken over: " + done.reason + ".");
    return done.ok() ? ok_json(counts(*pending)) : answer_of(done);
  }
};

}  // namespace

void add_roll_endpoints(Endpoints& out, const Context& context) {
  const auto desk = std::make_shared<RollDesk>(context.store);
  out.push_back({"POST", "/staff/roll", Access::manager, kLargestRoll, [desk](Call& call) { return desk->upload(call); }});
  out.push_back({"GET", "/staff/roll/", Access::clerk, 0, [desk](Call& call) { return desk->differences(call); }});
  out.push_back({"POST", "/staff/roll/", Access::manager, kSmall, [desk](Call& call) { return desk->decide(call); }});
}

}  // namespace ippyo::registrar
