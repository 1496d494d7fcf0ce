// SPDX-License-Identifier: Apache-2.0
// Printing through the interface. [SPEC 15.2 Application]
#include <nlohmann/json.hpp>
#include <set>

#include "registrar/answers.hpp"
#include "registrar/endpoint_lists.hpp"
#include "registrar/letter_office.hpp"

namespace ippyo::registrar {
namespace {

using http::Response;
using nlohmann::json;

constexpr std::uint64_t kList = 512 * 1024;
constexpr std::size_t kMostNamed = 20'000;

json shown(const Batch& b) {
  json out{{"batch", b.first}, {"state", name(b.stage)}, {"first", b.first}, {"last", b.last}, {"done", b.done}, {"total", b.total}};
  out["void"] = b.voided;
  if (b.stage == Batch::Stage::ready) out["size"] = b.size;
  if (!b.message.empty()) out["message"] = b.message;
  return out;
}

/// What `kind` asks for: the form of the file, and which kinds of letters "all" takes. False for an unknown word.
bool read_kind(const std::string& word, PrintOrder& order, std::vector<LetterKind>& kinds) {
  kinds = {LetterKind::print, LetterKind::large_print};
  if (word.empty()) return true;
  if (word == "data") return order.as = PrintAs::data, true;
  const auto kind = letter_kind_of(word);
  if (!kind) return false;
  order.kind = kind;
  if (*kind == LetterKind::braille) order.as = PrintAs::braille;
  kinds = {*kind};
  return true;
}

/// Whole numbers above 0, none twice. Nothing for anything else.
std::optional<std::vector<std::int64_t>> read_ids(const json& list) {
  std::set<std::int64_t> ids;
  if (!list.is_array() || list.empty() || list.size() > kMostNamed) return std::nullopt;
  for (const auto& id : list)
    if (!id.is_number_unsigned() || id.get<std::uint64_t>() >= (std::uint64_t{1} << 53) || !ids.insert(id.get<std::int64_t>()).second) return std::nullopt;
  return std::vector(ids.begin(), ids.end());
}

class PrintDesk {
  const Context& context_;
  LetterOffice office_;

  std::optional<Response> recovered() {
    const auto done = office_.recover();
    return done.ok() ? std::nullopt : std::optional(http::problem(500, "prints", "The folder of prints", done.error().message));
  }
  Response begin_with(PrintOrder order, const std::vector<LetterKind>& kinds, bool all);
  Response piece(const Call& call, const Batch& batch);

 public:
  explicit PrintDesk(const Context& context) : context_(context), office_(context) {}
  Response begin(Call& call);
  Response list(Call& call);
  Response show(Call& call);
};

Response PrintDesk::begin_with(PrintOrder order, const std::vector<LetterKind>& kinds, bool all) {
  std::string word;
  std::int64_t about = 0;
  const auto read = context_.store.run([&](db::Database& db) -> db::Outcome {
    word.clear();
    if (all) order.applications.clear();
    if (all) IPPYO_DB_TRY(letters_due(db, kinds, order.applications));
    for (const auto id : order.applications) {
      if (all || !word.empty()) break;
      about = id;
      IPPYO_DB_TRY(letter_possible(db, id, word));
    }
    std::uint32_t last = 0;
    IPPYO_DB_TRY(last_number(db, last));
    order.first = last + 1;
    return {};
  });
  if (!read.ok()) return answer_of(read);
  if (!word.empty())
    return conflict(word, "Application " + std::to_string(about) + (word == "has-letter" ? " has a letter that counts; reissue it first." : " is not approved."));
  if (order.applications.empty()) return conflict("nothing", "No approved application waits for a letter of this kind.");
  const auto batch = office_.begin(std::move(order));
  if (!batch) return conflict("printing", "Other letters are being written; wait until they are ready.");
  return ok_json(shown(*office_.batch(*batch)), 202);
}

Response PrintDesk::begin(Call& call) {
  auto body = read_object(call.request.body, {"applications", "kind?"});
  if (auto* answer = std::get_if<Response>(&body)) return std::move(*answer);
  const auto& object = std::get<json>(body);
  PrintOrder order;
  std::vector<LetterKind> kinds;
  const bool all = object["applications"] == json("all");
  const auto kind = text_of(object, "kind");
  if (!kind || !read_kind(*kind, order, kinds)) return malformed("The field 'kind' is one of print, large-print, braille, data.");
  auto ids = all ? std::vector<std::int64_t>() : read_ids(object["applications"]);
  if (!ids) return malformed("The field 'applications' is \"all\" or a list of at most 20,000 numbers of applications, none twice.");
  if (auto fault = recovered()) return std::move(*fault);
  order.applications = std::move(*ids);
  order.actor = actor_of(call);
  return begin_with(std::move(order), kinds, all);
}

Response PrintDesk::list(Call&) {
  if (auto fault = recovered()) return std::move(*fault);
  auto out = json::array();
  for (const auto& batch : office_.batches()) out.push_back(shown(batch));
  return ok_json({{"batches", std::move(out)}});
}

Response PrintDesk::piece(const Call& call, const Batch& batch) {
  const auto text = call.request.parameter("from");
  const auto from = number_of(text.empty() ? "0" : text);
  if (!from) return malformed("'from' is the number of bytes that you have already.");
  if (batch.stage == Batch::Stage::ready && batch.fetcher.empty()) {
    const auto logged = context_.store.run([&](db::Database& db) {
      return context_.store.log(db, actor_of(call), "fetch", "letters " + std::to_string(batch.first) + " to " + std::to_string(batch.last));
    });
    if (!logged.ok()) return answer_of(logged);
  }
  auto bytes = office_.fetch(batch.first, call.member->id, static_cast<std::uint64_t>(*from));
  if (!bytes) return conflict("not-there", "This file is not ready, another member fetches it, it was fetched already, or 'from' is not where you were.");
  http::Response answer{200, "application/octet-stream", std::move(*bytes), {}};
  answer.fields.emplace_back("X-Ippyo-Size", std::to_string(batch.size));
  answer.fields.emplace_back("Content-Disposition", "attachment; filename=\"" + batch.path.filename().string() + "\"");
  return answer;
}

Response PrintDesk::show(Call& call) {
  if (auto fault = recovered()) return std::move(*fault);
  const auto first = call.part.empty() ? std::nullopt : number_of(call.part[0]);
  const auto batch = first && *first <= UINT32_MAX ? office_.batch(static_cast<std::uint32_t>(*first)) : std::nullopt;
  if (!batch) return not_found("There are no letters with this number.");
  if (call.part.size() == 1) return ok_json(shown(*batch));
  return call.part.size() == 2 && call.part[1] == "file" ? piece(call, *batch) : not_found("There is no such page of a batch.");
}

}  // namespace

void add_letter_endpoints(Endpoints& out, const Context& context) {
  const auto desk = std::make_shared<PrintDesk>(context);
  out.push_back({"POST", "/staff/letters", Access::clerk, kList, [desk](Call& call) { return desk->begin(call); }});
  out.push_back({"GET", "/staff/letters", Access::clerk, 0, [desk](Call& call) { return desk->list(call); }});
  out.push_back({"GET", "/staff/letters/", Access::clerk, 0, [desk](Call& call) { return desk->show(call); }});
}

}  // namespace ippyo::registrar
