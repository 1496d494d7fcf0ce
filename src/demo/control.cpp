// SPDX-License-Identifier: Apache-2.0
#include "demo/control.hpp"

#include <cstdio>

#include "demo/terminal_input.hpp"

namespace ippyo::demo {

using base::Error;
using base::Result;
using nlohmann::json;

namespace {

constexpr base::UnixTime kPreparation = 60;  // between the closing of enrolment and the first epoch

std::string_view name(Stage stage) { return stage == Stage::enrolment ? "enrolment" : stage == Stage::voting ? "voting" : "counted"; }

json empty() { return json::object(); }
Result<json> done(const Result<void>& r) { return r.ok() ? Result<json>(empty()) : Result<json>(r.error()); }

/// 0 for "none", nothing for what is no number.
std::optional<std::uint64_t> number(const std::string& word) {
  if (word == "none") return 0;
  if (word.empty() || word.size() > 9 || word.find_first_not_of("0123456789") != word.npos) return std::nullopt;
  return std::stoull(word);
}

void print(const json& answer) {
  std::printf("%s\n", answer.dump().c_str());
  std::fflush(stdout);
}

}  // namespace

Result<json> Control::state() {
  json out{{"phase", name(election_.stage())}, {"now", election_.now()}, {"origin", election_.origin()}, {"provider", election_.registry().provider()},
           {"election_id", election_.scenario().election_id}, {"pages", election_.has_pages()}, {"board", election_.board().string()},
           {"ballot_box", election_.services().where().box.port}, {"registrar", election_.registry().where().port}};
  if (election_.visitors().has_reader()) out["card_agent"] = election_.visitors().agent();
  if (election_.services().box_runs()) {
    const auto epoch = election_.services().epoch();
    if (!epoch.ok()) return epoch.error();
    out["epoch"] = *epoch;
  }
  if (election_.registry().runs()) {
    const auto enrolled = election_.visitors_enrolled();
    if (!enrolled.ok()) return enrolled.error();
    out["visitors_enrolled"] = *enrolled;
  }
  return out;
}

Result<json> Control::letters() {
  auto people = election_.visitors().at_hand();
  if (!people.ok()) return people.error();
  json out{{"visitors", std::move(*people)}, {"folder", election_.letters().string()}};
  if (election_.visitors().has_reader()) {
    out["card_agent"] = election_.visitors().agent();
    out["pairing"] = election_.visitors().pairing();
    out["in_reader"] = election_.visitors().in_reader();
  }
  return out;
}

Result<json> Control::close_enrolment() {
  if (election_.stage() != Stage::enrolment) return Error{"enrolment is closed already"};
  IPPYO_TRY(election_.close_enrolment(kPreparation));
  IPPYO_TRY(election_.go_to(election_.epochs().front().open + 1));
  IPPYO_TRY(election_.services().wait_for_epoch(1, "open"));
  return state();
}

Result<json> Control::run(const std::string& line) {
  const auto blank = line.find(' ');
  const auto command = line.substr(0, blank);
  const auto word = blank == line.npos ? std::string() : line.substr(blank + 1);
  const auto n = number(word);
  auto& e = election_;
  if (command == "state") return state();
  if (command == "letters") return letters();
  if (command == "close-enrolment") return close_enrolment();
  if (command == "approve") {
    const auto letters = e.approve();
    return letters.ok() ? Result<json>(json{{"letters", *letters}}) : Result<json>(letters.error());
  }
  if (command == "epoch") {
    IPPYO_TRY(e.end_epoch());
    return state();
  }
  if (command == "stop-box") return e.services().kill_box(), empty();
  if (command == "start-box") return done(e.start_box());
  if (command == "stop-registrar") return e.registry().runs() ? done(e.registry().stop()) : empty();
  if (command == "start-registrar") return e.registry().runs() ? empty() : done(e.registry().start_again());
  if (command == "close") {
    if (e.stage() != Stage::voting) return Error{"voting is not open"};
    IPPYO_TRY(e.close_and_count());
    return state();
  }
  if (command == "card" && n) return done(e.visitors().insert(*n));
  if (command == "advance" && n) {
    IPPYO_TRY(e.go_to(e.now() + *n));
    return state();
  }
  if (command == "cast" && n) return e.stage() == Stage::voting ? done(e.cast(*n)) : Result<json>(Error{"voting is not open"});
  return Error{"write one of: state, letters, approve, card N, card none, close-enrolment, advance SECONDS, epoch, cast N, stop-box, start-box, stop-registrar, "
               "start-registrar, close, quit"};
}

Result<void> serve_under_control(const ServeOptions& options, const Progress& progress) {
  TerminalInput input;
  const Tell tell = [](const std::string& text) { std::fprintf(stderr, "%s\n", text.c_str()); };
  auto election = ServedElection::open(options, tell, progress);
  if (!election.ok()) return election.error();
  Control control(**election);
  auto ready = control.run("state");
  if (!ready.ok()) return ready.error();
  (*ready)["ok"] = true;
  print(*ready);
  const auto next = [&] { return input.line(std::chrono::milliseconds(-1)); };
  for (auto line = next(); line && *line != "quit"; line = next()) {
    auto answer = control.run(*line);
    if (answer.ok()) (*answer)["ok"] = true;
    print(answer.ok() ? *answer : json{{"ok", false}, {"error", answer.error().message}});
  }
  return {};
}

}  // namespace ippyo::demo
