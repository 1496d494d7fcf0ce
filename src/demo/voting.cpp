// SPDX-License-Identifier: Apache-2.0
#include "demo/voting.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <thread>

#include "ballot_box/keys.hpp"
#include "office/commission.hpp"

namespace ippyo::demo {
namespace {

constexpr std::chrono::milliseconds kPause{15};
constexpr std::chrono::seconds kPatience{120};
constexpr const char* kPassphraseVariable = "IPPYO_DEMO_PASSPHRASE";

base::Result<http::Url> url_of(Process& process) {
  const auto port = process.line();
  if (!port.ok()) return port.error();
  return http::parse_url("http://127.0.0.1:" + *port);
}

/// Asks again and again until `ready` says yes. errors: the world, or `what` did not come in time.
base::Result<void> wait_until(const std::string& what, const std::function<base::Result<bool>()>& ready) {
  const auto limit = std::chrono::steady_clock::now() + kPatience;
  for (;;) {
    const auto now = ready();
    if (!now.ok()) return now.error();
    if (*now) return {};
    if (std::chrono::steady_clock::now() > limit) return base::Error{what + " did not come within two minutes; private/box.log says why"};
    std::this_thread::sleep_for(kPause);
  }
}

base::Result<nlohmann::json> get_json(const http::Url& url, const std::string& target) {
  http::Client client({url});
  const auto answer = client.get(target);
  if (!answer.ok()) return answer.error();
  auto parsed = nlohmann::json::parse(answer->body, nullptr, false);
  if (answer->status != 200 || parsed.is_discarded()) return base::Error{"the ballot box answered " + std::to_string(answer->status) + " to " + target};
  return parsed;
}

base::Result<void> write_key_files(const Scenario& s, const Bodies& b) {
  ballot_box::KeyRing ring;
  for (const auto& id : kBoxes) ring.boxes.push_back(ballot_box::make_box_key(id, b.keys.at(id).clone(), b.box_secrets.at(id).clone()));
  ring.logs.push_back({log_name(s), b.log_key.clone()});
  for (std::size_t n = 0; n < b.cosigner_keys.size(); ++n) ring.cosigners.push_back({cosigner_name(n), b.cosigner_keys[n].clone()});
  return ballot_box::write_keys(b.folders.hidden("box.keys"), ring, b.passphrase, base::kSealForRehearsals);
}

std::vector<std::string> environment_of(const Bodies& b) {
  return {std::string(kPassphraseVariable) + "=" + base::to_string(b.passphrase.expose())};
}

base::Result<Process> start_box(const Bodies& b, const std::string& port) {
  const auto hidden = [&](const char* name) { return b.folders.hidden(name).string(); };
  return Process::start(program_folder() / "ippyo-box",
                        {"--board", b.folders.board().string(), "--data", hidden("board-operator"), "--id", kBoxes[0], "--id", kBoxes[1], "--keys",
                         hidden("box.keys"), "--passphrase", "env:" + std::string(kPassphraseVariable), "--submissions", hidden("box-submissions"),
                         "--port", port, "--manual-clock", std::to_string(b.clock.now())},
                        environment_of(b), hidden("box.log"));
}

}  // namespace

base::Result<VotingServices> VotingServices::start(const Scenario& s, Bodies& b, Registry& registry) {
  IPPYO_TRY(write_key_files(s, b));
  std::error_code ignored;
  std::filesystem::create_directories(b.folders.hidden("box-submissions"), ignored);
  auto box = start_box(b, "0");
  if (!box.ok()) return box.error();
  auto box_url = url_of(*box);
  if (!box_url.ok()) return box_url.error();
  return VotingServices(b, registry, std::move(*box), {*box_url, registry.where()});
}

base::Result<void> VotingServices::tell_box() {
  const std::lock_guard lock(*clock_);
  if (!box_) return {};
  const auto body = base::to_bytes(base::view(nlohmann::json{{"now", bodies_.clock.now()}}.dump()));
  http::Client client({where_.box});
  const auto answer = client.post("/rehearsal/clock", body, "application/json");
  if (!answer.ok()) return answer.error();
  if (answer->status >= 300) return base::Error{"the ballot box does not take the rehearsal's time: " + base::to_string(answer->body)};
  return {};
}

base::Result<void> VotingServices::tell_time() {
  IPPYO_TRY(tell_box());
  return registry_.tell_time();
}

base::Result<nlohmann::json> VotingServices::epoch() const { return get_json(where_.box, "/epoch"); }

base::Result<void> VotingServices::set_clock(base::UnixTime now) {
  bodies_.clock.set(now);
  return tell_time();
}

base::Result<void> VotingServices::wait_for_epoch(std::uint32_t epoch, std::string_view state) {
  return wait_until("epoch " + std::to_string(epoch), [&]() -> base::Result<bool> {
    const auto now = this->epoch();
    if (!now.ok()) return now.error();
    return (*now)["epoch"] == epoch && (*now)["state"] == state;
  });
}

base::Result<void> VotingServices::wait_until_sealed(std::uint32_t epoch) {
  return wait_until("the seal of epoch " + std::to_string(epoch), [&]() -> base::Result<bool> {
    const auto now = this->epoch();
    if (!now.ok()) return now.error();
    return (*now)["sealed"].get<std::uint32_t>() >= epoch;
  });
}

base::Result<void> VotingServices::hand_in(const std::filesystem::path& submission) {
  const auto name = submission.filename();
  std::error_code failed;
  std::filesystem::rename(submission, submissions() / name, failed);
  if (failed) return base::Error{"cannot hand in " + name.string() + ": " + failed.message()};
  IPPYO_TRY(tell_box());  // it looks into the folder at once
  return wait_until("the posting of " + name.string(), [&]() -> base::Result<bool> {
    if (std::filesystem::exists(submissions() / "refused" / name)) return base::Error{"the ballot box refused " + name.string() + "; see its reason.txt"};
    return std::filesystem::exists(submissions() / "done" / name);
  });
}

base::Result<void> VotingServices::restart_box() {
  box_.reset();
  auto box = start_box(bodies_, std::to_string(where_.box.port));
  if (!box.ok()) return box.error();
  box_.emplace(std::move(*box));
  return {};
}

base::Result<void> VotingServices::wait_for_box() {
  const auto port = box_->line();
  return port.ok() ? base::Result<void>{} : base::Result<void>(port.error());
}

base::Result<void> VotingServices::stop() {
  IPPYO_TRY(registry_.stop());
  return box_->stop();
}

base::Result<BoxDesk> BoxDesk::open(const Bodies& b, VotingServices& services) {
  auto follower = record::Follower::open(b.folders.board(), {});
  if (!follower.ok()) return follower.error();
  BoxDesk desk(services, std::move(*follower));
  IPPYO_TRY(desk.catch_up());
  return desk;
}

base::Result<void> BoxDesk::catch_up() {
  const auto verdict = board_.catch_up();
  if (!verdict.ok()) return verdict.error();
  if (!verdict->passed()) return base::Error{"the board does not verify: " + verdict->finding().text()};
  return {};
}

base::Result<void> BoxDesk::post(const std::filesystem::path& submission) {
  IPPYO_TRY(services_.hand_in(submission));
  IPPYO_TRY(services_.tell_time());  // by its answer the cosigners have signed too
  return catch_up();
}

namespace {

/// The board as a follower sees it, caught up.
base::Result<record::State> board_now(const Bodies& b) {
  auto follower = record::Follower::open(b.folders.board(), {});
  if (!follower.ok()) return follower.error();
  const auto verdict = follower->catch_up();
  if (!verdict.ok()) return verdict.error();
  if (!verdict->passed()) return base::Error{"the board does not verify: " + verdict->finding().text()};
  return follower->state();
}

base::Result<void> post_amendments(const Scenario& s, std::uint32_t epoch, std::uint32_t& number, Bodies& b, VotingServices& services) {
  for (const auto& a : s.amendments) {
    if (a.from_epoch != epoch + 1) continue;
    const auto state = board_now(b);
    if (!state.ok()) return state.error();
    const election::Amendment amendment{++number, a.adds ? election::AmendmentKind::add_option : election::AmendmentKind::withdraw_option,
                                        a.reason, a.contest, a.option, {}, {}};
    const auto folder = b.next_submission("amendment");
    IPPYO_TRY(office::write_amendment({folder, *state, b.signers({"commission"}), b.clock.now()}, amendment));
    IPPYO_TRY(services.hand_in(folder));
  }
  return {};
}

/// All visits of one station, cast on its loaned devices, and its closing.
base::Result<void> hold_station(const Scenario& s, std::size_t index, const Plan& plan, const Prepared& prepared, Bodies& b,
                                VotingServices& services, VotingOutcome& out) {
  const auto& station = s.stations[index];
  const auto state = board_now(b);
  if (!state.ok()) return state.error();
  const office::LoanedDevice device(*state, station.id);
  base::SystemRng rng;
  std::vector<record::StationBallotRow> ballots;
  std::vector<std::uint64_t> abandoned(s.styles.size());
  for (const auto& visit : plan.visits) {
    if (visit.station != index) continue;
    if (visit.abandoned) {
      ++abandoned[visit.style];
      continue;
    }
    base::SecretVector<std::uint32_t> choices(visit.choices.size());
    std::copy(visit.choices.begin(), visit.choices.end(), choices.expose_mutable().begin());
    auto sealed = device.seal(visit.style, choices, rng);
    if (!sealed.ok()) return sealed.error();
    ballots.push_back(device.cast(std::move(*sealed), prepared.tokens[index][visit.token], rng));
  }
  const auto folder = b.next_submission("station-" + station.id);
  IPPYO_TRY(office::write_station_batch({folder, *state, b.signers({station.id, "observer-" + station.id}), b.clock.now()}, station.id, ballots));
  IPPYO_TRY(services.hand_in(folder));
  out.stations.push_back(office::close_station(*state, station.id, prepared.tokens[index], ballots, abandoned));
  out.station_ballots.insert(out.station_ballots.end(), ballots.begin(), ballots.end());
  return {};
}

std::span<const PlannedCast> casts_of(const Plan& plan, std::uint32_t epoch) {
  const auto before = [](const PlannedCast& c, std::uint32_t e) { return c.epoch < e; };
  const auto first = std::lower_bound(plan.casts.begin(), plan.casts.end(), epoch, before);
  const auto last = std::lower_bound(plan.casts.begin(), plan.casts.end(), epoch + 1, before);
  return {first, last};
}

}  // namespace

base::Result<VotingOutcome> hold_voting(const Scenario& s, const Plan& plan, Prepared& prepared, const record::State& opened, Bodies& b,
                                        const Progress& progress) {
  auto services = VotingServices::start(s, b, *prepared.registry);
  if (!services.ok()) return services.error();
  VotingOutcome out;
  const PublicBoard board{s, opened};
  std::uint32_t amendments = 0;
  for (const auto& epoch : opened.schedule().epochs) {
    IPPYO_TRY(services->set_clock(epoch.open + 1));
    IPPYO_TRY(services->wait_for_epoch(epoch.number, "open"));
    IPPYO_TRY(post_amendments(s, epoch.number, amendments, b, *services));
    for (std::size_t n = 0; n < s.stations.size(); ++n)
      if (s.stations[n].epoch == epoch.number) IPPYO_TRY(hold_station(s, n, plan, prepared, b, *services, out));
    const auto seal = [&]() -> base::Result<void> {
      IPPYO_TRY(services->set_clock(epoch.close));
      return services->wait_until_sealed(epoch.number);
    };
    IPPYO_TRY(cast_epoch(board, services->where(), prepared.registry->world(), prepared.voters, casts_of(plan, epoch.number), epoch.number, epoch.number - 1, seal,
                         out.figures, progress));
    if (progress) progress("epochs", epoch.number, opened.schedule().epochs.size());
  }
  IPPYO_TRY(services->stop());
  // The poll book lists stations in the order of their tokens on the board.
  std::sort(out.stations.begin(), out.stations.end(), [&](const auto& x, const auto& y) {
    const auto place = [&](const std::string& id) {
      return std::find_if(s.stations.begin(), s.stations.end(), [&](const Station& st) { return st.id == id; }) - s.stations.begin();
    };
    return place(x.station) < place(y.station);
  });
  return out;
}

}  // namespace ippyo::demo
