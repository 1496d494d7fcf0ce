// SPDX-License-Identifier: Apache-2.0
#include "ballot_box/routes.hpp"

#include "ballot_box/pages.hpp"
#include "ballot_box/runs.hpp"
#include "base/files.hpp"

namespace ippyo::ballot_box {
namespace {

using http::Reply;
using http::Request;
using http::Response;

constexpr std::uint64_t kLargestBoardFile = 64 << 20;  // an entry bundle: 256 entries of 65,535 bytes

Response not_found(std::string_view detail) { return http::problem(404, "not-found", "Not found", detail); }

Response cached(Response response) {
  response.fields.emplace_back("Cache-Control", "public, max-age=31536000, immutable");
  return response;
}

/// Work for a reader's thread, or busy.
void read_later(http::Workers& readers, Reply reply, std::function<Response()> work) {
  if (!readers.submit([reply, work = std::move(work)] { reply(work()); })) reply(http::busy());
}

Response rows_of(const Ledger& ledger, std::uint64_t epoch, std::uint64_t k) {
  for (const auto& sealed : ledger.sealed()) {
    if (sealed.number != epoch) continue;
    auto run = row_run(ledger.board(), sealed, k);
    if (!run.ok()) return http::problem(500, "board", "Board unreadable", "A blob of the board cannot be read; try a mirror of the board.");
    return *run ? cached(http::bytes(std::move(**run))) : not_found("There are no slots in this run; ask for a smaller number.");
  }
  return not_found("Only the last two sealed epochs are given here; ask /epoch which they are, and the board for older ones.");
}

void add_runs(http::Router& router, const Parts& p) {
  router.add_prefix("GET", "/run/", [p](Request r, Reply reply) {
    const auto slash = r.tail.find('/');
    const auto epoch = path_number(std::string_view(r.tail).substr(0, slash));
    const auto k = slash == r.tail.npos ? std::nullopt : path_number(std::string_view(r.tail).substr(slash + 1));
    if (!epoch || !k) return reply(not_found("A run is named by /run/EPOCH/K, K counting runs of 1,024 slots from 0."));
    if (*epoch == 0) return reply(http::json(200, trivial_page()));
    read_later(p.readers, std::move(reply), [&ledger = p.ledger, e = *epoch, n = *k] { return rows_of(ledger, e, n); });
  });
  router.add_prefix("GET", "/slots/", [p](Request r, Reply reply) {
    const auto k = path_number(r.tail);
    auto run = k ? slot_run(p.driver.view()->state, *k) : std::nullopt;
    reply(run ? http::bytes(std::move(*run)) : not_found("A run of the slot list is named by /slots/K, K counting runs of 1,024 slots from 0."));
  });
}

void add_board(http::Router& router, const Parts& p) {
  router.add_prefix("GET", "/board/", [p](Request r, Reply reply) {
    const auto file = board_file(p.ledger.board(), r.tail);
    if (!file) return reply(not_found("The board has no such file."));
    read_later(p.readers, std::move(reply), [file = *file, fixed = is_immutable(r.tail)] {
      std::error_code ignored;
      if (!std::filesystem::is_regular_file(file, ignored)) return not_found("The board has no such file.");
      auto bytes = base::read_file(file, kLargestBoardFile);
      if (!bytes.ok()) return not_found("The board has no such file.");
      return fixed ? cached(http::bytes(std::move(*bytes))) : http::bytes(std::move(*bytes));
    });
  });
}

/// Nothing is read from the board for it; a long table is still written by a reader's thread.
void add_contents(http::Router& router, const Parts& p) {
  router.add("GET", "/contents", [p](Request r, Reply reply) {
    const auto from = r.query.empty() ? std::optional<std::uint64_t>(0) : path_number(r.parameter("from"));
    if (!from) return reply(http::problem(400, "malformed", "Malformed", "The query is from=N, N the index of the first entry wanted; or there is none."));
    read_later(p.readers, std::move(reply), [&ledger = p.ledger, n = *from] { return http::json(200, ledger.contents(n)); });
  });
}

void add_clock(http::Router& router, const Parts& p) {
  router.add("POST", "/rehearsal/clock", [p](Request r, Reply reply) {
    const auto now = read_clock(r.body);
    if (!now || *now > election::kLastTime)
      return reply(http::problem(400, "malformed", "Malformed", "The body is {\"now\": seconds since 1970}."));
    if (!p.manual->set(*now)) return reply(http::problem(409, "clock-back", "Clock", "The clock of a rehearsal never goes back; give a later time."));
    p.driver.wake([reply = std::move(reply), t = *now] { reply(http::json(200, clock_page(t))); });
  });
}

/// The registrar's permit that is good now. An election that is not open counts nothing.
std::optional<record::CountPermit> read_permit(const Parts& p, base::ByteView body) {
  const auto permit = record::CountPermit::decode(body);
  const auto view = p.driver.view();
  const auto& state = view->state;
  if (!permit.ok() || state.phase() != record::Phase::open || permit->until < p.clock.now() || permit->slot >= state.slots().size()) return std::nullopt;
  for (const auto& s : state.constitution().signers)
    if (s.role == election::Role::registrar && base::verify_signature(s.key, record::permit_hash(*permit, state.ctx()), permit->signature)) return *permit;
  return std::nullopt;
}

void count_casts(const Parts& p, const Request& r, Reply reply) {
  const auto no = [] { return http::problem(403, "permit", "Permit refused", "This permit is not good any more; begin the inquiry again at the desk."); };
  const auto permit = read_permit(p, r.body);
  if (!permit) return reply(no());
  const auto told = [reply, no](db::Code code, std::uint64_t casts) {
    reply(code == db::Code::ok ? http::json(200, "{\"count\":" + std::to_string(casts) + "}") : code == db::Code::conflict ? no() : http::busy());
  };
  // The inbox lives until its last work was told.
  if (!p.driver.inbox()->count(*permit, p.clock.now(), told)) reply(http::busy());
}

}  // namespace

Response answer_of(const Intake::Answer& answer) {
  if (const auto* acknowledgement = std::get_if<Bytes>(&answer)) return http::bytes(*acknowledgement);
  const auto& refused = std::get<Refused>(answer);
  switch (refused.kind) {
    case Refusal::malformed: return http::problem(400, "malformed", "Malformed", refused.detail);
    case Refusal::for_now: return http::busy();
    case Refusal::request_reused: return http::problem(409, "request-reused", "Request id used", refused.detail);
    case Refusal::grant: return http::problem(403, "grant", "Permission refused", refused.detail);
    case Refusal::signature: return http::problem(403, "signature", "Signature refused", refused.detail);
    default: return http::problem(403, "proof", "Proof refused", refused.detail);
  }
}

http::Router make_router(const Parts& p) {
  http::Router router;
  router.add("GET", "/election", [p](Request, Reply reply) { reply(http::json(200, election_page(*p.driver.view(), p.keys))); });
  router.add("GET", "/epoch", [p](Request, Reply reply) {
    reply(http::json(200, epoch_page(*p.driver.view(), p.ledger.sealed(), p.clock.now())));
  });
  router.add("POST", "/cast", [p](Request r, Reply reply) {
    p.intake.cast(r.body, [reply = std::move(reply)](Intake::Answer answer) { reply(answer_of(answer)); });
  }, kMaxCastSize);
  router.add("POST", "/casts/count", [p](Request r, Reply reply) { count_casts(p, r, std::move(reply)); }, record::kCountPermitSize);
  add_runs(router, p);
  add_board(router, p);
  add_contents(router, p);
  if (p.manual != nullptr) add_clock(router, p);
  return router;
}

}  // namespace ippyo::ballot_box
