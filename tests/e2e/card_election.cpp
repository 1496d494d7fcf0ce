// SPDX-License-Identifier: Apache-2.0
#include "card_election.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <map>

#include "demo/counting.hpp"
#include "demo/replay.hpp"

namespace ippyo::e2e {

using base::Error;
using base::Result;

namespace {

demo::Scenario scenario() {
  const auto text = fmt::format(R"([election]
id = "readers"
title = "カードの試験"
title_en = "Cards in readers"
note = "試験用。"
note_en = "For tests."
clock = "rehearsal"
paper = false
min_list = 1
epochs = {1}
factors = ["card", "passkey"]
seed = "readers"
source = "invented: for tests"
[trustees]
count = 3
threshold = 2
mixes = 2
source = "invented: for tests"
[revotes]
twice_percent = 0
thrice_percent = 0
source = "invented: for tests"
[[evidence]]
class = "B"
slots = {0}
voters = {0}
source = "invented: for tests"
[[contests]]
id = "mayor"
kind = "single-choice"
title = "市長"
title_en = "Mayor"
seats = 1
source = "invented: for tests"
options = [{{number = 1, name = "甲", kana = "こう", name_en = "A", votes = {0}}}, {{number = 2, name = "乙", kana = "おつ", name_en = "B", votes = 0}},
           {{number = 3, name = "丙", kana = "へい", name_en = "C", votes = 0}}]
[[styles]]
id = "all"
name = "全域"
contests = ["mayor"]
slots = {0}
voters = {0}
source = "invented: for tests"
)", CardElection::kVoters, CardElection::kEpochs);
  auto parsed = demo::parse_scenario(text, "card_election");
  if (!parsed.ok()) std::fprintf(stderr, "%s\n", parsed.error().message.c_str());
  return std::move(*parsed);
}

std::uint16_t free_port() {
  const int s = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  socklen_t size = sizeof at;
  const bool found = ::bind(s, reinterpret_cast<const sockaddr*>(&at), size) == 0 && ::getsockname(s, reinterpret_cast<sockaddr*>(&at), &size) == 0;
  ::close(s);
  return found ? ntohs(at.sin_port) : 0;
}

}  // namespace

Responder::Responder() : port_(free_port()) {}

Result<void> Responder::start(const std::filesystem::path& pki, const std::filesystem::path& log, unsigned days) {
  const auto auth = pki / "auth";
  auto process = demo::Process::start("/usr/bin/openssl", {"ocsp", "-index", auth / "index.txt", "-CA", auth / "root.pem", "-rsigner", auth / "ocsp.pem", "-rkey",
                                                           auth / "ocsp.key", "-ignore_err", "-ndays", std::to_string(days), "-port", std::to_string(port_)}, {}, log);
  if (!process.ok()) return process.error();
  const auto line = process->line();  // ACCEPT 0.0.0.0:38113 PID=7311
  if (!line.ok()) return line.error();
  if (!line->starts_with("ACCEPT ")) return Error{"openssl ocsp says " + *line};
  process_.emplace(std::move(*process));
  return {};
}

CardElection::CardElection() : scenario_(scenario()) {}

Result<void> CardElection::open_desk() {
  auto desk = demo::PostingDesk::open(scenario_, *bodies_);
  if (!desk.ok()) return desk.error();
  desk_.emplace(std::move(*desk));
  return {};
}

// The rehearsal begins with the next full hour: what the responder says now is never from its future.
Result<void> CardElection::begin(const std::filesystem::path& out, std::unique_ptr<demo::CardRoom> room) {
  room_ = std::move(room);
  auto plan = demo::make_plan(scenario_);
  if (!plan.ok()) return plan.error();
  plan_ = std::move(*plan);
  plan_.casts.clear();  // those of the test are written down as they are made
  auto bodies = demo::Bodies::make(scenario_, out, (base::SystemClock().now() / 3600 + 1) * 3600);
  if (!bodies.ok()) return bodies.error();
  bodies_ = std::move(*bodies);
  IPPYO_TRY(open_desk());
  IPPYO_TRY(demo::found_election(scenario_, *bodies_, *desk_));
  IPPYO_TRY(demo::hold_ceremony(*bodies_, *desk_));
  const auto calendar = demo::calendar_of(scenario_, bodies_->clock.now() + demo::kApplyBefore);
  auto registry = demo::Registry::open(scenario_, *bodies_, desk_->state(), calendar, responder.url());
  if (!registry.ok()) return registry.error();
  registry_ = std::move(*registry);
  citizens_ = registry_->make_citizens(plan_);
  IPPYO_TRY(registry_->import_roll(citizens_));
  IPPYO_TRY(registry_->take_applications(citizens_, {}));
  IPPYO_TRY(registry_->send_letters(citizens_, {}));
  for (auto& c : citizens_) {
    c.use(*room_);
    c.take_card(world());
  }
  return {};
}

Result<void> CardElection::enrol(std::size_t n) {
  base::SystemRng rng;
  demo::RegistrarClient client(registry_->where());
  return citizens_[n].enrol(world(), client, rng);
}

Result<void> CardElection::open() {
  IPPYO_TRY(registry_->publish(*desk_));
  bodies_->clock.set(bodies_->clock.now() + demo::kApplyBefore);
  IPPYO_TRY(registry_->tell_time());
  std::map<base::Bytes32, std::uint64_t> slots;
  for (std::uint64_t slot = 0; slot < desk_->state().slots().size(); ++slot) slots[desk_->state().slots()[slot].X.bytes] = slot;
  prepared_.emplace(demo::Prepared{std::move(registry_), {}, {}});
  for (auto& c : citizens_) {
    const auto slot = slots.find(c.key().X.bytes);
    if (slot == slots.end()) return Error{"an enrolled voter is not on the slot list"};
    prepared_->voters.push_back({std::move(c), slot->second});
  }
  IPPYO_TRY(demo::open_election(scenario_, *bodies_, *desk_));
  IPPYO_TRY(demo::prepare_trustees(*bodies_, *desk_, {}));
  opened_ = desk_->state();
  desk_.reset();  // the ballot box keeps the board now
  auto services = demo::VotingServices::start(scenario_, *bodies_, *prepared_->registry);
  if (!services.ok()) return services.error();
  services_.emplace(std::move(*services));
  return services_->set_clock(opened_->schedule().epochs[0].open + 1);
}

Result<void> CardElection::ask_for_grant(std::size_t n) {
  base::SystemRng rng;
  demo::RegistrarClient client(prepared_->registry->where());
  auto& voter = prepared_->voters[n];
  const auto K = base::SigningKey::generate();
  const auto grant = voter.citizen.ask_for_grant(world(), client, opened_->ctx(), voter.slot, K, rng);
  return grant.ok() ? Result<void>{} : Result<void>(grant.error());
}

Result<void> CardElection::cast(std::uint32_t epoch, const std::vector<std::pair<std::size_t, std::uint32_t>>& choices) {
  const auto& times = opened_->schedule().epochs[epoch - 1];
  IPPYO_TRY(services_->set_clock(times.open + 1));
  IPPYO_TRY(services_->wait_for_epoch(epoch, "open"));
  std::vector<demo::PlannedCast> casts;
  for (const auto& [voter, option] : choices) casts.push_back({static_cast<std::uint32_t>(voter), epoch, {option}});
  plan_.casts.insert(plan_.casts.end(), casts.begin(), casts.end());
  const auto seal = [&]() -> Result<void> {
    IPPYO_TRY(services_->set_clock(times.close));
    return services_->wait_until_sealed(epoch);
  };
  return demo::cast_epoch({scenario_, *opened_}, services_->where(), world(), prepared_->voters, casts, epoch, epoch - 1, seal, figures_, {});
}

Result<std::vector<std::uint64_t>> CardElection::count() {
  IPPYO_TRY(services_->stop());
  IPPYO_TRY(open_desk());
  IPPYO_TRY(demo::close_voting(*bodies_, *desk_));
  IPPYO_TRY(demo::mix_lists(*bodies_, *desk_, {}));
  IPPYO_TRY(demo::decrypt_lists(*bodies_, *desk_, {}));
  IPPYO_TRY(demo::publish_result(*bodies_, *desk_));
  const auto& counts = desk_->state().result()->counts;
  if (counts != demo::replay(scenario_, plan_)) return Error{"the result is not that of everybody's last ballot"};
  auto verifier = demo::Process::start(demo::program_folder() / "ippyo-verify", {bodies_->folders.board().string()}, {}, bodies_->folders.hidden("verify.log"));
  if (!verifier.ok()) return verifier.error();
  std::string output;
  const auto status = verifier->finish(output);
  if (!status.ok()) return status.error();
  if (*status != 0) return Error{"ippyo-verify does not accept the record:\n" + output};
  std::vector<std::uint64_t> out;
  for (std::uint32_t option = 1; option <= 3; ++option) out.push_back(counts[0].valid.at(option));
  return out;
}

}  // namespace ippyo::e2e
